"""The rows of quantiles: programs that work in memory and tell their own time."""

import subprocess

from .measure import OwnTimed, ratio
from .report import Group

EXTENT = ("times are those of the computation alone, as each program tells them; RSS is that of the "
          "whole process")


class Memory:
    """Commands over one file of numbers, and the files of their answers."""

    def __init__(self, bench, group, path, kind):
        self.bench, self.group, self.path, self.kind = bench, group, path, kind
        group.extent = EXTENT

    def ours(self, label, mode, number):
        rows = self.bench.work / f"rows-{mode}"
        program = self.bench.root / ".build" / "release" / "bench-rolling"
        return OwnTimed(label, rows, program, mode, self.path, number, rows)

    def peer(self, label, script, number, *more):
        rows = self.bench.work / f"rows-{script}"
        program = self.bench.here / "peers" / f"{script}.py"
        return OwnTimed(label, rows, self.bench.python, program, self.path, number, rows, *more)

    def compared(self, ours, theirs, tolerance):
        """Series of both, if their rows agree."""
        pair = self.bench.pairs_of(self.group, [ours, theirs], [self.path])
        same = subprocess.run(
            [self.bench.python, self.bench.here / "peers" / "same_rows.py", ours.rows, theirs.rows,
             self.kind, str(tolerance)], check=False, capture_output=True, text=True)
        if same.returncode != 0:
            raise SystemExit(f"bench: {self.group.name}, {theirs.label}: the answers differ: "
                             f"{same.stderr.strip()}")
        return pair


def rolling(bench):
    count = min(10_000_000, bench.size // 100)
    part = max(count // 20, 20_000)
    group = Group("rolling", "Sliding quantiles", (
        f"Q1, median and Q3 of every window over {count} doubles, type 7, two threads. The samples "
        f"are in memory before, the rows are after. pandas has one thread and gets the first {part} "
        "samples; its time is scaled by their number. Rows agree to 1e-12."))
    memory = Memory(bench, group, bench.inputs.doubles(count), "f8")
    for window in (1000, 10_000):
        for label, script, more, scale, bar, aim in (
                ("Polars", "polars_rolling", (), 1, 5, 8),
                ("pandas", "pandas_rolling", (part,), count / part, 40, None)):
            ours, theirs = memory.compared(
                memory.ours(f"W={window}", "rolling", window),
                memory.peer(f"{label}, {window}", script, window, *more), 1e-12)
            group.add(f"windows of {window}", label, ratio(theirs, ours, scale), bar, aim, ours,
                      theirs)
    return group


def seasonal(bench):
    series = max(16, min(10_000, bench.size // 100_000))
    group = Group("seasonal", "Seasonal quantiles", (
        f"Q1, median and Q3 of each hour of the day over the first 7 of 8 days of minutes, of {series} "
        "series of floats, type 7, two threads. Polars gets the groups' keys ready made; numpy "
        "gathers the groups, as estreat does, and sorts them in one thread. Rows agree to 1e-6."))
    memory = Memory(bench, group, bench.inputs.floats(series * 8 * 1440), "f4")
    for label, script, bar, aim in (("Polars", "polars_seasonal", 12, 20),
                                    ("numpy sort", "numpy_seasonal", 1, 2)):
        ours, theirs = memory.compared(
            memory.ours("estreat", "seasonal", series), memory.peer(label, script, series), 1e-6)
        group.add("same hour of 7 days", label, ratio(theirs, ours), bar, aim, ours, theirs)
    return group
