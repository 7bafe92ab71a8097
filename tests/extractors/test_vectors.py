"""Vectors are computed once, kept in bounded memory and in a file that processes share and kills do not break."""

import multiprocessing
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from vector_shelf import cache, fill, vector

from bench.errors import InputError
from bench.extractors import vector_cache
from bench.extractors.checks import ORDINARY
from bench.extractors.contract import describe
from bench.extractors.keybert import KeyBert
from bench.extractors.vectors import Vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]


class Counting:
    """An encoder that remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> "Array":
        """One row a text."""
        import numpy as np

        self.asked += texts
        return np.stack([vector(text) for text in texts])


def rows(found: "Array") -> list[list[float]]:
    """Numbers to compare."""
    return [[float(number) for number in row] for row in found]


def test_each_text_is_embedded_once_and_looked_up_in_order() -> None:
    """What was prepared together is found again one by one."""
    counting = Counting()
    vectors = Vectors(counting.embed)
    vectors.prepare(["ferry", "quay", "ferry", "mole"])
    assert rows(vectors.of(["mole", "ferry", "mole"])) == rows(counting.embed(["mole", "ferry", "mole"]))
    vectors.of(["quay", "cabin"])
    assert counting.asked == ["ferry", "quay", "mole", "mole", "ferry", "mole", "cabin"]


def test_memory_is_bounded_and_what_was_not_used_longest_goes_first() -> None:
    """What is being prepared stays whole, however little room there is."""
    counting = Counting()
    vectors = Vectors(counting.embed, room=3)
    vectors.prepare(["a", "b", "c"])
    vectors.prepare(["a", "d"])
    assert list(vectors._known) == ["c", "a", "d"] or list(vectors._known) == ["c", "d", "a"]
    vectors.prepare(["e", "f", "g", "h"])
    assert sorted(vectors._known) == ["e", "f", "g", "h"]
    assert counting.asked == ["a", "b", "c", "d", "e", "f", "g", "h"]


def test_a_vector_from_the_file_is_the_one_that_was_put_there(tmp_path: Path) -> None:
    """To the last bit, for any text that Python can hold, in another object on the same file."""
    texts = ["ferry", "zoé", "宇宙", "\ud83d", "a" * 10_000, "nul\0byte"]
    first = Counting()
    expected = rows(Vectors(first.embed, cache(tmp_path)).of(texts))
    second = Counting()
    assert rows(Vectors(second.embed, cache(tmp_path)).of(texts)) == expected
    assert (first.asked, second.asked) == (texts, [])


def test_another_space_shares_nothing(tmp_path: Path) -> None:
    """Other weights, another tokenizer or another runtime find no vector that they did not make."""
    cache(tmp_path).write({"ferry": vector("ferry")})
    assert cache(tmp_path, space="two").read(["ferry"]) == {}
    assert list(cache(tmp_path).read(["ferry", "quay"])) == ["ferry"]


def test_the_file_is_bounded_and_the_oldest_make_room(tmp_path: Path) -> None:
    """It never holds more vectors than there is room for."""
    shelf = cache(tmp_path, room=10)
    for start in range(0, 40, 4):
        shelf.write({f"t{number}": vector(f"t{number}") for number in range(start, start + 4)})
    assert sorted(shelf.read([f"t{number}" for number in range(40)])) == [f"t{number}" for number in range(30, 40)]


@pytest.mark.parametrize("content", [b"", b"something else entirely, for longer than a header" * 100])
def test_a_file_that_is_no_cache_is_named(tmp_path: Path, content: bytes) -> None:
    """An empty file becomes a cache; anything else is left as it is."""
    path = tmp_path / "vectors.db"
    path.write_bytes(content)
    if not content:
        cache(tmp_path).write({"ferry": vector("ferry")})
        return
    with pytest.raises(InputError, match=r"cannot be used as a cache of vectors .*not a database") as caught:
        cache(tmp_path)
    assert caught.value.place == str(path)
    assert path.read_bytes() == content


def test_a_database_of_something_else_is_named(tmp_path: Path) -> None:
    """A table of the same name with other columns is not written to."""
    with sqlite3.connect(tmp_path / "vectors.db") as other:
        other.execute("CREATE TABLE vectors (x, y)")
    other.close()
    with pytest.raises(InputError, match="no such column"):
        cache(tmp_path)


def test_a_file_that_breaks_later_costs_the_cache_and_not_the_run(tmp_path: Path) -> None:
    """One warning; from then on vectors are computed."""
    counting = Counting()
    shelf = cache(tmp_path)
    vectors = Vectors(counting.embed, shelf, room=1)
    vectors.prepare(["ferry"])
    shelf._file.execute("DROP TABLE vectors")
    with pytest.warns(UserWarning, match="the cache of vectors is left aside") as caught:
        vectors.of(["quay"])
    assert len(caught) == 1
    vectors.of(["ferry"])
    assert counting.asked == ["ferry", "quay", "ferry"]


def test_a_damaged_vector_is_computed_again(tmp_path: Path) -> None:
    """A blob of another length is not taken for a vector, nor one whose checksum is another; it is written anew."""
    shelf = cache(tmp_path)
    shelf.write({"ferry": vector("ferry"), "quay": vector("quay")})
    for damage in ("x'0102'", "zeroblob(length(vector))", "(SELECT max(vector) FROM vectors)"):
        shelf._file.execute(f"UPDATE vectors SET vector = {damage}")  # noqa: S608 - written above
        assert len(shelf.read(["ferry", "quay"])) < 2
        shelf.write({"ferry": vector("ferry"), "quay": vector("quay")})
        assert len(shelf.read(["ferry", "quay"])) == 2


def test_processes_share_a_file(tmp_path: Path) -> None:
    """Four writers at once, some of them of the same vectors: nothing is lost, nothing is double."""
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=fill, args=(tmp_path, start)) for start in (0, 100, 200, 0)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0, 0, 0]
    texts = [f"t{number}" for number in range(400)]
    found = cache(tmp_path).read(texts)
    assert {text: rows(found[text][None]) for text in texts} == {text: rows(vector(text)[None]) for text in texts}
    with sqlite3.connect(tmp_path / "vectors.db") as file:
        assert file.execute("SELECT count(*) FROM vectors").fetchone() == (400,)
    file.close()


ENDLESS = """
import itertools, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from vector_shelf import cache, vector
begin = int(sys.argv[3])
vector("ready")
print(begin, flush=True)
shelf = cache(Path(sys.argv[1]), room=1_000_000)
for start in itertools.count(begin, 50):
    shelf.write({f"t{number}": vector(f"t{number}") for number in range(start, start + 50)})
    print(start + 50, flush=True)
