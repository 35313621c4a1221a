"""The rows of PEERS, one function each; ROWS at the end is the registry."""

import csv
import hashlib
import json
import shutil
import subprocess
import zipfile
from datetime import datetime
from decimal import Decimal

from .inputs import compile_once
from .measure import AfterSurvey, Command, Others, Ratio, paired, ratio
from .quantiles import rolling, seasonal
from .report import Group

# Detectors whose shape is all there is, or whose validator refuses nothing that the generator
# writes: lines with a candidate and lines with a hit are the same lines.
EXACT = {"CN_MOBILE", "EMAIL", "PASSPORT", "JWT", "BEARER_TOKEN", "AWS_ACCESS_KEY", "PRIVATE_KEY",
         "PASSWORD"}


class Bench:
    """What rows need to know."""

    def __init__(self, root, here, work, inputs, size, pairs, tenfold):
        self.root, self.here, self.work, self.inputs = root, here, work, inputs
        self.size, self.pairs, self.tenfold = size, pairs, tenfold
        self.estreat = root / ".build" / "release" / "estreat"
        self.python = work / "venv" / "bin" / "python"

    def inspect(self, *arguments, answer):
        return Command("estreat", [self.estreat, "inspect", *arguments], answer=answer)

    def survey(self, path, *options):
        return self.inspect("--per-minute", *options, "--jobs", 2, path, answer=minutes)

    def peer(self, label, script, path, *before):
        step = [self.python, self.here / "peers" / f"{script}_survey.py", path]
        return Command(label, *before, step, answer=lambda text: sorted(text.splitlines()))

    def pairs_of(self, group, commands, paths):
        group.commands += [c for c in commands if c.label not in {k.label for k in group.commands}]
        group.inputs = [(path.name, self.inputs.facts(path)) for path in paths]
        with Others() as others:
            series = paired(commands, self.pairs, self.work)
        group.share = max(group.share, others.share)
        return series


def equal(what, ours, theirs):
    """The answers must agree, or there is nothing to compare."""
    if ours == theirs:
        return
    a, b = next(((a, b) for a, b in zip(ours, theirs) if a != b), (len(ours), len(theirs)))
    raise SystemExit(f"bench: {what}: the answers differ\n  estreat {a}\n  peer    {b}")


def minutes(text):
    """estreat's table in the form of the peers: minutes without seconds, P99 in microseconds."""
    lines = []
    for row in csv.reader(text.splitlines()[1:]):
        micros = Decimal(row[6]) * 1000
        if micros != int(micros):
            raise SystemExit(f"bench: a P99 of fractions of a microsecond: {row}")
        lines.append(",".join([row[0], row[1][:16], *row[2:6], str(int(micros))]))
    return sorted(lines)


def survey(bench):
    group = Group("survey", "Survey of JSON lines", (
        "Records, valid trace ids, 5xx, stack traces and the exact P99 by service and minute. Like "
        "for like: without the acquisition hash, which real runs always make (see hash.md)."))
    path = bench.inputs.json_lines(bench.size)
    for label, script, bar, aim in (("DuckDB", "duckdb", 5, 7), ("Polars", "polars", 10, 14),
                                    ("chdb", "chdb", 10, 14)):
        ours, theirs = bench.pairs_of(
            group, [bench.survey(path, "--no-hash"), bench.peer(label, script, path)], [path])
        equal(f"survey, {label}", ours.answer, theirs.answer)
        group.add("survey", label, ratio(theirs, ours), bar, aim, ours, theirs)
    return group


def hashed(bench):
    group = Group("hash", "Survey with the acquisition SHA-256", (
        "The same survey as in survey.md on the path that real runs take: the SHA-256 of the input "
        "is worked out while it is read. The peer runs one after the other what that takes."))
    path = bench.inputs.json_lines(bench.size)
    peer = bench.peer("peer", "duckdb", path, ["sha256sum", path])
    ours, theirs = bench.pairs_of(group, [bench.survey(path), peer], [path])
    equal("hash", ours.answer, theirs.answer)
    group.add("survey and SHA-256", "sha256sum && DuckDB", ratio(theirs, ours), 4, 6, ours, theirs)
    return group


