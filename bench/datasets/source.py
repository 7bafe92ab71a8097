"""A data set as a stream: what is known of it, and its articles one by one, each with the place it came from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bench.records import Article


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of a data set before its articles are read; the fields are those of `DatasetInfo`."""

    name: str
    format: str
    version: str = "1"
    language: str = "en"
    licence: str = ""
    source: str = ""
    annotation: str = ""
    gold_stem: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article and the place it was found at; `has_gold` is false when the source says nothing of its gold."""

    article: Article
    place: str
    has_gold: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """Something found while reading that is no reason to stop: a code, a sentence about its kind, and the place.

    A note is for whoever checks the data set; it does not belong beside results.
    """

    code: str
    message: str
    place: str
    is_note: bool = False


Item = Entry | Problem


@dataclass(frozen=True, slots=True)
class Source:
    """A data set that can be read from the front, any number of times, without being held in memory.

    `read` starts a new pass over raw items; `integrity.checked` makes sure of ids and of gold against negatives.
    """

    header: Header
    read: Callable[[], Iterator[Item]] = field(repr=False)

    def __iter__(self) -> Iterator[Article]:
        """The articles alone."""
        return (item.article for item in self.read() if isinstance(item, Entry))
