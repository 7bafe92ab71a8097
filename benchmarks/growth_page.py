"""The page of how cost grows, from the numbers that `growth.py` measured."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

SLOPE = 1.05
"""The most that log time may grow by a unit of log documents."""

PARENT_MEGABYTES = 100
"""What the parent may hold more at 100,000 documents than at 1,000."""

Row = Mapping[str, Any]


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Least squares of log seconds on log documents."""
    xs, ys = ([math.log(point[i]) for point in points] for i in (0, 1))
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def page(told: Row, lacking: Sequence[str]) -> str:
    """The results as Markdown."""
    rows = sorted(told["rows"], key=lambda row: (row["what"], row["jobs"], row["documents"]))
    machine_line = ", ".join(f"{key}: {value}" for key, value in told["machine"].items())
    dates = sorted({row.get("date", "") for row in rows} - {""}) or ["an earlier day"]
    days = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
    parts = [_HEAD.format(date=days, machine=machine_line), *_header(_COLUMNS)]
    parts += [_line(row) for row in rows]
    parts += [_GROWTH.format(slope=SLOPE, parent=PARENT_MEGABYTES), *_header(_SLOPES)]
    for what, jobs in sorted({(row["what"], row["jobs"]) for row in rows}):
        parts += _growth_line(what, jobs, [row for row in rows if (row["what"], row["jobs"]) == (what, jobs)])
    if vectors := [_vectors_line(row) for row in rows if "asked" in row]:
        parts += [_VECTORS, *_header(_HITS), *vectors]
    if any(row.get("old") for row in rows):
        parts.append("\n\\* of an earlier version of the program")
    if lacking:
        parts.append("\nNot measured: " + "; ".join(lacking) + ".")
    return "\n".join(parts) + "\n"


_HEAD = """# How cost grows

Made by `nox -s benchmarks` on {date}. {machine}.

Made-up news of 300 words (`benchmarks/made_up.py`). Cold and warm are seconds of wall time, start-up included; kept is
how many documents the warm run found done. Processor is the seconds of all processes together, and the ratio is that to
the bare library's over the same documents, in the same process. Not every row has one: scikit-learn holds every phrase
and every row, more than a small machine's memory at 100,000 documents; KeyBERT on sentence-transformers takes an hour
for 2,000, and where it is not installed its ratio stands in docs/design/keybert-onnx.md alone. Others is how many cores
other programs took meanwhile: the wall time of a row with much of it says little. MB are peaks, of the program and of
its largest worker. Scoring is `bench score` on files: one list of 20 phrases a document and the ceiling that is made
from the gold, so two rows.
"""

_GROWTH = """
## Growth

Slope of log processor seconds against log documents: linear is 1, {slope} is the bound. Taken over the sizes named,
start-up included; the bare library's over those of them that it was given. Memory of the parent may grow by {parent}
MB.
"""

_VECTORS = """
## Vectors

Each phrase is embedded once, whatever documents it stands in, and its vector kept. Asked is how many vectors all
documents together need; made is how many were computed, by two workers a few of them twice. Hits are the others. Then
the same documents with another diversity, with the vectors of the first run there.
"""


_COLUMNS = (
    *("what", "documents", "jobs", "cold, s", "docs/s", "warm, s", "kept"),
    *("processor, s", "ratio", "others", "parent, MB", "worker, MB"),
)
_SLOPES = ("what", "jobs", "sizes", "slope", "within the bound", "bare library", "parent, largest less 1,000, MB")
_HITS = (
    *("what", "documents", "jobs", "asked", "made", "hits", "cold, s"),
    *("made by the other", "hits", "other, s", "cold / other"),
)


def _header(columns: Sequence[str]) -> list[str]:
    words = {"what", "sizes", "within the bound"}
    return [
        "| " + " | ".join(columns) + " |",
        "| " + " | ".join("---" if c in words else "---:" for c in columns) + " |",
    ]


def _line(row: Row) -> str:
    def shown(name: str, form: str) -> str:
        return format(row[name], form) if row.get(name) is not None else ""

    ratio = f"{row['processor'] / row['bare']:.2f}" if row.get("bare") else ""
    cells = [row["what"] + ("\\*" if row.get("old") else ""), f"{row['documents']:,}", str(row["jobs"])]
    cells += [shown("cold", ".2f"), f"{row['documents'] / row['cold']:.1f}", shown("warm", ".2f"), shown("kept", ",")]
    cells += [shown("processor", ".2f"), ratio, shown("others", ".1f"), shown("parent", ".0f"), shown("worker", ".0f")]
    return "| " + " | ".join(cells) + " |"


def _growth_line(what: str, jobs: int, rows: Sequence[Row]) -> list[str]:
    large = [row for row in rows if row["documents"] >= 1_000]
    used = large if len(large) > 1 else rows[-2:]
    if len(used) < 2:
        return []
    grown = slope([(row["documents"], row["processor"]) for row in used])
    given = [(row["documents"], row["bare"]) for row in used if row.get("bare")]
    bare = f"{slope(given):.3f}" if len(given) > 1 else ""
    memory = f"{large[-1]['parent'] - large[0]['parent']:.0f}" if len(large) > 1 else ""
    sizes = ", ".join(f"{row['documents']:,}" for row in used)
    within = "yes" if grown <= SLOPE else "no"
    return [f"| {what} | {jobs} | {sizes} | {grown:.3f} | {within} | {bare} | {memory} |"]


def _vectors_line(row: Row) -> str:
    hits, again = (1 - row[made] / row["asked"] for made in ("made", "made by other"))
    cells = [row["what"], f"{row['documents']:,}", str(row["jobs"]), f"{row['asked']:,}", f"{row['made']:,}"]
    cells += [f"{hits:.1%}", f"{row['cold']:.2f}", f"{row['made by other']:,}", f"{again:.1%}"]
    cells += [f"{row['other']:.2f}", f"{row['cold'] / row['other']:.0f}"]
    return "| " + " | ".join(cells) + " |"
