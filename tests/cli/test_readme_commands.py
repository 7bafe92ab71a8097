"""The README's examples of files and calls are such as the program takes: written and run as they stand there."""

import re
from pathlib import Path

import pytest
from bench_program import bench

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
SECTIONS = ("## Your own texts", "## Your own gold", "## Lists made elsewhere")


def section(head: str) -> str:
    """The text from one heading to the next."""
    return README.partition(head + "\n")[2].partition("\n## ")[0]


def commands(head: str) -> list[list[str]]:
    """The words of every call of `bench` in a section, comments taken off."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", section(head), re.DOTALL | re.MULTILINE)
    lines = [line.partition("#")[0].split() for kind, block in blocks if not kind for line in block.splitlines()]
    return [words[1:] for words in lines if words[:1] == ["bench"]]


@pytest.mark.parametrize("head", SECTIONS)
def test_the_calls_work_in_their_order(head: str, tmp_path: Path) -> None:
    """With the files that the README shows, each call ends with exit code 0 and something to read."""
    gold, lists = (re.search(r"```json\n(.*?)```", section(part), re.DOTALL) for part in SECTIONS[1:])
    assert gold
    assert lists
    (tmp_path / "my-gold.jsonl").write_text(gold[1], encoding="utf-8")
    for name in ("my-lists", "mine", "theirs"):
        (tmp_path / f"{name}.jsonl").write_text(lists[1], encoding="utf-8")
    (tmp_path / "my-texts").mkdir()
    (tmp_path / "my-texts" / "a.txt").write_text("A Soyuz has docked at the space station.", encoding="utf-8")
    calls = commands(head)
    assert len(calls) >= 2
    for words in calls:
        quick = ["-x", "first-phrases"] if words[0] == "run" and "-x" not in words else []
        done = bench(*words, *quick, cwd=tmp_path)
        assert (done.code, bool(done.out)) == (0, True), (words, done.err)
    if head == SECTIONS[2]:
        scored = bench(
            "score", "my-lists.jsonl", "--gold", "my-gold.jsonl", "--format", "csv", "--metric", "R@5", cwd=tmp_path
        )
        assert "Lists,my-lists,1.0," in scored.out, "the list that the README shows finds the gold that it shows"
