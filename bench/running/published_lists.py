"""Lists of predictions as authors publish them: an archive of `ID.key` files, or lines `ID<TAB>phrase;phrase`.

An archive is somebody else's bytes: it is read front to back within bounds, and nothing of it is written to disk.
"""

import bz2
import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, cast

from bench.errors import InputError
from bench.records import Prediction
from bench.running.lists import BYTE_ORDER_MARK, EXPECTED, decoded, opened, prediction_of_lines, unscored

TARS = (".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2")
ARCHIVES = (".zip", *TARS)
"""How the name of an archive ends."""

MAX_BYTES = 256 * 2**20
"""Most that an archive of lists may unpack to; 100,000 lists of twenty phrases take about a fifth of it."""

OPENING = 2**16
"""Bytes of a file that are looked at to see whether its lines are an id and a tab."""

_DAMAGED = (tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError)


def is_archive(path: Path) -> bool:
    """Whether the name is that of an archive which can be read here."""
    return path.name.casefold().endswith(ARCHIVES)


def archive_name(path: Path) -> str:
    """The name of an archive without its ending."""
    ending = max((each for each in ARCHIVES if path.name.casefold().endswith(each)), key=len)
    return path.name[: -len(ending)]


def read_key_archive(path: Path) -> tuple[Prediction, ...]:
    """The predictions in an archive of `ID.key` files, in the order of the ids; the folders in it do not matter.

    Raises:
        InputError: no `.key` file in it, two for one document, one that is not UTF-8, a damaged archive, or one that
            unpacks to more than `MAX_BYTES`.
    """
    members = _of_zip if path.name.casefold().endswith(".zip") else _of_tar
    found: dict[str, tuple[str, Prediction]] = {}
    try:
        for name, data in members(path):
            document_id, place = PurePosixPath(name).stem, f"{path}!{name}"
            if document_id in found:
                raise InputError(
                    f"the document {document_id!r} has a list in {found[document_id][0]!r} already",
                    place=place,
                    remedy="Keep one .key file for each document",
                )
            found[document_id] = name, prediction_of_lines(document_id, data, place)
    except _DAMAGED as error:
        raise InputError(f"the archive is damaged ({error})", place=str(path), remedy="Fetch it again") from error
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", place=str(path), remedy=EXPECTED) from error
    if not found:
        raise InputError("holds no .key files", place=str(path), remedy=EXPECTED)
    return tuple(found[document_id][1] for document_id in sorted(found))


def _is_list(name: str) -> bool:
    return name.endswith(".key") and not PurePosixPath(name).name.startswith(".")


def _of_zip(path: Path) -> Iterator[tuple[str, bytes]]:
    left = MAX_BYTES
    with opened(path) as raw, zipfile.ZipFile(raw) as archive:
        for member in archive.infolist():
            if member.is_dir() or not _is_list(member.filename):
                continue
            left -= member.file_size  # zipfile gives out no more than this, whatever is packed
            if left < 0:
                raise _too_large(path)
            if member.flag_bits & 1:
                raise InputError("is encrypted", place=f"{path}!{member.filename}", remedy="Unpack it and pack it anew")
            yield member.filename, archive.read(member)


def _of_tar(path: Path) -> Iterator[tuple[str, bytes]]:
    with opened(path) as raw:
        unpacked = cast("IO[bytes]", _Bounded(_unpacked(raw), path))
        with tarfile.open(fileobj=unpacked, mode="r|") as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isfile() and _is_list(member.name) else None
                if content is not None:
                    yield member.name, content.read()


def _unpacked(raw: IO[bytes]) -> IO[bytes]:
    """The tar itself, by what the file begins with rather than by its name."""
    head = raw.read(6)
    raw.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
    if head == b"\xfd7zXZ\x00":
        return cast("IO[bytes]", lzma.LZMAFile(raw))
    if head.startswith(b"BZh"):
        return cast("IO[bytes]", bz2.BZ2File(raw))
    return raw


class _Bounded:
    """A stream that stops once more than `MAX_BYTES` have come out, headers of the archive included."""

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self._stream = stream
        self._path = path
        self._left = MAX_BYTES

    def read(self, size: int) -> bytes:
        data = self._stream.read(min(size, self._left + 1))
        self._left -= len(data)
        if self._left < 0:
            raise _too_large(self._path)
        return data


def _too_large(path: Path) -> InputError:
    return InputError(
        f"unpacks to more than {MAX_BYTES // 2**20} MiB of lists",
        place=str(path),
        remedy="Unpack it, if you trust it, and give the folder",
    )


def has_tabbed_lines(path: Path) -> bool:
    """Whether the first line that is not blank is an id and, after a tab, a list (which may be empty)."""
    with opened(path) as file:
        lines = file.read(OPENING).removeprefix(BYTE_ORDER_MARK).split(b"\n")
    first = next((line for line in lines if line.strip()), b"")
    return bool(first.partition(b"\t")[0].strip()) and b"\t" in first and b"\0" not in first


def read_tabbed_lines(path: Path) -> Iterator[Prediction]:
    """The predictions in lines `ID<TAB>phrase;phrase`, best first, one by one; blank lines are passed over.

    Raises:
        InputError: a line without id or tab, an id that comes twice, or bytes that are not UTF-8.
    """
    seen: dict[str, int] = {}
    with opened(path) as file:
        for number, data in enumerate(file, start=1):
            place = f"{path}:{number}"
            line = decoded(data.removeprefix(BYTE_ORDER_MARK) if number == 1 else data, place)
            if not line.strip():
                continue
            document_id, tab, phrases = line.partition("\t")
            document_id = document_id.strip()
            if not tab or not document_id:
                raise InputError("no id with a tab after it", place=place, remedy="Write ID<TAB>phrase;phrase")
            first = seen.setdefault(document_id, number)
            if first != number:
                raise InputError(
                    f"the id {document_id!r} stands in line {first} already",
                    place=place,
                    remedy="Keep one line for each document",
                )
            yield unscored(document_id, phrases.split(";"))