def compressed(bench):
    group = Group("gz", "Survey of JSON lines in gzip", (
        "The same survey from a file made by `gzip -6`. estreat also works out the SHA-256 of the "
        "compressed bytes, which DuckDB does not."))
    path = bench.inputs.compressed(bench.inputs.json_lines(bench.size))
    ours, theirs = bench.pairs_of(
        group, [bench.survey(path), bench.peer("DuckDB", "duckdb", path)], [path])
    equal("gz", ours.answer, theirs.answer)
    group.add("survey of .gz and SHA-256", "DuckDB", ratio(theirs, ours), 2.5, 3, ours, theirs)
    return group


def patterns(bench):
    group = Group("patterns", "Sensitive patterns", (
        "All twelve detectors over log text, validators included on our side. The peers look for "
        "the same shapes (`Tests/Benchmarks/peers/shapes.txt`) without validating what they find: "
        "RE2::Set in two threads, by blocks of lines and, where one may hold something, line by "
        "line; ripgrep, which counts lines with any of them, and gives one file to one thread "
        "whatever -j says. Lines with candidates must be no fewer than lines with hits, and as many "
        "where a detector's shape is all there is."))
    peers = bench.here / "peers"
    path = bench.inputs.json_lines(bench.size)
    program = bench.work / "re2_lines"
    compile_once(peers / "re2_lines.cc", program, "-lre2", "-pthread")
    shapes = bench.work / "shapes"
    lines = (peers / "shapes.txt").read_text(encoding="utf-8").splitlines()
    shapes.write_text("".join(line.partition("\t")[2] + "\n" for line in lines), encoding="utf-8")
    ours_command = bench.inspect(
        "--sensitive", "--jobs", 2, path,
        answer=lambda text: {r[0]: int(r[2]) for r in csv.reader(text.splitlines()[1:])})
    re2_command = Command(
        "RE2::Set", [program, peers / "shapes.txt", path],
        answer=lambda text: {r[0]: int(r[1]) for r in csv.reader(text.splitlines())})
    rg_command = Command(
        "ripgrep", ["rg", "-c", "-j2", "--no-unicode", "-f", shapes, path], answer=int)
    ours, re2 = bench.pairs_of(group, [ours_command, re2_command], [path])
    candidates = dict(re2.answer)
    union = candidates.pop("ANY")
    equal("patterns, names", sorted(ours.answer), sorted(candidates))
    for name, found in ours.answer.items():
        if found > candidates[name] or name in EXACT and found != candidates[name] or found == 0:
            raise SystemExit(f"bench: patterns, {name}: {found} lines, RE2 {candidates[name]}")
    group.add("twelve patterns", "RE2::Set", ratio(re2, ours), 4, 6, ours, re2)
    ours, rg = bench.pairs_of(group, [ours_command, rg_command], [path])
    equal("patterns, lines with any", [union], [rg.answer])
    group.add("twelve patterns", "ripgrep", ratio(rg, ours), 7, 10, ours, rg)
    return group


def statements(text):
    """Count, total, least and most in microseconds, by fingerprint id."""
    return {row[0]: (int(row[1]), *(round(Decimal(v) * 10**6) for v in row[2:5]))
            for row in csv.reader(text.splitlines()[1:])}


def peer_statements(text):
    found = {}
    for item in json.loads(text)["classes"]:
        time = item["metrics"]["Query_time"]
        found[item["checksum"][:16]] = (
            item["query_count"], *(round(Decimal(time[k]) * 10**6) for k in ("sum", "min", "max")))
    return found


