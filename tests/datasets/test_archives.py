"""Archives are read where they lie, and cannot do harm: no path outside, no bomb, no half archive taken for a whole."""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from dataset_folders import OURS

from bench.datasets import load
from bench.datasets.bounds import BoundedStream, Bounds
from bench.datasets.tree import Tar, Zip
from bench.errors import InputError

FILES = {name: content.encode() for name, content in OURS.items() if isinstance(content, str)}


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    """A zip of these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, files: dict[str, bytes], mode: str = "w:xz") -> Path:
    """A tar of these files."""
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def test_every_archive_reads_as_the_folder_does(tmp_path: Path) -> None:
    """Folder, zip, tar, tar.gz, tar.xz and tar.bz2 of one set have one digest, and nothing is written beside them."""
    folder = tmp_path / "set"
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    expected = load(str(folder)).info.digest
    archives = [
        zipped(tmp_path / "set.zip", FILES),
        tarred(tmp_path / "set.tar", FILES, "w"),
        tarred(tmp_path / "set.tar.gz", FILES, "w:gz"),
        tarred(tmp_path / "set.tar.xz", FILES),
        tarred(tmp_path / "set.tar.bz2", FILES, "w:bz2"),
    ]
    assert {load(str(path)).info.digest for path in archives} == {expected}
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["set", *(path.name for path in archives)])


@pytest.mark.parametrize("suffix", ["zip", "tar", "tar.gz"])
def test_a_version_in_an_archives_name_is_kept(tmp_path: Path, suffix: str) -> None:
    """Only the archive's own suffix is no part of the set's name."""
    files = {"docsutf8/a.txt": b"The tide turns.", "keys/a.key": b"tide"}
    path = tmp_path / f"Harbour-v1.1.{suffix}"
    _ = zipped(path, files) if suffix == "zip" else tarred(path, files, "w" if suffix == "tar" else "w:gz")
    assert load(str(path)).info.name == "Harbour-v1.1"


def test_a_member_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    """A zip and a tar may hold two files of one name; which is the article is not guessed."""
    name = "articles/a.txt"
    archive = zipped(tmp_path / "set.zip", FILES)
    with zipfile.ZipFile(archive, "a") as opened, pytest.warns(UserWarning, match="Duplicate name"):
        opened.writestr(name, "another text")
    other = tarred(tmp_path / "set.tar", FILES, "w")
    with tarfile.open(other, "a") as opened_tar:
        member = tarfile.TarInfo(name)
        member.size = 1
        opened_tar.addfile(member, io.BytesIO(b"x"))
    for path in (archive, other):
        with pytest.raises(InputError) as caught:
            load(str(path))
        assert str(caught.value) == (
            f"{path}!{name}: is in the archive twice, and which one is meant cannot be told. Pack it again"
        )


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "..\\evil.txt", "C:/evil.txt"])
def test_a_path_outside_is_refused(tmp_path: Path, name: str) -> None:
    """In a zip and in a tar; the member is named and nothing is written."""
    for path in (
        zipped(tmp_path / "set.zip", {**FILES, name: b"x"}),
        tarred(tmp_path / "set.tar.xz", {**FILES, name: b"x"}),
    ):
        with pytest.raises(InputError, match="points outside the archive"):
            load(str(path))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["set.tar.xz", "set.zip"]


def test_a_link_in_a_tar_is_not_followed(tmp_path: Path) -> None:
    """A symbolic link to a file outside is not seen as an article."""
    (tmp_path / "secret.txt").write_text("secret")
    path = tmp_path / "set.tar"
    with tarfile.open(path, "w") as archive:
        for name, content in FILES.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        link = tarfile.TarInfo("articles/c.txt")
        link.type = tarfile.SYMTYPE
        link.linkname = str(tmp_path / "secret.txt")
        archive.addfile(link)
    assert [d.id for d in load(str(path)).documents] == ["a", "b"]


def test_a_zip_bomb_stops_early(tmp_path: Path) -> None:
    """Forty megabytes of blanks in forty kilobytes: read no further than the bounds allow."""
    path = zipped(tmp_path / "set.zip", {**FILES, "articles/c.txt": b" " * 40 * 2**20})
    with pytest.raises(InputError, match=r"articles/c\.txt: unpacks to more than 10 MiB from \d+ bytes\."):
        load(str(path))


def test_a_tar_bomb_stops_early(tmp_path: Path) -> None:
    """The whole tar is bounded, not only each member."""
    path = tarred(tmp_path / "set.tar.xz", {f"articles/{n}.txt": b" " * 2**20 for n in range(40)})
    with pytest.raises(InputError, match=r"unpacks to more than \d+ MiB"):
        load(f"texts:{path}")


def test_a_gzip_bomb_stops_early(tmp_path: Path) -> None:
    """A single packed file, too."""
    path = tmp_path / "d.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": "1", "text": "' + b" " * 40 * 2**20 + b'"}'))
    with pytest.raises(InputError, match="unpacks to more than 10 MiB"):
        load(f"jsonl:{path}")


def test_honest_text_packs_well_within_bounds() -> None:
    """A repetitive text of 20 MiB at a ratio of 60 passes."""
    bounds = Bounds(packed=20 * 2**20 // 60)
    assert len(BoundedStream(io.BytesIO(b"x" * 20 * 2**20), bounds, "here").read()) == 20 * 2**20


def test_sizes_are_counted_over_reads_and_lines() -> None:
    """Reading line by line or piece by piece does not get around the bounds."""
    bounds = Bounds(packed=1, ratio_from=10, max_ratio=1)
    stream = BoundedStream(io.BytesIO(b"abcd\n" * 10), bounds, "here")
    with pytest.raises(InputError):
        list(stream)
    stream = BoundedStream(io.BytesIO(b"abcd\n" * 10), bounds, "here")
    assert stream.read(5) == b"abcd\n"
    with pytest.raises(InputError):
        stream.read(6)


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_a_truncated_archive_is_never_taken_for_a_whole(tmp_path: Path, kept: float) -> None:
    """However much of it has arrived: zip, tar.xz and tar.gz say so."""
    big = {**FILES, **{f"articles/n{n}.txt": bytes(f"Text {n}.", "ascii") * 50 for n in range(50)}}
    for path in (
        zipped(tmp_path / "set.zip", big),
        tarred(tmp_path / "set.tar.xz", big),
        tarred(tmp_path / "set.tar.gz", big, "w:gz"),
    ):
        whole = path.read_bytes()
        path.write_bytes(whole[: int(len(whole) * kept)])
        with pytest.raises(InputError, match=r"damaged or cut short|unexpected end of data"):
            load(str(path))


def test_a_damaged_member_is_named(tmp_path: Path) -> None:
    """One wrong byte inside a member is found by its checksum."""
    path = tmp_path / "set.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in FILES.items():
            archive.writestr(name, content)
    path.write_bytes(path.read_bytes().replace(b"harbour office", b"harbour 0ffice"))
    with pytest.raises(InputError, match=r"articles/a\.txt: the archive is damaged or cut short \(Bad CRC-32"):
        load(str(path))


def test_a_file_that_is_no_zip(tmp_path: Path) -> None:
    """The name alone does not make an archive."""
    (tmp_path / "set.zip").write_bytes(b"no zip at all")
    with pytest.raises(InputError, match=r"set\.zip: the archive is damaged or cut short"):
        load(str(tmp_path / "set.zip"))


def test_a_member_that_is_not_there(tmp_path: Path) -> None:
    """Asked for by name, it is an error and no KeyError."""
    for tree in (Zip(zipped(tmp_path / "a.zip", FILES)), Tar(tarred(tmp_path / "a.tar.xz", FILES))):
        with pytest.raises(InputError, match="is not in the archive"):
            tree.read("none.txt")


def test_an_encrypted_zip_is_an_error(tmp_path: Path) -> None:
    """The flag of encryption is set in the directory; there is no password to ask for."""
    path = zipped(tmp_path / "set.zip", {"dataset.toml": b'name = "x"\n'})
    data = bytearray(path.read_bytes())
    central = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[central + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(InputError, match="password required"):
        load(str(path))
