"""`bench report --format html`: one file a data set, with the protocols and texts that were asked for."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from bench_program import bench
from harbour import written

PAGE = Path("results/gold/report.html")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with gold and the results of two fast extractors on it."""
    made = written(tmp_path_factory.mktemp("page"))
    assert bench("run", "gold.jsonl", "-x", "first-phrases", "-x", "random", cwd=made).code == 0
    return made


def data(folder: Path) -> dict[str, Any]:
    """What the page knows at once."""
    page = (folder / PAGE).read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_the_page_is_written_and_nothing_else(folder: Path) -> None:
    """Its path is printed; no other file of the results changes, so the check holds as before."""
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != PAGE.name}
    done = bench("report", "--gold", "gold.jsonl", "--format", "html", cwd=folder)
    assert (done.code, done.out, done.err) == (0, f"{PAGE}\n", "")
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != PAGE.name}
    assert after == before
    assert [each["name"] for each in data(folder)["protocols"]] == [
        "default",
        "kpeval",
        "kpg",
        "sifrank",
        "semeval2010",
    ]
    assert bench("report", "--gold", "gold.jsonl", "--check", cwd=folder).code == 0


def test_the_page_switches_between_the_protocols_asked_for(folder: Path) -> None:
    """Names, changes of options, in the order given; the signature of each goes with it."""
    words = ("--format", "html", "--protocol", "default:denominator=available,kpeval")
    done = bench("report", "--gold", "gold.jsonl", *words, cwd=folder)
    assert (done.code, done.err) == (0, "")
    shown = data(folder)["protocols"]
    assert [each["name"] for each in shown] == ["default:denominator=available", "kpeval"]
    assert "|denominator:available|" in shown[0]["signature"]


def test_without_texts_the_page_says_so(folder: Path) -> None:
    """`--no-text` makes the page that holds no article."""
    assert bench("report", "--gold", "gold.jsonl", "--format", "html", "--no-text", cwd=folder).code == 0
    assert data(folder)["hasText"] is False


@pytest.mark.parametrize("words", [("--no-text",), ("--protocol", "kpeval", "--format", "md")])
def test_what_belongs_to_the_page_is_refused_without_it(words: tuple[str, ...], folder: Path) -> None:
    """Nothing is ignored in silence."""
    done = bench("report", "--gold", "gold.jsonl", *words, cwd=folder)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"bench: {words[0]} is for report.html. Give --format html with it\n"


def test_an_unknown_protocol_is_named(folder: Path) -> None:
    """With the known ones."""
    done = bench("report", "--gold", "gold.jsonl", "--format", "html", "--protocol", "kpevall", cwd=folder)
    assert done.code == 2
    assert "kpevall" in done.err
    assert "kpeval" in done.err.replace("kpevall", "")
