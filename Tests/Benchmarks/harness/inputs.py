"""The inputs: made once for each size, from a fixed seed, in .build/bench."""

import gzip
import hashlib
import shutil
import subprocess

SEED = "20260317"
FLAGS = ["-std=c++17", "-O2", "-ffp-contract=off", "-Wno-format-security"]


def compile_once(source, target, *extra):
    """Compiles anew when the source, or a header beside it, is newer."""
    sources = [source, *source.parent.glob("*.h")]
    if not target.exists() or target.stat().st_mtime < max(s.stat().st_mtime for s in sources):
        subprocess.run(["g++", *FLAGS, source, "-o", target, *extra], check=True)
        return True
    return False


def blocks(file):
    with file:
        while block := file.read(1 << 20):
            yield block


class Inputs:
    """Input files by kind and size."""

    def __init__(self, here, work):
        self._here, self._work = here, work
        self._facts = {}

    def json_lines(self, size):
        return self._generated("json_lines", size)

    def slow_log(self, size):
        return self._generated("slow_log", size)

    def blocks(self, size, series):
        """A folder of TSDB blocks, the text they were made of, and an empty log, which promtool
        asks for."""
        text = self._generated("open_metrics", size, series)
        target = text.with_name(text.name + ".blocks")
        if not (target / "wal").exists():
            print(f"making blocks of {text.name}", flush=True)
            shutil.rmtree(target, ignore_errors=True)
            subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics", text, target],
                           stdout=subprocess.DEVNULL, check=True)
            (target / "wal").mkdir()
        return target, text

    def doubles(self, count):
        return self._generated("numbers", 8 * count, 0)

    def floats(self, count):
        return self._generated("numbers", 4 * count, 1)

    def spans(self, size, form):
        return self._generated("otlp_spans", size, form)

    def night(self, services):
        return self._generated("nightly_metrics", services)

    def compressed(self, path):
        target = path.with_name(path.name + ".gz")
        if not target.exists():
            print(f"compressing {path.name}", flush=True)
            part = target.with_suffix(".part")
            with open(part, "wb") as out:
                subprocess.run(["gzip", "-6", "-n", "-c", path], stdout=out, check=True)
            part.rename(target)
        return target

    def facts(self, path):
        """Size, lines of a text (None of raw numbers) and SHA-256: others can tell whether they have
        the same."""
        if path not in self._facts:
            digest = hashlib.sha256()
            for block in blocks(open(path, "rb")):
                digest.update(block)
            text = gzip.open(path) if path.suffix == ".gz" else open(path, "rb")
            lines = sum(block.count(b"\n") for block in blocks(text))
            if path.name.startswith("numbers-"):
                lines = None
            self._facts[path] = (path.stat().st_size, lines, digest.hexdigest())
        return self._facts[path]

    def room(self):
        return shutil.disk_usage(self._work).free

    def _generated(self, kind, size, *more):
        program = self._work / kind
        if compile_once(self._here / "generators" / f"{kind}.cc", program):
            for old in self._work.glob(f"{kind}-*"):
                shutil.rmtree(old) if old.is_dir() else old.unlink()
        target = self._work / "-".join([kind, str(size), *map(str, more)])
        if not target.exists():
            print(f"generating {target.name}", flush=True)
            part = target.with_suffix(".part")
            with open(part, "wb") as out:
                subprocess.run([program, str(size), SEED, *map(str, more)], stdout=out, check=True)
            part.rename(target)
        return target
