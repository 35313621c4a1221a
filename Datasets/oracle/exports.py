"""Reads the exports of a data set with nothing but the standard library and PyYAML.

This is an independent reading: it shares no code with the product. All times are integer
nanoseconds since 1970 in UTC; all decimals are exact.
"""

import gzip
import json
import re
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

SECOND = 10**9
TRACE_COMMENT = re.compile(r"traceparent='00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}'")


def nanoseconds(text, zone=None):
    """An RFC 3339 time; a fraction may have up to nine digits, seconds may be missing."""
    found = re.fullmatch(
        r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?", text)
    if not found:
        raise ValueError(f"not a time: {text!r}")
    day, clock, second, fraction, offset = found.groups()
    moment = datetime.fromisoformat(f"{day}T{clock}:{second or '00'}")
    if offset:
        sign = "+00:00" if offset == "Z" else offset
        moment = datetime.fromisoformat(moment.isoformat() + sign)
    else:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    whole = (moment - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(seconds=1)
    return whole * SECOND + int((fraction or "0").ljust(9, "0"))


def scaled(value, unit):
    """A decimal number of seconds (or `unit`) as an integer; it must come out even."""
    product = Fraction(value) * unit
    if product.denominator != 1:
        raise ValueError(f"{value} has more digits than a nanosecond")
    return product.numerator


class Exports:
    """Everything a data set's `exports` folder holds, by role."""

    def __init__(self, folder):
        self.folder = Path(folder)
        text = (self.folder / "appendix.yaml").read_text(encoding="utf-8")
        # BaseLoader keeps every scalar a string: `99.98%`, `2024-05-12T02:00+08:00`.
        self.appendix = yaml.load(text, Loader=yaml.BaseLoader)
        self.zone = self.appendix["timezone"]
        self.access, self.app, self.audit, self.slow = [], [], [], []
        self.spans, self.deployments, self.metrics = [], [], {}
        self.present = set()
        for path in sorted((self.folder / "exports").rglob("*")):
            if path.is_file():
                self._read(path)
        self._coverage = {}

    def coverage(self, role):
        if role not in self._coverage:
            self._coverage[role] = self._find_coverage(role)
        return self._coverage[role]

    def _find_coverage(self, role):
        """[from, to) of a role in nanoseconds, or None without any record or `covers`."""
        times = {
            "gateway-access": [r["end"] for r in self.access],
            "app-log": [r["at"] for r in self.app],
            "security-audit": [r["at"] for r in self.audit],
            "slow-log": [r["start"] for r in self.slow],
            "spans": [t for s in self.spans for t in (s["start"], s["end"])],
            "metrics": [p[0] for series in self.metrics.values() for _, points in series
                        for p in points],
        }[role]
        edges = [(min(times), max(times))] if times else []
        for source in self.appendix.get("sources", []):
            if source["role"] == role and "covers" in source and role in self.present:
                covers = source["covers"]
                edges.append((nanoseconds(covers["from"]), nanoseconds(covers["to"])))
        if not edges:
            return None
        return min(e[0] for e in edges), max(e[1] for e in edges)

    def covers(self, role, start, end):
        span = self.coverage(role)
        return span is not None and span[0] <= start and end <= span[1]

    # Reading one file -----------------------------------------------------------------

    def _read(self, path):
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8")
        role = self._declared_role(path)
        if role == "slow-log":
            self.slow += slow_entries(text)
        elif text.startswith('{"status":"success"'):
            role = "metrics"
            self._range(json.loads(text))
        elif text.rstrip().endswith("# EOF"):
            role = "metrics"
            self._openmetrics(text)
        elif text.startswith('{"resourceSpans"'):
            role = "spans"
            for line in text.splitlines():
                self.spans += spans(json.loads(line))
        elif text.startswith('{"deploy_id"'):
            role = "deployments"
            for line in text.splitlines():
                event = json.loads(line)
                event["at"] = nanoseconds(event["time"], self.zone)
                self.deployments.append(event)
        elif role in ("gateway-access", "app-log", "security-audit"):
            for line in text.splitlines():
                self._log(role, json.loads(line, parse_float=Decimal))
        self.present.add(role)

    def _declared_role(self, path):
        for source in self.appendix.get("sources", []):
            pattern = re.escape(source["files"]).replace(r"\*", ".*")
            if re.search(rf"(^|/){pattern}$", path.as_posix()):
                return source["role"]
        return None

    def _log(self, role, record):
        trace, request = record.get("trace_id", ""), record.get("request_id", "")
        if role == "gateway-access":
            self.access.append({
                "end": scaled(record["msec"], SECOND),
                "latency": scaled(record["request_time"], 1000),
                "status": int(record["status"]),
                "upstream": record["upstream_status"].split(", "),
                "path": record["uri"].split("?")[0],
                "trace": trace, "request": request})
        elif role == "app-log":
            self.app.append({
                "at": scaled(record["ts"], SECOND), "level": record["level"],
                "stack": record.get("stack_trace"), "wait": record.get("pool_wait_ms"),
                "trace": trace, "request": request})
        else:
            self.audit.append({
                "at": nanoseconds(record["time"]), "pattern": record.get("data_leak_pattern"),
                "trace": trace, "request": request})

    def _add_points(self, name, labels, points):
        """One series may come from several files that overlap: equal samples count once."""
        series = self.metrics.setdefault(name, [])
        for known, existing in series:
            if known == labels:
                existing[:] = sorted(set(existing) | set(points))
                if len({p[0] for p in existing}) != len(existing):
                    raise ValueError(f"{name}: two values at one instant")
                return
        series.append((labels, sorted(set(points))))

    def _range(self, answer):
        for result in answer["data"]["result"]:
            labels = dict(result["metric"])
            name = labels.pop("__name__")
            points = [(t * SECOND, Fraction(v)) for t, v in result["values"]]
            self._add_points(name, labels, points)

    def _openmetrics(self, text):
        collected = {}
        sample = re.compile(r'([a-z_]+)\{([^}]*)\} (\S+) (\d+)')
        for line in text.splitlines():
            if line.startswith("#"):
                continue
            name, labels, value, second = sample.fullmatch(line).groups()
            collected.setdefault((name, labels), []).append(
                (int(second) * SECOND, Fraction(value)))
        for (name, labels), points in collected.items():
            pairs = dict(re.findall(r'([a-z_]+)="([^"]*)"', labels))
            self._add_points(name, pairs, points)


def slow_entries(text):
    """Entries of a MariaDB slow log. An entry starts at `# User@Host`, or at a `# Time` line
    right above one; a header-like line anywhere else belongs to a statement."""
    lines = text.split("\n")
    starts = [i for i, line in enumerate(lines)
              if line.startswith("# User@Host: ") and lines[i + 1].startswith("# Thread_id: ")]
    entries = []
    for number, begin in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(lines)
        body = lines[begin:end]
        query = re.match(r"# Query_time: (\d+)\.(\d{6})  Lock_time: ", body[2])
        stamp = re.match(r"SET timestamp=(\d+);", body[4])
        comment = TRACE_COMMENT.search("\n".join(body[5:]))
        entries.append({
            "start": int(stamp.group(1)) * SECOND,
            "microseconds": int(query.group(1)) * 10**6 + int(query.group(2)),
            "trace": comment.group(1) if comment else None})
    return entries


def spans(request):
    result = []
    for resource in request["resourceSpans"]:
        attributes = {a["key"]: a["value"] for a in resource["resource"]["attributes"]}
        for scope in resource["scopeSpans"]:
            for span in scope["spans"]:
                keys = {a["key"] for a in span["attributes"]}
                result.append({
                    "service": attributes["service.name"]["stringValue"],
                    "trace": span["traceId"], "id": span["spanId"],
                    "parent": span["parentSpanId"], "name": span["name"],
                    "start": int(span["startTimeUnixNano"]),
                    "end": int(span["endTimeUnixNano"]), "database": "db.system" in keys})
    return result
