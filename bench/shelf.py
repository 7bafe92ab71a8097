"""Many articles or predictions in their order, held in memory while they are few and else read from a file when wanted.

The file has no name and is gone with the process. What stays in memory is the ids and where each entry begins: some 80
bytes an entry, whatever its text. An entry that is asked for twice is made twice, so two of them are equal, not one.
"""

import marshal
import os
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, TypeVar, overload

from bench.errors import BenchError
from bench.records import Annotation, Article, Document, GoldKeyphrase, Keyphrase, Negative, Prediction

HELD = 1_000
"""So many entries are held in memory."""

_TOGETHER = 64

T = TypeVar("T")

Packed = tuple[Any, ...]
"""What stands in the file of an entry, besides its id: plain values."""


def shelved_articles(articles: Iterable[Article]) -> Sequence[Article]:
    """The articles as a tuple, or on a shelf where they are more than `HELD`.

    Raises:
        BenchError: there is no room for them on the disk.
    """
    return _shelved(articles, lambda article: article.document.id, _packed_article, _article)


def shelved_predictions(predictions: Iterable[Prediction]) -> Sequence[Prediction]:
    """The predictions as a tuple, or on a shelf where they are more than `HELD`.

    Raises:
        BenchError: there is no room for them on the disk.
    """
    return _shelved(predictions, lambda prediction: prediction.document_id, _packed_prediction, _prediction)


def _shelved(
    entries: Iterable[T], id_of: Callable[[T], str], pack: Callable[[T], Packed], unpack: Callable[[str, Packed], T]
) -> Sequence[T]:
    coming = iter(entries)
    held = tuple(islice(coming, HELD + 1))
    return held if len(held) <= HELD else Shelf(chain(held, coming), id_of, pack, unpack)


class Shelf(Sequence[T]):
    """Entries in a file, with their ids in memory."""

    def __init__(
        self,
        entries: Iterable[T],
        id_of: Callable[[T], str],
        pack: Callable[[T], Packed],
        unpack: Callable[[str, Packed], T],
    ) -> None:
        """Put away every entry.

        Raises:
            BenchError: there is no room for them on the disk.
        """
        self.ids: list[str] = []
        self._ends = array("Q", [0])
        self._unpack = unpack
        try:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - gone with this object
            for entry in entries:
                self.ids.append(id_of(entry))
                self._ends.append(self._ends[-1] + self._file.write(marshal.dumps(pack(entry))))
            self._file.flush()
        except OSError as error:
            raise BenchError(
                f"what does not fit in memory cannot be put away ({error.strerror or error})",
                place=tempfile.gettempdir(),
                remedy="Make room there, or set TMPDIR to another folder",
            ) from error

    def __len__(self) -> int:
        """How many there are."""
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        """The entry at a place, or some of them."""
        if isinstance(at, slice):
            return tuple(map(self.__getitem__, range(*at.indices(len(self)))))
        place = range(len(self))[at]
        return next(self._read(place, place + 1))

    def __iter__(self) -> Iterator[T]:
        """Each entry in order."""
        for begin in range(0, len(self), _TOGETHER):
            yield from self._read(begin, min(begin + _TOGETHER, len(self)))

    def __eq__(self, other: object) -> bool:
        """Whether the other sequence has the same entries."""
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as a list has none

    def _read(self, begin: int, end: int) -> Iterator[T]:
        ends, start = self._ends, self._ends[begin]
        data = memoryview(os.pread(self._file.fileno(), ends[end] - start, start))
        for at in range(begin, end):
            packed = marshal.loads(data[ends[at] - start : ends[at + 1] - start])  # noqa: S302 - our own nameless file
            yield self._unpack(self.ids[at], packed)


def _packed_article(article: Article) -> Packed:
    document = article.document
    return (
        document.text,
        document.language,
        document.title,
        _packed_annotation(article.annotation),
        tuple(article.published),
        [(name, _packed_annotation(said)) for name, said in article.annotators.items()],
        article.event,
    )


def _article(identifier: str, packed: Packed) -> Article:
    text, language, title, annotation, published, annotators, event = packed
    document = Document(identifier, text, language, title)
    said = {name: _annotation(each) for name, each in annotators}
    return Article(document, _annotation(annotation), published, said, event)


def _packed_annotation(annotation: Annotation) -> Packed:
    gold = [(each.forms, each.tier) for each in annotation.gold]
    return gold, [(each.forms, each.kind, each.why) for each in annotation.negatives], annotation.blank_lines


def _annotation(packed: Packed) -> Annotation:
    gold, negatives, blank_lines = packed
    return Annotation(
        tuple(GoldKeyphrase(*each) for each in gold), tuple(Negative(*each) for each in negatives), blank_lines
    )


def _packed_prediction(prediction: Prediction) -> Packed:
    pairs = [(keyphrase.phrase, keyphrase.score) for keyphrase in prediction.keyphrases]
    return pairs, prediction.status, prediction.seconds, prediction.error


def _prediction(identifier: str, packed: Packed) -> Prediction:
    pairs, status, seconds, error = packed
    return Prediction(identifier, tuple(Keyphrase(*pair) for pair in pairs), status, seconds, error)
