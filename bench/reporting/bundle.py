"""Every page of a data set's results folder that follows from stored predictions, and whether what lies there is it."""

import re
from collections.abc import Mapping, Sequence
from difflib import unified_diff

from bench.records import Dataset, RunInfo
from bench.reporting.article import article_page
from bench.reporting.bare import bare_page
from bench.reporting.error_page import NONE_KNOWN, Candidates, error_page
from bench.reporting.noise import noise_page
from bench.reporting.quality import quality_table
from bench.reporting.table_formats import csv, markdown
from bench.scoring.conventions import DEFAULT, ScoringProtocol
from bench.scoring.results import Comparison, Evaluation
from bench.text.normalise import Normaliser

NOT_REPRODUCIBLE = frozenset({"speed.md"})
"""Pages that no second run gives again; `stale` never looks at them."""

ARTICLES = 50
"""Up to this many documents each gets its own Markdown page; a larger set is read in the HTML page."""


def pages(
    dataset: Dataset,
    evaluations: Sequence[Evaluation],
    normaliser: Normaliser,
    *,
    infos: Mapping[str, RunInfo] | None = None,
    comparison: Comparison | None = None,
    protocol: ScoringProtocol = DEFAULT,
    candidates: Candidates = NONE_KNOWN,
) -> dict[str, str]:
    """The reproducible pages by their path within the data set's results folder."""
    if not dataset.info.has_gold:
        return {"lists.md": bare_page(evaluations, dataset)}
    quality = quality_table(evaluations, dataset, infos=infos, comparison=comparison)
    made = {
        "quality.md": markdown(quality, level=1),
        "quality.csv": csv(quality),
        "noise.md": noise_page(evaluations, dataset),
        "errors.md": error_page(evaluations, dataset, protocol, candidates),
    }
    if len(dataset.articles) <= ARTICLES:
        names = page_names([article.document.id for article in dataset.articles])
        for article in dataset.articles:
            made[f"articles/{names[article.document.id]}.md"] = article_page(article, evaluations, normaliser)
    return made


def page_names(ids: Sequence[str]) -> dict[str, str]:
    """A file name for each document id: letters, digits, `.`, `_` and `-` stay; ids that would clash get a number."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for identifier in ids:
        plain = re.sub(r"[^A-Za-z0-9._-]+", "-", identifier).strip(".-")[:80] or "document"
        name, number = plain, 2
        while name.casefold() in taken:
            name, number = f"{plain}-{number}", number + 1
        taken.add(name.casefold())
        names[identifier] = name
    return names


def stale(existing: Mapping[str, str], expected: Mapping[str, str]) -> list[str]:
    """In words, how the pages that lie there differ from what they should be; an empty list when they do not.

    Pages in `NOT_REPRODUCIBLE` are left out on both sides. Line ends are compared as Unix ones, because a checkout
    may change them.
    """
    said = []
    for path in sorted(expected.keys() - NOT_REPRODUCIBLE):
        if path not in existing:
            said.append(f"{path} is missing")
        elif (found := _unix(existing[path])) != (wanted := _unix(expected[path])):
            said.append(f"{path} is out of date: {_first_difference(found, wanted)}")
    said += [
        f"{path} is there but nothing makes it" for path in sorted(existing.keys() - expected.keys() - NOT_REPRODUCIBLE)
    ]
    return said


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n")


def _first_difference(found: str, wanted: str) -> str:
    lines = list(unified_diff(found.splitlines(), wanted.splitlines(), lineterm="", n=0))
    removed = next((line[1:] for line in lines[2:] if line.startswith("-")), None)
    added = next((line[1:] for line in lines[2:] if line.startswith("+")), None)
    changed = sum(line.startswith(("-", "+")) for line in lines[2:])
    if removed is None and added is None:
        return "it differs in its last line end"
    has = f"has {removed!r}" if removed is not None else "lacks a line"
    should = f"the predictions give {added!r}" if added is not None else "the predictions give no such line"
    return f"it {has}, {should} ({changed} lines differ)"
