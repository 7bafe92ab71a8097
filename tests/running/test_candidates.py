"""The phrases that an extractor chose from: asked once its lists are made, kept beside them, never at their cost."""

import json
import random
import signal
import textwrap
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from running_plans import documents, in_child, plan

from bench.errors import InputError
from bench.records import Document
from bench.running.local import LocalSession
from bench.running.plan import Plan, Progress
from bench.running.run import run, run_to_folder, same_predictions
from bench.running.store import read_run, write_run
from bench.running.timing import timed_run

TEXTS = documents("one a b a", "two b", "three c")
TOLD = {"d000": ("one", "a", "b"), "d001": ("two", "b"), "d002": ("three", "c")}


def stored(given: Plan, texts: list[Document], out: Path) -> Path:
    """The folder of a run that was written."""
    return run_to_folder(given, texts, dataset="d", digest="0", out=out)


@pytest.mark.parametrize("jobs", [1, 2])
def test_candidates_are_told_once_each_and_change_no_list(jobs: int) -> None:
    """A list of two with three to choose from; predictions are those of a run that does not ask."""
    asked = run(plan("Chooses", candidates=True, limit=2, jobs=jobs), TEXTS)
    assert asked.candidates == TOLD
    plain = run(plan("Chooses", limit=2), TEXTS)
    assert plain.candidates == {}
    assert same_predictions(asked.predictions, plain.predictions)


def test_an_extractor_that_has_none_is_not_asked() -> None:
    """No method of that name, or an option that is called so."""
    for name in ("Words", "Named"):
        made = run(plan(name, candidates=True), TEXTS)
        assert made.candidates == {}
        assert [prediction.status for prediction in made.predictions] == ["ok"] * 3


def test_a_fitted_extractor_is_asked_as_it_was_fitted() -> None:
    """Candidates come from the process that learnt the corpus, whichever that is."""
    texts = documents("common rare", "common other")
    made = run(plan("ChoosesRare", candidates=True, jobs=2), texts, corpus=documents("common", "rare"))
    assert made.candidates == {"d000": ("common", "rare"), "d001": ("common",)}


@pytest.mark.parametrize("trouble", ["raise?", "die?", "hang?", "number?"])
def test_a_failure_costs_the_candidates_of_its_document_alone(trouble: str) -> None:
    """Whether it raises, dies, hangs or says no strings: the list is there, and so is what is told of others."""
    texts = documents("one a", f"two {trouble}", "three c")
    made = run(plan("Chooses", candidates=True, timeout=0.5), texts)
    assert made.candidates == {"d000": ("one", "a"), "d002": ("three", "c")}
    assert [(prediction.status, prediction.error) for prediction in made.predictions] == [("ok", None)] * 3
    assert [k.phrase for k in made.predictions[1].keyphrases] == ["two", trouble]


def test_one_that_always_fails_is_soon_asked_no_more(tmp_path: Path) -> None:
    """Five failures and no answer end the asking: nobody waits for the time-out of a thousand documents."""
    texts = documents(*[f"word{number} hang?" for number in range(9)])
    begun = time.monotonic()
    made = run(plan("Chooses", candidates=True, timeout=0.1), texts, out=tmp_path, dataset="d")
    assert time.monotonic() - begun < 9
    assert made.candidates == {}
    assert [prediction.status for prediction in made.predictions] == ["ok"] * 9


def test_a_document_that_failed_is_not_asked_about() -> None:
    """It has no list to choose for; candidates of the others are told."""
    made = run(plan("ChoosesOrFails", candidates=True), documents("one a", "fail! b"))
    assert [prediction.status for prediction in made.predictions] == ["ok", "failed"]
    assert made.candidates == {"d000": ("one", "a")}


def test_the_seconds_are_those_of_the_lists(tmp_path: Path) -> None:
    """What it takes to tell candidates is in no time of a document nor of the run; sessions are those of lists."""
    texts = documents(*[f"word{number} slow?" for number in range(40)])
    asked = run(plan("Chooses", candidates=True), texts, out=tmp_path, dataset="d")
    assert len(asked.candidates) == 40
    assert sum(prediction.seconds or 0 for prediction in asked.predictions) < 0.2
    first = run(plan("Chooses"), texts, out=tmp_path / "later", dataset="d")
    later = run(plan("Chooses", candidates=True), texts, out=tmp_path / "later", dataset="d")
    assert later.info == first.info


def test_what_an_earlier_run_did_not_ask_is_asked_now_and_nothing_else(tmp_path: Path) -> None:
    """No list is made again, candidates are told once, and only those of a new document later."""
    seen: list[Progress] = []

    def told(texts: list[Document]) -> tuple[int, int]:
        seen.clear()
        made = run(plan("Chooses", candidates=True), texts, out=tmp_path, dataset="d", on_progress=seen.append)
        assert made.candidates == {document.id: TOLD[document.id] for document in texts}
        lists = [progress for progress in seen if not progress.is_candidates]
        return lists[-1].done - lists[-1].kept, sum(progress.is_candidates for progress in seen)

    run(plan("Chooses"), TEXTS[:2], out=tmp_path, dataset="d")
    assert told(TEXTS[:2]) == (0, 2)
    assert told(TEXTS[:2]) == (0, 0)
    assert told(TEXTS) == (1, 1)


def test_an_extractor_that_cannot_be_loaded_any_more_keeps_its_lists(tmp_path: Path) -> None:
    """Where all lists are kept, the asking alone is what fails."""
    run(plan("Chooses"), TEXTS, out=tmp_path, dataset="d")

    def engine(plan: Plan, logs: Path, corpus: Sequence[Document], count: int) -> LocalSession:
        return LocalSession(replace(plan, target="misbehaving:Unbuildable"), logs, corpus, count)

    made = run(plan("Chooses", candidates=True), TEXTS, out=tmp_path, dataset="d", engine=engine)
    assert (len(made.predictions), made.candidates) == (3, {})


