"""Vectors kept on disk from run to run, in one SQLite file that any number of processes may share.

SQLite, since it gives for nothing what a file of our own would have to prove: a transaction is there in full or not at
all, whenever a process is killed; readers and a writer do not block each other (write-ahead log). Every vector is
found by a digest of the text and of all that made the vector from it, so nothing in the file can be out of date. It is
kept with a checksum over key and numbers: a page that a disk or a network file system spoils costs that vector.
"""

import os
import shutil
import sqlite3
import warnings
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from bench.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

ROOM = 1_000_000
"""Vectors kept by default: 384 numbers each, about 1.7 GB in all; 2,500 news articles with phrases of up to 3 words."""

SPARE = 2 * 10**9
"""Bytes that are left free on the disk: nothing is added where there are less."""

FOLDER_VARIABLE, FRESH_VARIABLE, SIZE_VARIABLE = "BENCH_CACHE", "BENCH_FRESH", "BENCH_CACHE_GB"

_WAIT_SECONDS = 60
_AT_ONCE = 500
_PAGE_BYTES = 16_384
"""Vectors of 1.5 kB leave less empty in such pages than in those of 4 kB."""

_MOST = 10**15
"""More than any disk holds, less than a number in SQLite."""

_CHECKSUM_BYTES = 4
_OVERHEAD_BYTES = 131
"""Key, checksum, index and what pages leave empty, for each vector; measured over 20,000 to 160,000."""
_SCHEMA = "CREATE TABLE IF NOT EXISTS vectors (number INTEGER PRIMARY KEY, key BLOB UNIQUE, vector BLOB)"


def users_file() -> Path:
    """The file that is used where none is named: in `$BENCH_CACHE`, or the user's cache folder.

    Raises:
        RuntimeError: the user has no home.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named, "vectors.db")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "keyphrase-bench", "vectors.db")


def users_room(width: int) -> int:
    """How many vectors of `width` numbers `$BENCH_CACHE_GB` has room for, `ROOM` where it is not set.

    Raises:
        InputError: it is no number, or not above 0.
    """
    given = os.environ.get(SIZE_VARIABLE, "")
    try:
        gigabytes = float(given or "nan")
    except ValueError:
        gigabytes = -1.0
    if given and not 0 < gigabytes < float("inf"):
        raise InputError(
            f"{SIZE_VARIABLE} is {given!r}", remedy="Give the size of the cache in gigabytes, such as 8, or unset it"
        )
    return min(_MOST, max(1, int(gigabytes * 10**9 / (4 * width + _OVERHEAD_BYTES)))) if given else ROOM


def asked_afresh() -> bool:
    """Whether what earlier runs have kept is to be left aside, as `bench run --fresh` tells its workers."""
    return os.environ.get(FRESH_VARIABLE, "") not in ("", "0")


class VectorCache:
    """A shelf for vectors of `width` 32-bit numbers; when it is full, those that came first make room.

    `space` names everything besides the text that decides a vector: weights, tokenizer, limits, runtime. A disk that
    is full or a file that breaks later costs the cache, not the run: one warning, and vectors are computed.
    """

    def __init__(self, path: Path, space: str, width: int, room: int = ROOM, *, fresh: bool = False) -> None:
        """Open or make the file; `fresh` leaves aside what is in it now.

        Raises:
            InputError: when it cannot be made, or is something else than such a file.
        """
        self._path = path
        self._space = space
        self._bytes = 4 * width
        self._room = room
        self._usable = True
        self.found = 0
        """The number of the newest vector that was there before; 0 where there was none, or it is left aside."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
            self._file.execute(f"PRAGMA page_size={_PAGE_BYTES}")
            self._file.execute("PRAGMA journal_mode=WAL")
            self._file.execute("PRAGMA synchronous=NORMAL")
            self._file.execute(_SCHEMA)
            self._file.execute("SELECT number, key, vector FROM vectors LIMIT 1")
            self._after = self._newest() if fresh else 0
            self.found = 0 if fresh else self._newest()
        except (OSError, sqlite3.Error) as error:
            raise InputError(
                f"cannot be used as a cache of vectors ({error})",
                place=str(path),
                remedy="Name another file, or delete this one if it was a cache",
            ) from error

    def read(self, texts: Sequence[str]) -> "dict[str, Vector]":
        """Those of the texts that are there."""
        import numpy as np

        by_key = {self._key(text): text for text in texts}
        found: dict[str, Vector] = {}
        try:
            for key, blob in self._rows(list(by_key)) if self._usable else ():
                if len(blob) == self._bytes + _CHECKSUM_BYTES and blob[self._bytes :] == _checksum(
                    key, blob[: self._bytes]
                ):
                    found[by_key[key]] = np.frombuffer(blob, "<f4", self._bytes // 4).astype(np.float32, copy=False)
        except sqlite3.Error as error:
            self._give_up(error)
        return found

    def write(self, vectors: "dict[str, Vector]") -> None:
        """Add them in one transaction, then drop the oldest beyond the room there is."""
        if not self._usable:
            return
        rows = [(self._key(text), vector.astype("<f4").tobytes()) for text, vector in vectors.items()]
        try:
            if shutil.disk_usage(self._path.parent).free < SPARE:
                return
            with self._file:
                self._file.execute("BEGIN IMMEDIATE")
                self._file.executemany(
                    "INSERT OR REPLACE INTO vectors (key, vector) VALUES (?, ?)",
                    [(key, numbers + _checksum(key, numbers)) for key, numbers in rows],
                )
                self._file.execute("DELETE FROM vectors WHERE number <= ?", (self._newest() - self._room,))
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)

    def close(self) -> None:
        """Let go of the file."""
        self._usable = False
        self._file.close()

    def _rows(self, keys: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            query = f"SELECT key, vector FROM vectors WHERE key IN ({marks}) AND number > ?"  # noqa: S608 - question marks only
            yield from self._file.execute(query, [*some, self._after])

    def _newest(self) -> int:
        [(number,)] = self._file.execute("SELECT coalesce(max(number), 0) FROM vectors")
        return int(number)

    def _key(self, text: str) -> bytes:
        return blake2b(f"{self._space}\0{text}".encode("utf-8", "surrogatepass"), digest_size=16).digest()

    def _give_up(self, error: OSError | sqlite3.Error) -> None:
        self._usable = False
        warnings.warn(f"{self._path}: the cache of vectors is left aside ({error})", stacklevel=3)


def _checksum(key: bytes, numbers: bytes) -> bytes:
    return crc32(numbers, crc32(key)).to_bytes(_CHECKSUM_BYTES, "little")
