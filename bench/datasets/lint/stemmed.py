"""Whether the gold of a set is already stemmed, and by which stemmer.

In gold that is stemmed, many words stand in no text as they are ("adapt resourc manag") but are stems of the text's
words. The stemmer that explains most of them is named. Judged over the first documents that have gold.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bench.datasets.presence import words
from bench.records import Article
from bench.text.stemmers import AUTO, NONE, PORTER_ORIGINAL, stemmer, stemmer_for

SAMPLE = 200
"""Documents."""
GAIN = 0.15
"""By how much more of the gold's words must be stems of the text than words of it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The stemmer that explains the gold best, and the shares of gold words that are words and stems of their text."""

    stemmer: str
    as_words: float
    as_stems: float


class StemmedGold:
    """Judges a set from its first documents, handed in one by one."""

    def __init__(self) -> None:
        self._documents = 0
        self._total = 0
        self._as_words = 0
        self._as_stems: dict[str, int] = {}

    def add(self, article: Article) -> None:
        """Take in one article's gold, until the sample is full."""
        if self._documents >= SAMPLE or not article.annotation.gold:
            return
        self._documents += 1
        text = set(words(article.document.text))
        said = {word for cluster in article.annotation.gold for form in cluster.forms for word in words(form)}
        self._total += len(said)
        self._as_words += len(said & text)
        for name in _candidates(article.document.language):
            stem = stemmer(name).stem
            self._as_stems[name] = self._as_stems.get(name, 0) + len(said & {stem(word) for word in text})

    def verdict(self) -> Verdict | None:
        """The judgement; None where the gold is words, or nothing can be said."""
        if not self._total or not self._as_stems:
            return None
        best = max(self._as_stems, key=lambda name: self._as_stems[name])
        as_words, as_stems = self._as_words / self._total, self._as_stems[best] / self._total
        return Verdict(best, as_words, as_stems) if as_stems - as_words > GAIN else None


def _candidates(language: str) -> Iterable[str]:
    usual = stemmer_for(AUTO, language)
    if usual == NONE:
        return ()
    return (PORTER_ORIGINAL, usual, "snowball-english") if language.startswith("en") else (usual,)
