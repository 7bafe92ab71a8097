"""What an extractor is: one method to write, and optional ones that are found by what the class has.

A plug-in needs to import nothing from here but the records: the protocols describe shapes, they are not base classes.
"""

import inspect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import PurePath
from typing import Any, Protocol, cast, runtime_checkable

from bench.records import Document, Keyphrase, Role

GROUP = "bench.extractors"
"""The entry-point group through which every extractor comes in, built-in or not."""


@runtime_checkable
class Extractor(Protocol):
    """Configured once by keyword arguments, then called for many documents in any order.

    A class may also carry `role` ("extractor", or "floor" for a row that bounds what a score can be) and
    `needs_corpus` (false when it has a `fit` and can do without it). The first line of its docstring says what it is.
    """

    def extract(self, document: Document, limit: int) -> Sequence[Keyphrase]:
        """At most `limit` (1 or more) keyphrases, best first, the same ones whatever was extracted before."""


@runtime_checkable
class FitsCorpus(Protocol):
    """An extractor whose scores depend on a corpus."""

    def fit(self, documents: Iterable[Document]) -> None:
        """Learn from `documents`, which are read once; a second call forgets the first."""


@runtime_checkable
class FitsInParts(FitsCorpus, Protocol):
    """An extractor that several workers can learn for, each from a part of the corpus that no other one reads.

    Merging what was said of the parts, however the corpus was parted and in whatever order they come, is the same as
    `fit` on the whole: the same lists, scores to the last bit.
    """

    def fit_part(self, documents: Iterable[Document]) -> object:
        """What `documents` tell, in values that JSON can hold; what was learnt before stays as it is."""

    def fit_merged(self, parts: Iterable[Any]) -> None:
        """Learn from what `fit_part` said of each part, as JSON gives it back, read once; a second call forgets."""


@runtime_checkable
class ExtractsMany(Protocol):
    """An extractor that is faster in batches."""

    def extract_many(self, documents: Sequence[Document], limit: int) -> Sequence[Sequence[Keyphrase]]:
        """One list a document, in order, each the same as `extract` gives."""


@runtime_checkable
class TellsCandidates(Protocol):
    """An extractor that can say which phrases of a document it chooses from."""

    def candidates(self, document: Document) -> Sequence[str]:
        """Every phrase that the ranking is made of, as `extract` writes them, in any order.

        The whole list, before it is cut and before near repeats are dropped: what is not in it could not have come out
        however long a list was asked for.
        """


@dataclass(frozen=True, slots=True)
class Description:
    """What was run: everything that decides an extractor's output besides the document.

    `configuration` is the effective one, after the library's own defaults, in values that JSON can hold. `libraries`
    maps distribution names to versions. `version` is that of the distribution that brings the extractor. `notes` are
    sentences that a reader of its row must know; `timing_notes` are about its times alone, which no two runs share, and
    stand in the speed table.
    """

    configuration: Mapping[str, object] = field(default_factory=dict)
    libraries: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    notes: tuple[str, ...] = ()
    timing_notes: tuple[str, ...] = ()


@runtime_checkable
class Describes(Protocol):
    """An extractor that knows more of itself than its attributes show."""

    def describe(self) -> Description:
        """The effective configuration and the versions of the libraries in use."""


def describe(extractor: Extractor, options: Mapping[str, object] | None = None) -> Description:
    """What `extractor` says of itself, or what can be seen of it from outside.

    Seen from outside, a constructor parameter's effective value is the attribute of the same name (or the same with a
    leading underscore); failing that the value in `options`, with which it was built; failing that its default.
    """
    own = extractor.describe() if isinstance(extractor, Describes) else None
    if own is None:
        own = Description(configuration=_seen_configuration(extractor, options or {}))
    return own if own.version else replace(own, version=_version(type(extractor)))


def role(extractor: Extractor) -> Role:
    """What the extractor's row stands for; "extractor" where the class does not say."""
    return cast("Role", getattr(extractor, "role", "extractor"))


def needs_corpus(extractor: Extractor) -> bool:
    """Whether `fit` must be called before `extract`: it has one, and does not say that it can do without."""
    return isinstance(extractor, FitsCorpus) and bool(getattr(extractor, "needs_corpus", True))


def tells_candidates(extractor: object) -> bool:
    """Whether the class has a method `candidates`; an attribute of that name, say an option's, is none."""
    return callable(getattr(type(extractor), "candidates", None))


def extract_many(extractor: Extractor, documents: Sequence[Document], limit: int) -> Sequence[Sequence[Keyphrase]]:
    """One list a document, by the extractor's own `extract_many` where it has one, else one by one."""
    if isinstance(extractor, ExtractsMany):
        return extractor.extract_many(documents, limit)
    return [extractor.extract(document, limit) for document in documents]


def summary(extractor: object) -> str:
    """The first line of the docstring of an extractor or its class, "" where there is none."""
    return (inspect.getdoc(extractor) or "").partition("\n")[0]


def text_of(document: Document) -> str:
    """The document's text.

    Raises:
        TypeError: when it is not a string, which some libraries would take for an empty document.
    """
    if not isinstance(document.text, str):
        raise TypeError(f"document {document.id!r}: the text must be str, not {type(document.text).__name__}")
    return document.text


def plain(value: object) -> object:
    """`value` as JSON can hold it and as every process writes it: sets sorted, objects by the name of their type."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=repr)
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    kind = value if isinstance(value, type) else type(value)
    return f"{kind.__module__}.{kind.__qualname__}"


def _seen_configuration(extractor: Extractor, options: Mapping[str, object]) -> dict[str, object]:
    seen = dict(options)
    for name, parameter in inspect.signature(type(extractor)).parameters.items():
        if parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
            continue
        default = None if parameter.default is parameter.empty else parameter.default
        given = options.get(name, default)
        seen[name] = getattr(extractor, name, getattr(extractor, f"_{name}", given))
    return {name: plain(value) for name, value in sorted(seen.items())}


def _version(kind: type) -> str:
    target = f"{kind.__module__}:{kind.__qualname__}"
    owners = (point.dist for point in metadata.entry_points(group=GROUP) if point.value == target)
    return next((owner.version for owner in owners if owner is not None), "")
