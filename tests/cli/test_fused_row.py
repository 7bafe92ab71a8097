"""The row that the extractors' lists make together: in every table of a results folder, in no test."""

from bench.cli.assess import Assessment
from bench.cli.results_folder import assess_these, expected_pages
from bench.datasets import load
from bench.records import Dataset, Keyphrase, Prediction, Run, RunInfo

LISTS = {
    "one": ("space station", "Tom Cruise", "Roscosmos"),
    "two": ("Tom Cruise", "Soyuz spacecraft"),
}


def made(dataset: Dataset, *names: str) -> Assessment:
    """The rows of a results folder that holds these lists as runs of extractors."""
    runs = []
    for name in names:
        phrases = tuple(Keyphrase(phrase, 1.0 / place) for place, phrase in enumerate(LISTS[name], start=1))
        predictions = tuple(Prediction(document.id, phrases) for document in dataset.documents)
        runs.append(Run(RunInfo(name, name, dataset.info.name, dataset.info.digest), predictions))
    return assess_these(dataset, runs)


def test_two_extractors_make_a_fused_row_that_no_test_counts() -> None:
    """It holds both lists' phrases by the sum of 1 / (60 + rank); the family stays the one pair of extractors."""
    dataset = load("first-film-in-space")
    assessment = made(dataset, "one", "two")
    [row] = [e for e in assessment.evaluations if e.role == "fused"]
    assert row.system == "fused"
    assert [v.phrase for v in row.documents[0].verdicts] == [
        "Tom Cruise",  # 1/62 + 1/61
        "space station",  # 1/61
        "Soyuz spacecraft",  # 1/62
        "Roscosmos",  # 1/63
    ]
    assert assessment.comparison is not None
    assert [(d.a, d.b) for d in assessment.comparison.differences] == [("one", "two")]
    assert row not in assessment.systems


def test_the_fused_row_stands_apart_in_the_pages() -> None:
    """Under a heading of its own in the quality and error tables, and in the note on what rows are."""
    pages = expected_pages(made(load("first-film-in-space"), "one", "two"))
    for name in ("quality.md", "errors.md"):
        rows = [line.split("|")[1].strip() for line in pages[name].splitlines() if line.startswith("| ")]
        assert rows[rows.index("*Together*") + 1] == "fused"
    assert "fused is the extractors' lists put together by reciprocal rank fusion" in pages["quality.md"]
    assert "| one + two |" in pages["errors.md"]


def test_one_extractor_alone_is_not_fused() -> None:
    """There is nothing to put together."""
    assert all(e.role != "fused" for e in made(load("first-film-in-space"), "one").evaluations)