PROGRAM = textwrap.dedent("""
    import sys
    from pathlib import Path
    from running_plans import documents, plan
    from bench.running.run import run_to_folder
    texts = documents(*[f"word{n} slow?" for n in range(int(sys.argv[2]))])
    def show(progress):
        print(progress.done, progress.is_candidates, flush=True)
    given = plan("Chooses", candidates=True, jobs=2)
    run_to_folder(given, texts, dataset="d", digest="0", out=Path(sys.argv[1]), on_progress=show)
""")


def test_a_run_killed_while_it_asks_ends_as_an_uninterrupted_one(tmp_path: Path) -> None:
    """`kill -9` at random moments of the asking; what was told is not asked again, and the files are whole."""
    count, clock = 150, random.Random(6)
    for _ in range(4):
        child = in_child(PROGRAM, str(tmp_path), str(count))
        assert child.stdout is not None
        stop = clock.randint(1, 20)
        while not child.stdout.readline().endswith("True\n"):
            pass
        for _ in range(stop):
            child.stdout.readline()
        child.kill()
        child.communicate()
        assert child.returncode == -signal.SIGKILL, "the run was over before it could be killed"
    assert not list(tmp_path.glob("d/runs/*/*"))
    texts = documents(*[f"word{number} slow?" for number in range(count)])
    seen: list[Progress] = []
    folder = run_to_folder(
        plan("Chooses", candidates=True), texts, dataset="d", digest="0", out=tmp_path, on_progress=seen.append
    )
    assert 0 < sum(progress.is_candidates for progress in seen) < count - 4
    made = read_run(folder, with_candidates=True)
    assert made.candidates == {document.id: tuple(document.text.split()) for document in texts}
    assert len(made.predictions) == count


def test_the_files_as_text(tmp_path: Path) -> None:
    """One line a document beside the predictions; the record names the digest of the file."""
    folder = stored(plan("Chooses", candidates=True, limit=1), documents("one Zoé", "lone \ud800"), tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == ["candidates.jsonl", "predictions.jsonl", "run.json"]
    assert (folder / "candidates.jsonl").read_text(encoding="utf-8") == (
        '{"id": "d000", "candidates": ["one", "Zoé"]}\n{"id": "d001", "candidates": ["lone", "\\ud800"]}\n'
    )
    assert len(json.loads((folder / "run.json").read_text(encoding="utf-8"))["candidates_sha256"]) == 64
    made = read_run(folder, with_candidates=True)
    assert made.candidates == {"d000": ("one", "Zoé"), "d001": ("lone", "\ud800")}
    assert write_run(tmp_path, made) == folder
    assert read_run(folder, with_candidates=True) == made
    assert read_run(folder) == replace(made, candidates={})


def test_a_run_that_does_not_ask_leaves_none_of_another(tmp_path: Path) -> None:
    """A folder holds what its last run was asked for; what was told stays in the journal and costs nothing later."""
    folder = stored(plan("Chooses", candidates=True), TEXTS, tmp_path)
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert stored(plan("Chooses"), TEXTS, tmp_path) == folder
    assert sorted(path.name for path in folder.iterdir()) == ["predictions.jsonl", "run.json"]
    assert "candidates" not in (folder / "run.json").read_text(encoding="utf-8").replace("misbehaving", "")
    stored(plan("Chooses", candidates=True), TEXTS, tmp_path)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first


def _changed(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"three", b"four"))


def _unnamed(path: Path) -> None:
    record = path.with_name("run.json")
    entry = json.loads(record.read_text(encoding="utf-8"))
    del entry["candidates_sha256"]
    record.write_text(json.dumps(entry), encoding="utf-8")


@pytest.mark.parametrize("spoil", [Path.unlink, _unnamed])
def test_a_file_that_is_taken_away_or_not_named_is_no_candidates(spoil: Callable[[Path], None], tmp_path: Path) -> None:
    """They are large and may be left out; a file that the record knows nothing of is of another run."""
    folder = stored(plan("Chooses", candidates=True), TEXTS, tmp_path)
    spoil(folder / "candidates.jsonl")
    made = read_run(folder, with_candidates=True)
    assert (len(made.predictions), made.candidates) == (3, {})


def test_candidates_changed_by_hand_are_refused(tmp_path: Path) -> None:
    """As changed predictions are; a reader who does not want them is not stopped."""
    folder = stored(plan("Chooses", candidates=True), TEXTS, tmp_path)
    path = folder / "candidates.jsonl"
    _changed(path)
    with pytest.raises(InputError) as caught:
        read_run(folder, with_candidates=True)
    assert str(caught.value) == (
        f"{path}: not the candidates that run.json was written with. Run again, or remove the file"
    )
    assert len(read_run(folder).predictions) == 3


def test_a_timed_run_asks_once_and_apart() -> None:
    """Repeats are for the times; candidates come from the first of them."""
    made = timed_run(plan("Chooses", candidates=True), TEXTS, repeats=2)
    assert made.candidates == TOLD
    assert made.info.repeats == 2
    assert timed_run(plan("Chooses"), TEXTS, repeats=2).candidates == {}


def test_fresh_asks_again(tmp_path: Path) -> None:
    """Nothing that was told before is used."""
    run(plan("Chooses", candidates=True), TEXTS, out=tmp_path, dataset="d")
    seen: list[Progress] = []
    again = run(plan("Chooses", candidates=True, fresh=True), TEXTS, out=tmp_path, dataset="d", on_progress=seen.append)
    assert again.candidates == TOLD
    assert sum(progress.is_candidates for progress in seen) == 3