def slow_log(bench):
    large, small = min(200 << 20, bench.size), min(20 << 20, bench.size // 10)
    group = Group("slowlog", "Slow log to fingerprints", (
        "Statements by fingerprint with count, total, least and most time. The peer's log is the "
        "beginning of ours; once by the byte (start-up hardly counts for the large log), and once "
        "both on the small one."))
    paths = [bench.inputs.slow_log(large), bench.inputs.slow_log(small)]
    ours = [bench.inspect("--statements", path, answer=statements) for path in paths]
    ours[1].label = "small"
    peer = Command("peer", ["pt-query-digest", "--output", "json", "--limit", "100%",
                            "--no-version-check", paths[1]], answer=peer_statements)
    whole, part, theirs = bench.pairs_of(group, [*ours, peer], paths)
    equal("slowlog, fingerprints", sorted(part.answer), sorted(theirs.answer))
    for key, figures in part.answer.items():
        # The peer adds floating-point numbers.
        if any(abs(a - b) > 2 for a, b in zip(figures, theirs.answer[key])) \
                or figures[0] != theirs.answer[key][0]:
            raise SystemExit(f"bench: slowlog, {key}: {figures}, peer {theirs.answer[key]}")
    scale = paths[0].stat().st_size / paths[1].stat().st_size
    group.add(f"slow log of {large >> 20} MiB, by the byte", "pt-query-digest",
              ratio(theirs, whole, scale), 50, 100, whole, theirs)
    group.add(f"slow log of {small >> 20} MiB", "pt-query-digest", ratio(theirs, part), 50, 100,
              part, theirs)
    return group


def dumped(text):
    """Count and digest of the lines, whatever their order."""
    lines = sorted(text.splitlines())
    return [len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()]


def dumped_families(text):
    """Series, samples, first and last time in milliseconds, by name, of a dump."""
    found = {}
    for line in text.splitlines():
        labels, _, rest = line.rpartition("} ")
        time = int(rest.rpartition(" ")[2])
        name = labels.partition('__name__="')[2].partition('"')[0]
        series, count, first, last = found.get(name) or (set(), 0, time, time)
        series.add(labels)
        found[name] = (series, count + 1, min(first, time), max(last, time))
    return sorted((n, len(s), *figures) for n, (s, *figures) in found.items())


def families(text):
    """The same of our table."""
    def millis(stamp):
        time = datetime.fromisoformat(stamp.replace("Z", "+00:00"))
        return round(time.timestamp() * 1000)
    return [(row[0], int(row[2]), int(row[3]), millis(row[6]), millis(row[7]))
            for row in csv.reader(text.splitlines()[1:])]


def tsdb(bench):
    size = min(200 << 20, bench.size)
    many = max(10_000, min(1_000_000, bench.size // 1000))
    group = Group("tsdb", "Prometheus TSDB snapshot", (
        "Every sample of a snapshot as a line, the same lines from both; and the names, series, "
        "samples and times of it, for which the peer has no shorter way than the same dump. estreat "
        "also works out the SHA-256 of every file and compares every checksum. The peer wants an "
        f"empty `wal` folder. Peak RSS: `inspect` and `inspect --series` of {many} series."))
    folder, text = bench.inputs.blocks(size, 4000)
    peer = Command("promtool", ["promtool", "tsdb", "dump", folder], answer=dumped)
    ours, theirs = bench.pairs_of(
        group, [bench.inspect("--samples", "--jobs", 2, folder, answer=dumped), peer], [text])
    equal("tsdb, samples", ours.answer, theirs.answer)
    group.add("every sample as a line", "promtool tsdb dump", ratio(theirs, ours), 5, 10, ours,
              theirs)
    listing = bench.inspect("--series", "--jobs", 2, folder, answer=families)
    listing.label = "series"
    peer = Command("promtool", ["promtool", "tsdb", "dump", folder], answer=dumped_families)
    ours, theirs = bench.pairs_of(group, [listing, peer], [text])
    equal("tsdb, series", ours.answer, theirs.answer)
    group.add("series and their times", "promtool tsdb dump", ratio(theirs, ours), 5, 10, ours,
              theirs)
    folder, series_text = bench.inputs.blocks(many, many)
    for label, options in (("all", []), ("all-series", ["--series"])):
        command = bench.inspect(*options, folder, answer=len)
        command.label = label
        series, = bench.pairs_of(group, [command], [text, series_text])
        group.add(f"peak RSS, {many} series, {label}", "–", Ratio([run.rss for run in series.runs]),
                  512, None, series, None, unit=" MiB", at_most=True)
    return group


def spans_by_service(text):
    """estreat's table in the form of the peer: P99 in nanoseconds."""
    return [",".join([*row[:3], str(int(Decimal(row[3]) * 10**6))])
            for row in csv.reader(text.splitlines()[1:])]


def spans(bench):
    group = Group("spans", "OTLP JSON spans", (
        "Spans, failed spans and the exact P99 of the duration by service: one ResourceSpans object "
        "a line, and one document. Like for like: without the acquisition hash."))
    for form, what in ((0, "lines"), (1, "document")):
        path = bench.inputs.spans(bench.size if form == 0 else min(bench.size, 256 << 20), form)
        ours = bench.inspect("--spans", "--no-hash", "--jobs", 2, path, answer=spans_by_service)
        step = [bench.python, bench.here / "peers" / "duckdb_spans.py", path, what]
        theirs = Command("DuckDB", step, answer=lambda text: text.splitlines())
        ours, theirs = bench.pairs_of(group, [ours, theirs], [path])
        equal(f"spans, {what}", ours.answer, theirs.answer)
        group.add(f"spans, {what}", "DuckDB", ratio(theirs, ours), 5, 7, ours, theirs)
    return group


def packed(path, member):
    """Digest of a member, by Python's reader."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(path) as archive, archive.open(member) as content:
        while block := content.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def package(bench):
    path = bench.inputs.json_lines(min(88 << 20, bench.size))
    folder = bench.work / "package"
    folder.mkdir(exist_ok=True)
    zipped, gzipped = folder / "peer.zip", folder / "peer.gz"
    ours = Command("estreat", [bench.estreat, "pack", "--id", "BENCH", "-o", folder, "--jobs", 2,
                               "--now", "2026-01-01T00:00:00Z", "--no-certificate", path],
                   # The secret of the line salts is drawn anew, so no two packages are the same.
                   answer=lambda text: text.splitlines()[0])
    pigz = ["sh", "-c", f"pigz -6 -p 2 -c {path} >{gzipped}"]
    digests = [["sha256sum", path], ["cksum", "-a", "sm3", path]]
    peers = [Command("pigz", pigz), Command("pigz, digests", pigz, *digests),
             Command("zip", ["sh", "-c", f"rm -f {zipped}; zip -6 -q {zipped} {path}"])]
    group = Group("package", "Package of logs", (
        "One file into a package, no larger than level 6 of the peers makes it, two threads where "
        "there are threads. estreat also works out the SHA-256 and SM3 of every file, finds what is "
        "sensitive in it, makes the Merkle tree of its lines, reads back what it deflates, takes the "
        "SHA-256 of the zip, and waits until the disk has it; the certificate, which the peers have "
        "no like of, is left out; `pigz, digests` runs `sha256sum` and `cksum -a sm3` too."))
    ours, *others = bench.pairs_of(group, [ours, *peers], [path])
    made = folder / "BENCH-FULL.zip"
    facts = bench.inputs.facts(path)
    equal("package, content", [packed(made, f"data/{path.name}")], [facts[2]])
    sizes = {"estreat": made, "pigz": gzipped, "zip": zipped}
    sizes = {name: file.stat().st_size for name, file in sizes.items()}
    if sizes["estreat"] > min(sizes.values()):
        raise SystemExit(f"bench: package: ours is the larger one: {sizes}")
    group.text += " Bytes: " + ", ".join(f"{n} {size}" for n, size in sizes.items()) + "."
    for other, bar in zip(others, (1, 1, 2)):
        group.add("package", other.command.label, ratio(other, ours), bar, None, ours, other)
    return group


def verify(bench):
    path = bench.inputs.json_lines(bench.size)
    folder = bench.work / "verify"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    made, bag = folder / "BENCH-FULL.zip", folder / "bag"
    subprocess.run([bench.estreat, "pack", "--id", "BENCH", "-o", folder, "--no-certificate", path],
                   stdout=subprocess.DEVNULL, check=True)
    with zipfile.ZipFile(made) as archive:
        archive.extractall(bag)
    tag = bag / "tagmanifest-sha256.txt"
    ours = Command("estreat", [bench.estreat, "verify", made], answer=package_id)
    # sha256sum says nothing when all is right; what identifies the package is the list's own digest.
    lists = f"cd {bag} && sha256sum -c --quiet --strict manifest-sha256.txt {tag.name}"
    peer = Command("sha256sum", ["sh", "-c", lists], ["sha256sum", tag],
                   answer=lambda text: text.split()[0])
    digests = Command("sha256sum, SM3", ["sh", "-c", lists],
                      ["sh", "-c", f"cd {bag} && cksum -a sm3 -c --quiet --strict sm3sums.txt"],
                      ["sha256sum", tag], answer=lambda text: text.split()[0])
    group = Group("verify", "Verifying a package of logs", (
        "A package of one log with its `.sha256` beside it; the peer checks the two lists of SHA-256 "
        "over its unpacked content. estreat also inflates it, takes the SM3 of every member, the "
        "SHA-256 of the zip and the hash of every line, and checks structure, lists and the Merkle "
        "tree; `sha256sum, SM3` checks `sm3sums.txt` too. Bytes of the zip: "
        f"{made.stat().st_size}."))
    ours, *others = bench.pairs_of(group, [ours, peer, digests], [path])
    for other in others:
        equal(f"verify, {other.command.label}", [ours.answer], [other.answer])
        group.add("verify", other.command.label, ratio(other, ours), 1, None, ours, other)
    shutil.rmtree(folder)
    return group


def package_id(text):
    return next(line.split()[-1] for line in text.splitlines() if "package id" in line)


def growth(bench):
    group = Group("growth", "Growth", (
        "The survey with SHA-256 at one size and at ten times that size: the time of the large run "
        "by that of the small one, and the peak RSS of either."))
    if not bench.tenfold:
        return None
    paths = [bench.inputs.json_lines(bench.size), bench.inputs.json_lines(10 * bench.size)]
    commands = [bench.survey(path) for path in paths]
    commands[1].label = "tenfold"
    small, large = bench.pairs_of(group, commands, paths)
    total = sum(int(line.split(",")[2]) for line in large.answer)
    equal("growth, records", [total], [bench.inputs.facts(paths[1])[1]])
    group.add("time of ten times as much", "itself", ratio(large, small), 10.5, None, small, large,
              at_most=True)
    for series, text in ((small, "peak RSS, one"), (large, "peak RSS, ten times")):
        group.add(text, "–", Ratio([run.rss for run in series.runs]), 512, None, series, None,
                  unit=" MiB", at_most=True)
    return group


def night(text):
    """Verdicts of a night as the peer spells them."""
    lines = []
    for verdict in json.loads(text)["verdicts"]:
        value = verdict["value"]
        lines.append(" ".join([verdict["service"], verdict["from"], verdict["verdict"],
                               str(value["numerator"]), str(value["denominator"])]))
    return sorted(lines)


def nightly(bench):
    group = Group("nightly", "A night of a thousand services", (
        "The last of eight days of minutes of two counters of a thousand services, judged hour by "
        "hour against the same hours of the seven days before. Wall time is what comes after the "
        "survey, everything up to the exit: verdicts, baselines with all they are held against, "
        "incidents, digest, report; CPU and peak RSS are of the whole run. The verdicts and counts "
        "of all hours agree with what Polars and numpy make of the same text "
        "(`Tests/Benchmarks/peers/nightly.py`)."))
    path = bench.inputs.night(1000)
    peers = bench.here / "peers"
    step = [bench.estreat, "analyze", "-a", peers / "nightly.yaml", "--from",
            "2024-05-14T00:00:00Z", "--to", "2024-05-15T00:00:00Z", "--fail-on", "never", "--jobs",
            2, "--progress", "plain"]
    text = AfterSurvey("estreat", [*step, path])
    ours, = bench.pairs_of(group, [text], [path])
    judged = Command("", [*step, "--format", "json", path], answer=night)
    known = Command("", [bench.python, peers / "nightly.py", path],
                    answer=lambda text: sorted(text.splitlines()))
    equal("nightly", *(one.answer(one.run(bench.work)[1]) for one in (judged, known)))
    group.extent = "after the survey"
    group.add("evaluation after the survey", "–", Ratio([run.wall for run in ours.runs]), 2, None,
              ours, None, unit=" s", at_most=True)
    group.add("peak RSS", "–", Ratio([run.rss for run in ours.runs]), 256, None, ours, None,
              unit=" MiB", at_most=True)
    return group


def startup(bench):
    group = Group(
        "startup", "Start-up", "From the call to the end of `estreat --version`, fifty times.")
    command = Command("estreat", [bench.estreat, "--version"])
    group.commands.append(command)
    with Others() as others:
        series, = paired([command], 50, bench.work)
    group.share = others.share
    group.add("start-up", "–", Ratio([run.wall * 1000 for run in series.runs]), 20, 10, series,
              None, unit=" ms", at_most=True)
    return group


ROWS = {"survey": survey, "hash": hashed, "gz": compressed, "patterns": patterns,
        "slowlog": slow_log, "package": package, "verify": verify, "spans": spans, "tsdb": tsdb,
        "rolling": rolling, "seasonal": seasonal, "nightly": nightly, "growth": growth,
        "startup": startup}
