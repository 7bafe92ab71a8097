"""The index of a results folder: every data set, its best rows, and links to its pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bench.records import DatasetInfo
from bench.reporting import escape, rows
from bench.reporting.table import cell_text
from bench.reporting.wording import counted
from bench.scoring.results import Evaluation

BEST = 3
"""How many rows of each data set the index names."""

_TITLES: Mapping[str, str] = {
    "quality.md": "quality",
    "noise.md": "noise",
    "speed.md": "speed",
    "lists.md": "lists and agreement",
    "report.html": "the page to click through",
}


_INTRODUCTION = """\
Every number here follows from the predictions stored beside it; `bench report --check` proves it. Speed does not: it is
what one machine took once.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A data set in the index: what is known of it, its rows, the pages in its folder (relative to that folder)."""

    info: DatasetInfo
    documents: int
    evaluations: tuple[Evaluation, ...]
    pages: tuple[str, ...]


def index_page(entries: Sequence[Entry]) -> str:
    """The whole index as Markdown, data sets by name."""
    parts = ["# Results\n", _INTRODUCTION]
    parts += [_section(entry) for entry in sorted(entries, key=lambda e: e.info.name)]
    if not entries:
        parts.append("No results yet: `bench run` makes them.\n")
    return "\n".join(parts)


def _section(entry: Entry) -> str:
    info = entry.info
    name = escape.markdown(info.name)
    facts = [f"version {info.version}", counted(entry.documents, "document"), f"language {info.language}"]
    lines = [f"## {name}\n", f"{escape.markdown(', '.join(facts), None)}\n"]
    best = _best(entry)
    if best:
        lines.append(f"Best by {rows.HEADLINE}: {best}. One table is not a verdict: read the notes under it.\n")
    links = [_link(info.name, page) for page in entry.pages if not page.startswith("articles/")]
    articles = [_link(info.name, page) for page in entry.pages if page.startswith("articles/")]
    lines += [f"- {link}" for link in links]
    if articles:
        lines.append(f"- articles: {', '.join(articles)}")
    return "\n".join(lines) + "\n"


def _best(entry: Entry) -> str:
    extractors = next((block for role, block in rows.by_role(entry.evaluations) if role == "extractor"), ())
    said = []
    for evaluation in extractors[:BEST]:
        value = evaluation.metrics.get(rows.HEADLINE)
        if value is not None and value.value is not None:
            said.append(f"{escape.markdown(evaluation.system)} {cell_text(value.value, 'points')}")
    return ", ".join(said)


def _link(dataset: str, page: str) -> str:
    stem = page.rpartition("/")[2].rpartition(".")[0]
    return f"[{escape.markdown(_TITLES.get(page, stem))}]({quote(f'{dataset}/{page}', safe='/')})"
