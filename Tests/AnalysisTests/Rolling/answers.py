#!/usr/bin/env python3
"""Writes answers.json beside itself: quantiles as numpy, pandas and Polars work them out.

Needs numpy, pandas and polars (pip); the tests only read the answers. NaN is null.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

QUANTILES = [0.0, 0.05, 0.25, 1 / 3, 0.5, 0.75, 1.0]
METHODS = {"type6": "weibull", "type7": "linear", "type8": "median_unbiased"}
# The worked example of the contract, and one in which the definitions differ.
SAMPLES = [[1.9, 2.2, 2.5, 3.16, 3.9, 4.312, 5.0], [2.1, 2.4, 3.0, 3.2, 3.5, 4.3, 5.1], [7.25]]


def plain(values):
    return [None if v is None or np.isnan(v) else float(v) for v in values]


def main():
    chance = np.random.default_rng(20260317)
    samples = SAMPLES + [chance.lognormal(size=n).round(6).tolist() for n in (2, 3, 10, 101)]
    samples.append(chance.integers(0, 4, 60).astype(float).tolist())
    numpy_answers = [
        {"sample": sample, "type": kind, "answers": plain(np.quantile(sample, QUANTILES, method=m))}
        for sample in samples for kind, m in METHODS.items()]

    series = chance.normal(50, 20, 160).round(3)
    ties = chance.integers(0, 5, 160).astype(float)
    gaps = series.copy()
    gaps[chance.random(160) < 0.1] = np.nan
    gaps[:4] = np.nan
    windows = []
    for name, values in (("series", series), ("ties", ties), ("gaps", gaps)):
        for length, least in ((1, 1), (2, 1), (7, 7), (24, 5), (64, 64), (100, 1), (500, 3)):
            rolling = pd.Series(values).rolling(length, min_periods=least)
            windows.append({
                "tool": "pandas", "series": name, "length": length, "minCount": least,
                "answers": [plain(rolling.quantile(q)) for q in QUANTILES]})
            if name != "gaps":
                column = pl.Series(values)
                windows.append({
                    "tool": "Polars", "series": name, "length": length, "minCount": least,
                    "answers": [plain(column.rolling_quantile(
                        q, "linear", window_size=length, min_samples=least).to_list())
                        for q in QUANTILES]})

    times = np.cumsum(chance.choice([0, 1, 1, 2, 5, 30, 400], 160)) * 250_000_000
    times -= times[70]
    frame = pl.DataFrame({"t": times, "v": series}).with_columns(pl.col("t").cast(pl.Datetime("ns")))
    timed = [
        {"length": length, "answers": [plain(frame.select(pl.col("v").rolling_quantile_by(
            "t", f"{length}ns", quantile=q, interpolation="linear", closed="right"))["v"].to_list())
            for q in QUANTILES]}
        for length in (1, 250_000_000, 1_000_000_000, 60_000_000_000, 10**15)]

    target = Path(__file__).with_suffix(".json")
    target.write_text(json.dumps({
        "quantiles": QUANTILES, "numpy": numpy_answers, "windows": windows, "timed": timed,
        "series": {"series": plain(series), "ties": plain(ties), "gaps": plain(gaps)},
        "times": times.tolist()}, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
