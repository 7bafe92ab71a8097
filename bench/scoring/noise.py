"""Noise in an extractor's output: classes decided by rule from the phrase and the text alone, without gold.

A hard class means that a careful reader would not let the phrase stand as a keyphrase of this text; a soft one that it
deserves a look. The classes are counted beside F1 and never mixed into it.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from bench.scoring.glue import is_fused, is_glued_in_source
from bench.scoring.occurrences import Cause, Occurrence, Places
from bench.scoring.stop_edge import has_bare_edge
from bench.text.datetimes import date_spans
from bench.text.function_words import function_words, language_code
from bench.text.markup import holds_markup, markup_spans
from bench.text.normalise import normaliser
from bench.text.page import BYLINE, read_page
from bench.text.stemmers import AUTO, stemmer_for
from bench.text.tokens import Tokens, plain, tokenise


@dataclass(frozen=True, slots=True)
class NoiseClass:
    """A class of noise: its rule in words, and whether one such label makes a phrase noise."""

    rule: str
    hard: bool = True


CLASSES: Mapping[str, NoiseClass] = MappingProxyType(
    {
        "BOILERPLATE": NoiseClass("stands only in lines of metadata (keyword lines, credits, related links)"),
        "BYLINE": NoiseClass("wherever it stands, it touches the byline"),
        "CROSS_LINE": NoiseClass("wherever it stands, it runs over the end of a line"),
        "CROSS_SENTENCE": NoiseClass("wherever it stands, it runs over the end of a sentence"),
        "DATETIME": NoiseClass("wherever it stands, it overlaps a date or a time of day"),
        "DIGITS_ONLY": NoiseClass("nothing but digits"),
        "EMPTY": NoiseClass("no letter and no digit"),
        "GLUED": NoiseClass("a word of it is two neighbours of the text with the white space between them lost"),
        "MARKUP": NoiseClass("web address, handle, character entity, tag or broken encoding"),
        "NOT_IN_TEXT": NoiseClass("stands nowhere in the text, inflected forms included"),
        "PARTIAL_TOKEN": NoiseClass("wherever it stands, it cuts a number in two (7 of 7:59)"),
        "REPEATED_TOKEN": NoiseClass("a word twice in a row, which no sentence of the text has"),
        "SOURCE_GLUED": NoiseClass("holds a word that was already fused in the source (theRussian)"),
        "STOP_EDGE": NoiseClass("begins or ends with a function word that is not part of a title or an acronym"),
        "TOO_LONG": NoiseClass("more than six words", hard=False),
        "TOO_SHORT": NoiseClass("fewer than two characters", hard=False),
    }
)
"""Every class by name, in the order in which labels are given."""

MOST_WORDS = 6
FEWEST_CHARACTERS = 2

_NUMBER_JOINTS = frozenset(".,:·⁄٫٬")
_MOST_SOUGHT = 50
"""Words of a phrase that are looked for in the text; a longer one is judged by its beginning."""

_CROSSES = "crosses a segment"
_ELIDING = frozenset({"fr", "it", "ca"})
_EDGES = re.compile(r"^[^\w+#]+|[^\w+#]+$")


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class NoiseLabels:
    """The noise classes of one phrase, in alphabetical order; `cause` says why a NOT_IN_TEXT phrase is not there."""

    labels: tuple[str, ...] = ()
    hard: bool = False
    cause: Cause | None = None


_NOTHING = NoiseLabels()


class NoiseJudge:
    """Labels the phrases of all extractors over one text; the text is read once.

    Args:
        text: what the extractors saw.
        published: keywords that came with the text and were taken off it. They are read as one more line of metadata:
            a phrase that stands in them and nowhere else is BOILERPLATE, as it would be had the line been left in.
        language: of the text, as code or English name. Words are stemmed by the language's stemmer; function words are
            known for English alone, so that STOP_EDGE is given for English alone.
    """

    def __init__(self, text: str, *, published: Sequence[str] = (), language: str = "en") -> None:
        self._text = text
        self._published = tuple(published)
        self._function_words = function_words(language)
        self._stemmer = stemmer_for(AUTO, language)
        self._elides = language_code(language) in _ELIDING
        self._known: dict[str, NoiseLabels] = {}
        self._places: Places | None = None
        self._date_spans: list[Span] | None = None
        self._markup_spans: list[Span] | None = None

    def labels(self, phrase: str) -> NoiseLabels:
        """The noise classes of a phrase; takes any string, and gives the same answer each time."""
        known = self._known.get(phrase)
        if known is None:
            known = self._known[phrase] = self._judge(phrase)
        return known

    def _judge(self, phrase: str) -> NoiseLabels:
        phrase = plain(phrase)
        written = tokenise(phrase)
        words = written.words[:_MOST_SOUGHT]
        if not words:
            return _labelled({"EMPTY"})
        places = self._read()
        page = places.page
        labels = _labels_of_phrase_alone(phrase, words)
        cause: Cause | None = None
        occurrences, touching = places.runs(words)
        if not occurrences:
            occurrences = places.spelt_without_hyphen(words) or places.inside_unspaced(words)
        if occurrences:
            labels |= self._labels_of_places(places, occurrences)
        elif any(is_fused(places, word) for word in words):
            labels.add("GLUED")
        elif touching:
            labels.add("BOILERPLATE")
        else:
            labels.add("NOT_IN_TEXT")
            cause = places.cause(words, self._function_words)
        if has_bare_edge(page, written, occurrences or touching, self._function_words):
            labels.add("STOP_EDGE")
        if len(words) > 1 and any(_is_repetition(places, pair) for pair in set(pairwise(words))):
            labels.add("REPEATED_TOKEN")
        return _labelled(labels, cause)

    def _read(self) -> Places:
        if self._places is None:
            page = read_page(self._text, self._published)
            prefix_kept = self._stemmer.startswith(("porter", "none"))
            self._places = Places(
                page, normaliser(self._stemmer).stem_token, prefix_kept=prefix_kept, elides=self._elides
            )
        return self._places

    def _labels_of_places(self, places: Places, occurrences: list[Occurrence]) -> set[str]:
        """The classes of the faults that every occurrence has."""
        common = self._faults(places, occurrences[0])
        for occurrence in occurrences[1:]:
            if not common:
                break
            common &= self._faults(places, occurrence)
        labels = common & CLASSES.keys() if common else common
        if _CROSSES in common and not labels & {"CROSS_LINE", "CROSS_SENTENCE"}:
            labels.add("CROSS_SENTENCE")
        return labels

    def _faults(self, places: Places, occurrence: Occurrence) -> set[str]:
        """What is wrong with one occurrence: names of classes, and `_CROSSES` where it leaves its segment at all."""
        page = places.page
        start, end = occurrence
        faults: set[str] = set()
        if end - start > 1:
            crossed = page.breaks(start, end)
            if "line" in crossed:
                faults |= {"CROSS_LINE", _CROSSES}
            if "sentence" in crossed:
                faults |= {"CROSS_SENTENCE", _CROSSES}
        if page.zones.find(BYLINE, start, end) >= 0:
            faults.add("BYLINE")
        if _is_inside_number(page.tokens, start) or _is_inside_number(page.tokens, end):
            faults.add("PARTIAL_TOKEN")
        if is_glued_in_source(places, occurrence):
            faults.add("SOURCE_GLUED")
        stretch = page.tokens.starts[start], page.tokens.ends[end - 1]
        if _meets(self._dates(), *stretch):
            faults.add("DATETIME")
        if _meets(self._markup(), *stretch):
            faults.add("MARKUP")
        return faults

    def _dates(self) -> list[Span]:
        if self._date_spans is None:
            self._date_spans = date_spans(self._read().page.tokens.text)
        return self._date_spans

    def _markup(self) -> list[Span]:
        if self._markup_spans is None:
            self._markup_spans = markup_spans(self._read().page.tokens.text)
        return self._markup_spans


def _labelled(labels: set[str], cause: Cause | None = None) -> NoiseLabels:
    if not labels:
        return _NOTHING
    return NoiseLabels(tuple(sorted(labels)), any(CLASSES[label].hard for label in labels), cause)


def _labels_of_phrase_alone(phrase: str, words: list[str]) -> set[str]:
    labels: set[str] = set()
    if all(word.isdigit() for word in words):
        labels.add("DIGITS_ONLY")
    if holds_markup(phrase):
        labels.add("MARKUP")
    if len(words) > MOST_WORDS:
        labels.add("TOO_LONG")
    elif len(words[0]) == len(words) == 1 and len(_EDGES.sub("", phrase)) < FEWEST_CHARACTERS:
        labels.add("TOO_SHORT")
    return labels


def _is_inside_number(tokens: Tokens, at: int) -> bool:
    """Whether token `at` and the one before it are parts of one number (3.000, 7:59, 3 000)."""
    if not 0 < at < len(tokens.words) or tokens.ends[at - 1] + 1 != tokens.starts[at]:
        return False
    before, after = tokens.words[at - 1], tokens.words[at]
    if not (before[-1].isdigit() and after[0].isdigit()):
        return False
    gap = tokens.gap(at)
    return gap in _NUMBER_JOINTS or (gap == " " and after[:3] == "000" and len(before) <= 3)


def _meets(spans: list[Span], start: int, end: int) -> bool:
    """Whether a span (they are in order and apart) overlaps the stretch."""
    if not spans:
        return False
    at = bisect_right(spans, (start, start))
    return (at < len(spans) and spans[at][0] < end) or (at > 0 and spans[at - 1][1] > start)


def _is_repetition(places: Places, pair: tuple[str, str]) -> bool:
    """Whether two words have one stem and stand side by side in no segment ("Miu Miu" does in an article about it)."""
    if pair[0][0] != pair[1][0] or places.stem(pair[0]) != places.stem(pair[1]):
        return False
    outside, _ = places.runs(list(pair))
    return all(places.page.crosses(*occurrence) for occurrence in outside)
