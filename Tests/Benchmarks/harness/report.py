"""Tables on the terminal and in Markdown."""

HEAD = ("work", "peer", "ratio", "quartiles", "bar", "aim", "", "estreat wall", "CPU", "RSS",
        "peer wall", "CPU", "RSS")


class Line:
    """One measured ratio beside its bar; `at_most` when less is better."""

    def __init__(self, work, peer, ratio, bar, aim, product, other, unit="×", at_most=False):
        self.work, self.peer, self.ratio = work, peer, ratio
        self.bar, self.aim, self.unit, self.at_most = bar, aim, unit, at_most
        self.product, self.other = product, other

    @property
    def passes(self):
        value = self.ratio.median
        return value <= self.bar if self.at_most else value >= self.bar

    def cells(self):
        sign = "≤ " if self.at_most else "≥ "
        goal = "–" if self.aim is None else f"{self.aim:g}{self.unit}"
        return (self.work, self.peer, f"{self.ratio.median:.2f}{self.unit}",
                f"{self.ratio.low:.2f} – {self.ratio.high:.2f}", f"{sign}{self.bar:g}{self.unit}",
                goal, "PASS" if self.passes else "MISS", *costs(self.product), *costs(self.other))


def costs(series):
    if series is None:
        return ("–", "–", "–")
    return (f"{series.median('wall'):.3f} s", f"{series.median('cpu'):.3f} s",
            f"{series.peak:.0f} MiB")


def table(head, rows):
    """A Markdown table that reads well as text, too."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    def line(row):
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |"
    return "\n".join([line(head), "|" + "|".join("-" * (w + 2) for w in widths) + "|",
                      *map(line, rows)])


class Group:
    """What one row of the benchmark has to report."""

    def __init__(self, name, title, text):
        self.name, self.title, self.text = name, title, text
        self.lines, self.inputs, self.commands, self.share = [], [], [], 0.0
        # What wall and CPU time are of.
        self.extent = "start-up included"

    def add(self, *line, **options):
        self.lines.append(Line(*line, **options))

    def table(self):
        return table(HEAD, [line.cells() for line in self.lines])

    def markdown(self, facts, pairs, shown):
        others = f"{self.share * 100:.0f} %"
        shared = " **The machine was shared: these numbers are no result.**" \
            if self.share > 0.05 else ""
        inputs = [f"- {name}: {size} bytes{'' if lines is None else f', {lines} lines'}, "
                  f"SHA-256 `{digest}`"
                  for name, (size, lines, digest) in self.inputs]
        commands = [f"{c.label:<10} {' && '.join(shown(step) for step in c.steps)}"
                    for c in self.commands]
        return "\n".join([
            f"# {self.title}", "", self.text, "", self.table(), "",
            f"Medians and quartiles of {pairs} pairs, run alternately after one warm-up each, files "
            f"in the page cache, {self.extent}; answers compared and equal. CPU is a median, RSS "
            f"the peak of all runs. Others used {others} of the machine meanwhile.{shared}", "",
            *(["Commands (PEERS is `Tests/Benchmarks/peers`):", "", "```", *commands, "```", ""]),
            *(["Inputs, from `make bench`'s generators:", "", *inputs, ""] if inputs else []),
            *[f"- {name}: {value}" for name, value in facts], ""])
