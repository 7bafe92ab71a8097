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


def kept(folder: Path) -> list[str]:
    """The extractors whose candidates lie beside their predictions."""
    return sorted(path.parent.name.rpartition("-")[0] for path in folder.glob("*/runs/*/candidates.jsonl"))


def test_candidates_are_kept_for_the_gold_that_ships_and_else_on_request(tmp_path: Path) -> None:
    """The pages say where gold was never a candidate; lists, scores and what is checked stay as they are."""
    chosen = ("-x", "first-phrases", "-x", "tfidf")
    asked = bench("run", *chosen, cwd=tmp_path)
    assert (asked.code, kept(tmp_path / "results")) == (0, ["first-phrases", "tfidf"])
    errors = tmp_path / "results" / SHIPPED / "errors.md"
    assert "never a candidate" in errors.read_text(encoding="utf-8")
    assert bench("report", "--check", cwd=tmp_path).code == 0
    shown = bench("show", "000", cwd=tmp_path).out
    assert "never a candidate: first film in space" in " ".join(shown.split())
    plain = bench("run", *chosen, "--no-candidates", cwd=tmp_path)
    assert (plain.code, plain.out, kept(tmp_path / "results")) == (0, asked.out, [])
    assert "never a candidate" not in errors.read_text(encoding="utf-8")
    assert bench("report", "--check", cwd=tmp_path).code == 0
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "a", "text": "The night ferry waits.", "keyphrases": ["night ferry", "waits"]}\n', "utf-8")
    for more, names in (((), []), (("--candidates", "--jobs", "2"), ["first-phrases"])):
        assert bench("run", "gold.jsonl", "-x", "first-phrases", "--out", "own", *more, cwd=tmp_path).code == 0
        assert kept(tmp_path / "own") == names


def test_what_an_extractor_does_not_say_is_said(tmp_path: Path) -> None:
    """One that has no candidates, and one that fails on some documents: a sentence each, and the tables are made."""
    path = plugins(tmp_path / "plugins", {"plain": "misbehaving:Words", "some": "misbehaving:Chooses"})
    texts(tmp_path, 2)
    (tmp_path / "texts" / "bad.txt").write_text("one raise? two\n", encoding="utf-8")
    done = bench("run", "texts", "-x", "plain", "-x", "some", "--candidates", cwd=tmp_path, PYTHONPATH=path)
    assert done.code == 0
    assert "plain: what it chooses from is known for 0 of 3 documents\n" in done.err
    assert "some: what it chooses from is known for 2 of 3 documents\n" in done.err
    silent = bench("run", "texts", "-x", "plain", cwd=tmp_path, PYTHONPATH=path)
    assert "chooses from" not in silent.err
