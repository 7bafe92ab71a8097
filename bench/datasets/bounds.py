"""How far packed bytes may swell: a stream that stops when an archive grows beyond size or ratio."""

import lzma
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Self

from bench.errors import InputError

MAX_BYTES = 4 * 2**30
"""No member, and no tar as a whole, may unpack to more than 4 GiB."""
MAX_RATIO = 250
"""Text packs 3 to 30 times; CoreNLP's XML up to 60; a bomb a thousand times and more."""
RATIO_FROM = 8 * 2**20
"""Below 8 MiB the ratio is nobody's harm (a file of blanks)."""

_PIECE = 2**20


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of one packed stream; `packed` is its packed size in bytes."""

    packed: int
    max_bytes: int = MAX_BYTES
    max_ratio: int = MAX_RATIO
    ratio_from: int = RATIO_FROM

    def allow(self, unpacked: int) -> bool:
        """Whether that many unpacked bytes are still within bounds."""
        if unpacked > self.max_bytes:
            return False
        return unpacked <= self.ratio_from or unpacked <= self.packed * self.max_ratio


class BoundedStream:
    """A readable binary stream that counts what comes out and stops beyond its bounds."""

    def __init__(self, stream: IO[bytes], bounds: Bounds, place: str, owned: Sequence[IO[bytes]] = ()) -> None:
        self._stream = stream
        self._bounds = bounds
        self._place = place
        self._owned = owned
        self._count = 0

    def _counted(self, data: bytes) -> bytes:
        self._count += len(data)
        if not self._bounds.allow(self._count):
            raise InputError(
                f"unpacks to more than {self._count // 2**20} MiB from {self._bounds.packed} bytes",
                place=self._place,
                remedy="This looks like an archive bomb; unpack it yourself if you trust it",
            )
        return data

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, all of them when negative.

        Raises:
            InputError: The bounds are passed, or the packed bytes are damaged.
        """
        try:
            if size is not None and size >= 0:
                return self._counted(self._stream.read(size))
            chunks = []
            while chunk := self._counted(self._stream.read(_PIECE)):
                chunks.append(chunk)
            return b"".join(chunks)
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError) as error:
            raise self._damage(error) from None

    def readline(self, size: int = -1) -> bytes:
        """One line, at most `size` bytes of it; read in pieces, so that a line without end is stopped, too."""
        try:
            if size is not None and size >= 0:
                return self._counted(self._stream.readline(size))
            pieces = []
            while piece := self._counted(self._stream.readline(_PIECE)):
                pieces.append(piece)
                if piece.endswith(b"\n"):
                    break
            return b"".join(pieces)
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError) as error:
            raise self._damage(error) from None

    def _damage(self, error: Exception) -> InputError:
        return InputError(f"the archive is damaged or cut short ({error})", place=self._place, remedy="Fetch it again")

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def close(self) -> None:
        """Close the stream and what lies under it."""
        self._stream.close()
        for below in self._owned:
            below.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
