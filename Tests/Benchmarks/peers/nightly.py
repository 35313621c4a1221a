"""The verdicts of a night worked out without estreat: numpy over what Polars reads.

nightly.py FILE: one line a service and hour of the last day: service, hour, verdict, slow, all. The
limit is median + 2.5 IQR (numpy's linear quantiles) of the same hour of the seven days before; what
lies within rounding of it is decided in fractions.
"""

import os
import sys
from datetime import datetime, timezone
from fractions import Fraction

os.environ["POLARS_MAX_THREADS"] = "2"

import numpy as np  # noqa: E402
import polars as pl  # noqa: E402

HOURS = 8 * 24


def exact(ratios):
    """Q1, median and Q3 by linear interpolation, in fractions."""
    ratios = sorted(ratios)
    found = []
    for quarter in (1, 2, 3):
        place = Fraction(quarter * (len(ratios) - 1), 4)
        low = int(place)
        high = min(low + 1, len(ratios) - 1)
        found.append(ratios[low] + (ratios[high] - ratios[low]) * (place - low))
    return found


def main():
    table = pl.read_csv(sys.argv[1], separator=" ", has_header=False, comment_prefix="#",
                        quote_char=None, new_columns=["series", "value", "second"],
                        schema_overrides={"series": pl.Categorical, "value": pl.Int64,
                                          "second": pl.Int64})
    grown = {}
    for (series,), part in table.group_by("series"):
        seconds, values = part["second"].to_numpy(), part["value"].to_numpy()
        order = np.argsort(seconds, kind="stable")
        seconds, values = seconds[order], values[order]
        day = int(seconds[0]) // 86400 + 1
        edges = day * 86400 + 3600 * np.arange(HOURS + 1)
        at = np.searchsorted(seconds, edges, side="right") - 1
        name, _, rest = series.partition("{service=\"")
        grown[rest[:-2], name] = (day, np.diff(values[at]))
    for service in sorted({service for service, _ in grown}):
        day, slow = grown[service, "slow_statements_total"]
        _, total = grown[service, "statements_total"]
        ratio = (slow / total).reshape(8, 24)
        low, middle, high = np.quantile(ratio[:7], [0.25, 0.5, 0.75], axis=0)
        limit = middle + 2.5 * (high - low)
        for hour in range(24):
            index = 7 * 24 + hour
            above = ratio[7, hour] > limit[hour]
            if abs(ratio[7, hour] - limit[hour]) < 1e-12:
                past = [Fraction(int(slow[24 * d + hour]), int(total[24 * d + hour]))
                        for d in range(7)]
                q1, median, q3 = exact(past)
                above = Fraction(int(slow[index]), int(total[index])) > \
                    median + Fraction(5, 2) * (q3 - q1)
            start = datetime.fromtimestamp((day + 7) * 86400 + hour * 3600, timezone.utc)
            print(service, start.strftime("%Y-%m-%dT%H:%M:%SZ"),
                  "BREACHED" if above else "COMPLIANT", slow[index], total[index])


if __name__ == "__main__":
    main()
