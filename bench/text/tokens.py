"""The norm-1 tokens of a text, each with its place in the text.

Places are offsets into the *plain* form of the text, which differs from the source only in what norm-1 never sees:
every line end is a line feed, typographic apostrophes are `'`, and the whole is in NFKC. So one text in NFC or NFD,
with CRLF or with LF, has one plain form. Case and punctuation stay: boundaries, titles and dates are read off them.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bench.text.normalise import tokens

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4`\uff07", "'"))
_KEPT = re.compile("([\u0149\u1fef\uff40])")
"""NFKC makes these three into an apostrophe, but only after norm-1 has mapped its apostrophes; so they stay."""

_ONE_WORD = re.compile(r"[(\"]*([A-Za-z0-9]+)[.,;:!?)\"]*")
"""A word between marks that norm-1 drops: one token, whose place needs no search."""

_WORD_ASCII = re.compile("[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*")

_REMEMBERED = 40
"""Longest stretch without white space whose tokens are remembered, in characters."""

Placed = tuple[tuple[str, int, int], ...]
"""Tokens with start and end."""


def plain(text: str) -> str:
    """The plain form of a text; takes any string."""
    if text.isascii():
        text = text.replace("`", "'") if "`" in text else text
        return _LINE_ENDS.sub("\n", text) if _LINE_ENDS.search(text) else text
    text = _LINE_ENDS.sub("\n", text).translate(_APOSTROPHES)
    if not _KEPT.search(text):
        return unicodedata.normalize("NFKC", text)
    return "".join(part if _KEPT.match(part) else unicodedata.normalize("NFKC", part) for part in _KEPT.split(text))


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of a plain text: token i is `words[i]` and was read from `text[starts[i]:ends[i]]`.

    The stretch holds what belongs to the token, such as the possessive of "Musk's" and the inner stop of "U.S". Where
    norm-1 breaks a stretch in a way that cannot be traced, each of its tokens gets the whole of it.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]

    def gap(self, at: int) -> str:
        """What stands before token `at`, since the token before it; after the last token: the rest of the text."""
        start = self.ends[at - 1] if at else 0
        return self.text[start : self.starts[at]] if at < len(self.words) else self.text[start:]

    def source(self, at: int) -> str:
        """The token as the text writes it."""
        return self.text[self.starts[at] : self.ends[at]]


def tokenise(text: str) -> Tokens:
    """The tokens of a plain text. Their words are those of norm-1, because norm-1 never looks across white space."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for chunk in text.split():
        start = text.index(chunk, at)
        at = start + len(chunk)
        if chunk.isalnum() and chunk.isascii():
            words.append(chunk.lower())
            starts.append(start)
            ends.append(at)
            continue
        for word, begins, stops in _placed(chunk) if len(chunk) <= _REMEMBERED else _place(chunk):
            words.append(word)
            starts.append(start + begins)
            ends.append(start + stops)
    return Tokens(text, words, starts, ends)


def _place(chunk: str) -> Placed:
    if alone := _ONE_WORD.fullmatch(chunk):
        return ((alone[1].lower(), *alone.span(1)),)
    words = tokens(chunk)
    if not words:
        return ()
    pieces = [(start, end) for start, end in _pieces(chunk) if not _is_possessive(chunk, start, end)]
    if len(words) == 1 and pieces and tokens(chunk[pieces[0][0] : pieces[-1][1]]) == words:
        return ((words[0], pieces[0][0], pieces[-1][1]),)
    placed: list[tuple[str, int, int]] = []
    at = 0
    for word in words:
        # A token is one piece, or several where norm-1 joins an acronym or drops an apostrophe.
        for last in range(at, min(at + 16, len(pieces))):
            start, end = pieces[at][0], pieces[last][1]
            if tokens(chunk[start:end]) == [word]:
                placed.append((word, start, end))
                at = last + 1
                break
        else:
            return tuple((each, 0, len(chunk)) for each in words)
    return tuple(placed)


def _is_possessive(chunk: str, start: int, end: int) -> bool:
    """Whether the piece is the s of a possessive that follows no letter, as in "(ISS)'s"; norm-1 drops it."""
    return end - start == 1 and chunk[start] in "sS" and start > 0 and chunk[start - 1] == "'"


_placed = lru_cache(maxsize=1 << 16)(_place)


def _pieces(chunk: str) -> list[tuple[int, int]]:
    """Runs of letters, marks, numbers and format characters, apostrophes between them included."""
    if chunk.isascii():
        return [match.span() for match in _WORD_ASCII.finditer(chunk)]
    pieces: list[tuple[int, int]] = []
    start = end = -1
    for at, character in enumerate(chunk):
        if _is_word(character):
            start, end = (at if start < 0 else start), at + 1
        elif start >= 0 and not (unicodedata.category(character) == "Cf" or character == "'"):
            pieces.append((start, end))
            start = -1
    if start >= 0:
        pieces.append((start, end))
    return pieces


@lru_cache(maxsize=1 << 14)
def _is_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"
