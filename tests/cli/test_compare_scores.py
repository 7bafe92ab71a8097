"""`bench compare` over scores that were written to files, and the labels of what does not belong together."""

import json
from pathlib import Path

import pytest
from bench_program import bench
from golden_text import check_golden
from harbour import GOLD, lines, written

from bench import __version__

START = '{"schema": 1, "signature": "protocol:default", "dataset": {"name": "gold", "digest": "DIGEST"}, '
SYSTEM = START + '"systems": [{"name": "a", "per_document": ['


def scores(folder: Path, name: str, *words: str) -> str:
    """A file of scores by document, made by `bench score`; its name."""
    done = bench("score", *words, "--gold", "gold.jsonl", "--format", "json", "--per-document", cwd=folder)
    assert (done.code, done.err) == (0, "")
    (folder / name).write_text(done.out.replace("v:VERSION", f"v:{__version__}"), encoding="utf-8")
    return name


def table(folder: Path, *words: str) -> dict[str, object]:
    """The first table of `bench compare`, as JSON."""
    done = bench("compare", *words, "--gold", "gold.jsonl", "--format", "json", cwd=folder)
    assert done.code == 0, done.err
    found = json.loads(done.out)[0]
    assert isinstance(found, dict)
    return found


def test_scores_in_a_file_compare_as_the_lists_do(tmp_path: Path) -> None:
    """Both lists scored first, one of them, or neither: the same differences under the same signature."""
    written(tmp_path)
    both = scores(tmp_path, "both.json", "old.jsonl", "new.jsonl")
    old = scores(tmp_path, "old.json", "old.jsonl")
    direct = table(tmp_path, "old.jsonl", "new.jsonl")
    for words in ((both,), (old, "new.jsonl")):
        found = table(tmp_path, *words)
        assert (found["rows"], found["signature"]) == (direct["rows"], direct["signature"])


def test_documents_that_moved_are_told_from_files_too(tmp_path: Path) -> None:
    """Phrase by phrase as from the lists, for gold and for noise, whichever of the two is a file."""
    written(tmp_path)
    both = scores(tmp_path, "both.json", "old.jsonl", "new.jsonl")
    old = scores(tmp_path, "old.json", "old.jsonl")
    for metric in ("F1@10", "noise@10"):
        tail = ("--gold", "gold.jsonl", "--metric", metric)
        direct = bench("compare", "old.jsonl", "new.jsonl", *tail, cwd=tmp_path)
        assert f"Documents that moved most in {metric}" in direct.out
        for words in ((both,), (old, "new.jsonl")):
            assert bench("compare", *words, *tail, cwd=tmp_path).out == direct.out


def test_scores_with_different_signatures_are_refused(tmp_path: Path) -> None:
    """Nothing is printed but what differs and the way round it."""
    written(tmp_path)
    ours, theirs = (
        scores(tmp_path, "ours.json", "old.jsonl"),
        scores(tmp_path, "pke.json", "old.jsonl", "--protocol=pke"),
    )
    done = bench("compare", ours, theirs, "--gold", "gold.jsonl", cwd=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert "old and old#2 were scored under different conventions" in done.err
    assert "denominator:k" in done.err
    assert "denominator:available" in done.err
    assert "--mixed" in done.err


def test_mixed_signatures_are_labelled(tmp_path: Path) -> None:
    """Title, sentence and each system's signature say that the table is mixed; it has no signature of its own."""
    written(tmp_path)
    theirs = scores(tmp_path, "pke.json", "new.jsonl", "--protocol=pke")
    done = bench("compare", "old.jsonl", theirs, "--gold", "gold.jsonl", "--mixed", "--format", "md", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    check_golden("cli/compare-mixed.md", done.out)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON to be read"),
        ("[]", "no scores of schema 1"),
        ('{"schema": 1}', "no signature"),
        ('{"schema": 1, "signature": "protocol:default"}', "no digest of the gold"),
        (f'{START}"systems": []}}', "no list 'systems'"),
        (f'{START}"systems": [{{"name": "a"}}]}}', "no values by document"),
        (f'{SYSTEM}{{"id": "ferry", "metrics": {{}}}}]}}]}}', "no 'id', 'status' and 'metrics'"),
        (f'{SYSTEM}{{"id": "ferry", "status": "ok", "metrics": {{"F1@10": NaN}}}}]}}]}}', "F1@10 is no finite number"),
    ],
)
def test_what_is_no_file_of_scores_is_refused(text: str, said: str, tmp_path: Path) -> None:
    """A broken file is named with what is wrong in it and how to write one."""
    written(tmp_path)
    good = json.loads((tmp_path / scores(tmp_path, "good.json", "old.jsonl")).read_text(encoding="utf-8"))
    (tmp_path / "bad.json").write_text(text.replace("DIGEST", good["dataset"]["digest"]), encoding="utf-8")
    done = bench("compare", "old.jsonl", "bad.json", "--gold", "gold.jsonl", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "bad.json" in done.err
    assert said in done.err
    assert "bench score RUN --gold DATASET --format json --per-document" in done.err


def test_scores_and_runs_from_other_data_are_labelled_when_forced(tmp_path: Path) -> None:
    """Refused without --force; with it every table, matrix and file says what was forced."""
    written(tmp_path)
    stored = scores(tmp_path, "stored.json", "old.jsonl")
    assert bench("run", "gold.jsonl", "-x", "first-phrases", cwd=tmp_path).code == 0
    [folder] = (tmp_path / "results/gold/runs").iterdir()
    run = str(folder.relative_to(tmp_path))
    (tmp_path / "less.jsonl").write_text(lines(GOLD[:2]), encoding="utf-8")
    for path in (stored, run):
        refused = bench("compare", path, "new.jsonl", "--gold", "less.jsonl", cwd=tmp_path)
        assert (refused.code, refused.out) == (2, "")
        assert "give --force to score it anyway" in refused.err
    label = "Forced: made from 'gold' with digest"
    for words in (
        ("compare", run, "new.jsonl", "--format", "md"),
        ("compare", stored, "new.jsonl", "--mixed", "--format", "md"),
        ("score", run, "--format", "md"),
        ("score", run, "--protocol", "default,pke", "--format", "md"),
        ("score", run, "--format", "json"),
    ):
        done = bench(*words, "--gold", "less.jsonl", "--force", cwd=tmp_path)
        assert done.code == 0, done.err
        assert label in done.out, words


def test_a_matrix_of_conventions_says_what_a_list_lacks(tmp_path: Path) -> None:
    """Missing and extra ids are counted and named where several protocols stand side by side too."""
    written(tmp_path)
    few = ({"id": "ferry", "keyphrases": ["night ferry"]}, {"id": "fery", "keyphrases": ["night ferry"]})
    (tmp_path / "few.jsonl").write_text(lines(few), encoding="utf-8")
    words = ("score", "few.jsonl", "--gold", "gold.jsonl", "--protocol", "default,pke")
    done = bench(*words, "--format", "md", cwd=tmp_path)
    assert "- few: no prediction for 2 documents of the gold, scored 0: tide, buoy." in done.out
    assert "- few: 1 prediction for documents that the gold does not hold, not scored: fery." in done.out
    assert "few: no prediction for 2 documents" in bench(*words, "--format", "csv", cwd=tmp_path).err


@pytest.mark.parametrize("listed", ["protocols", "metrics"])
def test_explanations_are_printed_whole(listed: str, tmp_path: Path) -> None:
    """In a terminal no explanation or source is cut short."""
    done = bench("list", listed, cwd=tmp_path)
    assert done.code == 0
    assert "characters)" not in done.out
    assert "…" not in done.out
