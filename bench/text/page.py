"""A text read once for everything that noise rules ask of it: tokens, zones, and where it breaks."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.text.segments import break_before, is_hard_wrapped
from bench.text.tokens import Tokens, plain, tokenise
from bench.text.zones import Zone, lines

_JOINED = frozenset({" ", "-", ", ", "' ", "'", ": ", " '", "; ", "/", " (", ") "})
"""What stands between tokens most often, and never breaks a text."""


@dataclass(frozen=True, slots=True)
class Page:
    """Tokens of a text with, for each of them, its zone and how many line and sentence breaks stand before it.

    `positions` gives the places of each word. The published keywords, which no extractor sees, are read as one more
    line of metadata under the text.
    """

    tokens: Tokens
    zones: bytearray
    line_breaks: list[int]
    sentence_breaks: list[int]
    positions: dict[str, list[int]]

    def holds(self, word: str) -> bool:
        """Whether a word stands outside metadata."""
        return any(self.zones[at] != META for at in self.positions.get(word, ()))

    def in_meta(self, start: int, end: int) -> bool:
        """Whether a token of the stretch stands in metadata."""
        return self.zones.find(META, start, end) >= 0

    def crosses_line(self, start: int, end: int) -> bool:
        """Whether the tokens from `start` up to `end` stand on both sides of a line break."""
        return self.line_breaks[start] != self.line_breaks[end - 1]

    def crosses_sentence(self, start: int, end: int) -> bool:
        """Whether they stand on both sides of the end of a sentence inside a line."""
        return self.sentence_breaks[start] != self.sentence_breaks[end - 1]

    def crosses(self, start: int, end: int) -> bool:
        """Whether they stand in more than one segment."""
        return self.crosses_line(start, end) or self.crosses_sentence(start, end)

    def segment(self, at: int) -> int:
        """The number of the segment that a token stands in."""
        return self.line_breaks[at] + self.sentence_breaks[at]

    def begins_segment(self, at: int) -> bool:
        """Whether a token is the first of its segment."""
        return at == 0 or self.crosses(at - 1, at + 1)


BODY, BYLINE, META = range(3)
_CODES: dict[Zone, int] = {"body": BODY, "byline": BYLINE, "meta": META}


def read_page(text: str, published: Sequence[str] = ()) -> Page:
    """Read a text, and the keywords that were published with it and taken off."""
    text = plain(text)
    hard_wrapped = is_hard_wrapped(text)
    marked = [(line.start, line.end, _CODES[line.zone]) for line in lines(text) if line.zone != "body"]
    if published:
        listed = plain(", ".join(" ".join(phrase.split()) for phrase in published))
        marked.append((len(text), len(text) + 2 + len(listed), META))
        text = f"{text}\n\n{listed}"
    tokens = tokenise(text)
    zones = _zones(tokens, marked)
    line_breaks, sentence_breaks = _breaks(tokens, hard_wrapped=hard_wrapped)
    positions: dict[str, list[int]] = {}
    for at, word in enumerate(tokens.words):
        positions.setdefault(word, []).append(at)
    return Page(tokens, zones, line_breaks, sentence_breaks, positions)


def _zones(tokens: Tokens, marked: list[tuple[int, int, int]]) -> bytearray:
    zones = bytearray(len(tokens.words))
    at = 0
    for start, end, code in marked:
        while at < len(zones) and tokens.starts[at] < start:
            at += 1
        while at < len(zones) and tokens.starts[at] < end:
            zones[at] = code
            at += 1
    return zones


def _breaks(tokens: Tokens, *, hard_wrapped: bool) -> tuple[list[int], list[int]]:
    text, starts, ends = tokens.text, tokens.starts, tokens.ends
    line_breaks: list[int] = []
    sentence_breaks: list[int] = []
    line_count = sentence_count = previous_end = 0
    for at, start in enumerate(starts):
        if at and text[previous_end:start] not in _JOINED:
            ended = break_before(tokens, at, hard_wrapped=hard_wrapped)
            line_count += ended == "line"
            sentence_count += ended == "sentence"
        previous_end = ends[at]
        line_breaks.append(line_count)
        sentence_breaks.append(sentence_count)
    return line_breaks, sentence_breaks
