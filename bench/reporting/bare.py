"""What can be said of extractors on texts that have no gold: their lists, their noise, how far they agree."""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from bench.records import Dataset
from bench.reporting import escape, rows
from bench.reporting.article import ABREAST, beginning, legend, lists_table
from bench.reporting.noise import noise_table
from bench.reporting.table import Cell, Column, Missing, Table, one_block
from bench.reporting.table_formats import code, markdown
from bench.reporting.wording import counted
from bench.scoring.list_agreement import jaccard, rbo
from bench.scoring.results import DocumentScore, Evaluation

CUT = 10

WHAT_GOLD_ADDS = """\
Without gold nothing here says whether a phrase is right. Gold adds precision, recall and F1, the share of what can be
reached, and negatives: phrases that must not come out. A dozen articles are enough to see gross faults; a few hundred
are needed to tell two good extractors apart.

To write it, make a folder of this shape beside your texts:

```
my-gold/
  dataset.toml           name = "my-gold", language = "en"
  articles/ID.txt        the text as it is
  keyphrases/ID.toml     what a good list would hold
```

with, for each article, a `keyphrases/ID.toml` such as

```toml
[[keyphrases]]
phrase = "International Space Station"
aliases = ["ISS", "space station"]
tier = "essential"

[[negatives]]
phrase = "Staff writer"
kind = "byline"
why = "the reporter is not what the article is about"
```

and run `bench data check my-gold`, then `bench run my-gold`.
"""


def agreement_table(evaluations: Sequence[Evaluation]) -> Table:
    """Each pair of rows with the mean overlap of their top 10 and of their rankings; most alike first."""
    pairs = list(combinations(rows.with_lists(evaluations), 2))
    table_rows: list[tuple[Cell, ...]] = []
    for a, b in pairs:
        table_rows.append((f"{a.system} / {b.system}", _mean(a, b, _jaccard), _mean(a, b, _rbo)))
    table_rows.sort(key=lambda row: (-row[2] if isinstance(row[2], float) else 1.0, str(row[0])))
    return Table(
        "Agreement between rows",
        (Column("pair"), Column(f"Jaccard@{CUT}", "points"), Column("RBO", "points")),
        one_block(table_rows),
        (
            "Overlaps times 100 of normalised phrases, means over documents: 0 nothing shared, 100 the same.",
            "RBO: rank-biased overlap, extrapolated, p = 0.9; the top places weigh most.",
            "Agreement is no sign of being right.",
        ),
    )


def bare_tables(evaluations: Sequence[Evaluation], dataset: Dataset) -> tuple[Table, ...]:
    """The tables that need no gold, for the terminal: noise by class and agreement."""
    tables = [noise_table(evaluations, dataset)]
    if len(rows.with_lists(evaluations)) > 1:
        tables.append(agreement_table(evaluations))
    return tuple(tables)


def bare_page(evaluations: Sequence[Evaluation], dataset: Dataset) -> str:
    """The whole page as Markdown: noise, agreement, every document's lists, and what gold would add."""
    noise, *others = bare_tables(evaluations, dataset)
    documents = counted(len(dataset.articles), "document")
    parts = [
        f"# {escape.markdown(dataset.info.name)}: {documents} without gold\n",
        markdown(noise),
        *(markdown(table) for table in others),
        f"## Lists\n\n{legend(with_gold=False)}\n",
    ]
    for article in dataset.articles:
        named = _named(article.document.id, evaluations)
        parts.append(f"### {escape.markdown(article.document.id)}: {escape.markdown(beginning(article))}\n")
        parts += [markdown(lists_table(named[at : at + ABREAST])) for at in range(0, len(named), ABREAST)]
    parts.append(f"## What gold would add\n\n{WHAT_GOLD_ADDS}")
    return "\n".join(parts)


def problems_list(dataset: Dataset) -> str:
    """What was found while reading the data set, as a Markdown list; "" where there was nothing."""
    return "".join(f"- {code(problem)}\n" for problem in dataset.info.problems)


def _named(document_id: str, evaluations: Sequence[Evaluation]) -> list[tuple[str, DocumentScore]]:
    return [
        (e.system, score)
        for e in rows.with_lists(evaluations)
        for score in e.documents
        if score.document_id == document_id
    ]


def _mean(
    a: Evaluation, b: Evaluation, alike: Callable[[DocumentScore, DocumentScore], float | None]
) -> float | Missing:
    theirs: Mapping[str, DocumentScore] = {score.document_id: score for score in b.documents}
    values = [
        value
        for score in a.documents
        if score.document_id in theirs and (value := alike(score, theirs[score.document_id])) is not None
    ]
    return math.fsum(values) / len(values) if values else Missing("neither put out anything")


def _keys(score: DocumentScore) -> list[tuple[str, ...]]:
    return [v.key for v in score.verdicts if v.rank is not None]


def _jaccard(a: DocumentScore, b: DocumentScore) -> float | None:
    return jaccard(_keys(a), _keys(b), CUT)


def _rbo(a: DocumentScore, b: DocumentScore) -> float | None:
    return rbo(_keys(a), _keys(b))
