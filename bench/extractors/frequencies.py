"""In how many documents each phrase stands: counted exactly, in bounded memory, however large the corpus."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat

HELD = 1_000_000
"""So many phrases are held in memory (some 150 MB); what is more goes to a file."""

CACHE_KIBIBYTES = 32_768
"""Pages of the file that are held in memory, and as much again while it is sorted."""

ASKED = 500
"""Phrases looked up with one query."""


class Frequencies:
    """Document frequencies of phrases and, where asked for, how often each phrase stands in all documents together.

    Past `held` phrases the counts go to a private file of SQLite's, which has no name and is gone with the process,
    however that ends. There they are sorted and added up before the first one is looked up. Nothing is hashed away:
    two phrases never share a count.
    """

    def __init__(self, *, with_totals: bool = False, held: int = HELD) -> None:
        self.documents = 0
        self._with_totals = with_totals
        self._held = held
        self._frequencies: Counter[str] = Counter()
        self._totals: Counter[str] = Counter()
        self._file: sqlite3.Connection | None = None
        self._settled = True

    def count(self, phrases: Mapping[str, int]) -> None:
        """Take in one document: its phrases, each with how often it stands there."""
        self.documents += 1
        self._frequencies.update(phrases.keys())
        if self._with_totals:
            self._totals.update(phrases)
        self._bound()

    def add(self, documents: int, phrases: Iterable[str], frequencies: Iterable[int], totals: Iterable[int]) -> None:
        """Take in what was counted elsewhere: so many documents, and counts that belong to the phrases in order."""
        self.documents += documents
        held, sums = self._frequencies, self._totals
        for phrase, frequency, total in zip(phrases, frequencies, totals or repeat(0), strict=False):
            held[phrase] += frequency
            if self._with_totals:
                sums[phrase] += total
        self._bound()

    def of(self, phrases: Sequence[str]) -> list[int]:
        """The document frequency of each phrase, 0 for one that was never seen."""
        if self._file is None:
            return [self._frequencies[phrase] for phrase in phrases]
        self._settle()
        found: dict[bytes, int] = {}
        keys = [_key(phrase) for phrase in phrases]
        for begin in range(0, len(keys), ASKED):
            asked = keys[begin : begin + ASKED]
            marks = ",".join("?" * len(asked))
            query = f"SELECT phrase, frequency FROM phrases WHERE phrase IN ({marks})"  # noqa: S608 - marks alone
            found.update(self._file.execute(query, asked))
        return [found.get(key, 0) for key in keys]

    def items(self) -> Iterator[tuple[str, int, int]]:
        """Each phrase with its frequency and its total (0 where none was asked for), in the order of the phrases."""
        if self._file is None:
            for phrase in sorted(self._frequencies):
                yield phrase, self._frequencies[phrase], self._totals[phrase]
            return
        self._settle()
        # The bytes of UTF-8 stand in the order of its code points, which is Python's order of strings.
        for key, frequency, total in self._file.execute("SELECT phrase, frequency, total FROM phrases ORDER BY phrase"):
            yield key.decode("utf-8", "surrogatepass"), frequency, total

    def __bool__(self) -> bool:
        """Whether any phrase was seen."""
        return bool(self._frequencies) or self._file is not None

    def _bound(self) -> None:
        """Write the counts out when they are too many to hold."""
        if len(self._frequencies) > self._held:
            self._spill()

    def _spill(self) -> None:
        if self._file is None:
            # The empty name asks for a file of this connection's own that is unlinked as soon as it is made.
            self._file = sqlite3.connect("", isolation_level=None)
            for pragma in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{CACHE_KIBIBYTES}", "temp_store=FILE"):
                self._file.execute(f"PRAGMA {pragma}")
        if self._settled:
            self._file.execute("ATTACH '' AS parts")
            self._file.execute(f"PRAGMA parts.cache_size=-{CACHE_KIBIBYTES}")
            self._file.execute("PRAGMA parts.journal_mode=OFF")
            self._file.execute("CREATE TABLE parts.counted (phrase BLOB, frequency INTEGER, total INTEGER)")
            self._settled = False
        totals = self._totals
        rows = ((_key(phrase), count, totals[phrase]) for phrase, count in self._frequencies.items())
        self._file.execute("BEGIN")
        self._file.executemany("INSERT INTO parts.counted VALUES (?, ?, ?)", rows)
        self._file.execute("COMMIT")
        self._frequencies, self._totals = Counter(), Counter()

    def _settle(self) -> None:
        """Add up what was written out at different times, into a table that can be looked up."""
        if self._file is None or (self._settled and not self._frequencies):
            return
        self._spill()
        exists = self._file.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'phrases'").fetchone()
        if exists:
            self._file.execute("INSERT INTO parts.counted SELECT * FROM main.phrases")
            self._file.execute("DROP TABLE main.phrases")
        self._file.execute(
            "CREATE TABLE main.phrases (phrase BLOB PRIMARY KEY, frequency INTEGER, total INTEGER) WITHOUT ROWID"
        )
        self._file.execute(
            "INSERT INTO main.phrases SELECT phrase, SUM(frequency), SUM(total) FROM parts.counted "
            "GROUP BY phrase ORDER BY phrase"
        )
        self._file.execute("DETACH parts")
        self._settled = True


def _key(phrase: str) -> bytes:
    return phrase.encode("utf-8", "surrogatepass")
