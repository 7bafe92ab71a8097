"""Runs as files: what is written is read back, lists made elsewhere are read, mistakes are named by file and line."""

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ANY_TEXT

from bench.errors import InputError
from bench.records import Keyphrase, Prediction, Run, RunInfo
from bench.running.store import find_runs, folder_name, read_run, write_run

GOLDEN = Path(__file__).parents[1] / "golden" / "run-schema-1"

INFO = RunInfo(name="yake:n=3", extractor="yake", dataset="made-up", dataset_digest="0" * 64)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
KEYPHRASES = st.lists(st.builds(Keyphrase, ANY_TEXT, st.none() | FLOATS), min_size=1, max_size=5).map(tuple)
PREDICTIONS = st.one_of(
    st.builds(Prediction, ANY_TEXT.filter(bool), KEYPHRASES, st.just("ok"), st.none() | st.floats(0, 1e9)),
    st.builds(Prediction, ANY_TEXT.filter(bool), st.just(()), st.just("empty"), st.none() | st.floats(0, 1e9)),
    st.builds(
        Prediction, ANY_TEXT.filter(bool), st.just(()), st.sampled_from(["failed", "timeout"]), st.none(), ANY_TEXT
    ),
)
RUNS = st.lists(PREDICTIONS, max_size=6, unique_by=lambda prediction: prediction.document_id).map(
    lambda predictions: Run(INFO, tuple(predictions))
)


@given(RUNS)
def test_a_run_is_read_back_as_it_was_written(run: Run) -> None:
    """Every bit of every score, every broken character, statuses and errors."""
    with TemporaryDirectory() as folder:
        assert read_run(write_run(Path(folder), run)) == run


def sample(name: str = "yake:n=3") -> Run:
    """A run with one document of each status."""
    info = RunInfo(
        name=name,
        extractor="yake",
        dataset="made up/1",
        dataset_digest="0" * 64,
        version="0.1.0",
        role="extractor",
        configuration={"n": 3, "features": None, "ngrams": [1, 3], "dedup_lim": 0.9},
        libraries={"yake": "0.7.3"},
        corpus="ab",
        transductive=True,
        started="2026-11-22T02:32:12+00:00",
        seconds=0.5,
        load_seconds=0.25,
        fit_seconds=0.125,
        jobs=2,
        machine={"cpu": "some processor", "cores": "2"},
        note="A note",
    )
    return Run(
        info,
        (
            Prediction("a", (Keyphrase("Zoé Pallier", 0.1), Keyphrase("ISS", None)), "ok", 0.015625),
            Prediction("b", (), "empty", 0.0),
            Prediction("c", (), "failed", 0.25, "ValueError: this document"),
            Prediction("d", (), "timeout", 1.5, "took longer than 1.5 s"),
            Prediction("e", (Keyphrase("lone \ud800"),), "ok", None),
        ),
    )


def test_the_files_of_a_run_as_text(tmp_path: Path) -> None:
    """One line a document, readable characters, only a lone surrogate escaped; the record names every circumstance."""
    folder = write_run(tmp_path, sample())
    assert folder == tmp_path / "made-up-1" / "runs" / folder_name(sample().info)
    assert (folder / "predictions.jsonl").read_text(encoding="utf-8") == (
        '{"id": "a", "status": "ok", "seconds": 0.015625, "keyphrases": '
        '[{"phrase": "Zoé Pallier", "score": 0.1}, {"phrase": "ISS", "score": null}], "error": null}\n'
        '{"id": "b", "status": "empty", "seconds": 0.0, "keyphrases": [], "error": null}\n'
        '{"id": "c", "status": "failed", "seconds": 0.25, "keyphrases": [], "error": "ValueError: this document"}\n'
        '{"id": "d", "status": "timeout", "seconds": 1.5, "keyphrases": [], "error": "took longer than 1.5 s"}\n'
        '{"id": "e", "status": "ok", "seconds": null, "keyphrases": '
        '[{"phrase": "lone \\ud800", "score": null}], "error": null}\n'
    )
    assert sorted(path.name for path in folder.iterdir()) == ["predictions.jsonl", "run.json"]
    assert (folder / "run.json").read_text(encoding="utf-8") == (GOLDEN / "run.json").read_text(encoding="utf-8")


