"""Made-up news for benchmarks: documents by their number, so that none has to be held."""

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from bench.records import Annotation, Article, Document, GoldKeyphrase

SYLLABLES = "ra to min ester ation ing pol ka ment ist or al un de gov sha bel tre nor vi lo mar".split()  # noqa: SIM905 - read as it is
WORDS = 30_000
FUNCTION_WORDS = "the of and to in a is that for it was on with as be by at this from are".split()  # noqa: SIM905 - read as it is


class MadeUpNews(Sequence[Document]):
    """`count` documents of about `length` words; the same number is the same document, however often it is asked for.

    Words fall off as one over their rank (Zipf), function words among the most frequent; lengths are lognormal, as
    those of news are; sentences have 6 to 30 words, names a capital.
    """

    def __init__(self, count: int, *, length: int = 300, seed: int = 0) -> None:
        generator = random.Random(seed)
        rarer = sorted({"".join(generator.choices(SYLLABLES, k=3)) for _ in range(WORDS)} - set(FUNCTION_WORDS))
        generator.shuffle(rarer)
        self._words = FUNCTION_WORDS + rarer
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(len(self._words))))
        self._numbers = range(count)
        self._length = length
        self._seed = seed

    def __len__(self) -> int:
        """How many there are."""
        return len(self._numbers)

    def __getitem__(self, number: Any) -> Any:  # noqa: ANN401 - slices are not asked for
        """The document with this number."""
        return self.article(self._numbers[number]).document

    def __iter__(self) -> Iterator[Document]:
        """Each document in its order."""
        return (self.article(number).document for number in self._numbers)

    def article(self, number: int) -> Article:
        """The document with 12 gold keyphrases that stand in it."""
        generator = random.Random(f"{self._seed}/{number}")
        count = max(20, min(4 * self._length, round(self._length * generator.lognormvariate(0, 0.5))))
        words = generator.choices(self._words, cum_weights=self._weights, k=count)
        lines, at = [], 0
        while at < count:
            end = at + generator.randint(6, 30)
            lines.append(" ".join(words[at:end]).capitalize() + ".")
            at = end
        starts = [generator.randrange(count - 3) for _ in range(12)]
        gold = tuple(GoldKeyphrase((" ".join(words[s : s + 1 + s % 3]),)) for s in starts)
        return Article(Document(f"d{number:08}", " ".join(lines)), Annotation(gold))
