"""A corpus that is learnt in parts: handed out to workers, and what they said of each kept in a file."""

import base64
import json
import os
import tempfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from bench.records import Document

DOCUMENTS = 256
CHARACTERS = 10**6
"""What a part has at most, save that a longer document is a part by itself."""

Part = tuple[Document, ...]


def parted(documents: Iterable[Document], most: int = DOCUMENTS) -> Iterator[Part]:
    """Documents in their order, at most `most` together and not more text than is quickly moved."""
    part: list[Document] = []
    characters = 0
    for document in documents:
        if part and (len(part) >= most or characters + len(document.text) > CHARACTERS):
            yield tuple(part)
            part, characters = [], 0
        part.append(document)
        characters += len(document.text)
    if part:
        yield tuple(part)


def pack(told: object) -> str:
    """What an extractor said of a part, as text that processes hand on without looking into it."""
    written = json.dumps(told, separators=(",", ":"), allow_nan=False).encode("ascii")
    return base64.b85encode(zlib.compress(written, 1)).decode("ascii")


def unpack(packed: str) -> Any:  # noqa: ANN401 - the extractor's own business
    """What `pack` packed."""
    return json.loads(zlib.decompress(base64.b85decode(packed)))


class Spool:
    """What was said of parts, in a file without a name."""

    def __init__(self) -> None:
        self._ends = [0]
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`

    def append(self, packed: str) -> None:
        """Keep what was said of one part."""
        self._ends.append(self._ends[-1] + self._file.write(packed.encode("ascii")))
        self._file.flush()

    def told(self) -> Iterator[str]:
        """What was said of each part, in the order it came in; several may read at once."""
        for begin, end in zip(self._ends, self._ends[1:], strict=False):
            yield os.pread(self._file.fileno(), end - begin, begin).decode("ascii")

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class Parts:
    """The parts of a corpus that no worker has yet, and what was said of the others."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._parts = parted(documents)
        self._back: deque[Part] = deque()
        self._next = next(self._parts, None)
        self._out = 0
        self._spool = Spool()
        self.told = self._spool.told
        self.close = self._spool.close

    def take(self) -> Part:
        """The next part, () where there is none for now."""
        if self._back:
            part = self._back.popleft()
        elif self._next is not None:
            part, self._next = self._next, next(self._parts, None)
        else:
            return ()
        self._out += 1
        return part

    def put_back(self, part: Part) -> None:
        """Take back a part whose worker is gone."""
        self._back.append(part)
        self._out -= 1

    def keep(self, packed: str) -> None:
        """Keep what was said of a part that was taken."""
        self._spool.append(packed)
        self._out -= 1

    @property
    def is_complete(self) -> bool:
        """Whether every part has been spoken of."""
        return self._next is None and not self._back and not self._out
