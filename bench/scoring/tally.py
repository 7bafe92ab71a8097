"""What one system's documents have come to: taken in one by one, computed a block at a time, so that few are held."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bench.records import Article, Prediction
from bench.scoring.aggregation import is_pooled, mean, pooled
from bench.scoring.by_document import lookup
from bench.scoring.document import Plan, Prepared, Scored, is_of_hits, prepared, scored
from bench.scoring.formulas import Counted, counted
from bench.scoring.formulas import values as values_of
from bench.scoring.rankings import side_by_side
from bench.scoring.results import DocumentScore, System, Value
from bench.scoring.score_columns import ScoreColumns

MISSING = "the run holds no prediction for this document"
"""The error of a document of the gold that a run leaves out."""

BLOCK = 512
"""So many documents are computed together, metric by metric."""


def _missing(article: Article) -> Prediction:
    return Prediction(article.document.id, (), "failed", error=MISSING)


class Tally:
    """One system's scores, and the data set's values over them."""

    def __init__(self, system: System, plan: Plan, articles: Sequence[Article]) -> None:
        self.system = system
        self.missing: list[str] = []
        self.scored = self.failed = self.empty = self.without_gold = 0
        self.longest = 0
        self._plan = plan
        self._articles = articles
        self._prediction_for = lookup(system.predictions, articles)
        self._block: list[Scored] = []
        self._columns = ScoreColumns(plan.metrics, self._account)
        self._counts = bytearray()
        self._told: list[DocumentScore] = []
        self._pools = {
            name: (array("d"), array("q"), array("q"))
            for name, metric in plan.metrics.items()
            if is_of_hits(metric) and is_pooled(metric, plan.protocol)
        }

    def add(self, ready: Prepared) -> None:
        """Score the system's prediction for a prepared document."""
        prediction = self._prediction_for(ready.article)
        is_missing = prediction is None
        if prediction is None:
            if self.system.role == "published":
                return
            self.missing.append(ready.article.document.id)
            prediction = _missing(ready.article)
        each = scored(prediction, ready, self._plan)
        self.failed += each.score.status in ("failed", "timeout") and not is_missing
        self.empty += each.score.status == "empty"
        self.without_gold += each.score.n_gold == 0
        self.longest = max(self.longest, each.longest)
        self._block.append(each)
        if len(self._block) == BLOCK:
            self._settle()

    def documents(self) -> Sequence[DocumentScore]:
        """Every document's score: with the account of each phrase where the plan asks for it, else as columns."""
        self._settle()
        return tuple(self._told) if self._plan.verdicts else self._columns

    def overall(self) -> Mapping[str, Value]:
        """The value of each metric over the documents that count."""
        self._settle()
        found = {}
        for name, metric in self._plan.metrics.items():
            if name in self._pools:
                value = pooled(metric, self._plan.protocol, Counted(*self._pools[name]))
            else:
                pairs = zip(self._columns.column(name), self._counts, strict=True)
                value = mean(value for value, counts in pairs if counts)
            found[name] = Value(value)
        return found

    def _account(self, ids: Collection[str]) -> Iterator[DocumentScore]:
        """Score the documents with these ids once more, with the account of each phrase."""
        plan = replace(self._plan, verdicts=True)
        values = {score.document_id: score.values for score in self._columns if score.document_id in ids}
        for article in self._articles:
            if article.document.id in values:
                prediction = self._prediction_for(article) or _missing(article)
                again = scored(prediction, prepared(article, plan), plan).score
                yield replace(again, values=values[article.document.id])

    def _settle(self) -> None:
        """Compute the block, and let go of its rankings."""
        plan, block = self._plan, self._block
        if not block:
            return
        read = [each for each in block if each.rankings]
        by_ranking = {which: side_by_side([each.rankings[which] for each in read]) for which in plan.rankings}
        columns: dict[str, Iterable[float | None]] = {}
        for name, metric in plan.metrics.items():
            if is_of_hits(metric):
                columns[name] = values_of(metric, plan.protocol, by_ranking[plan.ranking_of(metric)])
            else:
                columns[name] = [each.score.values[name] for each in read]
        rows = zip(*columns.values(), strict=True) if columns else iter([()] * len(read))
        kept = []
        for each in block:
            values = next(rows) if each.rankings else (None,) * len(plan.metrics)
            counts = bool(each.rankings) and not (plan.skips_failed and each.score.status in ("failed", "timeout"))
            self._counts.append(counts)
            if counts:
                kept.append(each)
                self.scored += each.score.n_gold > 0 or plan.protocol.no_gold == "zero"
            self._columns.append(each.score, values)
            if plan.verdicts:
                self._told.append(replace(each.score, values=dict(zip(plan.metrics, values, strict=True))))
        for name, columns_ in self._pools.items():
            metric = plan.metrics[name]
            found = counted(metric, plan.protocol, side_by_side([e.rankings[plan.ranking_of(metric)] for e in kept]))
            hits, denominators, gold = columns_
            hits.extend(found.hits)
            denominators.extend(found.denominators)
            gold.extend(found.gold)
        self._block = []
