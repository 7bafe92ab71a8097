"""What the conventions of a protocol allow to be said of its numbers, and what the program then says instead."""

import json
from pathlib import Path

from bench_program import bench
from harbour import lines, written

BOTH = ("old.jsonl", "new.jsonl", "--gold", "gold.jsonl")


def opposed(folder: Path) -> tuple[str, ...]:
    """Two lists of which one has the better mean of documents' F1, the other more hits of all together.

    Five documents have one gold keyphrase, one has twenty: `few` hits the five, `many` the twenty.
    """
    ids = [f"small{n}" for n in range(5)] + ["large"]
    gold = [[f"boat {n}" for n in range(20)] if name == "large" else ["boat"] for name in ids]
    few = [["boat"] if name != "large" else ["x"] for name in ids]
    many = [[f"boat {n}" for n in range(20)] if name == "large" else ["x"] for name in ids]
    for name, lists in (("gold", gold), ("few", few), ("many", many)):
        text = {"text": "Boats."} if name == "gold" else {}
        entries = tuple({"id": each, **text, "keyphrases": phrases} for each, phrases in zip(ids, lists, strict=True))
        (folder / f"{name}.jsonl").write_text(lines(entries), encoding="utf-8")
    return "few.jsonl", "many.jsonl", "--gold", "gold.jsonl"


def test_a_number_of_the_whole_data_set_has_no_test_over_documents(tmp_path: Path) -> None:
    """Under sifrank F1@20 is of summed counts: the list with the worse documents is ahead, unranked and untested."""
    call = ("score", *opposed(tmp_path), "--protocol", "sifrank", "--no-references", "--metric")
    done = bench(*call, "F1@20", cwd=tmp_path)
    assert done.code == 0
    rows = [line.split()[:2] for line in done.out.splitlines() if line.startswith(("few", "many"))]
    assert rows == [["many", "80.0"], ["few", "32.3"]]  # 2 x 20 / (25 + 25), 2 x 5 / (6 + 25)
    assert done.out.splitlines()[2].split() == ["row", "F1@20", "scored", "failed", "empty"]
    assert "Under averaging=micro F1@20 is of the whole data set at once" in done.out
    record = json.loads(bench(*call, "F1@20", "--format", "json", cwd=tmp_path).out)
    assert record["comparisons"] == []
    tested = json.loads(bench(*call, "meanF1@20", "--format", "json", cwd=tmp_path).out)
    [difference] = tested["comparisons"]
    assert difference["difference"] > 0
    refused = bench("compare", *opposed(tmp_path), "--protocol", "sifrank", "--metric", "F1@20", cwd=tmp_path)
    assert (refused.code, refused.out) == (2, "")
    assert "Compare by meanF1@20" in refused.err


def test_a_protocol_beside_scores_made_under_another_is_refused(tmp_path: Path) -> None:
    """Scores in files cannot be scored again."""
    written(tmp_path)
    done = bench("score", *BOTH, "--format", "json", cwd=tmp_path)
    (tmp_path / "scores.json").write_text(done.out, encoding="utf-8")
    refused = bench("compare", "scores.json", "--gold", "gold.jsonl", "--protocol", "kpeval", cwd=tmp_path)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        "bench: --protocol: scores in files were made under a protocol that stands in them. Leave it out, or give the"
        " runs or lists to score them anew\n"
    )


def test_a_partial_match_stands_beside_the_exact_one(tmp_path: Path) -> None:
    """Asked for alone it brings the exact metric with it, which alone is compared."""
    call = ("score", *BOTH, "--metric", "F1@10~includes", "--format", "json")
    record = json.loads(bench(*call, cwd=written(tmp_path)).out)
    assert [list(system["metrics"]) for system in record["systems"]] == [["F1@10", "F1@10~includes"]] * 2
    assert [each["metric"] for each in record["comparisons"]] == ["F1@10"]


def test_a_metric_without_meaning_under_one_protocol_is_a_dash_there(tmp_path: Path) -> None:
    """The other columns stand; where no protocol gives it a meaning, that is an error."""
    call = ("score", *BOTH, "--metric", "F1@10~fuzzy", "--protocol")
    done = bench(*call, "default,jcdl2020", "--format", "csv", cwd=written(tmp_path))
    assert done.code == 0
    rows = [line.split(",")[1:] for line in done.out.splitlines() if ",new," in line]
    assert [[value != "" for value in row[1:]] for row in rows] == [[True, True, True], [True, False, False]]
    assert bench(*call, "jcdl2020,jcdl2020:stem=none", cwd=tmp_path).code == 2


def test_many_protocols_are_turned_round_where_the_line_is_too_short(tmp_path: Path) -> None:
    """One row a run as long as it fits the terminal."""
    three = bench("score", *BOTH, "--protocol", "default,kpeval,kex", cwd=written(tmp_path)).out
    assert three.splitlines()[2].split() == ["row", "default", "kpeval", "kex", "spread"]
    every = bench("score", *BOTH, "--protocol", "all", cwd=tmp_path).out
    assert every.splitlines()[2].split() == ["protocol", "new", "old"]


def test_no_cut_off_is_too_large(tmp_path: Path) -> None:
    """A billion places down the list is the whole list; nDCG's ideal is no longer than the gold."""
    call = ("score", *BOTH, "--metric", "nDCG@1000000000", "--metric", "nDCG@20", "--format", "json")
    for system in json.loads(bench(*call, cwd=written(tmp_path)).out)["systems"]:
        assert system["metrics"]["nDCG@1000000000"] == system["metrics"]["nDCG@20"]
