"""The lines of a page that are not the article: the byline, and lines of metadata."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bench.text.datetimes import date_spans
from bench.text.keyword_line import find_published_lines

Zone = Literal["body", "byline", "meta"]

_HEAD = re.compile(
    r"[^\w©]{0,12}(?:"
    r"key ?words?|tags?|topics?|category|categories|shared?|read more|read also|see also"
    r"|related(?: (?:articles?|stories|story|topics?|content|links?|posts?|news|coverage|tags?|reading))?"
    r"|(?:photos?|photographs?|images?|pictures?)(?: (?:credits?|sources?|copyright|by|courtesy))?"
    r"|credits?|sources?|copyright|©|advertisements?|sign up|subscribe|follow us|newsletters?|cookies?"
    r")[*_]{0,3}[^\S\n]{0,12}(?:[:|]|$)",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"[^\w©]{0,12}(?:©|copyright\b[^\S\n]{0,12}(?:©|\(c\)|\d{4}))", re.IGNORECASE)
_SAYINGS = ("all rights reserved", "accept cookies", "click here")
_SAYING_WORDS = 25
_META_WORDS = 120
"""A longer line is an article that begins like a label ("Source: ...")."""

_NAME = r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*"
_PARTICLE = r"(?:(?:de|da|do|dos|di|del|della|van|von|der|den|la|le|el|al|bin|ibn)[ ]){0,2}"
_NOT_A_NAME = r"(?!(?:And|Of|In|On|At|For|With|From|To|As|Is|Are|Was|Or|But|AND|OF|IN|ON|AT|FOR|WITH|FROM|TO|AS|IS)\b)"
_NAMES = rf"{_NOT_A_NAME}{_NAME}(?:[ ]{_PARTICLE}{_NOT_A_NAME}{_NAME}){{1,3}}"
_LEAD = r"[^\w]{0,12}(?:(?:[Pp]osted|[Pp]ublished|[Ww]ritten|[Rr]eported|[Ss]tory|[Tt]ext|[Ww]ords)[ ])?"
_BY = re.compile(rf"{_LEAD}(?:[Bb]y|BY|Par|PAR|Von|VON):?[ ]+{_NAMES}")
_NAMED = re.compile(f"(?:.*(?:[|•·:,—–]|[Bb]y) )?{_LEAD}{_NAMES}(?:(?:,| and| &) {_NAMES}){{0,3}}")
_BEFORE_DATE = " ,|·•–—-"
_BYLINE_WORDS = 14
_BYLINE_CHARACTERS = 300
_BYLINE_LINES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a plain text, without its line end: `text[start:end]`."""

    start: int
    end: int
    zone: Zone


def _is_byline(line: str) -> bool:
    if len(line) > _BYLINE_CHARACTERS or len(line.split()) > _BYLINE_WORDS:
        return False
    return bool(_BY.match(line)) or any(
        _NAMED.fullmatch(line[:start].rstrip(_BEFORE_DATE)) for start, _ in date_spans(line)
    )


def _is_meta(line: str, sayings: Sequence[str]) -> bool:
    if _HEAD.match(line) or _RIGHTS.match(line):
        return len(line.split()) <= _META_WORDS
    return _holds_any(line, sayings) and len(line.split()) <= _SAYING_WORDS


def _holds_any(line: str, sayings: Sequence[str]) -> bool:
    if not sayings:
        return False
    folded = line.casefold()
    return any(saying in folded for saying in sayings)


def lines(text: str) -> list[Line]:
    """The lines of a plain text that are not blank, each with its zone.

    `byline`: among the first three lines, at most 14 words, "By" and two to four capitalised words, or such words
    directly before a clock time, an ISO date or a month and day. `meta`: a line that begins with a label such as
    "Keywords", "Photo" or "Read more" and a colon, a bar or nothing; a published keyword list; a copyright notice; a
    line of at most 25 words with "all rights reserved", "accept cookies" or "click here". All else is `body`.
    """
    found: list[Line] = []
    start = 0
    folded = text.casefold()
    sayings = [saying for saying in _SAYINGS if saying in folded]
    for raw in text.split("\n"):
        line = raw.strip().strip("\ufeff\u200b")
        if line:
            zone: Zone = "body"
            if _is_meta(line, sayings):
                zone = "meta"
            elif len(found) < _BYLINE_LINES and _is_byline(line):
                zone = "byline"
            found.append(Line(start, start + len(raw), zone))
        start += len(raw) + 1
    if listed := find_published_lines(text):
        begins = [line.start for line in listed]
        for at, candidate in enumerate(found):
            before = bisect_right(begins, candidate.start) - 1
            if before >= 0 and candidate.start < listed[before].end:
                found[at] = Line(candidate.start, candidate.end, "meta")
    return found