"""


def test_writers_that_are_killed_at_any_moment_leave_whole_vectors(tmp_path: Path) -> None:
    """What they had said was written is there, every vector is right, and the next writers go on.

    Two writers at once, killed 12 times at random moments from that of opening the file on; each begins again with the
    last vectors that it had written.
    """
    draw = Random(5)
    program = [sys.executable, "-c", ENDLESS, str(tmp_path), str(Path(__file__).parents[1])]
    said = {0: 0, 5_000: 5_000}
    for _ in range(12):
        commands = [[*program, str(max(start, reached - 50))] for start, reached in said.items()]
        writers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for command in commands]
        for writer in writers:
            assert writer.stdout is not None
            writer.stdout.readline()
        for writer, start in zip(writers, said, strict=True):
            time.sleep(draw.uniform(0.0, 0.1))
            writer.kill()
            told = writer.communicate(timeout=60)[0].split("\n")[:-1]
            said[start] = max([said[start], *map(int, told)])
        shelf = cache(tmp_path, room=1_000_000)
        for start, reached in said.items():
            found = shelf.read([f"t{number}" for number in range(start, reached + 50)])
            assert set(found) >= {f"t{number}" for number in range(start, reached)}
            assert all(rows(row[None]) == rows(vector(text)[None]) for text, row in found.items())
        shelf.close()
    assert min(reached - start for start, reached in said.items()) > 100
    shelf = cache(tmp_path, room=1_000_000)
    assert shelf._file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    shelf.write({"after": vector("after")})
    assert list(shelf.read(["after"])) == ["after"]


def test_a_fresh_run_leaves_aside_what_was_there(tmp_path: Path) -> None:
    """Its own vectors it finds, also those that were there before it made them again."""
    before = cache(tmp_path)
    before.write({"ferry": vector("ferry"), "quay": vector("quay"), "mole": vector("mole")})
    fresh, beside = cache(tmp_path, fresh=True), cache(tmp_path)
    assert (before.found, fresh.found, beside.found) == (0, 0, 3)
    assert fresh.read(["ferry", "quay"]) == {}
    fresh.write({"ferry": vector("ferry")})
    assert list(fresh.read(["ferry", "quay"])) == ["ferry"]
    assert sorted(beside.read(["ferry", "quay", "mole"])) == ["ferry", "mole", "quay"]


def test_nothing_is_added_where_little_of_the_disk_is_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache must not be what fills the disk that the run writes its results to."""
    shelf = cache(tmp_path)
    shelf.write({"ferry": vector("ferry")})
    monkeypatch.setattr(vector_cache, "SPARE", 2**62)
    shelf.write({"quay": vector("quay")})
    assert list(shelf.read(["ferry", "quay"])) == ["ferry"]


