"""From bytes to text, and from text to values: every failure names the file and where in it."""

import codecs
import json
import re
import tomllib
from collections.abc import Mapping

from bench.errors import InputError

_SURROGATE = re.compile("[\ud800-\udfff]")


def decoded(data: bytes, place: str, encoding: str = "utf-8") -> str:
    r"""The text of a file: a byte-order mark is taken off, `\r\n` and `\r` become `\n`; all else stays as it is.

    Raises:
        InputError: The bytes are not in this encoding; names the file and the offset of the first bad byte.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and encoding == "utf-8":
        raise InputError("is UTF-16, not UTF-8", place=place, remedy="Save it as UTF-8")
    mark = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    try:
        text = data[mark:].decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + mark
        raise InputError(
            f"is not {encoding.upper()}: byte 0x{data[at]:02x} at offset {at}",
            place=place,
            remedy="Save it as UTF-8, or name its encoding: append '?encoding=latin-1' to the data set",
        ) from None
    except LookupError:
        raise InputError(f"unknown encoding {encoding!r}", place=place, remedy="Try utf-8 or latin-1") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parsed_toml(text: str, place: str) -> dict[str, object]:
    """A TOML file as a dictionary.

    Raises:
        InputError: It is malformed; names the file and line.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line = f", line {found[1]}" if found else f", line {text.count(chr(10)) + 1}"
        reason = str(error).split(" (at ")[0]
        raise InputError(f"malformed TOML: {reason}", place=f"{place}{line}", remedy="Mend that line") from None


def parsed_json(text: str, place: str, line: int | None = None) -> object:
    """A JSON value; `line` is the line number where the text is one line of a larger file.

    Raises:
        InputError: It is malformed; names the file, line and column.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        number = line if line is not None else error.lineno
        raise InputError(
            f"malformed JSON: {error.msg} at column {error.colno}",
            place=f"{place}, line {number}",
            remedy="Mend that line",
        ) from None
    except RecursionError:
        where = place if line is None else f"{place}, line {line}"
        raise InputError("malformed JSON: nested too deeply", place=where, remedy="Mend that line") from None


def without_lone_surrogates(text: str) -> tuple[str, int]:
    r"""The text with each lone surrogate (a JSON escape such as `\ud83d` without its partner) as U+FFFD, and a count.

    A lone surrogate is no character: no file in UTF-8 can hold it, so no result could be written.
    """
    return _SURROGATE.subn("�", text)


def string(table: Mapping[str, object], key: str, place: str, default: str | None = None) -> str:
    """A string under a key.

    Raises:
        InputError: It is missing without a default, or no string.
    """
    value = table.get(key, default)
    if value is None:
        raise InputError(f"the key {key!r} is missing", place=place, remedy=f"Add {key!r}")
    if not isinstance(value, str):
        raise InputError(f"{key!r} must be text, not {value!r}", place=place, remedy="Put it in quotation marks")
    return value


def strings(value: object, name: str, place: str) -> tuple[str, ...]:
    """A list of strings.

    Raises:
        InputError: It is anything else.
    """
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InputError(f"{name} must be a list of texts, not {value!r}", place=place, remedy='Write ["...", "..."]')
    return tuple(value)


def known_keys(table: Mapping[str, object], known: tuple[str, ...], place: str) -> None:
    """Refuse a key that nothing would read.

    Raises:
        InputError: Names the unknown key and the known ones.
    """
    for key in table:
        if key not in known:
            raise InputError(f"unknown key {key!r}", place=place, remedy=f"Known keys: {', '.join(known)}")
