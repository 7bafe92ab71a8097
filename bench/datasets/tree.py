"""A read-only view of where a data set lies: a folder, one file, a zip or a tar, never unpacked to disk.

An archive is somebody else's bytes: a member that points outside, one that swells beyond bounds and a truncated file
are errors that name the member. Nothing is ever written.
"""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO, Protocol, cast

from bench.datasets.bounds import BoundedStream, Bounds
from bench.errors import InputError

MAX_HELD = 512 * 2**20
"""Bytes of a tar that may be held in memory at once."""
ARCHIVE_SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2")


class Tree(Protocol):
    """Files by their relative POSIX path. Messages call the whole by its `label`."""

    @property
    def label(self) -> str:
        """The path of the whole."""

    @property
    def names(self) -> tuple[str, ...]:
        """All files: sorted in a folder or zip, in stored order in a tar."""

    def read(self, name: str) -> bytes:
        """The bytes of one file; a missing one is an `InputError`."""

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """One file as a stream, for what is too large to hold."""

    def walk(self) -> Iterator[tuple[str, bytes]]:
        """Every file with its bytes in the order of `names`, one pass over a tar."""

    def place(self, name: str) -> str:
        """How a message names the file."""


def at(path: Path) -> Tree:
    """The tree at a path: a folder, an archive by its suffix, or a single (possibly gzipped) file.

    Raises:
        InputError: Nothing lies there, or it cannot be read.
    """
    if not path.exists():
        raise InputError("there is no such file or folder", place=str(path), remedy="Check the path")
    if path.is_dir():
        return Folder(path)
    if zipfile.is_zipfile(path) or path.suffix == ".zip":
        return Zip(path)
    if path.name.endswith(ARCHIVE_SUFFIXES[1:]):
        return Tar(path)
    return SingleFile(path)


def _unreadable(error: OSError, place: str) -> InputError:
    reason = error.strerror or str(error)
    return InputError(f"cannot be read ({reason})", place=place, remedy="Check the path and its rights")


def _is_hidden(name: str) -> bool:
    """Editors', systems' and version control's own files are never data."""
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


@dataclass(frozen=True)
class Folder:
    """A folder on disk; hidden files are not seen, symbolic links are followed as the user laid them."""

    path: Path

    @property
    def label(self) -> str:
        """The folder's path."""
        return str(self.path)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All files below, sorted."""
        try:
            found = [p.relative_to(self.path).as_posix() for p in self.path.rglob("*") if p.is_file()]
            next(self.path.iterdir(), None)  # rglob is silent about a folder that may not be read
        except OSError as error:
            raise _unreadable(error, self.label) from None
        return tuple(sorted(name for name in found if not _is_hidden(name)))

    def place(self, name: str) -> str:
        """The file's path."""
        return str(self.path / name)

    def read(self, name: str) -> bytes:
        """The bytes of one file."""
        try:
            return (self.path / name).read_bytes()
        except OSError as error:
            raise _unreadable(error, self.place(name)) from None

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """One file as a stream."""
        return _open_file(self.path / name)

    def walk(self) -> Iterator[tuple[str, bytes]]:
        """Every file with its bytes."""
        for name in self.names:
            yield name, self.read(name)


def _open_file(path: Path) -> AbstractContextManager[IO[bytes]]:
    """A file as a stream, gunzipped within bounds where its name says so."""
    try:
        raw = path.open("rb")
    except OSError as error:
        raise _unreadable(error, str(path)) from None
    if path.suffix != ".gz":
        return raw
    bounds = Bounds(packed=path.stat().st_size)
    return cast("IO[bytes]", BoundedStream(_gunzipped(raw), bounds, str(path), owned=(raw,)))


@dataclass(frozen=True)
class SingleFile:
    """One file seen as a folder that holds nothing else; `read` and `open` reach its siblings too."""

    path: Path

    @property
    def label(self) -> str:
        """The file's path."""
        return str(self.path)

    @property
    def names(self) -> tuple[str, ...]:
        """The one name, without a `.gz`."""
        return (self.path.name.removesuffix(".gz"),)

    def _at(self, name: str) -> Path:
        return self.path if name == self.names[0] else self.path.parent / name

    def place(self, name: str) -> str:
        """The file's path."""
        return str(self._at(name))

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """The file as a stream."""
        return _open_file(self._at(name))

    def read(self, name: str) -> bytes:
        """The file's bytes."""
        with self.open(name) as stream:
            return stream.read()

    def walk(self) -> Iterator[tuple[str, bytes]]:
        """The one file."""
        yield self.names[0], self.read(self.names[0])


