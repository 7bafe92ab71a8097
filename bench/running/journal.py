"""Finished predictions, one checksummed line each, appended as they come and never changed."""

import fcntl
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import IO, Any, Self

from bench.errors import BenchError
from bench.records import Keyphrase, Prediction

SYNC_SECONDS = 1.0
"""How much finished work a power cut may take."""

READ_BYTES = 2**12
"""Read at once when a line is looked up: most lines are shorter."""

_ENCODER = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), allow_nan=False)


class JournalHeldError(BenchError):
    """Another run writes into the same journal."""


class Journal:
    """The journal of one configured extractor, held alone while it is open.

    A line is the CRC-32 of its JSON in 8 hexadecimal digits, a space, the JSON. What an interrupted write left at the
    end is cut off on opening; a line whose checksum does not hold is passed over, and its document is missing again.
    Only where each line begins is kept in memory.
    """

    def __init__(self, path: Path, *, fresh: bool = False) -> None:
        """Open the journal at `path`, empty when `fresh`.

        Raises:
            JournalHeldError: another run has it open.
            BenchError: the folder cannot be written.
        """
        self.path = path
        self._kept: dict[str, int] = {}
        self._failed: set[str] = set()
        self.sessions: list[dict[str, Any]] = []
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("a+b", buffering=0)
        except OSError as error:
            raise _unwritable(path, error) from error
        try:
            _lock(self._file, path)
        except JournalHeldError:
            self._file.close()
            raise
        if fresh:
            self._file.truncate(0)
        self._end = self._read()
        self._file.truncate(self._end)
        self._synced = monotonic()

    def __enter__(self) -> Self:
        """The journal itself."""
        return self

    def __exit__(self, *_raised: object) -> None:
        """Close the journal."""
        self.close()

    def close(self) -> None:
        """Make sure that all is on the disk, and let others write."""
        if not self._file.closed:
            try:
                os.fsync(self._file.fileno())
            except OSError as error:
                raise _unwritable(self.path, error) from error
            finally:
                self._file.close()

    def __contains__(self, digest: object) -> bool:
        """Whether the document of this digest is finished."""
        return digest in self._kept

    def __len__(self) -> int:
        """How many documents are finished."""
        return len(self._kept)

    def has_failed(self, digest: str) -> bool:
        """Whether the document of this digest is finished but failed or timed out."""
        return digest in self._failed

    def append(self, digest: str, prediction: Prediction) -> None:
        """Keep a finished prediction; a later one of the same document counts.

        Raises:
            BenchError: it cannot be written; what stands in the journal stays good.
        """
        start = self._end
        self._write(
            {
                "document": digest,
                "id": prediction.document_id,
                "status": prediction.status,
                "seconds": prediction.seconds,
                "keyphrases": [[keyphrase.phrase, keyphrase.score] for keyphrase in prediction.keyphrases],
                "error": prediction.error,
            }
        )
        self._note(digest, prediction.status, start)

    def append_session(self, session: Mapping[str, object]) -> None:
        """Keep what one session of the run cost."""
        self._write({"session": session})
        self.sessions.append(dict(session))

    def prediction(self, digest: str) -> Prediction:
        """The kept prediction of a document.

        Raises:
            KeyError: none is kept.
        """
        entry = _parse(self._line(self._kept[digest]))
        if entry is None:
            raise BenchError("a line changed while it was in use", place=str(self.path), remedy="Run again")
        keyphrases = tuple(Keyphrase(phrase, score) for phrase, score in entry["keyphrases"])
        return Prediction(entry["id"], keyphrases, entry["status"], entry["seconds"], entry["error"])

    def _line(self, start: int) -> bytes:
        line = b""
        while not line.endswith(b"\n"):
            piece = os.pread(self._file.fileno(), READ_BYTES, start + len(line))
            if not piece:
                break
            line += piece[: piece.find(b"\n") + 1] or piece
        return line

    def _write(self, entry: Mapping[str, object]) -> None:
        payload = _ENCODER.encode(entry).encode("ascii")
        line = b"%08x %b\n" % (zlib.crc32(payload), payload)
        try:
            self._write_whole(line)
            if monotonic() - self._synced > SYNC_SECONDS:
                os.fsync(self._file.fileno())
                self._synced = monotonic()
        except OSError as error:
            raise _unwritable(self.path, error) from error
        self._end += len(line)

    def _write_whole(self, line: bytes) -> None:
        """Write the line, or take back the part of it that a full disk took."""
        view = memoryview(line)
        try:
            while view:
                view = view[self._file.write(view) :]
        except OSError:
            self._file.truncate(self._end)
            raise

    def _read(self) -> int:
        """Learn where each document's line begins; returns where the last whole line ends."""
        end = 0
        with self.path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                entry = _parse(line)
                if entry is not None and "session" in entry:
                    self.sessions.append(entry["session"])
                elif entry is not None:
                    self._note(entry["document"], entry["status"], end)
                end += len(line)
        return end

    def _note(self, digest: str, status: str, start: int) -> None:
        self._kept[digest] = start
        if status in ("failed", "timeout"):
            self._failed.add(digest)
        else:
            self._failed.discard(digest)


def _parse(line: bytes) -> dict[str, Any] | None:
    """The entry in a line, None where its checksum does not hold."""
    checksum, _, payload = line.rstrip(b"\n").partition(b" ")
    try:
        if int(checksum, 16) != zlib.crc32(payload):
            return None
    except ValueError:
        return None
    entry: dict[str, Any] = json.loads(payload)
    return entry


def _unwritable(path: Path, error: OSError) -> BenchError:
    return BenchError(
        f"cannot be written ({error.strerror or error})",
        place=str(path),
        remedy="What is finished is kept; make room or give another --out, then run again",
    )


@contextmanager
def held(folder: Path, asked: str) -> Iterator[None]:
    """Keep other runs that ask for the same out of a folder, before they have loaded anything.

    Raises:
        JournalHeldError: another run is at it.
        BenchError: the folder cannot be written.
    """
    path = folder / f"asked-{asked}.lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    except OSError as error:
        raise _unwritable(path, error) from error
    with file:
        _lock(file, path)
        yield


def _lock(file: IO[bytes], path: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise JournalHeldError(
            "another run of the same extractor is writing here",
            place=str(path.parent),
            remedy="Wait for it to end, or give another --out",
        ) from error


def remembered(folder: Path, asked: str) -> dict[str, Any] | None:
    """What was kept of an earlier answer to the same question; None where it is not there or not whole."""
    try:
        answer = json.loads((folder / f"asked-{asked}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return answer if isinstance(answer, dict) else None


def remember(folder: Path, asked: str, answer: Mapping[str, object]) -> None:
    """Keep an answer for `remembered`."""
    path = folder / f"asked-{asked}.json"
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        temporary.write_text(json.dumps(answer, indent=1), encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
