"""What occurs more than once in a set, in flat memory: ids, texts, sentences, lines.

Two passes. The first counts hashes in a sketch of fixed size, which can only count too high; the second looks again at
what may have occurred twice, and only that is held (Cormode and Muthukrishnan, J. Algorithms 55, 2005).
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from bench.datasets.lint.findings import Finding, finding
from bench.datasets.presence import words
from bench.records import Article

_UNIT = re.compile(r"(?<=[.!?])\s+|\n+")
SENTENCE_WORDS = 6
LINE_WORDS = 3
SHARED = 2
"""Sentences that two articles must share to be named."""
RESIDUE_DOCUMENTS = 5
RESIDUE_SHARE = 0.01
MOST_HELD = 100_000
"""Repeated units that are held; where there are more, the rest is not compared."""
_WIDTH = 1 << 22


def _hash(kind: str, text: str) -> int:
    return int.from_bytes(blake2b(f"{kind}\0{text}".encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


class Sketch:
    """Counts of hashes up to 255, in eight megabytes; never too low."""

    def __init__(self) -> None:
        self._rows = (bytearray(_WIDTH), bytearray(_WIDTH))

    def _cells(self, value: int) -> Iterator[tuple[bytearray, int]]:
        for row, part in zip(self._rows, (value & 0xFFFFFFFF, value >> 32), strict=True):
            yield row, part % _WIDTH

    def add(self, value: int) -> None:
        """Count one."""
        for row, at in self._cells(value):
            if row[at] < 255:
                row[at] += 1

    def has_repeats(self, value: int) -> bool:
        """Whether it may have been counted twice."""
        return all(row[at] > 1 for row, at in self._cells(value))


def _units(text: str) -> dict[str, int]:
    """Distinct lines and sentences by their words, with how many words each has."""
    found = {}
    for unit in _UNIT.split(text):
        tokens = words(unit)
        if len(tokens) >= LINE_WORDS:
            found[" ".join(tokens)] = len(tokens)
    return found


@dataclass
class Repeats:
    """Hand every article to `count`, then every article again to `look`, then ask for `found`."""

    documents: int = 0
    _sketch: Sketch = field(default_factory=Sketch)
    _ids: dict[int, str] = field(default_factory=dict)
    _texts: dict[int, str] = field(default_factory=dict)
    _first: dict[int, str] = field(default_factory=dict)
    _counts: Counter[int] = field(default_factory=Counter)
    _shown: dict[int, str] = field(default_factory=dict)
    _pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    _copies: list[Finding] = field(default_factory=list)

    def count(self, article: Article) -> None:
        """The first pass."""
        self.documents += 1
        self._sketch.add(_hash("id", article.document.id))
        text = article.document.text
        self._sketch.add(_hash("text", " ".join(words(text))))
        for unit in _units(text):
            self._sketch.add(_hash("unit", unit))

    def look(self, article: Article, place: str, set_name: str) -> None:
        """The second pass."""
        identifier, text = article.document.id, article.document.text
        self._again(self._ids, _hash("id", f"{identifier}"), place, "duplicate-id", f"{identifier!r}", set_name)
        whole = " ".join(words(text))
        if whole and self._again(self._texts, _hash("text", whole), place, "duplicate-document", "", ""):
            return
        for unit, length in _units(text).items():
            value = _hash("unit", unit)
            if self._sketch.has_repeats(value):
                self._see(value, unit, length, place)

    def _again(self, seen: dict[int, str], value: int, place: str, code: str, detail: str, scope: str) -> bool:
        if not self._sketch.has_repeats(value):
            return False
        key = value if not scope else _hash(scope, str(value))
        if key not in seen:
            seen[key] = place
            return False
        self._copies.append(finding(code, place, f"{detail} also in {seen[key]}".strip()))
        return True

    def _see(self, value: int, unit: str, length: int, place: str) -> None:
        if value not in self._first and len(self._first) >= MOST_HELD:
            return
        self._counts[value] += 1
        if self._counts[value] >= RESIDUE_DOCUMENTS:
            self._shown.setdefault(value, unit[:80])
        first = self._first.setdefault(value, place)
        if first != place and length >= SENTENCE_WORDS and len(self._pairs) < MOST_HELD:
            self._pairs[first, place] += 1

    def found(self) -> Iterator[Finding]:
        """Everything that occurs more than once."""
        yield from self._copies
        for (first, second), count in sorted(self._pairs.items()):
            if count >= SHARED:
                yield finding("shared-sentences", second, f"{count} of them stand in {first}")
        least = max(RESIDUE_DOCUMENTS, RESIDUE_SHARE * self.documents)
        for value, count in self._counts.most_common():
            if count >= least:
                yield finding("residue", self._first[value], f"{self._shown[value]!r} in {count} articles")
