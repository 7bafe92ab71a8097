"""Where the tokens of a phrase stand in a page: side by side, spelt without a hyphen, or how far apart."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from bench.text.page import META, Page

Occurrence = tuple[int, int]
"""First token, and the one after the last."""

Cause = Literal["over-stop-words", "over-punctuation", "reordered", "scattered", "unseen"]

_HYPHENS = frozenset("-\u2010\u2012\u2013")
_ELIDED = ("l", "d", "j", "m", "t", "s", "n", "c", "qu", "un", "all", "dall", "dell", "nell", "sull", "quest")
_LONGEST_WORD = 80
"""Characters; nothing longer is a few words written together."""

_MOST_SKIPPED = 16
"""Tokens in a row that a glued phrase may have dropped; more are no clause."""


class Places:
    """The places of words and stems in one page; what costs is built when first asked for."""

    def __init__(self, page: Page, stem: Callable[[str], str], *, prefix_kept: bool, elides: bool = False) -> None:
        """`prefix_kept` says that stemming never changes a first letter, so that only words with it need stemming.

        `elides` says that the language writes articles and the word after them as one (French, Italian, Catalan).
        """
        self.page = page
        self.stem = stem
        self._prefix_kept = prefix_kept
        self._by_stem: dict[str, dict[str, list[int]]] = {}
        self._elides = elides
        self._by_first: dict[str, list[str]] | None = None
        self._glued: dict[str, bool] = {}

    def of_stem(self, stem: str) -> list[int]:
        """Where the words with this stem stand, in order."""
        first = stem[:1] if self._prefix_kept else ""
        stems = self._by_stem.get(first)
        if stems is None:
            stems = self._by_stem[first] = {}
            for word in self._beginning_with(first):
                stems.setdefault(self.stem(word), []).extend(self.page.positions[word])
            for places in stems.values():
                places.sort()
        return stems.get(stem, [])

    def _beginning_with(self, first: str) -> Iterable[str]:
        if not first:
            return self.page.positions
        if self._by_first is None:
            self._by_first = {}
            for word in self.page.positions:
                self._by_first.setdefault(word[0], []).append(word)
        return self._by_first.get(first, ())

    def is_glued(self, source: str, judge: Callable[[Page, str], bool]) -> bool:
        """What `judge` says of a token as the source writes it, asked once."""
        glued = self._glued.get(source)
        if glued is None:
            glued = self._glued[source] = judge(self.page, source)
        return glued

    def body_of_stem(self, stem: str) -> list[int]:
        """Where the words with this stem stand outside metadata, in order."""
        zones = self.page.zones
        return [at for at in self.of_stem(stem) if zones[at] != META]

    def runs(self, words: list[str]) -> tuple[list[Occurrence], list[Occurrence]]:
        """Where the words stand side by side: outside metadata, and touching it.

        As they are written; only where nothing stands so outside metadata, by their stems.
        """
        outside, touching = self._parted(self._surface_runs(words), len(words))
        if outside:
            return outside, touching
        return self._parted(self._stem_runs(words), len(words))

    def _parted(self, starts: list[int], length: int) -> tuple[list[Occurrence], list[Occurrence]]:
        outside: list[Occurrence] = []
        touching: list[Occurrence] = []
        for start in starts:
            end = start + length
            (touching if self.page.in_meta(start, end) else outside).append((start, end))
        return outside, touching

    def _surface_runs(self, words: list[str]) -> list[int]:
        positions = self.page.positions
        rarest: list[int] | None = None
        offset = 0
        for at, word in enumerate(words):
            places = positions.get(word)
            if places is None:
                return []
            if rarest is None or len(places) < len(rarest):
                rarest, offset = places, at
        text, length = self.page.tokens.words, len(words)
        if length == 1:
            return rarest or []
        return [
            at - offset for at in rarest or () if at >= offset and text[at - offset : at - offset + length] == words
        ]

    def _stem_runs(self, words: list[str]) -> list[int]:
        stems = [self.stem(word) for word in words]
        places = [self.of_stem(stem) for stem in stems]
        offset = min(range(len(words)), key=lambda at: len(places[at]))
        text, last = self.page.tokens.words, len(self.page.tokens.words) - len(words)
        return [
            at - offset
            for at in places[offset]
            if 0 <= at - offset <= last
            and all(self.stem(text[at - offset + n]) == stem for n, stem in enumerate(stems))
        ]

    def spelt_without_hyphen(self, words: list[str]) -> list[Occurrence]:
        """Where the words stand outside metadata once hyphens are dropped: "sixthlargest" for "sixth-largest".

        A hyphen at a line's end counts: "com-" and "puter" on the next line are "computer". A word that the text
        writes without a hyphen is not looked for with one.
        """
        dropped = [
            [] if self.of_stem(self.stem(word)) else self.written_together(word, self._is_hyphen) for word in words
        ]
        if self._elides:
            dropped = [found + self._after_elision(word) for found, word in zip(dropped, words, strict=True)]
        if not any(dropped):
            return []
        begun: dict[int, int] = {}  # where a match of the words so far ends, and where it began
        for n, word in enumerate(words):
            steps = [(at, at + 1) for at in self.of_stem(self.stem(word))] + dropped[n]
            begun = {end: begun.get(start, start) for start, end in steps if n == 0 or start in begun}
        return sorted((start, end) for end, start in begun.items() if not self.page.in_meta(start, end))

    def written_together(self, word: str, joint: Callable[[int], bool], *, shortest: int = 1) -> list[Occurrence]:
        """Neighbours which, written together, are the word or an inflection of it.

        `joint` judges the gap before each but the first; the first has `shortest` characters or more.
        """
        text = self.page.tokens.words
        found: list[Occurrence] = []
        for cut in range(shortest, min(len(word), _LONGEST_WORD)):
            for first in self.page.positions.get(word[:cut], ()):
                rest, at = word[cut:], first + 1
                while at < len(text) and text[at][0] == rest[0] and joint(at):
                    if self.stem(rest) == self.stem(text[at]):
                        found.append((first, at + 1))
                        break
                    if not rest.startswith(text[at]) or len(rest) == len(text[at]):
                        break
                    rest = rest[len(text[at]) :]
                    at += 1
        return found

    def _is_hyphen(self, at: int) -> bool:
        gap = self.page.tokens.gap(at)
        return gap[:1] in _HYPHENS and (len(gap) == 1 or (gap[1:].isspace() and gap.count("\n") == 1))

    def _after_elision(self, word: str) -> list[Occurrence]:
        """Where an article or preposition was elided before the word: "espace" in "l'espace"."""
        tokens = self.page.tokens
        return [
            (at, at + 1)
            for elided in _ELIDED
            for at in self.page.positions.get(elided + word, ())
            if tokens.source(at).casefold().startswith(f"{elided}'")
        ]

    def inside_unspaced(self, words: list[str]) -> list[Occurrence]:
        """Tokens that hold the phrase, for scripts that write no blanks between words; [] for others."""
        phrase = "".join(words)
        if not all(_is_unspaced(character) for character in phrase):
            return []
        return [
            (at, at + 1)
            for word, places in self.page.positions.items()
            if phrase in word
            for at in places
            if not self.page.in_meta(at, at + 1)
        ]

    def cause(self, words: list[str], function_words: frozenset[str]) -> Cause:
        """Why a phrase stands nowhere outside metadata.

        In order, with nothing but function words and one-character tokens between: `over-stop-words` inside a segment,
        `over-punctuation` across one; all tokens in one segment otherwise: `reordered`; all in the text: `scattered`;
        some nowhere, not even its stem: `unseen`.
        """
        stems = [self.stem(word) for word in words]
        wanted = Counter(stems)
        places = {stem: self.body_of_stem(stem) for stem in wanted}
        if not all(places.values()):
            return "unseen"
        ends = [(start, self._end_with_skips(start, stems, function_words)) for start in places[stems[0]]]
        crossing = [self.page.crosses(start, end) for start, end in ends if end is not None]
        if crossing:
            return "over-punctuation" if all(crossing) else "over-stop-words"
        segments = [
            {segment for segment, n in Counter(map(self.page.segment, places[stem])).items() if n >= count}
            for stem, count in wanted.items()
        ]
        return "reordered" if set.intersection(*segments) else "scattered"

    def _end_with_skips(self, start: int, stems: Sequence[str], function_words: frozenset[str]) -> int | None:
        """Where the stems end, read from `start` on and skipping what extractors drop; None where they do not stand."""
        text = self.page.tokens.words
        at = start + 1
        for stem in stems[1:]:
            limit = min(at + _MOST_SKIPPED, len(text))
            while at < limit and self.stem(text[at]) != stem:
                if not (text[at] in function_words or len(text[at]) == 1):
                    return None
                at += 1
            if at == limit:
                return None
            at += 1
        return None if self.page.in_meta(start, at) else at


def _is_unspaced(character: str) -> bool:
    """Han, kana, Thai, Lao, Khmer, Myanmar."""
    code = ord(character)
    return (
        0x0E00 <= code <= 0x0EFF
        or 0x1000 <= code <= 0x109F
        or 0x1780 <= code <= 0x17FF
        or 0x3005 <= code <= 0x30FF
        or 0x3400 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFF
    )