def test_a_run_of_schema_1_stays_readable() -> None:
    """The approved files of this schema give the run that they were written from, now and in later versions."""
    assert read_run(GOLDEN) == sample()


def test_the_folder_depends_on_what_decides_the_lists_and_on_nothing_else() -> None:
    """Another option, limit or foreign corpus is another folder; another name, machine, time or own corpus is not."""
    info = sample().info
    assert folder_name(info).startswith("yake-")
    same = [replace(info, name="x"), replace(info, machine={}), replace(info, seconds=9.0), replace(info, corpus="cd")]
    assert {folder_name(other) for other in same} == {folder_name(info)}
    others = [
        replace(info, configuration={"n": 2}),
        replace(info, limit=5),
        replace(info, transductive=False),
        replace(info, extractor="tfidf"),
    ]
    assert len({folder_name(other) for other in [info, *others]}) == 5


def test_writing_the_same_run_again_touches_nothing(tmp_path: Path) -> None:
    """A run that is there already is left alone, so nothing changes under a reader or in a history of versions."""
    folder = write_run(tmp_path, sample())
    before = [path.stat().st_mtime_ns for path in sorted(folder.iterdir())]
    assert write_run(tmp_path, sample()) == folder
    assert [path.stat().st_mtime_ns for path in sorted(folder.iterdir())] == before


def test_runs_are_found_by_path_and_hidden_folders_left_out(tmp_path: Path) -> None:
    """Every run below the folder, in a fixed order; journals are no runs."""
    one = write_run(tmp_path, sample())
    two = write_run(tmp_path, Run(replace(sample().info, dataset="another"), ()))
    shutil.copytree(one, tmp_path / ".journal" / "x")
    assert find_runs(tmp_path) == (two, one)
    assert find_runs(tmp_path / "nothing") == ()


def test_predictions_changed_by_hand_are_refused_in_a_run_folder(tmp_path: Path) -> None:
    """A stored run is closed: what does not match its record is not scored under its name."""
    folder = write_run(tmp_path, sample())
    path = folder / "predictions.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("ISS", "station"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_run(folder)
    assert str(caught.value) == (
        f"{path}: not the predictions that run.json was written with. "
        "Run again; a list changed by hand can be scored from a .jsonl file outside of a run folder"
    )


def test_the_short_form_and_key_folders_are_read(tmp_path: Path) -> None:
    """Lists made elsewhere: plain strings in order, blank lines dropped, marks and line ends no part of a phrase."""
    short = tmp_path / "mine.jsonl"
    short.write_bytes(b'\xef\xbb\xbf{"id": "a", "keyphrases": ["x y", "z"]}\r\n\n{"id": "b", "keyphrases": []}\n')
    run = read_run(short)
    assert (run.info.name, run.info.role, run.info.dataset) == ("mine", "list", "")
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "b.key").write_bytes(b"")
    (keys / "a.key").write_bytes("\ufeffx y\r\n\r\n z \r\n\n".encode())
    (keys / "notes.txt").write_text("not read", encoding="utf-8")
    expected = (Prediction("a", (Keyphrase("x y"), Keyphrase("z"))), Prediction("b", (), "empty"))
    assert run.predictions == expected
    assert read_run(str(keys)).predictions == expected
    assert read_run(keys).info.name == "keys"


