"""`bench run` as a user starts it: tables, pages, stored predictions; the shipped gold, own gold, and texts alone."""

import json
import shutil
from pathlib import Path

import pytest
from bench_program import bench, plugins
from golden_text import check_golden
from harbour import written
from installed_plugin import SOURCE, install

ROOT = Path(__file__).parents[2]
FAST = ("-x", "first-phrases", "-x", "random", "-x", "tfidf")
SHIPPED = "first-film-in-space"


def pages(folder: Path) -> dict[str, str]:
    """Every page of a data set that a second run must give again, by path."""
    paths = (path for path in folder.rglob("*") if path.suffix in (".md", ".csv", ".html") and path.name != "speed.md")
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def test_the_shipped_gold_ends_in_a_table_and_pages(tmp_path: Path) -> None:
    """The table goes to standard output, where the pages are to standard error."""
    done = bench("run", "-x", "first-phrases", "-x", "tfidf", cwd=tmp_path)
    assert (done.code, done.err) == (0, f"pages: results/{SHIPPED}\nindex: results/README.md\n")
    check_golden("cli/run.txt", done.out)
    folder = tmp_path / "results" / SHIPPED
    assert {"quality.md", "noise.md"} <= set(pages(folder))
    assert {f"articles/00{number}.md" for number in range(5)} <= set(pages(folder))
    assert sorted(run.name.rpartition("-")[0] for run in (folder / "runs").iterdir()) == ["first-phrases", "tfidf"]
    assert (folder / "speed.md").exists()


def test_a_second_run_extracts_nothing_and_prints_the_same(tmp_path: Path) -> None:
    """What is kept is not done again: the journals do not grow, tables and pages stay."""
    first = bench("run", *FAST[:4], cwd=tmp_path)
    assert first.code == 0
    journals = sorted((tmp_path / "results" / SHIPPED / ".journal").glob("*.jsonl"))
    before = [path.read_bytes() for path in journals], pages(tmp_path / "results" / SHIPPED)
    second = bench("run", *FAST[:4], cwd=tmp_path)
    assert second == first
    assert ([path.read_bytes() for path in journals], pages(tmp_path / "results" / SHIPPED)) == before


def test_two_hash_seeds_give_the_same_bytes(tmp_path: Path) -> None:
    """From scratch, under two seeds: what is printed, and every page that is not of speed, are the same."""
    told = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        done = bench("run", *FAST, "-x", "yake", cwd=folder, PYTHONHASHSEED=seed)
        assert done.code == 0
        told.append((done, pages(folder / "results")))
    assert told[0] == told[1]


