"""Works the answers of StatisticsTests out with scipy; run it to write statistics.csv again."""
import csv
import pathlib
import sys

import scipy
from scipy.stats import beta, binom, norm

cases = [
    (0, 1), (1, 1), (0, 60), (1, 60), (2, 60), (3, 60), (60, 60), (0, 298), (0, 299), (1, 472),
    (1, 473), (16, 1000), (984, 1000), (990, 1000), (11, 1000), (1016, 8000), (712, 8000),
    (5, 100000), (1200, 100000), (10234, 1000000), (123456, 10000000),
]
z = norm.ppf(0.95)
with open(pathlib.Path(__file__).with_name("statistics.csv"), "w", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["count", "total", "exact-lower", "exact-upper", "wilson-lower", "wilson-upper",
                  "at-least-1%", "at-most-1%"])
    for k, n in cases:
        p = k / n
        centre, spread = p + z * z / (2 * n), z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
        wilson = [max(0, (centre - spread) / (1 + z * z / n)),
                  min(1, (centre + spread) / (1 + z * z / n))]
        lower = beta.ppf(0.05, k, n - k + 1) if k else 0
        upper = beta.ppf(0.95, k + 1, n - k) if k < n else 1
        row = [lower, upper, *wilson, binom.sf(k - 1, n, 0.01), binom.cdf(k, n, 0.01)]
        out.writerow([k, n, *[repr(float(value)) for value in row]])
print(f"scipy {scipy.__version__}, Python {sys.version.split()[0]}")
