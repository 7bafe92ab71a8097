"""The index of a results folder: every data set, its best rows, and links to its pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bench.records import Dataset
from bench.reporting import escape, rows
from bench.reporting.table import cell_text
from bench.reporting.wording import counted
from bench.scoring.results import Evaluation

BEST = 3
"""How many rows of each data set the index names."""

_TITLES: Mapping[str, str] = {
    "quality.md": "quality",
    "noise.md": "noise",
    "errors.md": "errors",
    "speed.md": "speed",
    "lists.md": "lists and agreement",
    "charts.md": "charts",
}


_INTRODUCTION = """\
Every number here follows from stored predictions. Where they lie beside the tables, `bench report --check` proves it;
of sets that may not be passed on, only the numbers and the predictions' digests (`runs/*/run.json`) stand here. Speed
follows from nothing: it is what one machine took once.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A data set in the index: facts about it, its best rows under the headline, the pages in its folder.

    `best` are names and values, best first; `pages` are relative to `folder`, which lies beside the index.
    """

    name: str
    version: str
    language: str
    documents: int
    folder: str
    best: tuple[tuple[str, float], ...] = ()
    pages: tuple[str, ...] = ()


def summary(dataset: Dataset, evaluations: Sequence[Evaluation]) -> dict[str, object]:
    """What the index needs of a data set, as plain values, so that it can be made where the gold is not at hand."""
    systems = rows.in_order(e for e in evaluations if e.role in ("extractor", "floor"))
    values = [
        (f"{e.system} (floor)" if e.role == "floor" else e.system, v.value)
        for e in systems
        if (v := e.metrics.get(rows.HEADLINE)) is not None
    ]
    values.sort(key=lambda row: -(row[1] or 0.0))
    return {
        "name": dataset.info.name,
        "version": dataset.info.version,
        "language": dataset.info.language,
        "documents": len(dataset.articles),
        "digest": dataset.info.digest,
        "best": [[name, value] for name, value in values if value is not None][:BEST],
    }


def index_page(entries: Sequence[Entry]) -> str:
    """The whole index as Markdown, data sets by name."""
    parts = ["# Results\n", _INTRODUCTION]
    parts += [_section(entry) for entry in sorted(entries, key=lambda e: e.name)]
    if not entries:
        parts.append("No results yet: `bench run` makes them.\n")
    return "\n".join(parts)


def _section(entry: Entry) -> str:
    facts = [f"version {entry.version}", counted(entry.documents, "document"), f"language {entry.language}"]
    lines = [f"## {escape.markdown(entry.name)}\n", f"{escape.markdown(', '.join(facts), None)}\n"]
    best = ", ".join(f"{escape.markdown(name)} {cell_text(value, 'points')}" for name, value in entry.best)
    if best:
        lines.append(f"Best by {rows.HEADLINE}: {best}. One table is not a verdict: read the notes under it.\n")
    links = [_link(entry.folder, page) for page in entry.pages if not page.startswith("articles/")]
    articles = [_link(entry.folder, page) for page in entry.pages if page.startswith("articles/")]
    lines += [f"- {link}" for link in links]
    if articles:
        lines.append(f"- articles: {', '.join(articles)}")
    return "\n".join(lines) + "\n"


def _link(folder: str, page: str) -> str:
    stem = page.rpartition("/")[2].rpartition(".")[0]
    return f"[{escape.markdown(_TITLES.get(page, stem))}]({quote(f'{folder}/{page}', safe='/')})"
