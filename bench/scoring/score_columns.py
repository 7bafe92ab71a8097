"""The scores of many documents as columns of plain numbers, some hundred bytes a document."""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from math import nan
from typing import overload

from bench.records import Status
from bench.scoring.results import DocumentScore, Evaluation

_STATUSES: tuple[Status, ...] = ("ok", "empty", "failed", "timeout")


Account = Callable[[Collection[str]], Iterable[DocumentScore]]
"""The scores of the documents with these ids, with verdicts and what was missed."""


class ScoreColumns(Sequence[DocumentScore]):
    """Scores of documents without an account of their phrases; each is made when it is asked for.

    `account` scores a few documents again, with that account.
    """

    def __init__(self, metrics: Iterable[str], account: Account) -> None:
        self.account = account
        self._ids: list[str] = []
        self._statuses = bytearray()
        self._n_gold = array("L")
        self._n_predicted = array("L")
        self._events: dict[int, str] = {}
        self._errors: dict[int, str] = {}
        self._values = {metric: array("d") for metric in metrics}

    def append(self, score: DocumentScore, values: Iterable[float | None]) -> None:
        """One more document, with its values in the order of the metrics; those of the score itself are not read."""
        at = len(self._ids)
        self._ids.append(score.document_id)
        self._statuses.append(_STATUSES.index(score.status))
        self._n_gold.append(score.n_gold)
        self._n_predicted.append(score.n_predicted)
        if score.event:
            self._events[at] = score.event
        if score.error is not None:
            self._errors[at] = score.error
        for column, value in zip(self._values.values(), values, strict=True):
            column.append(nan if value is None else value)

    def column(self, metric: str) -> Iterator[float | None]:
        """Each document's value of a metric; None throughout for one that was not computed."""
        column = self._values.get(metric)
        if column is None:
            return iter([None] * len(self))
        return (value if value == value else None for value in column)  # noqa: PLR0124 - only nan differs from itself

    def defined(self, metric: str) -> Iterator[tuple[str, float, str]]:
        """Id, value and event of each document that has a value."""
        for at, value in enumerate(self._values.get(metric, ())):
            if value == value:  # noqa: PLR0124 - only nan differs from itself
                yield self._ids[at], value, self._events.get(at, "")

    @property
    def metrics(self) -> tuple[str, ...]:
        """The written forms of the metrics that there are columns of."""
        return tuple(self._values)

    def __len__(self) -> int:
        """How many documents there are."""
        return len(self._ids)

    @overload
    def __getitem__(self, at: int) -> DocumentScore: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[DocumentScore, ...]: ...
    def __getitem__(self, at: int | slice) -> DocumentScore | tuple[DocumentScore, ...]:
        """The score of the document at a place, or of some."""
        if isinstance(at, slice):
            return tuple(map(self.__getitem__, range(*at.indices(len(self)))))
        place = range(len(self))[at]
        return DocumentScore(
            document_id=self._ids[place],
            status=_STATUSES[self._statuses[place]],
            values=_Row(self._values, place),
            n_gold=self._n_gold[place],
            n_predicted=self._n_predicted[place],
            event=self._events.get(place, ""),
            error=self._errors.get(place),
        )

    def __eq__(self, other: object) -> bool:
        """Whether the other sequence has equal scores."""
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as a list has none


class _Row(Mapping[str, float | None]):
    """One document's values by metric."""

    __slots__ = ("_columns", "_place")

    def __init__(self, columns: Mapping[str, "array[float]"], place: int) -> None:
        self._columns = columns
        self._place = place

    def __getitem__(self, metric: str) -> float | None:
        value: float = self._columns[metric][self._place]
        return value if value == value else None  # noqa: PLR0124 - only nan differs from itself

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __repr__(self) -> str:
        return repr(dict(self))


def defined(evaluation: Evaluation, metric: str) -> Iterator[tuple[str, float, str]]:
    """Id, value and event of each document that has a value of the metric, in the order of the data set."""
    documents = evaluation.documents
    if isinstance(documents, ScoreColumns):
        yield from documents.defined(metric)
        return
    for score in documents:
        value = score.values.get(metric)
        if value is not None:
            yield score.document_id, value, score.event


def told(evaluation: Evaluation, ids: Collection[str]) -> dict[str, DocumentScore]:
    """The scores of a few documents by id, with the account of each phrase wherever that can still be given."""
    documents = evaluation.documents
    chosen = documents.account(ids) if isinstance(documents, ScoreColumns) else documents
    return {score.document_id: score for score in chosen if score.document_id in ids}


def known_metrics(evaluation: Evaluation) -> set[str]:
    """The written form of every metric that the evaluation or one of its documents has."""
    documents = evaluation.documents
    known = set(evaluation.metrics)
    if isinstance(documents, ScoreColumns):
        return known.union(documents.metrics)
    return known.union(*(score.values for score in documents))
