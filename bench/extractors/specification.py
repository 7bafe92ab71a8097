"""The written form of a configured extractor: `NAME[:key=value,...]`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.errors import InputError

OptionValue = str | int | float | bool | None | tuple["OptionValue", ...]
"""What an option can be from the command line; a range `1-3` is the tuple (1, 3), a list `a;b` the tuple ("a", "b")."""

_REMEDY = "Write NAME or NAME:key=value,key=value; put a value that holds , ; or = into quotes"
_NAME = re.compile(r"[\w.-]+", re.ASCII)
_PIECES = re.compile(r"""(?:"[^"]*"|'[^']*'|[^,"'])+""")
_ITEMS = re.compile(r"""(?:"[^"]*"|'[^']*'|[^;"'])+""")
_INT = re.compile(r"[+-]?\d+", re.ASCII)
_FLOAT = re.compile(r"[+-]?(\d+\.\d*|\.\d+|\d+(?=[eE]))([eE][+-]?\d+)?", re.ASCII)
_RANGE = re.compile(r"(\d+)-(\d+)", re.ASCII)
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "none": None}


@dataclass(frozen=True, slots=True)
class ExtractorSpec:
    """An extractor's name, its options by value, and `label`: the row's name as the user wrote it."""

    name: str
    options: Mapping[str, OptionValue] = field(default_factory=dict)
    label: str = ""


def parse_spec(written: str) -> ExtractorSpec:
    """Read `NAME[:key=value,...]`, values by their form.

    `3` is an integer, `0.5` a float, `true` and `false` booleans, `none` None, `1-3` a range, `a;b` a list (`a;` one
    of a single item), anything else a string; quotes make a string of anything. A hyphen in a key is an underscore.

    Raises:
        InputError: for anything that has not this form, an option without a value or one that is given twice.
    """
    label = written.strip()
    name, colon, rest = label.partition(":")
    name = name.strip()
    if not _NAME.fullmatch(name):
        raise InputError(f"{written!r} does not begin with an extractor's name", remedy=_REMEDY)
    options: dict[str, OptionValue] = {}
    pieces = _split(rest, ",", _PIECES, label) if colon else []
    if colon and not rest.strip():
        raise InputError(f"{label!r} ends where its options should begin", remedy=_REMEDY)
    for piece in pieces:
        key, equals, value = piece.partition("=")
        key = key.strip().replace("-", "_")
        if not equals or not key.isidentifier() or not value.strip():
            raise InputError(f"{piece.strip()!r} is not key=value", place=label, remedy=_REMEDY)
        if key in options:
            raise InputError(f"option {key!r} is given twice", place=label, remedy="Leave one of them out")
        options[key] = _value(value.strip(), label)
    return ExtractorSpec(name, options, label)


def _split(text: str, separator: str, pattern: re.Pattern[str], place: str) -> list[str]:
    pieces = pattern.findall(text)
    if separator.join(pieces) != text.removesuffix(separator) or (separator == "," and text.endswith(separator)):
        raise InputError(f"{text!r} has an empty part or an open quote", place=place, remedy=_REMEDY)
    return pieces


def _value(text: str, place: str) -> OptionValue:
    if ";" in re.sub(r"""("[^"]*"|'[^']*')""", "", text):
        return tuple(_scalar(item.strip(), place) for item in _split(text, ";", _ITEMS, place))
    return _scalar(text, place)


def _scalar(text: str, place: str) -> OptionValue:
    if text[:1] in ("'", '"'):
        if len(text) < 2 or text[-1] != text[0] or text[0] in text[1:-1]:
            raise InputError(f"{text!r} is not one quoted string", place=place, remedy=_REMEDY)
        return text[1:-1]
    if text.casefold() in _WORDS:
        return _WORDS[text.casefold()]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    span = _RANGE.fullmatch(text)
    return (int(span[1]), int(span[2])) if span else text
