"""A run that is killed, interrupted, run twice or out of disk space loses at most the documents in flight."""

import os
import random
import resource
import signal
import textwrap
import time
from pathlib import Path

import pytest
from running_plans import documents, in_child, plan

from bench.errors import BenchError
from bench.running.journal import Journal, JournalHeldError
from bench.running.run import run, same_predictions

COUNT = 400
KILLS = 12

PROGRAM = textwrap.dedent("""
    import sys
    from pathlib import Path
    from running_plans import documents, plan
    from bench.errors import BenchError
    from bench.running.run import run
    texts = documents(*[f"word{n} common" for n in range(int(sys.argv[2]))])
    def show(progress):
        print(progress.done, flush=True)
    given = plan(sys.argv[3], {"seconds": 0.01} if sys.argv[3] == "Slow" else {}, jobs=int(sys.argv[4]))
    try:
        run(given, texts, out=Path(sys.argv[1]), dataset="d", on_progress=show)
    except BenchError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
""")


def workers_of(pid: int) -> list[int]:
    """The process ids of a run's workers."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(word) for word in listed.split()]


def alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_killed_at_many_random_points_ends_as_an_uninterrupted_one(jobs: int, tmp_path: Path) -> None:
    """`kill -9` of the run, or of one of its workers, at random moments; then once more to the end."""
    texts = documents(*[f"word{number} common" for number in range(COUNT)])
    clock = random.Random(f"{jobs} jobs")
    for kill in range(KILLS):
        child = in_child(PROGRAM, str(tmp_path), str(COUNT), "Slow", str(jobs))
        assert child.stdout is not None
        if kill % 3 == 0:
            time.sleep(clock.uniform(0.02, 0.3))
        else:
            for _ in range(clock.randint(1, 12)):
                child.stdout.readline()
            time.sleep(clock.uniform(0, 0.02))
        victims = workers_of(child.pid)
        if victims and kill % 2:
            os.kill(clock.choice(victims), signal.SIGKILL)
            time.sleep(clock.uniform(0, 0.1))
            victims = workers_of(child.pid)
        child.kill()
        _, errors = child.communicate()
        assert (child.returncode, errors) == (-signal.SIGKILL, ""), "the run was over before it could be killed"
        deadline = time.monotonic() + 2
        while any(map(alive, victims)) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert not any(map(alive, victims)), "workers outlive a killed run"
    resumed = run(plan("Slow", {"seconds": 0.01}, jobs=jobs), texts, out=tmp_path, dataset="d")
    straight = run(plan("Words"), texts)
    assert same_predictions(resumed.predictions, straight.predictions)
    assert {prediction.status for prediction in resumed.predictions} == {"ok"}


def test_a_killed_run_loses_only_what_was_in_flight(tmp_path: Path) -> None:
    """Everything that the run had counted as done is kept, and is not done again."""
    child = in_child(PROGRAM, str(tmp_path), "100", "Slow", "1")
    assert child.stdout is not None
    counted = 0
    while counted < 20:
        counted = int(child.stdout.readline())
    child.kill()
    counted = max([counted, *map(int, child.stdout)])
    child.communicate()
    (path,) = tmp_path.glob("d/.journal/*.jsonl")
    with Journal(path) as journal:
        kept = len(journal)
    assert counted <= kept <= counted + 1
    texts = documents(*[f"word{number} common" for number in range(100)])
    resumed = run(plan("Slow", {"seconds": 0.01}), texts, out=tmp_path, dataset="d")
    lost = f"A killed session did {kept} documents or more; the whole run's time is without it"
    assert (resumed.info.timing_note, lost in resumed.info.note) == (lost, False)


def test_ctrl_c_stops_within_a_second_keeps_what_is_done_and_says_how_to_go_on(tmp_path: Path) -> None:
    """The message counts what is kept; the workers are gone; the exit code is that of an interrupted program."""
    child = in_child(PROGRAM, str(tmp_path), "1000", "Slow", "2")
    assert child.stdout is not None
    while int(child.stdout.readline()) < 10:
        pass
    victims = workers_of(child.pid)
    begun = time.monotonic()
    os.kill(child.pid, signal.SIGINT)
    _, errors = child.communicate(timeout=10)
    assert time.monotonic() - begun < 1
    (path,) = tmp_path.glob("d/.journal/*.jsonl")
    with Journal(path) as journal:
        done = len(journal)
    assert done >= 10
    assert errors == (
        f"stopped: {done} of 1000 documents of slow are finished and kept. Give the same command again to go on\n"
    )
    assert child.returncode == 130
    assert len(victims) == 2
    assert not any(map(alive, victims))


def test_a_second_run_at_the_same_time_is_refused(tmp_path: Path) -> None:
    """Two runs of one extractor into one folder: the later is told so, the earlier is not disturbed."""
    child = in_child(PROGRAM, str(tmp_path), "60", "Slow", "1")
    assert child.stdout is not None
    while int(child.stdout.readline()) < 3:
        pass
    with pytest.raises(JournalHeldError) as caught:
        run(plan("Slow", {"seconds": 0.01}), documents("a"), out=tmp_path, dataset="d")
    assert str(caught.value) == (
        f"{tmp_path}/d/.journal: another run of the same extractor is writing here. "
        "Wait for it to end, or give another --out"
    )
    run(plan("Words"), documents("a"), out=tmp_path, dataset="d")
    output, errors = child.communicate(timeout=60)
    assert (output.split()[-1], errors, child.returncode) == ("60", "", 0)


def test_a_full_disk_is_one_error_and_the_run_goes_on_when_there_is_room(tmp_path: Path) -> None:
    """A write that the system refuses ends the run with a message; what stood before is good."""
    small = 3000
    child = in_child(
        f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({small}, resource.RLIM_INFINITY))\n" + PROGRAM,
        *(str(tmp_path), "60", "Words", "1"),
    )
    _, errors = child.communicate(timeout=60)
    (path,) = tmp_path.glob("d/.journal/*.jsonl")
    assert errors == (
        f"{path}: cannot be written (File too large). "
        "What is finished is kept; make room or give another --out, then run again\n"
    )
    assert child.returncode == 2
    texts = documents(*[f"word{number} common" for number in range(60)])
    with Journal(path) as journal:
        assert 5 < len(journal) < 60
    whole = run(plan("Words"), texts, out=tmp_path, dataset="d")
    assert same_predictions(whole.predictions, run(plan("Words"), texts).predictions)
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != small


def test_a_folder_that_cannot_be_written_is_one_error(tmp_path: Path) -> None:
    """A file where the folder should be is named before anything is extracted."""
    (tmp_path / "d").write_text("in the way", encoding="utf-8")
    with pytest.raises(BenchError) as caught:
        run(plan("Words"), documents("a"), out=tmp_path, dataset="d")
    assert str(caught.value).startswith(f"{tmp_path}/d/.journal/")
    assert "cannot be written (Not a directory)" in str(caught.value)