def test_keybert_says_the_same_from_the_cache(tmp_path: Path) -> None:
    """A second run with another diversity embeds nothing, and its lists are those without a cache; it says so."""
    path = str(tmp_path / "folder" / "vectors.db")
    cold = KeyBert(ngrams=(1, 3), mmr=0.5, cache=path)
    cold.extract_many(ORDINARY, 20)
    again = KeyBert(ngrams=(1, 3), mmr=0.7, cache=path)
    assert again._vectors is not None
    again._vectors._embed = forbidden
    plain = KeyBert(ngrams=(1, 3), mmr=0.7, cache=None)
    assert again.extract_many(ORDINARY, 20) == plain.extract_many(ORDINARY, 20)
    told, untold = describe(again), describe(plain)
    assert (told.notes, told.timing_notes) == (untold.notes, (*untold.timing_notes, FROM_CACHE))
    assert replace(told, timing_notes=()) == replace(untold, timing_notes=())
    assert FROM_CACHE not in describe(cold).timing_notes


FROM_CACHE = "vectors of phrases that earlier runs met came from a cache: its times are without them"


def test_keybert_keeps_vectors_in_the_users_folder_unless_told_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`cache=none` writes nothing; a fresh run looks up nothing that was there, and says so by saying nothing."""
    monkeypatch.setenv("BENCH_CACHE", str(tmp_path / "kept"))
    KeyBert(cache=None).extract_many(ORDINARY, 5)
    assert not (tmp_path / "kept").exists()
    KeyBert().extract_many(ORDINARY, 5)
    assert (tmp_path / "kept" / "vectors.db").is_file()
    assert FROM_CACHE in describe(KeyBert()).timing_notes
    monkeypatch.setenv("BENCH_FRESH", "1")
    fresh = KeyBert()
    assert FROM_CACHE not in describe(fresh).timing_notes
    assert fresh._vectors is not None
    fresh._vectors._embed = forbidden
    with pytest.raises(AssertionError, match="texts were embedded"):
        fresh.extract_many(ORDINARY, 5)


def test_a_users_folder_that_cannot_be_used_costs_the_cache_and_a_named_file_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody asked for the one, somebody asked for the other."""
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("BENCH_CACHE", str(tmp_path / "file"))
    with pytest.warns(UserWarning, match="phrases are embedded without a cache: .*cannot be used as a cache"):
        keybert = KeyBert()
    assert keybert.extract(ORDINARY[0], 3) == KeyBert(cache=None).extract(ORDINARY[0], 3)
    with pytest.raises(InputError, match="cannot be used as a cache of vectors"):
        KeyBert(cache=str(tmp_path / "file" / "vectors.db"))


def forbidden(texts: Sequence[str]) -> "Array":
    """An encoder that must not be called."""
    raise AssertionError(f"{len(texts)} texts were embedded")
