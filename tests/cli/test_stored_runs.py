"""`bench report`, `show`, `compare` and `gate`: what is made of stored predictions, and whether it still follows."""

import hashlib
import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from bench_program import bench
from golden_text import check_golden
from harbour import written

SHIPPED = "first-film-in-space"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the results of one fast run on the shipped gold, charts included."""
    folder = tmp_path_factory.mktemp("made")
    assert bench("run", "-x", "first-phrases", "-x", "random", cwd=folder).code == 0
    assert bench("report", cwd=folder).code == 0
    return folder


@pytest.fixture
def results(made: Path, tmp_path: Path) -> Path:
    """A copy of these results to spoil."""
    shutil.copytree(made / "results", tmp_path / "results")
    return tmp_path / "results"


def test_tables_that_follow_from_the_predictions_pass_the_check(results: Path) -> None:
    """Exit code 0, and a sentence that says what was and was not checked."""
    done = bench("report", "--check", cwd=results.parent)
    assert (done.code, done.out, done.err) == (
        0,
        "",
        f"results: every reproducible page of {SHIPPED} is what the stored predictions give (speed.md is not one)\n",
    )


@pytest.mark.parametrize("page", ["quality.md", "quality.csv", "noise.md", "articles/000.md", "../README.md"])
def test_one_changed_digit_in_a_table_fails_the_check(page: str, results: Path) -> None:
    """Exit code 1; page, line and both versions of it are said."""
    path = results / SHIPPED / page
    text = path.read_text(encoding="utf-8")
    digits = [found for found in re.finditer(r"\d", text) if "|" in text[found.start() :].partition("\n")[0]]
    place = (digits or list(re.finditer(r"\d", text)))[0].start()
    path.write_text(text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :], encoding="utf-8")
    done = bench("report", "--check", cwd=results.parent)
    assert (done.code, done.out) == (1, "")
    said, verdict = done.err.splitlines()
    assert said.startswith(
        f"{page.removeprefix('../')} is out of date: " if ".." in page else f"{SHIPPED}/{page} is out"
    )
    assert verdict == (
        "bench: results: 1 page is not what the stored predictions give. `bench report` writes them anew"
    )
    assert bench("report", cwd=results.parent).code == 0
    assert bench("report", "--check", cwd=results.parent).code == 0
    assert path.read_text(encoding="utf-8") == text


def test_a_missing_page_fails_the_check(results: Path) -> None:
    """What should be there and is not is said."""
    (results / SHIPPED / "noise.md").unlink()
    done = bench("report", "--check", cwd=results.parent)
    assert done.code == 1
    assert f"{SHIPPED}/noise.md is missing" in done.err.splitlines()


def test_a_changed_stored_prediction_is_not_taken(results: Path) -> None:
    """A run's record names the digest of its predictions: lists edited by hand are refused, with what to do."""
    path = next((results / SHIPPED / "runs").glob("random-*/predictions.jsonl"))
    path.write_text(path.read_text(encoding="utf-8").replace("Tom Cruise", "Tom Cruize", 1), encoding="utf-8")
    for words in (("report", "--check"), ("report",), ("show", "000")):
        done = bench(*words, cwd=results.parent)
        assert (done.code, done.out) == (2, "")
        assert done.err == (
            f"bench: {path.relative_to(results.parent)}: not the predictions that run.json was written with. "
            "Run again; a list changed by hand can be scored from a .jsonl file outside of a run folder\n"
        )


