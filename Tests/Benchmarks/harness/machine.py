"""What the numbers were measured on and with."""

import os
import platform
import subprocess
from importlib import metadata

FLAGS = ("avx2", "bmi2", "pclmulqdq", "avx512bw", "avx512vbmi", "gfni", "sha_ni")


def said(*command):
    """First line of what a command prints."""
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = (result.stdout or result.stderr).strip().splitlines()
    return lines[0].strip() if lines else "?"


def package(name):
    return said("dpkg-query", "-W", "-f", "${Version}", name)


def wheels(folder):
    """Versions in the virtual environment."""
    paths = [str(p) for p in folder.glob("lib/python3*/site-packages")]
    found = {d.metadata["Name"]: d.version for d in metadata.distributions(path=paths)}
    return {name: found.get(name, "?") for name in ("duckdb", "polars", "chdb", "numpy", "pandas")}


def cpu():
    fields = {}
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            key, _, value = line.partition(":")
            fields.setdefault(key.strip(), value.strip())
    present = fields.get("flags", "").split()
    flags = " ".join(flag for flag in FLAGS if flag in present)
    return f"{fields.get('model name', platform.machine())} ({flags})"


def memory():
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return f"{pages / 2**30:.0f} GiB"


def facts(estreat, venv, date, note):
    """Pairs of name and value for the head of a report."""
    versions = wheels(venv)
    commit = said("git", "rev-parse", "--short", "HEAD")
    dirty = said("git", "status", "--porcelain", "--", "Sources", "Package.swift") != "?"
    described = f"{commit}, with changes that are not committed" if dirty else commit
    rows = [
        ("date", date or said("git", "log", "-1", "--format=%cs")),
        ("machine", f"{cpu()}, {len(os.sched_getaffinity(0))} cores, {memory()}"),
        ("kernel", f"{platform.system()} {platform.release()}"),
        ("product", f"{said(estreat, '--version')}, commit {described}"),
        ("compilers", f"{said('swift', '--version')}; {said('g++', '--version')}"),
        ("peers", ", ".join([
            f"DuckDB {versions['duckdb']}", f"Polars {versions['polars']}",
            f"chdb {versions['chdb']}", f"numpy {versions['numpy']}",
            f"pandas {versions['pandas']}", f"Python {platform.python_version()}",
            f"libre2 {package('libre2-dev')}", said("rg", "--version"),
            said("pt-query-digest", "--version"), f"prometheus {package('prometheus')}", said("sha256sum", "--version"),
            f"pigz {package('pigz')}", f"zip {package('zip')}"])),
    ]
    if note:
        rows.append(("note", note))
    return rows
