"""The five clauses, window by window, as CLAUSES and RULES define them.

Every verdict is a dictionary {clause, from, to, verdict, reason, blockedBy, numerator,
denominator, limit}; times are integer nanoseconds, limits exact fractions.
"""

import re
from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

from .exports import SECOND, nanoseconds

MINUTE = 60 * SECOND


def verdict(clause, start, end, word, reason=None, blocked=(), num=None, den=None, limit=None):
    return {"clause": clause, "from": start, "to": end, "verdict": word, "reason": reason,
            "blockedBy": list(blocked), "numerator": num, "denominator": den, "limit": limit}


def seconds(text):
    value, unit = re.fullmatch(r"(\d+)(s|m|h)", text).groups()
    return int(value) * {"s": 1, "m": 60, "h": 3600}[unit]


def matcher(glob):
    """`*` matches any run of characters, `/` included."""
    return re.compile(".*".join(re.escape(part) for part in glob.split("*"))).fullmatch


class Clauses:
    def __init__(self, exports):
        self.exports = exports
        self.terms = exports.appendix["clauses"]
        self.range = self._judged_range()
        self._refuse_excused()

    def _judged_range(self):
        """The time covered by the gateway log, the application log and the spans.

        The slow log and the metrics reach back for history only; deployments, audit and scan
        are sparse. None of them extends the judged range.
        """
        spans = [self.exports.coverage(r) for r in ("gateway-access", "app-log", "spans")]
        known = [s for s in spans if s]
        return min(s[0] for s in known), max(s[1] for s in known)

    def _refuse_excused(self):
        for item in self.exports.appendix.get("excused", []):
            if nanoseconds(item["from"]) < self.range[1] and nanoseconds(item["to"]) > self.range[0]:
                raise ValueError("excused time inside the judged range is not worked out here")

    def windows(self, length):
        """Windows tile civil hours; the zones used here have whole-hour offsets."""
        start = self.range[0] // (length * SECOND) * length * SECOND
        while start < self.range[1]:
            yield start, start + length * SECOND
            start += length * SECOND

    def judge(self):
        a1 = self.topology()
        a3 = self.injection()
        a2 = self.latency(a1, {(v["from"], v["to"]): v for v in a3})
        return a1 + a2 + a3 + self.exposure() + self.seasonal()

    # A1 -----------------------------------------------------------------------------------

    def topology(self):
        """One verdict for each stretch of the judged range with one state."""
        service = self.terms["A1"]["service"]
        events = [e for e in self.exports.deployments if e["service"] == service]
        phases = {}
        for event in events:
            phases.setdefault(event["deploy_id"], {}).setdefault(event["phase"], event["at"])
        # A release begins to take traffic when it is switched; one that was verified without
        # any switch record, when it was started. One that merely started takes none.
        switches = sorted(
            p.get("switched", p.get("started")) for p in phases.values()
            if "switched" in p or "verified" in p)
        edges, in_force = {self.range[0], self.range[1]}, []
        for p in phases.values():
            if "verified" not in p:
                continue
            own = p.get("switched", p.get("started"))
            ends = [p[x] for x in ("superseded", "rolled-back") if x in p]
            ends += [s for s in switches if s > own]
            in_force.append((p["verified"], min(ends, default=None)))
        for begin, end in in_force:
            edges |= {t for t in (begin, end)
                      if t is not None and self.range[0] < t < self.range[1]}
        marks = sorted(edges)
        result = []
        for start, end in zip(marks, marks[1:]):
            held = any(b <= start and (e is None or end <= e) for b, e in in_force)
            if held:
                result.append(verdict("A1", start, end, "COMPLIANT"))
                continue
            ever = any(b <= start for b, _ in in_force)
            gone = any(p.get("rolled-back", start + 1) <= start for p in phases.values())
            reason = "no-verified-deployment"
            if ever:
                reason = "rolled-back" if gone else "switching"
            result.append(verdict("A1", start, end, "NOT_IN_FORCE", reason))
        return result

    # A3 and A2 ----------------------------------------------------------------------------

    def _matching(self, clause):
        """Gateway records that match `where`, by window start."""
        match = matcher(self.terms[clause]["where"]["path"])
        length = seconds(self.terms[clause]["window"]) * SECOND
        by_window = {}
        for record in self.exports.access:
            if match(record["path"]):
                by_window.setdefault(record["end"] // length * length, []).append(record)
        return by_window

    def injection(self):
        at_least = Fraction(self.terms["A3"]["at-least"].rstrip("%")) / 100
        matching, result = self._matching("A3"), []
        for start, end in self.windows(seconds(self.terms["A3"]["window"])):
            records = matching.get(start, [])
            valid = sum(1 for r in records if re.fullmatch(r"(?!0{32})[0-9a-f]{32}", r["trace"]))
            counts = {"num": valid, "den": len(records)}
            if not self.exports.covers("gateway-access", start, end):
                result.append(verdict("A3", start, end, "INDETERMINATE", "partial-window", **counts))
            elif not records:
                result.append(verdict("A3", start, end, "NOT_EVALUATED", "no-traffic", **counts))
            else:
                word = "COMPLIANT" if valid >= at_least * len(records) else "BREACHED"
                result.append(verdict("A3", start, end, word, **counts))
        return result

    def latency_limit_milliseconds(self):
        return int(re.fullmatch(r"(\d+)ms", self.terms["A2"]["at-most"]).group(1))

    def latency(self, a1, a3):
        limit = self.latency_limit_milliseconds()
        share = Fraction(self.terms["A2"]["percentile"]) / 100
        matching, result = self._matching("A2"), []
        for start, end in self.windows(seconds(self.terms["A2"]["window"])):
            records = matching.get(start, [])
            unknown = sum(1 for r in records if r["status"] == 499 and r["latency"] <= limit)
            good = sum(1 for r in records if r["latency"] <= limit)
            need = -(-(share * len(records)).numerator // (share * len(records)).denominator)
            word, reason = "COMPLIANT" if good >= need else "BREACHED", None
            if unknown and (good - unknown >= need) != (good >= need):
                word, reason = "INDETERMINATE", "client-abort"
            if not self.exports.covers("gateway-access", start, end):
                word, reason = "INDETERMINATE", "partial-window"
            elif not records:
                word, reason = "NOT_EVALUATED", "no-traffic"
            required = {
                "A1": [v for v in a1 if v["from"] < end and v["to"] > start],
                "A3": [a3[(start, end)]]}
            states = {k: {v["verdict"] for v in vs} for k, vs in required.items()}
            failing = [k for k in self.terms["A2"]["requires"]
                       if states[k] & {"BREACHED", "NOT_IN_FORCE"}]
            undecided = [k for k in self.terms["A2"]["requires"]
                         if states[k] & {"INDETERMINATE", "NOT_EVALUATED"}]
            if failing:
                word, reason = "NOT_IN_FORCE", None
            elif undecided:
                lower = "INDETERMINATE" if any(
                    "INDETERMINATE" in states[k] for k in undecided) else "NOT_EVALUATED"
                word, reason = lower, required[undecided[0]][0]["reason"]
            result.append(verdict("A2", start, end, word, reason, failing, good, len(records)))
        return result

    # A4 -----------------------------------------------------------------------------------

    def candidates(self):
        """Audit leak records and stack traces with a sensitive value, one per request."""
        requests_of = {}
        for record in self.exports.access + self.exports.app + self.exports.audit:
            if record["trace"] and record["request"]:
                requests_of.setdefault(record["trace"], set()).add(record["request"])

        def key(record):
            if record["request"]:
                return record["request"]
            known = requests_of.get(record["trace"], set())
            return min(known) if len(known) == 1 else record["trace"]

        names = [p if isinstance(p, str) else p["name"] for p in self.terms["A4"]["patterns"]]
        found = {}
        for record in self.exports.app:
            if record["stack"] and record["level"] in ("error", "dpanic", "panic", "fatal"):
                entry = found.setdefault(key(record), empty_candidate())
                entry["application"] = record["at"]
                entry["hits"] |= self._detect(record["stack"])
        for record in self.exports.audit:
            if record["pattern"] in names:
                entry = found.setdefault(key(record), empty_candidate())
                entry["audit"] = record["at"]
                entry["audited"].add(record["pattern"])
        for record in self.exports.access:
            entry = found.get(key(record))
            if entry:
                entry["gateway"], entry["trace"] = record, record["trace"]
        kept = {k: e for k, e in found.items() if e["hits"] or e["audited"]}
        for entry in kept.values():
            if entry["hits"] and entry["audited"] and entry["hits"] != entry["audited"]:
                raise ValueError("the audit and the detectors disagree; not meant here")
            entry["patterns"] = [n for n in names if n in entry["hits"] | entry["audited"]]
            entry["absent"] = self._absent_legs(entry)
        return kept

    def _absent_legs(self, entry):
        gateway = entry["gateway"]
        statuses = [int(s) for s in self.terms["A4"]["gateway-status"]]
        at = gateway["end"] if gateway else entry["audit"] or entry["application"]
        absent = []
        if entry["application"] is None:
            absent.append("application")
        if gateway is None or gateway["status"] not in statuses:
            absent.append("gateway")
        if entry["audit"] is None:
            absent.append("audit")
        roles = {"application": "app-log", "gateway": "gateway-access", "audit": "security-audit"}
        for leg in absent:
            if not self.exports.covers(roles[leg], at, at):
                raise ValueError(f"{leg} does not cover a candidate; not meant here")
        return absent

    def _detect(self, text):
        hits = set()
        for area, group, serial in re.findall(r"(?<!\d)(\d{3})-(\d{2})-(\d{4})(?!\d)", text):
            if area not in ("000", "666") and area < "900" and group != "00" and serial != "0000":
                hits.add("SSN")
        if any(luhn(digits) for digits in re.findall(r"(?<!\d)\d{13,19}(?!\d)", text)):
            hits.add("CREDIT_CARD")
        for pattern in self.terms["A4"]["patterns"]:
            if not isinstance(pattern, str) and re.search(pattern["regex"], text):
                hits.add(pattern["name"])
        return hits

    def exposure(self):
        by_window = {}
        for entry in self.candidates().values():
            by_window.setdefault(entry["gateway"]["end"] // MINUTE * MINUTE, []).append(entry)
        traffic = {r["end"] // MINUTE * MINUTE for r in self.exports.access}
        result = []
        for start, end in self.windows(60):
            entries = by_window.get(start, [])
            leaks = sum(1 for e in entries if not e["absent"])
            word, reason = "COMPLIANT", None
            if leaks:
                word = "BREACHED"
            elif entries:
                legs = [leg for leg in ("application", "gateway", "audit")
                        if any(leg in e["absent"] for e in entries)]
                reason = "leg-absent: " + ", ".join(legs)
            elif start not in traffic:
                word, reason = "NOT_EVALUATED", "no-traffic"
            result.append(
                verdict("A4", start, end, word, reason, num=leaks, den=len(entries)))
        return result

    # A5 -----------------------------------------------------------------------------------

    def increase(self, names, start, end):
        """value(end) - value(start) over all series; None when a sample is missing."""
        total = 0
        for name in names:
            for _, points in self.exports.metrics.get(name, []):
                edges = [value_at(points, t) for t in (start, end)]
                if None in edges:
                    return None
                inside = slice(bisect_left(points, start, key=lambda p: p[0]),
                               bisect_right(points, end, key=lambda p: p[0]))
                between = [v for _, v in points[inside]]
                if any(b < a for a, b in zip(between, between[1:])):
                    raise ValueError("a counter reset is not meant here")
                total += edges[1] - edges[0]
        return total

    def ratio(self, start, end):
        terms = self.terms["A5"]["ratio"]
        slow = self.increase(terms["slow"], start, end)
        return slow, self.increase([terms["of"]], start, end)

    def baseline(self, start):
        """Ratios of the window's civil hour on the days before, and what follows from them."""
        zone = ZoneInfo(self.exports.zone)
        local = datetime.fromtimestamp(start // SECOND, timezone.utc).astimezone(zone)
        hour = local.replace(minute=0, second=0, tzinfo=None)
        days = []
        for back in range(int(self.terms["A5"]["same-hour-of-days"]), 0, -1):
            begin = (hour - timedelta(days=back)).replace(tzinfo=zone)
            first = int(begin.timestamp()) * SECOND
            slow, of = self.ratio(first, first + 60 * MINUTE)
            if slow is not None and of:
                days.append({"date": begin.date().isoformat(), "slow": slow, "of": of})
        ratios = sorted(Fraction(d["slow"], d["of"]) for d in days)
        if len(ratios) < int(self.terms["A5"]["min-days"]):
            return {"days": days, "limit": None}
        q1, median, q3 = (type7(ratios, Fraction(p, 4)) for p in (1, 2, 3))
        factor = Fraction(re.fullmatch(r"median \+ (\S+) \* iqr", self.terms["A5"]["limit"])[1])
        return {"hour": int(hour.replace(tzinfo=zone).timestamp()) * SECOND, "days": days,
                "q1": q1, "median": median, "q3": q3, "iqr": q3 - q1,
                "limit": median + factor * (q3 - q1)}

    def seasonal(self):
        result = []
        for start, end in self.windows(seconds(self.terms["A5"]["window"])):
            slow, of = self.ratio(start, end)
            limit = self.baseline(start)["limit"]
            if slow is None or of is None:
                word, reason = "INDETERMINATE", "partial-window"
            elif limit is None:
                word, reason = "INDETERMINATE", "warm-up"
            else:
                word, reason = ("BREACHED" if Fraction(slow, of) > limit else "COMPLIANT"), None
            result.append(
                verdict("A5", start, end, word, reason, num=slow, den=of, limit=limit))
        return result

    # Agreement of sources -----------------------------------------------------------------

    def cross_check(self):
        """The histogram and the injection gauge must tell what the access log tells."""
        limit, family = self.latency_limit_milliseconds(), self.terms["A2"].get("histogram", "")
        buckets = [p for labels, p in self.exports.metrics.get(family + "_bucket", [])
                   if Fraction(labels["le"].replace("+Inf", "1000")) * 1000 == limit]
        totals = [p for _, p in self.exports.metrics.get(family + "_count", [])]
        rates = self.exports.metrics.get(self.terms["A3"].get("metric", {}).get("name"), [])
        matching = self._matching("A2")
        for start, end in self.windows(60):
            records = matching.get(start, [])
            good = sum(1 for r in records if r["latency"] <= limit)
            for series, expected in ((buckets, good), (totals, len(records))):
                seen = sum(value_at(p, end) - value_at(p, start) for p in series)
                if series and seen != expected:
                    raise ValueError(f"histogram and access log differ at {start}")
            for _, points in rates:
                valid = sum(1 for r in records if len(r["trace"]) == 32)
                if abs(value_at(points, end) - Fraction(100 * valid, len(records))) > Fraction(1, 1000):
                    raise ValueError(f"injection gauge and access log differ at {start}")


def empty_candidate():
    return {"application": None, "gateway": None, "audit": None, "trace": "", "hits": set(),
            "audited": set()}


def luhn(digits):
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def value_at(points, instant):
    """The last sample at or before `instant`, no older than two minutes (twice the spacing)."""
    after = bisect_right(points, instant, key=lambda p: p[0])
    if after == 0 or instant - points[after - 1][0] > 2 * MINUTE:
        return None
    return points[after - 1][1]


def type7(ordered, share):
    """Linear quantile (type 7), exact."""
    place = share * (len(ordered) - 1)
    below = place.numerator // place.denominator
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
