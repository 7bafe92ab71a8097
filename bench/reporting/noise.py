"""The noise page: what each row puts out that no reader would call a keyphrase, phrase by phrase."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from bench.records import Dataset
from bench.reporting import escape, judgement, rows
from bench.reporting.table import Block, Cell, Column, Missing, Table, one_block
from bench.reporting.table_formats import markdown
from bench.reporting.wording import counted
from bench.scoring.results import Evaluation, Verdict

CUT = 10
"""Noise is looked for in this many best phrases of each document."""

MOST = 60
"""A row's offending phrases are listed up to this many; the rest is counted."""


def noise_table(evaluations: Sequence[Evaluation], dataset: Dataset) -> Table:
    """The share of each row's top 10 that each class falls on: means over the documents that got any phrase."""
    shown = rows.with_lists(evaluations)
    found = {label for e in shown for v in _ranked(e) for label in v.noise}
    classes = [*(c for c in judgement.CLASSES if c in found), *sorted(found - set(judgement.CLASSES))]
    with_negatives = any(article.annotation.negatives for article in dataset.articles)
    common = Counter(label for e in shown for v in _ranked(e) for label in v.noise).most_common()
    ranks = {label: place for place, (label, _) in enumerate(common, start=1)}
    columns = [Column("row"), Column(f"noise@{CUT}", "points")]
    columns += [Column(f"negatives@{CUT}", "points")] if with_negatives else []
    columns += [Column(label, "points", ranks[label]) for label in classes]
    blocks = []
    for role, block in rows.by_role(shown):
        table_rows: list[tuple[Cell, ...]] = []
        for e in block:
            cells = [_share(e, judgement.is_noise)]
            cells += [_share(e, lambda v: v.negative is not None)] if with_negatives else []
            cells += [_share(e, _has(label)) for label in classes]
            table_rows.append((e.system, *cells))
        blocks.append(Block(rows.HEADINGS[role], tuple(table_rows)))
    soft = sorted(judgement.SOFT & found)
    notes = [
        f"Shares of the top {CUT} times 100, means over documents; a phrase can have several classes.",
        *([f"{' and '.join(soft)} shown, but not counted as noise."] if soft else []),
    ]
    signature = next((e.signature for e in shown), "")
    return Table(f"Noise on {dataset.info.name}", tuple(columns), tuple(blocks), tuple(notes), signature)


def cause_table(evaluations: Sequence[Evaluation]) -> Table:
    """How many top-10 phrases stand nowhere in the text, by what was done to the text to get them."""
    shown = [e for e in rows.with_lists(evaluations) if any(v.cause for v in _ranked(e))]
    found = {v.cause for e in shown for v in _ranked(e) if v.cause}
    causes = [*(c for c in judgement.CAUSES if c in found), *sorted(found - set(judgement.CAUSES))]
    columns = [Column("row"), Column("phrases", "count"), *(Column(cause, "count") for cause in causes)]
    table_rows: list[tuple[Cell, ...]] = []
    for e in shown:
        counts = [sum(v.cause == cause for v in _ranked(e)) for cause in causes]
        table_rows.append((e.system, sum(counts), *counts))
    notes = tuple(f"{cause}: {judgement.CAUSES[cause]}." for cause in causes if cause in judgement.CAUSES)
    return Table("Phrases that stand nowhere in the text, by cause", tuple(columns), one_block(table_rows), notes)


def noise_page(evaluations: Sequence[Evaluation], dataset: Dataset) -> str:
    """The whole page as Markdown: shares, causes, the phrases themselves, the published keywords taken apart."""
    shown = rows.with_lists(evaluations)
    taken_apart = [v for e in shown if e.role == "published" for d in e.documents for v in d.verdicts]
    found = {label for v in (*taken_apart, *(v for e in shown for v in _ranked(e))) for label in v.noise}
    parts = [markdown(noise_table(evaluations, dataset), level=1)]
    legend = [f"- {escape.markdown(c)}: {escape.markdown(m)}" for c, m in judgement.CLASSES.items() if c in found]
    if legend:
        parts.append("## What the classes mean\n\n" + "\n".join(legend) + "\n")
    causes = cause_table(evaluations)
    if causes.rows:
        parts.append(markdown(causes))
    parts += [_published_section(e, dataset) for e in shown if e.role == "published"]
    parts.append("## The phrases\n")
    parts += [_phrases_section(e) for e in shown if e.role != "published"]
    return "\n".join(parts)


