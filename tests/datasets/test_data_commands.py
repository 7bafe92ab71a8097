"""`bench data` as a user calls it: what is printed where, and the exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

from dataset_folders import OURS, written

from bench.datasets import load


def bench(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program, run with these arguments."""
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "COLUMNS": "200", **environment},
    )


DIRTY = '{"id": "1", "text": "The tide table hangs here.", "keyphrases": ["tide table", "Tide-Tables"]}\n'


def test_check_prints_findings_and_the_format(tmp_path: Path) -> None:
    """The findings on standard output, the format on standard error; warnings alone are no failure."""
    written(tmp_path, {"d.jsonl": DIRTY})
    done = bench("data", "check", "d.jsonl", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == "d.jsonl: read as jsonl\n"
    assert done.stdout == (
        "warning duplicate-gold (1): gold keyphrases that are one after normalisation\n"
        "  d.jsonl, line 1: 'tide table' and 'Tide-Tables'\n"
        "  what to do: Make them forms of one keyphrase; here they are merged before scoring\n"
        "\n"
        "d: 0 errors, 1 warning, 0 notes\n"
    )


def test_check_exits_with_one_on_an_error(tmp_path: Path) -> None:
    """A phrase both right and wrong; JSON says how many of what."""
    clash = '{"id": "1", "text": "The tide.", "keyphrases": ["tide"], "negatives": ["Tides"]}\n'
    written(tmp_path, {"d.jsonl": clash})
    done = bench("data", "check", "d.jsonl", "--format", "json", cwd=tmp_path)
    assert done.returncode == 1
    table = json.loads(done.stdout)
    assert (table["schema"], table["errors"], table["warnings"], table["counts"]) == (1, 1, 0, {"gold-in-negatives": 1})
    assert table["findings"][0] == {
        "code": "gold-in-negatives",
        "place": "d.jsonl, line 1",
        "severity": "error",
        "message": "a phrase is in gold and in negatives: 'tide' and 'Tides'",
        "remedy": "Take one of them out",
    }


def test_check_shows_the_first_of_many_and_all_on_request(tmp_path: Path) -> None:
    """Three of five, or five."""
    lines = "".join(f'{{"id": "{n}", "text": "Tide {n} turns.", "keyphrases": ["tide", "Tides"]}}\n' for n in range(5))
    written(tmp_path, {"d.jsonl": lines})
    short = bench("data", "check", "d.jsonl", cwd=tmp_path).stdout
    assert "duplicate-gold (5)" in short
    assert short.count("'tide' and 'Tides'") == 3
    assert "  and 2 more (--all shows every one)\n" in short
    assert bench("data", "check", "d.jsonl", "--all", cwd=tmp_path).stdout.count("'tide' and 'Tides'") == 5


def test_check_across_sets(tmp_path: Path) -> None:
    """The same text in two sets is found when both are named."""
    written(tmp_path, {"a.jsonl": DIRTY, "b.jsonl": DIRTY.replace('"1"', '"2"')})
    done = bench("data", "check", "a.jsonl", "b.jsonl", cwd=tmp_path)
    assert "duplicate-document (1): the same text twice\n  b.jsonl, line 1: also in a.jsonl, line 1\n" in done.stdout


def test_stats_in_markdown_and_json() -> None:
    """The data card's table, agreement and alpha of the shipped set; JSON is unrounded and has a schema."""
    markdown = bench("data", "stats", "first-film-in-space", "--format", "md").stdout
    assert "| documents | 5 |" in markdown
    assert "| gold present | 93.2 % |" in markdown
    assert "| a | b | 5 | 0.933 | 0.633 |" in markdown
    assert "| Krippendorff's alpha over candidate spans | 0.758 |" in markdown
    table = json.loads(bench("data", "stats", "first-film-in-space", "--format", "json").stdout)
    assert (table["schema"], table["name"], table["documents"], table["gold_total"]) == (
        1,
        "first-film-in-space",
        5,
        74,
    )
    assert table["agreement"][0]["gold_f1"] == 140 / 150
    assert table["digest"] == load("first-film-in-space").info.digest


def test_convert_there_and_back(tmp_path: Path) -> None:
    """The path is printed, and what was lost is said on standard error."""
    done = bench("data", "convert", "first-film-in-space", "copy.jsonl", "--to", "jsonl", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "copy.jsonl\n")
    assert "JSON Lines hold no header" in done.stderr
    back = bench("data", "convert", "copy.jsonl", "back", cwd=tmp_path)
    assert back.returncode == 0
    assert load(str(tmp_path / "back")).articles == load("first-film-in-space").articles
    again = bench("data", "convert", "copy.jsonl", "back", cwd=tmp_path)
    assert again.returncode == 2
    assert again.stderr.endswith("bench: back: exists already. Name a new file or folder\n")


def test_fetch_from_a_folder_and_use_by_name(tmp_path: Path) -> None:
    """The licence first, then the way to read it; an unknown set and a folder without it end in exit code 2."""
    done = bench("data", "fetch", "inspec-liaad", "--from", str(tmp_path), BENCH_CACHE=str(tmp_path / "cache"))
    assert done.returncode == 2
    assert done.stderr.splitlines()[0].startswith("Inspec: all 2000 abstracts")
    assert "Licence: none stated." in done.stderr
    assert "Inspec.zip is not there" in done.stderr
    unknown = bench("data", "fetch", "inspec-liad")
    assert unknown.returncode == 2
    assert "Did you mean 'inspec-liaad'?" in unknown.stderr


def test_seal_prints_what_has_changed(tmp_path: Path) -> None:
    """Every file the first time, the changed one the second, nothing the third."""
    written(tmp_path, OURS)
    first = bench("data", "seal", str(tmp_path)).stdout
    assert first == "articles/a.txt\narticles/b.txt\nkeyphrases/a.toml\nkeyphrases/b.toml\n"
    written(tmp_path, {"articles/a.txt": "Changed."})
    assert bench("data", "seal", str(tmp_path)).stdout == "articles/a.txt\n"
    assert bench("data", "seal", str(tmp_path)).stdout == "nothing has changed\n"


def test_a_mistake_is_one_message_and_no_traceback(tmp_path: Path) -> None:
    """What, where, what to do."""
    done = bench("data", "stats", str(tmp_path / "none"))
    assert done.returncode == 2
    assert done.stderr == f"bench: {tmp_path}/none: there is no such file or folder. Check the path\n"


def test_list_datasets_shows_what_is_known() -> None:
    """The shipped set first, then the catalogue, with properties, licence and digest."""
    rows = json.loads(bench("list", "datasets", "--format", "json").stdout)["rows"]
    assert rows[0]["data set"] == "first-film-in-space"
    assert rows[0]["documents"] == 5
    assert rows[1]["data set"] == "inspec-liaad"
    assert rows[1]["gold a document"] == 14.11
    assert rows[1]["licence"] == "none stated"
    assert len(rows[1]["sha256"]) == 64
    assert any(row["data set"] == "kp20k" and row["sha256"] is None for row in rows)
