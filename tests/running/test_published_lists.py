"""Lists as authors publish them: archives of `.key` files and lines `ID<TAB>phrase;phrase`, well made and ill made."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from bench.errors import InputError
from bench.records import Run
from bench.running import published_lists
from bench.running.store import read_run

FILES = {
    "set/b.key": b"orbit\r\nlow orbit\r\n\r\n",
    "set/a.key": b"\xef\xbb\xbfspace station\n\n  film crew \n",
    "set/c.key": b"\n",
    "set/._a.key": b"\x00\x05",
    "set/notes.txt": b"not a list",
}
EXPECTED = [("a", ["space station", "film crew"], "ok"), ("b", ["orbit", "low orbit"], "ok"), ("c", [], "empty")]


def shown(run: Run) -> list[tuple[str, list[str], str]]:
    """Ids, phrases and statuses of a run."""
    return [(p.document_id, [keyphrase.phrase for keyphrase in p.keyphrases], p.status) for p in run.predictions]


def tar_of(files: Mapping[str, bytes], path: Path) -> Path:
    """A tar of these files, packed as the name says."""
    packing = {".gz": "gz", ".tgz": "gz", ".xz": "xz", ".bz2": "bz2", ".tar": ""}[path.suffix]
    with tarfile.open(path, f"w:{packing}") as archive:  # type: ignore[call-overload] # a mode that is put together
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def zip_of(files: Mapping[str, bytes], path: Path) -> Path:
    """A zip of these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("ending", [".tar.gz", ".tgz", ".tar.xz", ".tar.bz2", ".tar", ".zip"])
def test_an_archive_of_key_files_is_a_run(ending: str, tmp_path: Path) -> None:
    """A list a file, in the order of the ids; blank lines, marks, hidden files and other files are no lists."""
    pack = zip_of if ending == ".zip" else tar_of
    run = read_run(pack(FILES, tmp_path / f"mine{ending}"))
    assert shown(run) == EXPECTED
    assert (run.info.name, run.info.role) == ("mine", "list")


def test_a_wrong_ending_does_not_hide_how_a_tar_is_packed(tmp_path: Path) -> None:
    """What a tar begins with decides, so that a renamed one is read."""
    path = tar_of(FILES, tmp_path / "mine.tar.xz")
    assert shown(read_run(path.rename(tmp_path / "mine.tar.gz"))) == EXPECTED


def test_nothing_is_unpacked_and_members_lead_nowhere(tmp_path: Path) -> None:
    """A name that climbs out of the archive is a list like any other, and a link is none: nothing is written."""
    path = tmp_path / "mine.tar"
    with tarfile.open(path, "w") as archive:
        member = tarfile.TarInfo("../../a.key")
        member.size = 2
        archive.addfile(member, io.BytesIO(b"x\n"))
        link = tarfile.TarInfo("b.key")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(link)
    assert shown(read_run(path)) == [("a", ["x"], "ok")]
    assert [each.name for each in tmp_path.iterdir()] == ["mine.tar"]


@pytest.mark.parametrize("ending", [".tar.gz", ".zip"])
def test_an_archive_that_swells_is_stopped(ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bound on what comes out, whatever went in; here a bound of one megabyte."""
    monkeypatch.setattr(published_lists, "MAX_BYTES", 2**20)
    pack = zip_of if ending == ".zip" else tar_of
    path = pack({"a.key": b"\n" * 2**22}, tmp_path / f"mine{ending}")
    with pytest.raises(InputError) as caught:
        read_run(path)
    assert str(caught.value) == (
        f"{path}: unpacks to more than 1 MiB of lists. Unpack it, if you trust it, and give the folder"
    )


def test_swollen_headers_are_stopped_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound holds for a tar's own headers and for members that are no lists."""
    monkeypatch.setattr(published_lists, "MAX_BYTES", 2**20)
    member = tarfile.TarInfo("a.txt")
    member.pax_headers = {"comment": "x" * 2**21}
    path = tmp_path / "mine.tar.gz"
    path.write_bytes(gzip.compress(member.tobuf(tarfile.PAX_FORMAT)))
    with pytest.raises(InputError, match=r"unpacks to more than 1 MiB"):
        read_run(path)


def test_what_is_wrong_in_an_archive_is_named(tmp_path: Path) -> None:
    """Two lists for one document, no list at all, bytes that are not UTF-8, half an archive."""
    twice = tar_of({"one/a.key": b"x", "two/a.key": b"y"}, tmp_path / "twice.tar")
    empty = zip_of({"a.txt": b"x"}, tmp_path / "empty.zip")
    latin = zip_of({"a.key": "été".encode("latin1")}, tmp_path / "latin.zip")
    whole = tar_of({f"{n}.key": bytes(range(32, 127)) * 99 for n in range(9)}, tmp_path / "whole.tar.gz")
    half = tmp_path / "half.tar.gz"
    half.write_bytes(whole.read_bytes()[:300])
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 and no more")
    for path, message in [
        (twice, f"{twice}!two/a.key: the document 'a' has a list in 'one/a.key' already. Keep one .key file for each"),
        (empty, f"{empty}: holds no .key files. Give a run folder"),
        (latin, f"{latin}!a.key: not UTF-8 (byte 0xe9 at offset 0). Save it as UTF-8"),
        (half, f"{half}: the archive is damaged ("),
        (broken, f"{broken}: the archive is damaged (File is not a zip file). Fetch it again"),
    ]:
        with pytest.raises(InputError) as caught:
            read_run(path)
        assert str(caught.value).startswith(message)


def test_lines_with_an_id_and_a_tab_are_a_run(tmp_path: Path) -> None:
    """The whole file name is the row's name, since such files differ in what looks like a suffix."""
    path = tmp_path / "candidates.textrank"
    path.write_bytes(b"\xef\xbb\xbf\na.abstr\tspace station; film crew;;\r\nb.abstr\t\nc.abstr\ta\tb\n")
    run = read_run(path)
    assert shown(run) == [
        ("a.abstr", ["space station", "film crew"], "ok"),
        ("b.abstr", [], "empty"),
        ("c.abstr", ["a\tb"], "ok"),
    ]
    assert (run.info.name, run.info.role) == ("candidates.textrank", "list")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("b space station", "no id with a tab after it. Write ID<TAB>phrase;phrase"),
        ("\tspace station", "no id with a tab after it. Write ID<TAB>phrase;phrase"),
        ("a\torbit", "the id 'a' stands in line 1 already. Keep one line for each document"),
    ],
)
def test_a_malformed_line_of_such_a_file_is_named(line: str, message: str, tmp_path: Path) -> None:
    """File and line, what was found, what to do."""
    path = tmp_path / "mine.txt"
    path.write_text(f"a\tx\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_run(path)
    assert str(caught.value) == f"{path}:2: {message}"
