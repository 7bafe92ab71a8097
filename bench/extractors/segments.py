"""Words in the order in which they stand, cut where a phrase cannot go on: what the floor rows choose from."""

import re
from collections.abc import Iterator

_LETTER = (
    r"(?:[^\W_][\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0e31-\u0e4e\u200c\u200d]*)"
)
"""A letter or digit with its combining marks, which `\\w` leaves out (Latin, Hebrew, Arabic, Devanagari, Thai)."""

_WORD = re.compile(rf"{_LETTER}+(?:(?:['’.\-‐‑&/]|(?<=\d):(?=\d)){_LETTER}+)*")
"""Letters and digits; an apostrophe, hyphen, full stop, ampersand, slash or a time's colon may stand within."""

_GAP = re.compile(r"[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
"""White space inside a line; anything else between two words is a border."""


def segments(text: str) -> Iterator[list[str]]:
    """Runs of words with nothing but blanks between them, never over a line's end or a punctuation mark."""
    run: list[str] = []
    end = 0
    for word in _WORD.finditer(text):
        if run and not _GAP.fullmatch(text, end, word.start()):
            yield run
            run = []
        run.append(word[0])
        end = word.end()
    if run:
        yield run
