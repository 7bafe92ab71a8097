"""Counts of more phrases than memory holds, in files without a name: added up part by part, looked up one by one.

A phrase belongs to one of 256 parts by its hash. What is written out goes to its part; later each part is read back and
added up in memory. Phrases that stand in more than one document are then written as buckets of some 32, again by hash.
To look one up is to read a bucket and to find the phrase itself in it, letter by letter. So a phrase costs the same at
every step, however many there are: nothing is sorted.

In any text most phrases of several words stand in one document alone. A phrase of a counted document that is not among
the repeated ones is such a phrase, so they need not be written to be looked up. A table of them is made only when
someone asks for a phrase that may stand nowhere.
"""

import json
import os
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import repeat

PARTS = 256

TOGETHER = 32
"""Phrases in a bucket, on the average: less than a kilobyte, which is read in a microsecond."""

OFTEN = 200_000
"""So many of the most frequent phrases stay in memory (some 25 MB)."""

MARKS = 1 << 24
"""Bytes of a table's marks; a bit that is not set tells without reading that a phrase is not in the table."""

ROWS = 512
"""Rows of each part that are in memory while all parts are merged into one order."""

Row = tuple[str, int, int]
"""A phrase, its frequency, its total."""

_BEGIN, _END = b"\xff", b"\xfe"  # no text in UTF-8 has these bytes, so no phrase can hold another one's entry