def published_table(evaluation: Evaluation) -> Table:
    """Every published keyword with the gold it hits, the negative it equals, and its noise classes."""
    table_rows: list[tuple[Cell, ...]] = [
        (
            document.document_id,
            verdict.phrase,
            verdict.match or verdict.alias_of or Missing(),
            (verdict.negative or "yes") if verdict.negative is not None else Missing(),
            ", ".join(judgement.class_with_cause(label, verdict) for label in verdict.noise) or Missing(),
        )
        for document in evaluation.documents
        for verdict in document.verdicts
    ]
    heads = ("document", "phrase", "hits gold", "annotated negative", "noise")
    columns = tuple(Column(head, limit=200) for head in heads)
    return Table("The published keywords, taken apart", columns, one_block(table_rows), signature=evaluation.signature)


def _published_section(evaluation: Evaluation, dataset: Dataset) -> str:
    verdicts = [v for d in evaluation.documents for v in d.verdicts]
    noisy = [v for v in verdicts if judgement.is_noise(v)]
    negative = [v for v in verdicts if v.negative is not None]
    hits = [v for v in verdicts if v.match]
    with_line = sum(1 for article in dataset.articles if article.published)
    intro = (
        f"{counted(with_line, 'article')} of {len(dataset.articles)} came with a keyword list. It is taken off the "
        f"text before any extractor sees it, and is no gold. {counted(len(verdicts), 'phrase')}: hits {len(hits)}, "
        f"annotated negatives {len(negative)}, noise by rule {len(noisy)}; one phrase can be several of these."
    )
    table = markdown(published_table(evaluation))
    heading, rest = table.split("\n\n", 1)
    return f"{heading}\n\n{intro}\n\n{rest}"


def _phrases_section(evaluation: Evaluation) -> str:
    offending = [
        (d.document_id, v)
        for d in evaluation.documents
        for v in judgement.top(d.verdicts, CUT)
        if v.noise or v.negative is not None
    ]
    title = f"### {escape.markdown(evaluation.system)}\n"
    if not offending:
        return f"{title}\nNothing in the top {CUT} of any document was caught.\n"
    table_rows: list[tuple[Cell, ...]] = [
        (
            document_id,
            verdict.rank or Missing(),
            verdict.phrase,
            ", ".join(judgement.class_with_cause(label, verdict) for label in verdict.noise),
            verdict.negative or "",
            verdict.match or "",
        )
        for document_id, verdict in offending[:MOST]
    ]
    columns = (
        Column("document"),
        Column("place", "count"),
        Column("phrase"),
        Column("classes", limit=200),
        Column("negative"),
        Column("gold all the same"),
    )
    more = len(offending) - MOST
    notes = (f"{counted(more, 'further phrase')} not listed.",) if more > 0 else ()
    return f"{title}\n{markdown(Table('', columns, one_block(table_rows), notes))}"


def _ranked(evaluation: Evaluation) -> Iterator[Verdict]:
    for document in evaluation.documents:
        yield from judgement.top(document.verdicts, CUT)


def _has(label: str) -> Callable[[Verdict], bool]:
    return lambda verdict: label in verdict.noise


def _share(evaluation: Evaluation, holds: Callable[[Verdict], bool]) -> Cell:
    """The mean over documents of the share of top-10 phrases for which `holds` is true."""
    lists = [judgement.top(document.verdicts, CUT) for document in evaluation.documents]
    shares = [_fraction(map(holds, verdicts)) for verdicts in lists if verdicts]
    return math.fsum(shares) / len(shares) if shares else Missing("no document got any phrase")


def _fraction(truths: Iterable[bool]) -> float:
    values = list(truths)
    return sum(values) / len(values)
