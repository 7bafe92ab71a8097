"""A text read once for everything that noise rules ask of it: tokens, zones, and where it breaks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from bench.text.segments import Break, break_before, is_hard_wrapped
from bench.text.tokens import Tokens, plain, tokenise
from bench.text.zones import Zone, lines

_JOINED = frozenset({" ", "-", ", ", "' ", "'", ": ", " '", "; ", "/", " (", ") "})
"""What stands between tokens most often, and never breaks a text."""


@dataclass(frozen=True, slots=True)
class Page:
    """Tokens of a text, the zone of each, and the places of each word.

    The published keywords, which no extractor sees, are read as one more line of metadata under the text. Where the
    text breaks is found when asked, since phrases touch a small part of it.
    """

    tokens: Tokens
    zones: bytearray
    positions: dict[str, list[int]]
    hard_wrapped: bool
    _known: dict[int, Break] = field(default_factory=dict, repr=False, compare=False)
    _segments: list[int] = field(default_factory=list, repr=False, compare=False)

    def holds(self, word: str) -> bool:
        """Whether a word stands outside metadata."""
        return any(self.zones[at] != META for at in self.positions.get(word, ()))

    def in_meta(self, start: int, end: int) -> bool:
        """Whether a token of the stretch stands in metadata."""
        return self.zones.find(META, start, end) >= 0

    def break_before(self, at: int) -> Break:
        """What ends between token `at` and the one before it."""
        known = self._known.get(at)
        if known is None:
            known = self._known[at] = (
                "" if self.tokens.gap(at) in _JOINED else break_before(self.tokens, at, hard_wrapped=self.hard_wrapped)
            )
        return known

    def breaks(self, start: int, end: int) -> set[Break]:
        """What ends between the first of the tokens from `start` up to `end` and the last."""
        return {self.break_before(at) for at in range(start + 1, end)}

    def crosses(self, start: int, end: int) -> bool:
        """Whether they stand in more than one segment: a line, or a sentence inside one."""
        return any(self.break_before(at) for at in range(start + 1, end))

    def segment(self, at: int) -> int:
        """The number of the segment that a token stands in."""
        if not self._segments:
            self._segments.extend(
                accumulate((self.break_before(each) != "" for each in range(1, len(self.zones))), initial=0)
            )
        return self._segments[at]

    def begins_segment(self, at: int) -> bool:
        """Whether a token is the first of its segment."""
        return at == 0 or self.break_before(at) != ""


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
    positions: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(tokens.words):
        positions[word].append(at)
    return Page(tokens, zones, dict(positions), hard_wrapped)


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