FORMS = 'Write {"id": "...", "keyphrases": ["...", ...]}, or {"phrase": "...", "score": 0.5} for each keyphrase'


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            b'{"id": "b", "keyph',
            "not JSON (Unterminated string starting at, character 13). Write one JSON object a line",
        ),
        (b"[" * 100_000, None),
        (b"[1]", f"list instead of an object. {FORMS}"),
        (b'{"keyphrases": []}', f"no 'id', or one that is no text. {FORMS}"),
        (b'{"id": 7, "keyphrases": []}', f"no 'id', or one that is no text. {FORMS}"),
        (b'{"id": "b", "keyphrase": []}', f"no list 'keyphrases'. {FORMS}"),
        (b'{"id": "b", "keyphrases": [7]}', f"keyphrase 1 is neither text nor an object with a 'phrase'. {FORMS}"),
        (
            b'{"id": "b", "keyphrases": [{"phrase": "x", "score": NaN}]}',
            f"the score of keyphrase 1 is no finite number: nan. {FORMS}",
        ),
        (b'{"id": "b", "keyphrases": [], "status": "odd"}', "unknown status 'odd'. Known: ok, empty, failed, timeout"),
        (
            b'{"id": "b", "keyphrases": ["x"], "status": "failed"}',
            "status 'failed' with 1 keyphrases. Only 'ok' comes with keyphrases",
        ),
        (
            b'{"id": "b", "keyphrases": [], "seconds": -1}',
            f"'error' is no text, or 'seconds' no number from 0 up. {FORMS}",
        ),
        (b'{"id": "a", "keyphrases": []}', "the id 'a' stands in line 1 already. Keep one line for each document"),
        (
            b'{"id": "b", "keyphrases": ["\xe9t\xe9"]}',
            "not UTF-8 (byte 0xe9 at offset 28). Save it as UTF-8, for instance with: iconv -f latin1 -t utf-8",
        ),
    ],
)
def test_a_malformed_line_is_named_by_file_and_line(line: bytes, message: str | None, tmp_path: Path) -> None:
    """One clear sentence: where it is, what was found, what to do."""
    path = tmp_path / "mine.jsonl"
    path.write_bytes(b'{"id": "a", "keyphrases": ["x"]}\n' + line + b"\n")
    with pytest.raises(InputError) as caught:
        read_run(path)
    assert caught.value.place == f"{path}:2"
    if message is not None:
        assert str(caught.value) == f"{path}:2: {message}"


def test_what_is_no_run_is_named(tmp_path: Path) -> None:
    """A missing path, an empty folder and a foreign file each get one sentence that says what may be given."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "table.csv").write_text("a,b", encoding="utf-8")
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "a.key").write_bytes("été".encode("latin1"))
    remedy = (
        "Give a run folder (with run.json), a .jsonl of predictions, a folder or archive of ID.key files, "
        "or a file of lines ID<TAB>phrase;phrase"
    )
    for name, message in [
        ("nothing", f"no such file or folder. {remedy}"),
        ("empty", f"holds neither run.json nor .key files. {remedy}"),
        ("table.csv", f"not a list of predictions. {remedy}"),
    ]:
        with pytest.raises(InputError) as caught:
            read_run(tmp_path / name)
        assert str(caught.value) == f"{tmp_path / name}: {message}"
    with pytest.raises(InputError) as caught:
        read_run(tmp_path / "old")
    assert str(caught.value) == (
        f"{tmp_path / 'old' / 'a.key'}: not UTF-8 (byte 0xe9 at offset 0). "
        "Save it as UTF-8, for instance with: iconv -f latin1 -t utf-8"
    )


def test_a_folder_of_results_is_no_run_but_names_one(tmp_path: Path) -> None:
    """Whoever gives what `--out` was given is shown what to give instead."""
    first = write_run(tmp_path, sample())
    for folder in (tmp_path, first.parents[1], first.parent):
        with pytest.raises(InputError) as caught:
            read_run(folder)
        assert str(caught.value) == f"{folder}: holds a run and is none itself. Name one, such as {first}"
    other = sample()
    write_run(tmp_path, Run(replace(other.info, configuration={"n": 2}), other.predictions))
    with pytest.raises(InputError, match="holds 2 runs and is none itself"):
        read_run(tmp_path)


def test_a_pipe_is_no_run(tmp_path: Path) -> None:
    """Lists are read more than once, which a pipe cannot be; it is not waited for either."""
    os.mkfifo(tmp_path / "pipe")
    for pipe in (tmp_path / "pipe", Path("-")):
        with pytest.raises(InputError) as caught:
            read_run(pipe)
        assert str(caught.value) == f"{pipe}: lists are not read from a pipe. Write them to a file that ends in .jsonl"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": 2}, "schema 2, but this version reads 1 to 1. Install a newer version of keyphrase-bench"),
        ({"schema": None}, "no schema number. Run again"),
        ({"jobs": "two"}, "'jobs' is 'two'. Run again"),
        ({"role": "judge"}, "'role' is 'judge'. Run again"),
        ({"seconds": True}, "'seconds' is True. Run again"),
    ],
)
def test_a_malformed_record_is_named(change: dict[str, object], message: str, tmp_path: Path) -> None:
    """A newer schema, a missing one and a value of another type are each told from the others."""
    folder = write_run(tmp_path, sample())
    path = folder / "run.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_run(folder)
    assert str(caught.value) == f"{path}: {message}"
