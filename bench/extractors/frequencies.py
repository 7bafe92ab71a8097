"""In how many documents each phrase stands: counted exactly, in bounded memory, however large the corpus."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat

from bench.extractors.count_file import CountFile

HELD = 1_000_000
"""So many phrases are held in memory (some 150 MB); what is more goes to a file."""


class Frequencies:
    """Document frequencies of phrases and, where asked for, how often each phrase stands in all documents together.

    Past `held` phrases the counts go to a private file, which has no name and is gone with the process, however that
    ends; they are added up there before the first one is looked up. Nothing is hashed away: two phrases never share a
    count.
    """

    def __init__(self, *, with_totals: bool = False, held: int = HELD) -> None:
        self.documents = 0
        self._with_totals = with_totals
        self._held = held
        self._frequencies: Counter[str] = Counter()
        self._totals: Counter[str] = Counter()
        self._file: CountFile | None = None
        self.texts: set[str] = set()

    def count(self, phrases: Mapping[str, int], text: str = "") -> None:
        """Take in one document: its phrases, each with how often it stands there, and the digest of its text."""
        self.documents += 1
        if text:
            self.texts.add(text)
        self._frequencies.update(phrases.keys())
        if self._with_totals:
            self._totals.update(phrases)
        self._bound()

    def add(
        self,
        documents: int,
        phrases: Iterable[str],
        frequencies: Iterable[int],
        totals: Iterable[int] = (),
        texts: Iterable[str] = (),
    ) -> None:
        """Take in what was counted elsewhere: so many documents, counts in the order of the phrases, texts' digests."""
        self.documents += documents
        self.texts.update(texts)
        held, sums = self._frequencies, self._totals
        for phrase, frequency, total in zip(phrases, frequencies, totals or repeat(0), strict=False):
            held[phrase] = held.get(phrase, 0) + frequency
            if self._with_totals:
                sums[phrase] = sums.get(phrase, 0) + total
        self._bound()

    def of(self, phrases: Sequence[str], text: str = "") -> list[int]:
        """The document frequency of each phrase, 0 for one that was never seen.

        `text` is the digest of the text that has them all. Where it was counted none of them is 0, which spares most
        reads from the file.
        """
        if self._file is None:
            get = self._frequencies.get
            return [get(phrase, 0) for phrase in phrases]
        self._write_out()
        return self._file.of(phrases, counted=text in self.texts)

    def settle(self) -> None:
        """Add up now what was written out, so that the first look-up need not."""
        if self._file is not None:
            self._write_out()
            self._file.settle()

    def counts(self) -> Iterator[tuple[str, int, int]]:
        """Each phrase once with its frequency and its total (0 where none was asked for), in any order."""
        if self._file is not None:
            self._write_out()
            yield from self._file.counts()
            return
        for phrase, frequency in self._frequencies.items():
            yield phrase, frequency, self._totals[phrase]

    def in_order(self) -> Iterator[tuple[str, int, int]]:
        """`counts` in the order of the phrases."""
        if self._file is not None:
            self._write_out()
            yield from self._file.in_order()
            return
        for phrase in sorted(self._frequencies):
            yield phrase, self._frequencies[phrase], self._totals[phrase]

    def __bool__(self) -> bool:
        """Whether any phrase was seen."""
        return bool(self._frequencies) or self._file is not None

    def _bound(self) -> None:
        """Write the counts out when they are too many to hold."""
        if len(self._frequencies) > self._held:
            self._write_out()

    def _write_out(self) -> None:
        if self._file is None:
            self._file = CountFile(self._held)
        if self._frequencies:
            self._file.write(self._frequencies, self._totals)
            self._frequencies, self._totals = Counter(), Counter()
