"""Runs scored under a protocol: a pure function of predictions, gold and conventions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bench.errors import InputError
from bench.records import Article, Dataset, Prediction, Role
from bench.scoring.aggregation import mean, of_the_dataset
from bench.scoring.conventions import DEFAULT, ScoringProtocol, written
from bench.scoring.document import Plan, Prepared, Scored, needs_text, plan_of, prepared, scored
from bench.scoring.metrics import HEADLINE, Metric
from bench.scoring.protocols import base_of
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
    documents = tuple(each.score for each in tally.documents)
    read = [each for each in tally.documents if each.rankings]
    counted = [each for each in read if not (plan.skips_failed and _is_lost(each.score))]
    values = {name: Value(_over_documents(name, metric, plan, counted)) for name, metric in plan.metrics.items()}
    in_the_mean = sum(each.score.n_gold > 0 or plan.protocol.no_gold == "zero" for each in counted)
    extra = tuple(document_id for document_id in tally.system.predictions if document_id not in ids)
    if extra and len(extra) == len(tally.system.predictions):
        warnings = (*warnings, f"none of the {len(extra)} ids of {tally.system.name} is in the data set")
    missing = frozenset(tally.missing)
    return Evaluation(
        system=tally.system.name,
        role=tally.system.role,
        protocol=written(plan.protocol, base_of(plan.protocol)),
        signature=line,
        metrics=values,
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


def _over_documents(name: str, metric: Metric, plan: Plan, documents: Sequence[Scored]) -> float | None:
    values = [each.score.values[name] for each in documents]
    if metric.definition.kind not in ("hits", "corpus"):
        return mean(values)
    return of_the_dataset(metric, plan.protocol, values, [each.rankings[plan.ranking_of(metric)] for each in documents])


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
