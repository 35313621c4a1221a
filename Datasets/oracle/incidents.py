"""Triggers, incidents, link tests 1, 2, 3, 8, 9 and grades, as CLAUSES and RULES define them."""

from datetime import datetime, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

from .clauses import MINUTE, seconds
from .exports import SECOND

MILLISECOND = 10**6
NODE_OF = {"A5": "mysql_slow_log", "A2": "gateway_timeout", "A4": "stack_trace_expose"}


class Incidents:
    def __init__(self, exports, clauses, verdicts):
        self.exports, self.clauses = exports, clauses
        self.breached = {}
        for v in verdicts:
            if v["verdict"] == "BREACHED":
                self.breached.setdefault(v["clause"], []).append(v)
        self.limit = clauses.latency_limit_milliseconds()
        self.leaks = [c for c in clauses.candidates().values() if not c["absent"]]
        arbitration = exports.appendix["arbitration"]
        self.order, self.path = arbitration["order"], arbitration["path"]
        self.within = seconds(arbitration["within"]) * SECOND
        # `long_query_time` is in no export: the shortest logged statement stands for it.
        self.slow_at_least = min((e["microseconds"] for e in exports.slow), default=None)

    def all(self):
        groups = chain(self._triggers(refined=True), self.within)
        plain = chain(self._triggers(refined=False), self.within)
        shape = [sorted({t["clause"] for t in g}) for g in groups]
        if shape != [sorted({t["clause"] for t in g}) for g in plain]:
            raise ValueError("incidents depend on how a trigger is refined; not meant here")
        for clause in ("A1", "A3"):
            groups += chain(
                [{"clause": clause, "at": v["from"], "onset": (v["from"], v["from"]), "of": v}
                 for v in self.breached.get(clause, [])], self.within)
        groups.sort(key=lambda g: g[0]["at"])
        return [self._describe(group) for group in groups]

    # Triggers -----------------------------------------------------------------------------

    def _triggers(self, refined):
        result = []
        for v in self.breached.get("A2", []):
            first = min(r["end"] for r in self._late(v["from"], v["to"]))
            at = first if refined else v["from"]
            result.append(
                {"clause": "A2", "at": at, "onset": (first, first + MILLISECOND - 1), "of": v})
        for v in self.breached.get("A5", []):
            for start in range(v["from"], v["to"], MINUTE):
                slow, of = self.clauses.ratio(start, start + MINUTE)
                if of and Fraction(slow, of) > v["limit"]:
                    starts = [e["start"] for e in self.exports.slow
                              if start <= e["start"] < start + MINUTE]
                    first = min(starts, default=None)
                    onset = (start, start + MINUTE - 1)
                    if first is not None:
                        # The slow log has whole seconds: the start lies somewhere in one.
                        onset = (first, first + SECOND - 1)
                    at = first if refined and first is not None else start
                    result.append({"clause": "A5", "at": at, "onset": onset, "of": v})
        for leak in self.leaks:
            end = leak["gateway"]["end"]
            window = next(v for v in self.breached["A4"] if v["from"] <= end < v["to"])
            result.append({"clause": "A4", "at": end, "onset": (end, end + MILLISECOND - 1),
                           "of": window})
        return result

    def _late(self, start, end):
        records = self.clauses._matching("A2")
        return [r for begin in records if start <= begin < end
                for r in records[begin] if r["latency"] > self.limit]

    # One incident -------------------------------------------------------------------------

    def _describe(self, group):
        onsets = {}
        for trigger in sorted(group, key=lambda t: t["at"]):
            onsets.setdefault(trigger["clause"], trigger["onset"])
        clauses = [c for c in self.order if c in onsets] + sorted(set(onsets) - set(self.order))
        start = min(o[0] for o in onsets.values())
        end = max(t["of"]["to"] if t["clause"] != "A4" else t["at"] for t in group)
        windows = {c: [t["of"] for t in group if t["clause"] == c] for c in clauses}
        arbitrated = [c for c in clauses if c in self.order]
        nodes = self._nodes(start, end) if arbitrated else {n: set() for n in self.path}
        links = [self._link(cause, effect, onsets, windows, nodes)
                 for cause, effect in zip(clauses, clauses[1:])]
        grades = [link["grade"] for link in links]
        contradicting = set().union(*(link.pop("contradictingTraces") for link in links))
        seen = set().union(*nodes.values())
        complete = set.intersection(*(nodes[n] for n in self.path))
        local = datetime.fromtimestamp(start // SECOND, timezone.utc)
        local = local.astimezone(ZoneInfo(self.exports.zone))
        return {
            "id": local.strftime("INC-%Y%m%d-%H%M%S"), "clauses": clauses,
            "contractOrder": arbitrated,
            "observedOrder": sorted(clauses, key=lambda c: onsets[c]),
            "path": self._path(clauses, group), "grade": min(grades) if grades else None,
            "from": start, "to": end,
            "onset": {c: {"earliest": o[0], "latest": o[1]} for c, o in onsets.items()},
            "traces": {"complete": len(complete - contradicting),
                       "partial": len(seen - complete - contradicting),
                       "contradicting": len(contradicting)},
            "nodeTraces": {n: len(nodes[n]) for n in self.path}, "links": links}

    def _path(self, clauses, group):
        """The appendix's path from the first clause's node to the last one's."""
        places = [self.path.index(NODE_OF[c]) for c in clauses if c in NODE_OF]
        if not places:
            return []
        path = self.path[min(places):max(places) + 1]
        if path[-1] != NODE_OF["A4"]:
            return path
        names = [p if isinstance(p, str) else p["name"]
                 for p in self.clauses.terms["A4"]["patterns"]]
        ends = {t["at"] for t in group if t["clause"] == "A4"}
        shown = [n for n in names
                 if any(n in leak["patterns"] for leak in self.leaks
                        if leak["gateway"]["end"] in ends)]
        return path[:-1] + [f"{path[-1]}_{shown[0].lower()}"]

    def _nodes(self, start, end):
        """Trace ids seen at each node of the path within [start, end)."""
        trace_of = {r["request"]: r["trace"] for r in self.exports.access if r["request"]}
        nodes = {n: set() for n in self.path}
        for entry in self.exports.slow:
            if entry["trace"] and start <= entry["start"] < end:
                nodes["mysql_slow_log"].add(entry["trace"])
        for span in self.exports.spans:
            length = span["end"] - span["start"]
            if not start <= span["start"] < end:
                continue
            if span["database"] and self.slow_at_least and length >= self.slow_at_least * 1000:
                nodes["mysql_slow_log"].add(span["trace"])
            if span["name"] == "db.pool.wait" and length >= self.limit * MILLISECOND:
                nodes["app_thread_blocked"].add(span["trace"])
        for record in self.exports.app:
            if record["wait"] is not None and record["wait"] >= self.limit \
                    and start <= record["at"] < end:
                trace = record["trace"] or trace_of.get(record["request"], "")
                if trace:
                    nodes["app_thread_blocked"].add(trace)
        for record in self.exports.access:
            gave_up = record["status"] in (499, 500, 504) and "504" in record["upstream"]
            if start <= record["end"] < end and (gave_up or record["latency"] > self.limit):
                nodes["gateway_timeout"].add(record["trace"])
        for leak in self.leaks:
            if start <= leak["gateway"]["end"] <= end:
                nodes["stack_trace_expose"].add(leak["trace"])
        return nodes

    # Links --------------------------------------------------------------------------------

    def _link(self, cause, effect, onsets, windows, nodes):
        """Tests 1, 2, 3, 8 and 9 of one edge, and the grade that they allow."""
        carriers = {"A5": nodes["mysql_slow_log"], "A4": nodes["stack_trace_expose"]}
        late = [r for v in windows.get("A2", []) for r in self._late(v["from"], v["to"])]
        carriers["A2"] = {r["trace"] for r in late}
        causes, effects = carriers[cause], carriers[effect]
        shared = causes & effects
        tests = {"1": {"result": "PASS"}}  # the appendix declares order and path

        if onsets[cause][1] < onsets[effect][0]:
            second = "PASS"
        elif onsets[cause][0] > onsets[effect][1]:
            second = "FAIL"
        else:
            second = "UNKNOWN"
        tests["2"] = {"result": second}

        third = "UNKNOWN"
        if causes and effects:
            third = "PASS" if 2 * len(shared) >= len(effects) else "FAIL"
        tests["3"] = {"result": third, "effectTracesWithCause": len(shared),
                      "effectTraces": len(effects), "causeTraces": len(causes)}

        absent = effects - causes if causes else set()
        after = self._later_than_effect(shared, late) if (cause, effect) == ("A5", "A2") else set()
        against = absent | after
        eighth = "UNKNOWN"
        if causes and effects:
            eighth = "PASS" if 10 * len(against) <= len(effects) else "FAIL"
        tests["8"] = {"result": eighth, "causeAbsent": len(absent), "causeLater": len(after)}

        places = [self.path.index(NODE_OF[c]) for c in (cause, effect)]
        inferred = [n for n in self.path[places[0] + 1:places[1]] if not nodes[n]]
        tests["9"] = {"result": "UNKNOWN" if inferred else "PASS", "inferred": inferred}

        if second == "FAIL" or 2 * len(against) > len(effects) > 0:
            grade = "E0"
        elif second != "PASS":
            grade = "E1"
        else:
            grade = "E3" if third == "PASS" else "E2"
        gap = [c for c in self.order[self.order.index(cause) + 1:self.order.index(effect)]]
        return {"from": cause, "to": effect, "gap": gap, "grade": grade, "tests": tests,
                "contradictingTraces": against}

    def _later_than_effect(self, shared, late):
        """Traces whose first slow statement starts after the late request was over."""
        end_of = {r["trace"]: r["end"] for r in late}
        first = {}
        for entry in self.exports.slow:
            if entry["trace"] in shared:
                first.setdefault(entry["trace"], []).append(entry["start"])
        return {t for t, starts in first.items() if min(starts) > end_of[t] + MILLISECOND - 1}


def chain(triggers, within):
    """Groups triggers whose neighbours are at most `within` apart."""
    groups = []
    for trigger in sorted(triggers, key=lambda t: t["at"]):
        if groups and trigger["at"] - groups[-1][-1]["at"] <= within:
            groups[-1].append(trigger)
        else:
            groups.append([trigger])
    return groups
