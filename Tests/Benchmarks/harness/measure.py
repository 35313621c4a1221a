"""Pairs of runs, and what is said about them."""

import hashlib
import os
import re
import subprocess
import time
from statistics import median, quantiles

TICKS = os.sysconf("SC_CLK_TCK")


class Run:
    """One run: seconds of wall clock and of CPU, and the peak RSS in MiB."""

    def __init__(self, wall, cpu, rss):
        self.wall, self.cpu, self.rss = wall, cpu, rss


class Command:
    """A command of one or more steps, one after the other; the last one's output is the answer."""

    def __init__(self, label, *steps, answer=lambda text: text):
        self.label, self.steps, self._answer = label, steps, answer

    def run(self, work):
        """Runs it; start-up counts."""
        wall = cpu = rss = 0
        for step in self.steps:
            with open(work / "stdout", "wb") as out, open(work / "stderr", "wb") as err:
                timed = subprocess.run(
                    [work / "timed", work / "usage", *map(str, step)], stdin=subprocess.DEVNULL,
                    stdout=out, stderr=err, check=False)
            if timed.returncode != 0:
                raise SystemExit(f"bench: {self.label}: {step[0]} does not start")
            figures = (work / "usage").read_text(encoding="ascii").split()
            wall += float(figures[0])
            cpu += float(figures[1])
            rss = max(rss, int(figures[2]) / 1024)
            if figures[3] != "0":
                error = (work / "stderr").read_text(errors="replace")
                raise SystemExit(f"bench: {self.label}: exit status {figures[3]}\n{error}")
        return Run(wall, cpu, rss), (work / "stdout").read_bytes()

    def answer(self, output):
        return self._answer(output.decode())


class AfterSurvey(Command):
    """A run of `analyze --progress plain`, of which the time from the end of the survey counts."""

    def run(self, work):
        run, output = super().run(work)
        told = re.search(r"^survey: .* in ([0-9.]+) s$", (work / "stderr").read_text(), re.M)
        if not told:
            raise SystemExit(f"bench: {self.label}: does not say how long its survey took")
        run.wall -= float(told.group(1))
        return run, output


class OwnTimed(Command):
    """A command that works in memory: it prints `own WALL CPU`, the seconds of its computation
    without start-up, input and output, and writes its answer to a file of raw numbers."""

    def __init__(self, label, rows, *step):
        super().__init__(label, step)
        self.rows = rows

    def run(self, work):
        whole, output = super().run(work)
        words = output.split()
        if len(words) != 3 or words[0] != b"own":
            raise SystemExit(f"bench: {self.label}: does not say how long it took: {output!r}")
        with open(self.rows, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Run(float(words[1]), float(words[2]), whole.rss), digest.encode()


class Series:
    """Runs of one command, of which every answer is the same."""

    def __init__(self, command, work):
        self.command, self.work, self.runs = command, work, []
        # The warm-up fills the page cache; it is not counted.
        _, output = command.run(work)
        self.digest = hashlib.sha256(output).digest()
        self.answer = command.answer(output)

    def run(self):
        run, output = self.command.run(self.work)
        # Not every peer orders its lines or its digits alike from run to run.
        if hashlib.sha256(output).digest() != self.digest:
            if self.command.answer(output) != self.answer:
                raise SystemExit(f"bench: {self.command.label}: two runs gave different answers")
        self.runs.append(run)
        return run

    def median(self, what):
        return median(getattr(run, what) for run in self.runs)

    @property
    def peak(self):
        return max(run.rss for run in self.runs)


class Others:
    """How much of the machine somebody else used meanwhile, from /proc/stat."""

    def __enter__(self):
        self._start, self._time = self._busy(), time.perf_counter()
        usage = os.times()
        self._own = sum(usage[:4])
        return self

    def __exit__(self, *_):
        elapsed = time.perf_counter() - self._time
        own = sum(os.times()[:4]) - self._own
        busy = (self._busy() - self._start) / TICKS
        self.share = max(0.0, (busy - own) / (elapsed * (os.cpu_count() or 1)))

    @staticmethod
    def _busy():
        with open("/proc/stat", encoding="ascii") as file:
            user, nice, system, _, _, irq, softirq, steal = map(int, file.readline().split()[1:9])
        return user + nice + system + irq + softirq + steal


def paired(commands, pairs, work):
    """All commands in turn, `pairs` times, after one warm-up each (A B A B …)."""
    series = [Series(command, work) for command in commands]
    for _ in range(pairs):
        for one in series:
            one.run()
    return series


class Ratio:
    """Ratios pair by pair: their median and quartiles."""

    def __init__(self, values):
        values = sorted(values)
        self.median = median(values)
        self.low, self.high = values[0], values[-1]
        if len(values) > 2:
            self.low, _, self.high = quantiles(values, n=4, method="inclusive")


def ratio(peer, product, scale=1.0):
    """How many times longer the peer takes."""
    return Ratio([b.wall / a.wall * scale for a, b in zip(product.runs, peer.runs)])
