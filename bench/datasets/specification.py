"""What a user writes for a data set: `NAME`, `PATH`, `FORMAT:PATH`, each with `?option=value&option=value` after it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.datasets.decoding import decoded
from bench.errors import InputError, UnknownNameError

COMMON_OPTIONS: Mapping[str, str] = {
    "annotator": "whose gold: an annotator's name, union, majority (default: what the set itself gives)",
    "language": "the language of the texts as a code (en, fr, pt, ...), where the set does not say",
    "encoding": "the encoding of the texts, where it is not UTF-8",
    "name": "the data set's name in tables",
    "gold_stem": "the stemmer whose stems the gold already is (porter-original, ...), where the set does not say",
    "titles": "titles in the texts: kept (default), or closed, with a full stop where they end in no mark",
    "missing": "gold whose article is not there: error (default), or skip to leave it out and count it",
}


@dataclass(frozen=True, slots=True)
class Specification:
    """A parsed specification; `format` is "" where it is to be recognised."""

    target: str
    format: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """What a reader is told besides where to look: the set's name and the options that were asked for."""

    name: str
    options: Mapping[str, str] = field(default_factory=dict)

    def option(self, name: str, default: str = "") -> str:
        """An option's value, or the default."""
        return self.options.get(name, default)

    def language(self, default: str = "en") -> str:
        """The language asked for, or what the set says itself."""
        return self.option("language", default)

    def text(self, data: bytes, place: str) -> str:
        """Bytes as text in the encoding asked for (UTF-8)."""
        return decoded(data, place, self.option("encoding", "utf-8"))


def parse(spec: str, formats: Iterable[str]) -> Specification:
    """Take a specification apart; a path that exists as it is written is never cut at `?` or `:`.

    Raises:
        InputError: An option without `=`, or an empty specification.
    """
    if not spec.strip():
        raise InputError("no data set is named", remedy="Give a name, a folder or a file")
    if Path(spec).exists():
        return Specification(spec)
    head, mark, tail = spec.partition("?")
    options = dict(_option(part, spec) for part in tail.split("&") if part) if mark else {}
    name, colon, target = head.partition(":")
    if colon and name in set(formats):
        return Specification(target, name, options)
    if colon and not Path(head).exists() and len(name) > 1 and "/" not in name and "\\" not in name:
        raise UnknownNameError("format", name, formats, place=spec)
    return Specification(head, "", options)


def _option(part: str, spec: str) -> tuple[str, str]:
    name, equals, value = part.partition("=")
    if not equals:
        raise InputError(f"the option {part!r} has no value", place=spec, remedy="Write ?option=value&option=value")
    return name.strip(), value


def check_options(options: Mapping[str, str], known: Mapping[str, str], place: str) -> None:
    """Refuse an option that nothing would read.

    Raises:
        UnknownNameError: Names the nearest known option.
    """
    for name in options:
        if name not in known:
            raise UnknownNameError("option", name, known, place=place)