@pytest.mark.skipif(not (ROOT / "results" / SHIPPED).exists(), reason="not in a checkout: no committed tables")
def test_the_default_run_gives_the_committed_tables(tmp_path: Path) -> None:
    """`bench run` alone, from scratch: the rows of the README, and the committed quality table to the byte."""
    done = bench("run", cwd=tmp_path, PYTHONHASHSEED="random")
    assert done.code == 0
    made = (tmp_path / "results" / SHIPPED / "quality.md").read_text(encoding="utf-8")
    assert made == (ROOT / "results" / SHIPPED / "quality.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip() for line in made.splitlines() if line.startswith("|")]
    extractors = ["yake", "keybert", "keybert:ngrams=1-3,mmr=0.5", "tfidf"]
    assert set(rows) >= {*extractors, "random", "first-phrases", "published", "oracle", "annotators"}


def test_texts_without_gold_are_served(tmp_path: Path) -> None:
    """Lists, noise by class, agreement and speed, and what gold would add; the keyword line is said to be taken off."""
    texts = tmp_path / "my-texts"
    texts.mkdir()
    (texts / "a.txt").write_text("By Ada Moor\n\nThe night ferry returns to the harbour.\n\nTags: ferry, harbour\n")
    (texts / "b.txt").write_text("The coast guard warns small boats off the cape on 7 May 2021.\n")
    done = bench("run", "my-texts", "-x", "first-phrases", "-x", "random", cwd=tmp_path)
    assert done.code == 0
    assert done.err == (
        "my-texts: a published keyword line was taken off the text (?published=keep leaves it in): my-texts/a.txt\n"
        "pages: results/my-texts\n"
        "index: results/README.md\n"
        "what gold would add and how to write it stands at the end of results/my-texts/lists.md\n"
    )
    quality, _, speed = done.out.partition("Speed on my-texts")
    check_golden("cli/run-texts.txt", quality)
    # which of the two was quicker over two lines of text is chance
    assert {line.split()[0] for line in speed.splitlines() if line.startswith(("first-", "random"))} == {
        "first-phrases",
        "random",
    }
    check_golden("cli/run-texts-lists.md", (tmp_path / "results/my-texts/lists.md").read_text(encoding="utf-8"))


def test_the_gold_that_the_page_on_texts_shows_can_be_run(tmp_path: Path) -> None:
    """The example that a user without gold is given is gold: written as shown, it is read and scored."""
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text("The International Space Station turned in its orbit.")
    bench("run", "texts", "-x", "first-phrases", cwd=tmp_path)
    page = (tmp_path / "results/texts/lists.md").read_text(encoding="utf-8")
    gold = tmp_path / "my-gold"
    shutil.copytree(texts, gold / "articles")
    (gold / "keyphrases").mkdir()
    (gold / "keyphrases" / "a.toml").write_text(page.partition("```toml\n")[2].partition("```")[0])
    (gold / "dataset.toml").write_text('name = "my-gold"\nlanguage = "en"\n')
    done = bench("run", "my-gold", "-x", "first-phrases", cwd=tmp_path)
    assert (done.code, done.err) == (0, "pages: results/my-gold\nindex: results/README.md\n")
    assert "Quality on my-gold: 1 document" in done.out
    assert bench("data", "check", "my-gold", cwd=tmp_path).code == 0


def test_own_gold_in_one_file(tmp_path: Path) -> None:
    """The interchange form, several data sets in one call, and an index of both."""
    written(tmp_path)
    done = bench("run", "gold.jsonl", SHIPPED, "-x", "first-phrases", cwd=tmp_path)
    assert done.code == 0
    assert "Quality on gold: 3 documents" in done.out
    assert f"Quality on {SHIPPED}: 5 documents" in done.out
    index = (tmp_path / "results/README.md").read_text(encoding="utf-8")
    assert [line for line in index.splitlines() if line.startswith("## ")] == [f"## {SHIPPED}", "## gold"]


def test_a_plugin_is_a_row_like_any_other(tmp_path: Path) -> None:
    """An installed package with one class and one entry point: listed, run with an option, scored."""
    site = str(install(SOURCE, tmp_path / "installed"))
    listed = bench("list", "extractors", "--format", "csv", cwd=tmp_path, PYTHONPATH=site)
    assert "longest-words,yes,longest-words,longest_words:LongestWords" in listed.out
    words = ("run", "-x", "longest-words", "-x", "longest-words:min-length=12", "-x", "first-phrases")
    done = bench(*words, cwd=tmp_path, PYTHONPATH=site)
    assert (done.code, done.err) == (0, f"pages: results/{SHIPPED}\nindex: results/README.md\n")
    rows = [line.split()[0] for line in done.out.splitlines() if line.startswith("longest")]
    assert sorted(rows) == ["longest-words", "longest-words:min-length=12"]
    described = [json.loads(path.read_text()) for path in tmp_path.glob(f"results/{SHIPPED}/runs/longest*/run.json")]
    assert sorted((run["version"], run["configuration"]["min_length"]) for run in described) == [
        ("1.2.0", 1),
        ("1.2.0", 12),
    ]


def test_jobs_and_a_short_list_change_nothing_but_the_list(tmp_path: Path) -> None:
    """Two workers give the predictions of one; --limit bounds the stored lists."""
    for name, more in (("one", ()), ("two", ("--jobs", "2")), ("short", ("--limit", "3"))):
        assert bench("run", "-x", "first-phrases", "--out", name, *more, cwd=tmp_path).code == 0

    def lists(name: str) -> list[list[str]]:
        [path] = (tmp_path / name).glob("*/runs/*/predictions.jsonl")
        entries = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        return [[keyphrase["phrase"] for keyphrase in entry["keyphrases"]] for entry in entries]

    assert lists("two") == lists("one")
    assert lists("short") == [phrases[:3] for phrases in lists("one")]


def test_an_extractor_that_cannot_be_used_does_not_stop_the_others(tmp_path: Path) -> None:
    """The message comes once, the others' table is printed and written, and the exit code is 2."""
    path = plugins(tmp_path / "plugins", {"unbuildable": "misbehaving:Unbuildable"})
    done = bench("run", "-x", "unbuildable", "-x", "first-phrases", cwd=tmp_path, PYTHONPATH=path)
    assert done.code == 2
    [message] = [line for line in done.err.splitlines() if line.startswith("bench: ")]
    assert message.startswith("bench: extractor 'unbuildable': cannot be loaded: OSError: no weights here")
    assert any(line.startswith("first-phrases") for line in done.out.splitlines())
    assert (tmp_path / "results" / SHIPPED / "quality.md").exists()


def test_files_of_others_in_the_results_stay(tmp_path: Path) -> None:
    """Notes beside the tables survive; a page of an earlier report that nothing makes any more goes."""
    written(tmp_path)
    bench("run", "gold.jsonl", "-x", "first-phrases", cwd=tmp_path)
    folder = tmp_path / "results" / "gold"
    (folder / "my-notes.md").write_text("mine")
    (folder / "articles" / "mine.md").write_text("mine")
    lines = (tmp_path / "gold.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "gold.jsonl").write_text("".join(lines[:2]), encoding="utf-8")
    bench("run", "gold.jsonl", "-x", "first-phrases", cwd=tmp_path)
    assert sorted(path.name for path in (folder / "articles").iterdir()) == ["ferry.md", "mine.md", "tide.md"]
    assert (folder / "my-notes.md").read_text() == "mine"
    assert "my-notes" not in (tmp_path / "results/README.md").read_text(encoding="utf-8")


def test_runs_from_another_version_of_the_gold_are_left_out_and_named(tmp_path: Path) -> None:
    """A table never mixes predictions on two versions of a data set."""
    written(tmp_path)
    bench("run", "gold.jsonl", "-x", "random", cwd=tmp_path)
    lines = (tmp_path / "gold.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "gold.jsonl").write_text("".join(lines[:2]), encoding="utf-8")
    done = bench("run", "gold.jsonl", "-x", "first-phrases", cwd=tmp_path)
    assert done.code == 0
    [said] = [line for line in done.err.splitlines() if "another version" in line]
    assert said.startswith("results/gold/runs/random-")
    assert "random" not in (tmp_path / "results/gold/quality.md").read_text(encoding="utf-8")