class CountFile:
    """Frequencies and totals by phrase; at most `held` phrases are added up at once."""

    def __init__(self, held: int) -> None:
        self._held = max(1, held)
        self._slips = _Slips(PARTS)
        self._repeated: _Table | None = None
        self._once: _Table | None = None

    def write(self, frequencies: Mapping[str, int], totals: Mapping[str, int]) -> None:
        """Add to the counts; a phrase that is not in `totals` adds nothing there."""
        self._repeated = self._once = None
        parts: list[list[str]] = [[] for _ in range(PARTS)]
        counts: list[list[int]] = [[] for _ in range(PARTS)]
        for phrase, frequency in frequencies.items():
            part = hash(phrase) % PARTS
            parts[part].append(phrase)
            counts[part].append(frequency)
        for part, phrases in enumerate(parts):
            sums = [totals.get(phrase, 0) for phrase in phrases] if totals else []
            self._slips.write(part, phrases, counts[part], sums)

    def of(self, phrases: Sequence[str], *, counted: bool) -> list[int]:
        """The frequency of each phrase, 0 for one that is not there; `counted` says that all of them are."""
        found = self.settle().of(phrases)
        if counted:
            return [frequency or 1 for frequency in found]
        if self._once is None:
            self._once = _Table(self._summed(), once=True)
        return [frequency or once for frequency, once in zip(found, self._once.of(phrases), strict=True)]

    def settle(self) -> "_Table":
        """The table of repeated phrases; made now where there is none."""
        if self._repeated is None:
            self._repeated = _Table(self._summed(), once=False)
        return self._repeated

    def counts(self) -> Iterator[Row]:
        """Each phrase once, in no order."""
        for _, _, frequencies, totals in self._summed():
            for phrase, frequency in frequencies.items():
                yield phrase, frequency, totals.get(phrase, 0)

    def in_order(self) -> Iterator[Row]:
        """Each phrase once, in the order of the phrases: what is added up together is sorted, then all is merged."""
        ordered = _Slips(sum(map(self._passes, range(PARTS))))
        for number, (_, _, frequencies, totals) in enumerate(self._summed()):
            phrases = sorted(frequencies)
            for begin in range(0, len(phrases), ROWS):
                some = phrases[begin : begin + ROWS]
                ordered.write(number, some, [frequencies[p] for p in some], [totals.get(p, 0) for p in some])
        yield from merge(*map(ordered.read, range(len(ordered.rows))))

    def _passes(self, part: int) -> int:
        return max(1, -(-self._slips.rows[part] // self._held))

    def _summed(self) -> "Iterator[_Sums]":
        """Everything added up: a part at a time, or less where even that would be too much."""
        for part in range(PARTS):
            passes = self._passes(part)
            for number in range(passes):
                frequencies: dict[str, int] = {}
                totals: dict[str, int] = {}
                for phrase, frequency, total in self._slips.read(part):
                    if passes > 1 and hash(phrase) // PARTS % passes != number:
                        continue
                    frequencies[phrase] = frequencies.get(phrase, 0) + frequency
                    if total:
                        totals[phrase] = totals.get(phrase, 0) + total
                yield part, passes, frequencies, totals


_Sums = tuple[int, int, dict[str, int], dict[str, int]]
"""A part, in how many passes it is added up, and of one of these the frequencies and totals."""


class _Slips:
    """Rows as they were written out, by part; a phrase may come more than once."""

    def __init__(self, parts: int) -> None:
        self.rows = [0] * parts
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - gone with this object
        self._places: list[list[tuple[int, int]]] = [[] for _ in range(parts)]

    def write(self, part: int, phrases: Sequence[str], frequencies: Sequence[int], totals: Sequence[int]) -> None:
        if phrases:
            told = json.dumps([phrases, frequencies, totals]).encode("ascii")
            self._places[part].append((self._file.tell(), len(told)))
            self._file.write(told)
            self.rows[part] += len(phrases)

    def read(self, part: int) -> Iterator[Row]:
        self._file.flush()
        for begin, length in self._places[part]:
            phrases, frequencies, totals = json.loads(os.pread(self._file.fileno(), length, begin))
            yield from zip(phrases, frequencies, totals or repeat(0), strict=False)


class _Table:
    """The phrases of one document alone (`once`) or of several, in buckets with their frequencies."""

    def __init__(self, summed: Iterable[_Sums], *, once: bool) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - gone with this object
        self._ends = array("Q", [0])
        self._runs: list[list[tuple[int, int]]] = [[] for _ in range(PARTS)]
        self._marks = bytearray(MARKS)
        self._often: dict[str, int] = {}
        least = 2
        for part, passes, frequencies, _ in summed:
            chosen = {phrase: n for phrase, n in frequencies.items() if (n == 1) is once}
            self._append(part, passes, chosen)
            self._often.update((phrase, n) for phrase, n in chosen.items() if n >= least)
            while len(self._often) > OFTEN:
                least *= 2
                self._often = {phrase: n for phrase, n in self._often.items() if n >= least}
        self._file.flush()

    def _append(self, part: int, passes: int, chosen: Mapping[str, int]) -> None:
        """The next of as many runs of buckets as the part has passes."""
        count = len(chosen) // TOGETHER + 1
        buckets: list[list[bytes]] = [[] for _ in range(count)]
        marks = self._marks
        for phrase, frequency in chosen.items():
            hashed = hash(phrase)
            marks[hashed // 8 % MARKS] |= 1 << hashed % 8
            entry = b"%b%b%d%b" % (_key(phrase), _END, frequency, _BEGIN)
            buckets[hashed // (PARTS * passes) % count].append(entry)
        self._runs[part].append((len(self._ends) - 1, count))
        for bucket in buckets:
            self._ends.append(self._ends[-1] + self._file.write(_BEGIN + b"".join(bucket)))

    def of(self, phrases: Iterable[str]) -> list[int]:
        """The frequency of each phrase, 0 for one that is not in this table."""
        often, marks = self._often.get, self._marks
        found: list[int] = []
        for phrase in phrases:
            frequency = often(phrase, 0)
            if not frequency:
                hashed = hash(phrase)
                if marks[hashed // 8 % MARKS] >> hashed % 8 & 1:
                    frequency = self._read(phrase, hashed)
            found.append(frequency)
        return found

    def _read(self, phrase: str, hashed: int) -> int:
        runs, hashed = self._runs[hashed % PARTS], hashed // PARTS
        first, count = runs[hashed % len(runs)]
        at = first + hashed // len(runs) % count
        begin = self._ends[at]
        bucket = os.pread(self._file.fileno(), self._ends[at + 1] - begin, begin)
        key = b"%b%b%b" % (_BEGIN, _key(phrase), _END)
        place = bucket.find(key)
        if place < 0:
            return 0
        place += len(key)
        return int(bucket[place : bucket.index(_BEGIN, place)])


def _key(phrase: str) -> bytes:
    return phrase.encode("utf-8", "surrogatepass")
