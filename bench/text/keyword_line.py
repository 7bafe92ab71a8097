"""Keyword lines that were published with a text: taken off where declared, found where not.

Such a line is somebody's answer. Left in a text it is read by every extractor, and each phrase of it "occurs".
"""

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise

_HEAD = re.compile(
    r"[^\S\r\n]{0,12}[\ufeff*_#>•-]{0,4}[^\S\r\n]{0,12}"
    r"(key[ -]?words(?: and phrases)?|key[ -]?word|key[ -]?phrases|index terms|tags?|topics?|subject terms|descriptors"
    r"|mots[ -]cl[eé]s|palavras[ -]chave|palabras[ -]clave|parole chiave|schl[uü]ssel(?:w[oö]rter|begriffe)"
    r"|schlagw[oö]rter|trefwoorden|s[lł]owa kluczowe|nøkkelord|nyckelord|ключевые слова)"
    r"[*_]{0,3}[^\S\r\n]{0,12}(?:(?:[:：|—–]|-(?=\s))[*_]{0,3}|(?=[\r\n]|$))",
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_SEPARATORS = (";", "|", "•", "·", ",", "、", "，", "؛", "،")
_GOES_ON = (",", ";")
_MOST_LINES = 10
_FEWEST_PHRASES = 2
_LONGEST_PHRASE = 8
"""Words; a piece longer than this is running text."""


@dataclass(frozen=True, slots=True)
class Line:
    """A published keyword line: `text[start:end]`, its line end included, on line `number` (from 1) of its text."""

    number: int
    start: int
    end: int
    prefix: str
    phrases: tuple[str, ...]


def _lines(text: str) -> list[tuple[int, int]]:
    """Start and end of each line, its line end (of any of the three kinds) included."""
    if "\r" in text:
        return [match.span() for match in _LINE.finditer(text) if match.end() > match.start()]
    ends = list(accumulate(len(line) + 1 for line in text.split("\n")))
    ends[-1] -= 1
    return [(start, end) for start, end in pairwise([0, *ends]) if end > start]


def _phrases(listed: str) -> tuple[str, ...]:
    """The phrases of a list. Where a rarer separator stands, a comma belongs to a phrase."""
    listed = listed.strip()
    separator = next((s for s in _SEPARATORS if s in listed), None)
    pieces = [piece.strip(" \t\u00a0*_") for piece in (listed.split(separator) if separator else [listed])]
    if pieces and pieces[-1].endswith(".") and pieces[-1].count(".") == 1:
        pieces[-1] = pieces[-1][:-1].rstrip()
    return tuple(piece for piece in pieces if piece)


def split_published_line(text: str, prefix: str) -> tuple[str, tuple[str, ...]]:
    """The text without its published keyword line, and the phrases of the line.

    Args:
        text: the source; line ends of any kind, a byte-order mark and blanks before the prefix do not matter.
        prefix: how the line begins ("Keywords:"), as declared in `dataset.toml`; case matters.

    Every line that begins with the prefix is taken off, with its line end; where nothing follows it, the blank lines
    before it go too, so that the text ends where the article ends. Without such a line the text comes back as it is,
    with ().
    """
    if not prefix.strip():
        return text, ()
    kept: list[str] = []
    phrases: list[str] = []
    found = at_the_end = False
    for start, end in _lines(text):
        line = text[start:end]
        bare = line.lstrip(" \t\u00a0\ufeff")
        if bare.startswith(prefix):
            phrases += _phrases(bare[len(prefix) :])
            found = at_the_end = True
        else:
            kept.append(line)
            at_the_end = at_the_end and not line.strip()
    if not found:
        return text, ()
    rest = "".join(kept)
    return (rest.rstrip() if at_the_end else rest), tuple(phrases)


def find_published_lines(text: str) -> tuple[Line, ...]:
    """Lines of a text that look like published keywords and were not declared.

    "Keywords: a, b", "Tags | a | b", or the heading "Keywords" alone with the list on the next line that is not blank.
    A list has at least two phrases, none longer than eight words; a comma at a line's end takes it on to the next.
    """
    spans = _lines(text)
    found: list[Line] = []
    for at, (start, end) in enumerate(spans):
        head = _HEAD.match(text, start, end)
        if not head:
            continue
        first = last = at
        listed = text[head.end() : end].strip()
        if not listed:
            first = last = next(
                (n for n in range(at + 1, min(at + 3, len(spans))) if text[slice(*spans[n])].strip()), at
            )
            listed = text[slice(*spans[first])].strip() if first > at else ""
        while listed.endswith(_GOES_ON) and last - first < _MOST_LINES and last + 1 < len(spans):
            last += 1
            listed = f"{listed} {text[slice(*spans[last])].strip()}".rstrip()
        phrases = _phrases(listed)
        if len(phrases) >= _FEWEST_PHRASES and all(len(phrase.split()) <= _LONGEST_PHRASE for phrase in phrases):
            found.append(Line(at + 1, start, spans[last][1], head.group().strip(), phrases))
    return tuple(found)