@dataclass(frozen=True)
class Zip:
    """A zip archive, read member by member."""

    path: Path

    @property
    def label(self) -> str:
        """The archive's path."""
        return str(self.path)

    @cached_property
    def _archive(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self.path)
        except zipfile.BadZipFile as error:
            raise _damaged(self.label, error) from None
        except OSError as error:
            raise _unreadable(error, self.label) from None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All files, sorted; a name that points outside is an error."""
        members = [info.filename for info in self._archive.infolist() if not info.is_dir()]
        names = [name for name in (_inside(name, self.label) for name in members) if not _is_hidden(name)]
        if twice := next((name for name, count in Counter(names).items() if count > 1), None):
            raise _twice(self.place(twice))
        return tuple(sorted(names))

    def place(self, name: str) -> str:
        """Archive and member."""
        return f"{self.path}!{name}"

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """One member as a bounded stream."""
        try:
            info = self._archive.getinfo(name)
            stream = self._archive.open(info)
        except KeyError:
            raise InputError("is not in the archive", place=self.place(name)) from None
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise _damaged(self.place(name), error) from None
        bounds = Bounds(packed=info.compress_size)
        return cast("IO[bytes]", BoundedStream(stream, bounds, self.place(name)))

    def read(self, name: str) -> bytes:
        """The bytes of one member."""
        with self.open(name) as stream:
            return stream.read()

    def walk(self) -> Iterator[tuple[str, bytes]]:
        """Every member with its bytes."""
        for name in self.names:
            yield name, self.read(name)


@dataclass(frozen=True)
class Tar:
    """A tar archive (plain, gz, xz, bz2) read front to back; links and devices in it are not seen."""

    path: Path

    @property
    def label(self) -> str:
        """The archive's path."""
        return str(self.path)

    def place(self, name: str) -> str:
        """Archive and member."""
        return f"{self.path}!{name}"

    def _members(self) -> Iterator[tuple[str, IO[bytes]]]:
        bounds = Bounds(packed=self.path.stat().st_size)
        seen: set[str] = set()
        try:
            with self.path.open("rb") as raw:
                stream = BoundedStream(_unpacked(raw), bounds, self.label)
                with tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|") as archive:
                    for member in archive:
                        name = _inside(member.name, self.label)
                        if not member.isfile() or _is_hidden(name):
                            continue
                        if name in seen:
                            raise _twice(self.place(name))
                        seen.add(name)
                        content = archive.extractfile(member)
                        if content is not None:
                            yield name, content
        except (tarfile.TarError, lzma.LZMAError, gzip.BadGzipFile, EOFError) as error:
            raise _damaged(self.label, error) from None
        except OSError as error:
            raise _unreadable(error, self.label) from None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All files in stored order; costs one pass."""
        return tuple(name for name, _ in self._members())

    @cached_property
    def _held(self) -> dict[str, bytes]:
        """Every member, since a tar has no other way to be read out of order; bounded, and only small ones are."""
        held = {}
        total = 0
        for name, content in self._members():
            held[name] = content.read()
            total += len(held[name])
            if total > MAX_HELD:
                raise InputError(
                    f"holds more than {MAX_HELD // 2**20} MiB, and this layout cannot be read from the front",
                    place=self.label,
                    remedy="Unpack it and name the folder",
                )
        return held

    def read(self, name: str) -> bytes:
        """The bytes of one member; the first call reads the whole archive into memory, so prefer `walk`."""
        if name not in self._held:
            raise InputError("is not in the archive", place=self.place(name))
        return self._held[name]

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """One member as a stream, held in memory within bounds."""
        return io.BytesIO(self.read(name))

    def walk(self) -> Iterator[tuple[str, bytes]]:
        """Every member with its bytes in one pass."""
        for name, content in self._members():
            yield name, content.read()


def _gunzipped(raw: IO[bytes]) -> IO[bytes]:
    return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))


def _unpacked(raw: IO[bytes]) -> IO[bytes]:
    head = raw.read(6)
    raw.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return _gunzipped(raw)
    if head == b"\xfd7zXZ\x00":
        return cast("IO[bytes]", lzma.LZMAFile(raw))
    if head.startswith(b"BZh"):
        return cast("IO[bytes]", bz2.BZ2File(raw))
    return raw


def _inside(name: str, label: str) -> str:
    """The member's name without `./`.

    Raises:
        InputError: The name is absolute or climbs out of the archive.
    """
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
        raise InputError(
            f"the member {name!r} points outside the archive", place=label, remedy="Do not trust this archive"
        )
    return path.as_posix()


def _twice(place: str) -> InputError:
    return InputError(
        "is in the archive twice, and which one is meant cannot be told", place=place, remedy="Pack it again"
    )


def _damaged(place: str, error: Exception) -> InputError:
    return InputError(f"the archive is damaged or cut short ({error})", place=place, remedy="Fetch it again")
