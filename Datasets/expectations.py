#!/usr/bin/env python3
"""Writes the expected verdicts and incidents of the data sets, computed outside the product.

    python3 Datasets/expectations.py [DATASET…]

Each data set's appendix.yaml and exports are read and judged here from the specification
alone (oracle/ shares nothing with Sources/), and written to its `expected` folder:

verdicts.jsonl   one line for each run of equal verdicts of a clause: {clause, from, to,
                 windowSeconds, verdict, reason, blockedBy, windows, numerators, denominators,
                 limits}. The three arrays have one entry a window, in time order; a clause
                 without counts (A1) has none. windowSeconds is null where a verdict is one
                 interval (A1). limits are ratios, unrounded. Counts: A2 requests within the
                 limit of all; A3 valid ids of all; A4 confirmed leaks of candidates, where a
                 request with several patterns is one; A5 slow statements of all.
incidents.json   {exitCode, judged, incidents}: what arbitration must find. Onsets are
                 intervals; a product's onset must lie within, or overlap, the one given.
baselines.json   A5's history, quartiles and limit of each civil hour (ratios).
"""

import json
import sys
from datetime import datetime, timezone
from fractions import Fraction
from pathlib import Path

sys.dont_write_bytecode = True

from oracle.clauses import Clauses, seconds  # noqa: E402
from oracle.exports import SECOND, Exports  # noqa: E402
from oracle.incidents import Incidents  # noqa: E402


def stamp(nanoseconds):
    """RFC 3339 in UTC; a fraction only where there is one."""
    whole = datetime.fromtimestamp(nanoseconds // SECOND, timezone.utc)
    fraction = f"{nanoseconds % SECOND:09d}".rstrip("0")
    return whole.strftime("%Y-%m-%dT%H:%M:%S") + (f".{fraction}" if fraction else "") + "Z"


def runs(verdicts, terms):
    """Neighbouring windows of one clause with equal verdict, reason and blockers."""
    result = []
    for v in verdicts:
        last = result[-1] if result else None
        same = last is not None and v["from"] == last["to"] and all(
            last[k] == v[k] for k in ("clause", "verdict", "reason", "blockedBy"))
        if not same:
            window = terms[v["clause"]].get("window", "60s" if v["clause"] == "A4" else None)
            last = {"clause": v["clause"], "from": v["from"], "to": v["to"],
                    "windowSeconds": seconds(window) if window else None,
                    "verdict": v["verdict"], "reason": v["reason"], "blockedBy": v["blockedBy"],
                    "windows": 0, "numerators": [], "denominators": [], "limits": []}
            result.append(last)
        last["to"] = v["to"]
        last["windows"] += 1
        for plural, value in (("numerators", v["numerator"]), ("denominators", v["denominator"]),
                              ("limits", v["limit"])):
            if value is not None:
                last[plural].append(plain(value))
    return result


def plain(value):
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    return value


def baselines(clauses, verdicts):
    result, seen = [], set()
    for v in verdicts:
        if v["clause"] != "A5":
            continue
        base = clauses.baseline(v["from"])
        if base["limit"] is None or base["hour"] in seen:
            continue
        seen.add(base["hour"])
        days = [{"date": d["date"], "slow": plain(d["slow"]), "of": plain(d["of"]),
                 "ratio": float(Fraction(d["slow"], d["of"]))} for d in base["days"]]
        result.append({"hour": stamp(base["hour"]), "days": days} | {
            k: float(base[k]) for k in ("q1", "median", "q3", "iqr", "limit")})
    return result


def written(incident):
    """Times as text; the rest is ready."""
    copy = dict(incident)
    copy["from"], copy["to"] = stamp(incident["from"]), stamp(incident["to"])
    copy["onset"] = {c: {k: stamp(t) for k, t in o.items()} for c, o in incident["onset"].items()}
    return copy


def work_out(folder):
    exports = Exports(folder)
    clauses = Clauses(exports)
    clauses.cross_check()
    verdicts = clauses.judge()
    incidents = Incidents(exports, clauses, verdicts).all()
    words = {v["verdict"] for v in verdicts}
    code = 1 if "BREACHED" in words else 3 if "INDETERMINATE" in words else 0
    lines = [json.dumps(r | {"from": stamp(r["from"]), "to": stamp(r["to"])}, separators=(",", ":"))
             for r in runs(verdicts, clauses.terms)]
    found = {"exitCode": code,
             "judged": {"from": stamp(clauses.range[0]), "to": stamp(clauses.range[1])},
             "incidents": [written(i) for i in incidents]}
    target = folder / "expected"
    target.mkdir(exist_ok=True)
    files = {"verdicts.jsonl": "\n".join(lines) + "\n",
             "incidents.json": json.dumps(found, indent=2) + "\n",
             "baselines.json": json.dumps(baselines(clauses, verdicts), indent=2) + "\n"}
    for name, text in files.items():
        (target / name).write_text(text, encoding="utf-8")


def main():
    root = Path(__file__).resolve().parent / "incidents"
    folders = [Path(a) for a in sys.argv[1:]]
    for folder in folders or sorted(p.parent for p in root.rglob("appendix.yaml")):
        work_out(folder)


if __name__ == "__main__":
    main()