def test_a_prediction_changed_with_its_record_fails_the_check(results: Path) -> None:
    """Whoever mends the digest too is caught by the tables, which no longer follow."""
    path = next((results / SHIPPED / "runs").glob("random-*/predictions.jsonl"))
    path.write_text(path.read_text(encoding="utf-8").replace("Tom Cruise", "Tom Cruize", 1), encoding="utf-8")
    record = path.with_name("run.json")
    told = json.loads(record.read_text(encoding="utf-8"))
    told["predictions_sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    record.write_text(json.dumps(told), encoding="utf-8")
    done = bench("report", "--check", cwd=results.parent)
    assert done.code == 1
    assert any(line.startswith(f"{SHIPPED}/quality.md is out of date") for line in done.err.splitlines())


def test_a_data_set_that_was_not_looked_at_is_named(results: Path) -> None:
    """The check does not vouch for gold that it was not given."""
    written(results.parent)
    bench("run", "gold.jsonl", "-x", "first-phrases", cwd=results.parent)
    done = bench("report", "--check", cwd=results.parent)
    assert (done.code, done.err.splitlines()[0]) == (0, "results/gold was not looked at: name its gold with --gold")
    both = bench("report", "--check", "--gold", SHIPPED, "--gold", "gold.jsonl", cwd=results.parent)
    assert (both.code, both.err.count("\n")) == (0, 1)


@pytest.mark.parametrize("form", ["table", "md", "csv", "latex", "json"])
def test_the_quality_table_in_every_form(form: str, results: Path) -> None:
    """`--format` prints and writes nothing; Markdown and CSV are the very pages."""
    before = {path: path.read_bytes() for path in results.rglob("*") if path.is_file()}
    done = bench("report", "--format", form, cwd=results.parent)
    assert (done.code, done.err) == (0, "")
    assert {path: path.read_bytes() for path in results.rglob("*") if path.is_file()} == before
    if form == "csv":
        assert done.out == (results / SHIPPED / "quality.csv").read_text(encoding="utf-8")
    elif form == "json":
        assert json.loads(done.out)[0]["title"] == f"Quality on {SHIPPED}: 5 documents"
    assert "first-phrases" in done.out


def test_an_article_is_shown_with_marks_and_reasons(results: Path) -> None:
    """The first article with the stored runs, whole; the published keyword line is judged phrase by phrase."""
    done = bench("show", "000", cwd=results.parent)
    assert (done.code, done.err) == (0, "")
    check_golden("cli/show-000.txt", done.out)
    assert re.search(r"x zoé pallier 7 \(negative: byline; BYLINE", done.out)
    assert re.search(r"x titledthe challenge \(negative: glued; GLUED", done.out)


def test_showing_without_runs_says_how_to_make_them(tmp_path: Path) -> None:
    """Gold alone is shown, and a hint is given."""
    done = bench("show", "001", cwd=tmp_path)
    assert (done.code, done.err) == (0, f"no stored runs on {SHIPPED} under results: `bench run` makes them\n")
    assert "Gold: " in done.out


def test_lists_made_elsewhere_are_shown(tmp_path: Path) -> None:
    """The README's call."""
    done = bench("show", "ferry", "--gold", "gold.jsonl", "old.jsonl", "new.jsonl", cwd=written(tmp_path))
    assert (done.code, done.err) == (0, "")
    check_golden("cli/show-ferry.txt", done.out)


def test_two_lists_are_compared_with_the_documents_that_moved(tmp_path: Path) -> None:
    """Difference, wins and losses, and phrases by document."""
    done = bench("compare", "old.jsonl", "new.jsonl", "--gold", "gold.jsonl", cwd=written(tmp_path))
    assert (done.code, done.err) == (0, "")
    check_golden("cli/compare.txt", done.out)


def test_three_lists_are_compared_with_a_baseline(tmp_path: Path) -> None:
    """All against one instead of all pairs."""
    words = ("compare", "old.jsonl", "new.jsonl", "keys", "--gold", "gold.jsonl", "--format", "json")
    written(tmp_path)
    pairs = {
        baseline: [row["pair"] for row in rows(bench(*words, *baseline, cwd=tmp_path).out)]
        for baseline in ((), ("--baseline", "old"))
    }
    assert len(pairs[()]) == 3
    assert len(pairs["--baseline", "old"]) == 2


def rows(printed: str) -> list[dict[str, object]]:
    """The rows of the first printed table."""
    found = json.loads(printed)[0]
    assert isinstance(found["rows"], list)
    return found["rows"]


def test_a_gate_that_holds(tmp_path: Path) -> None:
    """Exit code 0; Markdown for people, JUnit and JSON for machines, and the page of a CI job."""
    words = ("gate", "new.jsonl", "--baseline", "old.jsonl", "--gold", "gold.jsonl")
    files = ("--junit", "gate.xml", "--json", "gate.json")
    page = tmp_path / "summary.md"
    done = bench(*words, *files, cwd=written(tmp_path), GITHUB_STEP_SUMMARY=str(page))
    assert (done.code, done.err) == (0, "")
    check_golden("cli/gate.md", done.out)
    assert page.read_text(encoding="utf-8") == done.out
    assert ET.parse(tmp_path / "gate.xml").getroot().get("failures") == "0"  # noqa: S314 - our own file
    assert json.loads((tmp_path / "gate.json").read_text(encoding="utf-8"))["passed"] is True


def test_a_gate_that_does_not_hold(tmp_path: Path) -> None:
    """A document that the new list lacks: exit code 1 and one sentence why."""
    written(tmp_path)
    lines = (tmp_path / "new.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "new.jsonl").write_text("".join(lines[:2]), encoding="utf-8")
    words = ("gate", "new.jsonl", "--baseline", "old.jsonl", "--gold", "gold.jsonl", "--junit", "gate.xml")
    done = bench(*words, cwd=tmp_path)
    assert done.code == 1
    [said] = done.err.splitlines()
    assert said.startswith("bench: gate: ")
    assert "buoy" in done.out
    failures = ET.parse(tmp_path / "gate.xml").getroot().get("failures")  # noqa: S314 - our own file
    assert failures == "1"


def test_a_result_of_the_gate_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """A gate that holds but leaves no JUnit file where one was asked for does not pass for good."""
    words = ("gate", "new.jsonl", "--baseline", "old.jsonl", "--gold", "gold.jsonl", "--junit", "none/gate.xml")
    done = bench(*words, cwd=written(tmp_path))
    assert (done.code, done.err) == (
        2,
        "bench: none/gate.xml: the result cannot be written (No such file or directory). Name another file\n",
    )
