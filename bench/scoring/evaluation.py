"""Runs scored under a protocol: a pure function of predictions, gold and conventions."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bench.errors import InputError
from bench.records import Article, Dataset, Prediction, Role
from bench.scoring.aggregation import mean, of_the_dataset
from bench.scoring.conventions import DEFAULT, ScoringProtocol, written
from bench.scoring.document import Plan, Prepared, Scored, is_of_hits, needs_text, plan_of, prepared, scored
from bench.scoring.formulas import values as values_of
from bench.scoring.metrics import HEADLINE, Metric
from bench.scoring.protocols import base_of
from bench.scoring.rankings import side_by_side
from bench.scoring.results import DocumentScore, Evaluation, System, Value
from bench.scoring.signature import signature
from bench.scoring.stemmed_gold import stemmed_gold_warning

MISSING = "the run holds no prediction for this document"
"""The error of a document of the gold that a run leaves out."""

_NAMED = 3


def system(name: str, predictions: Iterable[Prediction], role: Role = "extractor") -> System:
    """A row to be scored, from predictions in any order.

    Raises:
        InputError: two predictions for one document.
    """
    predictions = tuple(predictions)
    by_id = {prediction.document_id: prediction for prediction in predictions}
    if len(by_id) < len(predictions):
        ids = Counter(prediction.document_id for prediction in predictions)
        twice = [each for each, count in ids.items() if count > 1]
        raise InputError(
            f"{len(twice)} document ids come more than once: {_list(twice)}",
            place=name,
            remedy="Keep one prediction for each document",
        )
    return System(name, by_id, role)


@dataclass(slots=True)
class _Tally:
    """What one system's documents have come to so far."""

    system: System
    documents: list[Scored] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def evaluate(
    systems: Sequence[System],
    dataset: Dataset,
    protocol: ScoringProtocol = DEFAULT,
    metrics: Sequence[Metric] = HEADLINE,
    *,
    verdicts: bool = True,
) -> tuple[Evaluation, ...]:
    """Score systems over one data set; each document is prepared once for all of them.

    A failed, empty or missing document scores 0 and stays in the mean; a document without gold under the protocol is
    null for everyone, and so is one without text under a protocol that scores what is present or absent. A
    `published` row is scored over the documents that have a published list, and no others.
    Without `verdicts` the account of each phrase is left out, which is faster.

    Raises:
        InputError: a metric that is undefined under the protocol.
    """
    plan = plan_of(protocol, metrics, verdicts=verdicts, negatives=_annotates_negatives(dataset.articles))
    tallies = [_Tally(each) for each in systems]
    merged: list[str] = []
    with_gold = 0
    for article in dataset.articles:
        ready = prepared(article, plan)
        with_gold += ready.gold.count > 0 and ready.is_open
        if ready.gold.merged:
            merged.append(article.document.id)
        for tally in tallies:
            _add(tally, ready, plan)
    languages = [article.document.language for article in dataset.articles] or [dataset.info.language]
    line = signature(protocol, dataset.info, (with_gold, len(dataset.articles)), languages)
    warnings = _warnings(dataset, plan, merged)
    ids = {article.document.id for article in dataset.articles}
    return tuple(_evaluation(tally, plan, line, ids, warnings) for tally in tallies)


def _annotates_negatives(articles: Sequence[Article]) -> bool:
    return any(article.annotation.negatives for article in articles)


def _add(tally: _Tally, ready: Prepared, plan: Plan) -> None:
    document_id = ready.article.document.id
    prediction = tally.system.predictions.get(document_id)
    if prediction is None:
        if tally.system.role == "published":
            return
        tally.missing.append(document_id)
        prediction = Prediction(document_id, (), "failed", error=MISSING)
    tally.documents.append(scored(prediction, ready, plan))


def _evaluation(tally: _Tally, plan: Plan, line: str, ids: set[str], warnings: Sequence[str]) -> Evaluation:
    read = [each for each in tally.documents if each.rankings]
    counted = [at for at, each in enumerate(read) if not (plan.skips_failed and _is_lost(each.score))]
    by_document, overall = _columns(plan, read, counted)
    complete = iter(by_document)
    documents = tuple(
        replace(each.score, values=next(complete)) if each.rankings else each.score for each in tally.documents
    )
    in_the_mean = sum(read[at].score.n_gold > 0 or plan.protocol.no_gold == "zero" for at in counted)
    extra = tuple(document_id for document_id in tally.system.predictions if document_id not in ids)
    if extra and len(extra) == len(tally.system.predictions):
        warnings = (*warnings, f"none of the {len(extra)} ids of {tally.system.name} is in the data set")
    missing = frozenset(tally.missing)
    return Evaluation(
        system=tally.system.name,
        role=tally.system.role,
        protocol=written(plan.protocol, base_of(plan.protocol)),
        signature=line,
        metrics=overall,
        documents=documents,
        scored=in_the_mean,
        failed=sum(_is_lost(score) and score.document_id not in missing for score in documents),
        empty=sum(score.status == "empty" for score in documents),
        without_gold=sum(score.n_gold == 0 for score in documents) if plan.protocol.no_gold == "null" else 0,
        missing=tuple(tally.missing),
        extra=extra,
        warnings=tuple(warnings),
    )


def _is_lost(score: DocumentScore) -> bool:
    return score.status in ("failed", "timeout")


def _columns(
    plan: Plan, read: Sequence[Scored], counted: Sequence[int]
) -> tuple[list[Mapping[str, float | None]], Mapping[str, Value]]:
    """Every metric column by column: each document's values, and the data set's over the documents that count."""
    by_ranking = {which: side_by_side([each.rankings[which] for each in read]) for which in plan.rankings}
    kept = by_ranking
    if len(counted) < len(read):
        kept = {which: side_by_side([read[at].rankings[which] for at in counted]) for which in plan.rankings}
    columns: dict[str, Sequence[float | None]] = {}
    overall: dict[str, Value] = {}
    for name, metric in plan.metrics.items():
        if is_of_hits(metric):
            which = plan.ranking_of(metric)
            columns[name] = values_of(metric, plan.protocol, by_ranking[which])
            over = [columns[name][at] for at in counted]
            overall[name] = Value(of_the_dataset(metric, plan.protocol, over, kept[which]))
        else:
            columns[name] = [each.score.values[name] for each in read]
            overall[name] = Value(mean(columns[name][at] for at in counted))
    by_document: list[Mapping[str, float | None]] = [
        dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
    ]
    return by_document or [{} for _ in read], overall


def _warnings(dataset: Dataset, plan: Plan, merged: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    unread = [article.document.id for article in dataset.articles if not article.document.text.strip()]
    if unread:
        found += _unread(unread, dataset, plan)
    if merged:
        found.append(
            f"gold keyphrases that share a key were merged in {len(merged)} documents of {dataset.info.name}:"
            f" {_list(merged)}"
        )
    stemmed = stemmed_gold_warning(dataset, plan.protocol)
    return (*found, stemmed) if stemmed else tuple(found)


def _unread(ids: Sequence[str], dataset: Dataset, plan: Plan) -> list[str]:
    """What is not computed of documents without a text, if anything is asked for that needs one."""
    which = f"{len(ids)} of {len(dataset.articles)} documents of {dataset.info.name}: {_list(ids)}"
    if plan.protocol.subset != "all":
        return [
            f"what is {plan.protocol.subset} cannot be told without a text, and {plan.protocol.name} left out {which}"
        ]
    names = [name for name, metric in plan.metrics.items() if needs_text(metric)]
    return [f"without a text there is no {', no '.join(names)} for {which}"] if names else []


def _list(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
