"""`bench run` for its times, stopped by Ctrl-C, and with documents that failed before."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench_program import bench, environment, plugins

SHIPPED = "first-film-in-space"


def texts(folder: Path, count: int, text: str = "one two three") -> None:
    """A folder `texts` of so many documents."""
    (folder / "texts").mkdir()
    for number in range(count):
        (folder / "texts" / f"{number:03}.txt").write_text(f"{text} {number}\n", encoding="utf-8")


def test_a_run_for_its_times_says_so_in_the_speed_table_and_changes_nothing_else(tmp_path: Path) -> None:
    """Five repeats stand beside the row and are explained; lists and quality are those of any run."""
    chosen = ("-x", "first-phrases", "-x", "tfidf")
    timed = bench("run", *chosen, "--timing", "--out", "timed", cwd=tmp_path)
    plain = bench("run", *chosen, "--out", "plain", cwd=tmp_path)
    assert (timed.code, timed.out) == (0, plain.out)
    speed = (tmp_path / "timed" / SHIPPED / "speed.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in speed.splitlines() if re.match(r"\| (row|tfidf|first)", line)][:3]
    assert [(row[1].strip(), row[-2].strip()) for row in rows] == [
        ("row", "repeats"),
        ("first-phrases", "5"),
        ("tfidf", "5"),
    ]
    assert "each time is the median of so many runs" in " ".join(speed.split())
    assert "repeats" not in (tmp_path / "plain" / SHIPPED / "speed.md").read_text(encoding="utf-8")
    for page in ("quality.md", "noise.md"):
        assert (tmp_path / "timed" / SHIPPED / page).read_bytes() == (tmp_path / "plain" / SHIPPED / page).read_bytes()


def test_a_run_for_its_times_is_alone(tmp_path: Path) -> None:
    """Several workers would disturb each other."""
    done = bench("run", "--timing", "--jobs", "2", cwd=tmp_path)
    assert done.code == 2
    assert done.err == (
        "bench: --timing: a run for its times has one worker on this machine. "
        "Leave out --jobs and --engine, or --timing\n"
    )


def test_documents_that_failed_are_tried_again_unless_they_are_to_be_left(tmp_path: Path) -> None:
    """Seen in the log of the extractor, which has a line for each attempt."""
    path = plugins(tmp_path / "plugins", {"clumsy": "misbehaving:Misbehaving"})
    texts(tmp_path, 6)
    (tmp_path / "texts" / "bad.txt").write_text("raise! this\n", encoding="utf-8")

    def attempts(*more: str) -> int:
        done = bench("run", "texts", "-x", "clumsy", *more, cwd=tmp_path, PYTHONPATH=path)
        assert done.code == 0, done.err
        (journal,) = (tmp_path / "results" / "texts" / ".journal").glob("*.jsonl")
        lines = [json.loads(line.partition(" ")[2]) for line in journal.read_text(encoding="utf-8").splitlines()]
        return sum(line.get("status") == "failed" for line in lines)

    assert [attempts(), attempts("--keep-failed"), attempts(), attempts("--keep-failed")] == [1, 1, 2, 2]


def test_ctrl_c_stops_within_a_second_and_the_same_command_goes_on(tmp_path: Path) -> None:
    """The signal goes to the whole process group, as a terminal sends it; nothing that was finished is done again."""
    path = plugins(tmp_path / "plugins", {"slow": "misbehaving:Slow"})
    texts(tmp_path, 40)
    words = ("run", "texts", "-x", "slow:seconds=0.1", "--jobs", "2")
    started = subprocess.Popen(
        [sys.executable, "-m", "bench", *words],
        cwd=tmp_path,
        env=environment(PYTHONPATH=path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    journals = tmp_path / "results" / "texts" / ".journal"
    end = time.monotonic() + 60
    while sum(path.read_bytes().count(b'"status"') for path in journals.glob("*.jsonl")) < 8:
        assert time.monotonic() < end
        time.sleep(0.02)
    os.killpg(started.pid, signal.SIGINT)
    begun = time.monotonic()
    out, err = started.communicate(timeout=30)
    assert time.monotonic() - begun < 1
    assert (started.returncode, out) == (130, "")
    told = re.fullmatch(
        r"bench: stopped: (\d+) of 40 documents of slow:seconds=0\.1 are finished and kept\. "
        r"Give the same command again to go on\n",
        err,
    )
    assert told, err
    assert 8 <= int(told[1]) < 40
    again = bench(*words, cwd=tmp_path, PYTHONPATH=path)
    assert again.code == 0
    (journal,) = journals.glob("*.jsonl")
    assert journal.read_bytes().count(b'"status"') == 40
