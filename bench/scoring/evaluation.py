"""Runs scored under a protocol: a pure function of predictions, gold and conventions."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bench.errors import InputError
from bench.records import Article, Dataset, Prediction, Role
from bench.scoring.by_document import FromGold, Stored
from bench.scoring.conventions import DEFAULT, ScoringProtocol, written
from bench.scoring.document import Plan, Prepared, needs_text, plan_of, prepared
from bench.scoring.metrics import HEADLINE, Metric
from bench.scoring.protocols import base_of
from bench.scoring.results import Evaluation, System
from bench.scoring.signature import signature
from bench.scoring.stemmed_gold import stemmed_gold_warning
from bench.scoring.tally import Tally
from bench.shelf import Shelf

_NAMED = 3


def system(name: str, predictions: Iterable[Prediction], role: Role = "extractor") -> System:
    """A row to be scored, from predictions in any order.

    Raises:
        InputError: two predictions for one document.
    """
    by_id: Mapping[str, Prediction]
    if isinstance(predictions, Shelf):
        predicted = predictions.ids
        by_id = Stored(predictions, {document_id: place for place, document_id in enumerate(predicted)})
    else:
        predictions = tuple(predictions)
        predicted = [prediction.document_id for prediction in predictions]
        by_id = dict(zip(predicted, predictions, strict=True))
    if len(by_id) < len(predicted):
        ids = Counter(predicted)
        twice = [each for each, count in ids.items() if count > 1]
        raise InputError(
            f"{len(twice)} document ids come more than once: {_list(twice)}",
            place=name,
            remedy="Keep one prediction for each document",
        )
    return System(name, by_id, role)


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
    Without `verdicts` the account of each phrase, predicted or missed, is left out, which is faster, and the documents'
    scores are kept as columns, which takes a hundred bytes each.

    Raises:
        InputError: a metric that is undefined under the protocol.
    """
    articles = dataset.articles
    plan = plan_of(protocol, metrics, verdicts=verdicts, negatives=_annotates_negatives(articles))
    tallies = [Tally(each, plan, articles) for each in systems]
    seen = _Seen()
    for article in articles:
        ready = prepared(article, plan)
        seen.add(ready)
        for tally in tallies:
            tally.add(ready)
    line = signature(
        protocol, dataset.info, (seen.with_gold, len(articles)), sorted(seen.languages) or [dataset.info.language]
    )
    warnings = _warnings(dataset, plan, seen)
    return tuple(_evaluation(tally, plan, line, articles, warnings) for tally in tallies)


@dataclass(slots=True)
class _Seen:
    """What was seen of the documents on the way: those with gold that counts, and what is to be warned of."""

    with_gold: int = 0
    languages: set[str] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def add(self, ready: Prepared) -> None:
        document = ready.article.document
        self.with_gold += ready.gold.count > 0 and ready.is_open
        self.languages.add(document.language)
        if ready.gold.merged:
            self.merged.append(document.id)
        if not ready.has_text:
            self.unread.append(document.id)


def _annotates_negatives(articles: Sequence[Article]) -> bool:
    return any(article.annotation.negatives for article in articles)


def _evaluation(
    tally: Tally, plan: Plan, line: str, articles: Sequence[Article], warnings: Sequence[str]
) -> Evaluation:
    documents = tally.documents()
    predictions = tally.system.predictions
    extra = _extra(predictions, articles)
    if extra and len(extra) == len(predictions):
        warnings = (*warnings, f"none of the {len(extra)} ids of {tally.system.name} is in the data set")
    return Evaluation(
        system=tally.system.name,
        role=tally.system.role,
        protocol=written(plan.protocol, base_of(plan.protocol)),
        signature=line,
        metrics=tally.overall(),
        documents=documents,
        scored=tally.scored,
        failed=tally.failed,
        empty=tally.empty,
        without_gold=tally.without_gold if plan.protocol.no_gold == "null" else 0,
        missing=tuple(tally.missing),
        extra=extra,
        warnings=tuple(warnings),
        longest=tally.longest,
    )


def _extra(predictions: Mapping[str, Prediction], articles: Sequence[Article]) -> tuple[str, ...]:
    """Ids that only the predictions hold."""
    if isinstance(predictions, FromGold) and predictions.articles is articles:
        return ()
    ids = set(articles.ids) if isinstance(articles, Shelf) else {article.document.id for article in articles}
    return tuple(document_id for document_id in predictions if document_id not in ids)


def _warnings(dataset: Dataset, plan: Plan, seen: _Seen) -> tuple[str, ...]:
    found: list[str] = []
    if seen.unread:
        found += _unread(seen.unread, dataset, plan)
    if seen.merged:
        found.append(
            f"gold keyphrases that share a key were merged in {len(seen.merged)} documents of {dataset.info.name}:"
            f" {_list(seen.merged)}"
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
