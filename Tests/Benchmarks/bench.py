#!/usr/bin/env python3
"""Measures estreat beside its peers and writes Reports/benchmarks; `make bench` sets it all up.

The environment says what to do: SIZE=1G (of the JSON lines; the slow log follows up to 200 MiB),
PAIRS=7, ROWS=survey,hash,…; SIZE10=1 or 0 forces or forbids the input of ten times the size;
BENCH_DATE is written into the reports instead of the commit's date, BENCH_NOTE beside it;
BENCH_OUT names another folder for the reports.

A ratio is how many times longer the peer takes, in pairs of runs one after the other. Different
answers, or a run that fails, end everything with status 1; a missed bar does not.
"""

import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from harness.inputs import Inputs, compile_once  # noqa: E402
from harness.machine import facts  # noqa: E402
from harness.rows import ROWS, Bench  # noqa: E402


def size_of(text):
    units = {"M": 1 << 20, "G": 1 << 30}
    if text[-1:].upper() not in units or not text[:-1].isdigit() or int(text[:-1]) == 0:
        raise SystemExit(f"bench: SIZE={text}: a number and M or G, as in 64M, 1G")
    return int(text[:-1]) * units[text[-1].upper()]


def chosen(text):
    names = [name for name in text.split(",") if name]
    for name in names:
        if name not in ROWS:
            raise SystemExit(f"bench: ROWS={name}: no such row; there are {','.join(ROWS)}")
    return names or list(ROWS)


def tenfold(size, room):
    """Ten times the input is for machines with disk enough, unless SIZE10 says so."""
    wish = os.environ.get("SIZE10", "")
    if wish:
        return wish != "0"
    return size <= 1 << 30 and room > 25 * (1 << 30)


def main():
    here = Path(__file__).resolve().parent
    root = here.parent.parent
    work = root / ".build" / "bench"
    work.mkdir(parents=True, exist_ok=True)
    size, names = size_of(os.environ.get("SIZE") or "1G"), chosen(os.environ.get("ROWS", ""))
    pairs = int(os.environ.get("PAIRS") or 7)
    compile_once(here / "harness" / "timed.cc", work / "timed", "-static")
    inputs = Inputs(here, work)
    bench = Bench(root, here, work, inputs, size, pairs, tenfold(size, inputs.room()))
    about = facts(bench.estreat, work / "venv", os.environ.get("BENCH_DATE"),
                  os.environ.get("BENCH_NOTE"))
    folder = root / (os.environ.get("BENCH_OUT") or "Reports/benchmarks")
    folder.mkdir(parents=True, exist_ok=True)
    replaced = ((here / "peers", "PEERS"), (work / "venv" / "bin", "VENV"), (work, "WORK"),
                (f"{root}/", ""))

    def shown(step):
        """A command without the folders of this machine."""
        words = [str(word) for word in step]
        for path, name in replaced:
            words = [word.replace(str(path), name) for word in words]
        return " ".join(words)

    missed = 0
    for name in names:
        print(f"\n{name}", flush=True)
        group = ROWS[name](bench)
        if group is None:
            print("left out: too little room for ten times the size; SIZE10=1 forces it")
            continue
        print(group.table(), flush=True)
        if group.share > 0.05:
            print(f"others used {group.share * 100:.0f} % of the machine: no result")
        missed += sum(not line.passes for line in group.lines)
        text = group.markdown(about, 50 if name == "startup" else pairs, shown)
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    print(f"\nall answers agree; {missed or 'no'} bar{'' if missed == 1 else 's'} missed")


if __name__ == "__main__":
    main()
