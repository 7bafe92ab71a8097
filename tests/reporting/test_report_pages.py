"""The pages of a results folder, whole, as a person approved them; and what they say in the hard cases."""

import json
from dataclasses import replace

import pytest
from golden_text import check_golden
from hypothesis import given
from sample_evaluations import (
    BRIDGE,
    COMPARISON,
    DATASET,
    EVALUATIONS,
    FERRY,
    GLUER,
    INFOS,
    NOTICE,
    PUBLISHED,
    RUNS,
    TFIDF,
    YAKE,
    evaluation,
    scored,
    verdict,
)
from strategies import ANY_TEXT

from bench.records import Dataset
from bench.reporting.article import article_page
from bench.reporting.bare import bare_page
from bench.reporting.bundle import page_names, pages, stale
from bench.reporting.error_page import Candidates, error_page
from bench.reporting.index import Entry, index_page, summary
from bench.reporting.noise import noise_page
from bench.reporting.quality import quality_table
from bench.reporting.score_json import score_json, score_record
from bench.reporting.show import show
from bench.reporting.speed import speed_page, speed_table
from bench.reporting.table_formats import latex, markdown
from bench.reporting.table_terminal import terminal
from bench.scoring.results import Evaluation, Value
from bench.text.normalise import normaliser

BARE = replace(DATASET, info=replace(DATASET.info, has_gold=False), articles=(NOTICE,))
QUALITY = quality_table(EVALUATIONS, DATASET, infos=INFOS, comparison=COMPARISON)


def test_quality_page() -> None:
    """Blocks in order, the headline deciding inside them, each caveat of each row as a note."""
    check_golden("quality.md", markdown(QUALITY, level=1))


def test_quality_in_the_terminal() -> None:
    """The same table at 80 columns, readable without colour."""
    text = terminal(QUALITY)
    check_golden("quality.txt", text)
    assert max(map(len, text.splitlines())) <= 80


def test_quality_as_latex() -> None:
    """The same table for a paper."""
    check_golden("quality.tex", latex(QUALITY))


def test_noise_page() -> None:
    """Shares, causes, offending phrases, and the published keywords taken apart."""
    check_golden("noise.md", noise_page(EVALUATIONS, DATASET))


def test_error_page() -> None:
    """What the top ten are, where the gold went, slices, what rows know together, examples."""
    check_golden("errors.md", error_page(EVALUATIONS, DATASET))


CANDIDATES: Candidates = {
    "yake": {"ferry": ("Lake Orme", "ferry", "steam engine"), "bridge": ("stone bridge", "Tarn", "Crack")},
    "tfidf": {"ferry": ("lake", "electric motors")},
}


def test_error_page_where_candidates_are_known() -> None:
    """What was never a candidate stands apart; a dash where a row does not tell, both where it tells of a few."""
    text = error_page(EVALUATIONS, DATASET, candidates=CANDIDATES)
    check_golden("errors-with-candidates.md", text[: text.index("## By ")])


def test_without_untold_rows_there_is_no_column_for_what_is_not_known() -> None:
    """Where every row tells, missed gold is absent, never a candidate, below cut or list, or lost."""
    told = {e.system: {s.document_id: () for s in e.documents} for e in (YAKE, TFIDF)}
    text = error_page([YAKE, TFIDF], DATASET, candidates=told)
    assert "| absent | never a candidate | below the list |\n" in text


def test_speed_page() -> None:
    """Times with three digits, versions, machine, and the warning that no second run gives them again."""
    check_golden("speed.md", speed_page(RUNS, DATASET))


def test_article_page() -> None:
    """Gold with the place of each hit, negatives, published keywords, lists side by side."""
    check_golden("article-ferry.md", article_page(FERRY, EVALUATIONS, normaliser()))


def test_article_without_gold() -> None:
    """The page says that nothing was scored instead of showing zeros."""
    check_golden("article-notice.md", article_page(NOTICE, EVALUATIONS, normaliser()))


def test_show_in_the_terminal() -> None:
    """The article with marks in its own text, the gold, each list with reasons; 80 columns, no colour."""
    text = show(FERRY, EVALUATIONS, normaliser())
    check_golden("show-ferry.txt", text)
    assert max(map(len, text.splitlines())) <= 80


def test_show_where_candidates_are_known() -> None:
    """Under each such list, in 80 columns, the gold that was never a candidate and the gold that ranked too low."""
    text = show(FERRY, EVALUATIONS, normaliser(), {"yake": {"ferry": ("Lake Orme", "electric motor " * 40)}})
    plain = show(FERRY, EVALUATIONS, normaliser())
    added = [line for line in text.splitlines() if line not in plain.splitlines()]
    assert added == ["   - never a candidate: electric motors"]
    assert max(map(len, text.splitlines())) <= 80


def test_page_for_texts_without_gold() -> None:
    """Lists, noise, agreement, and how to write gold; no word of scores."""
    rows = [
        evaluation(e.system, e.role, [d for d in e.documents if d.document_id == "notice"])
        for e in (YAKE, TFIDF, GLUER)
    ]
    text = bare_page(rows, BARE)
    check_golden("bare.md", text)
    assert "negatives@10" not in text


def test_index() -> None:
    """Data sets by name with their best rows and links that work from the folder above."""
    entries = [
        Entry(
            "lake-news",
            "1",
            "en",
            3,
            "lake-news",
            (("yake", 0.226), ("tfidf", 0.071)),
            ("quality.md", "noise.md", "speed.md", "articles/ferry.md"),
        ),
        Entry("a bare|set", "1", "fr", 1, "a bare set", (), ("lists.md", "speed.md")),
    ]
    check_golden("index.md", index_page(entries))


def test_the_summary_for_the_index_names_the_best_rows() -> None:
    """Extractors and floors, best first, unrounded; a floor that beats an extractor is not passed over."""
    made = summary(DATASET, EVALUATIONS)
    floor = next(e for e in EVALUATIONS if e.role == "floor")
    names = ["yake", "gluer:ngrams=1-3", "first-phrases (floor)"]
    values = [e.metrics["F1@10"].value for e in (YAKE, GLUER, floor)]
    assert made["best"] == [[name, value] for name, value in zip(names, values, strict=True)]
    assert made["documents"] == 3


def test_score_json_whole() -> None:
    """Schema 1 with every key, unrounded numbers and null where a metric is undefined."""
    record = score_record(
        EVALUATIONS[2:5],
        DATASET,
        {"name": "default", "k": (5, 10), "stem": "porter-nltk"},
        comparisons=[COMPARISON],
        per_document=True,
    )
    check_golden("score.json", score_json(record))


def test_score_json_holds_only_the_metrics_asked_for() -> None:
    """A metric that no row was scored with is there, as null."""
    record = score_record([YAKE], DATASET, {"name": "default"}, metrics=["F1@10", "AP"])
    systems = json.loads(score_json(record))["systems"]
    assert systems[0]["metrics"] == {
        "F1@10": {"value": YAKE.metrics["F1@10"].value, "low": None, "high": None},
        "AP": {"value": None, "low": None, "high": None},
    }


def test_score_json_has_no_word_for_infinity() -> None:
    """A score that JSON cannot hold becomes null, and a lone surrogate its escape."""
    odd = evaluation("odd", "list", [scored(NOTICE, [verdict("caf\udce9", 1, score=float("inf"))])])
    record = score_record([odd], DATASET, {"name": "default"}, per_document=True)
    text = score_json(record)
    assert text.encode("utf-8")
    phrase = json.loads(text)["systems"][0]["per_document"][0]["keyphrases"][0]
    nothing: dict[str, object] = {"score": None, "match": None, "noise": [], "cause": None, "negative": None}
    assert phrase == {"phrase": "caf\udce9", "rank": 1, **nothing}


def test_an_empty_table_of_rows_is_still_a_table() -> None:
    """No rows, no documents: nothing breaks."""
    empty = Dataset(DATASET.info, ())
    assert pages(empty, (), normaliser()).keys() == {"quality.md", "quality.csv", "noise.md", "errors.md"}


def test_a_speed_table_of_lists_made_elsewhere_has_no_times() -> None:
    """What was not timed is a dash with its reason."""
    run = replace(RUNS[0], info=replace(INFOS["yake"], seconds=0.0), predictions=())
    assert "| yake | – | – | – | – | – | 1 | 0 |" in markdown(speed_table([run], DATASET))


def test_the_bundle_holds_every_reproducible_page() -> None:
    """One page an article, and nothing of speed."""
    made = pages(DATASET, EVALUATIONS, normaliser(), infos=INFOS, comparison=COMPARISON)
    assert list(made) == [
        "quality.md",
        "quality.csv",
        "noise.md",
        "errors.md",
        "articles/ferry.md",
        "articles/bridge.md",
        "articles/notice.md",
    ]
    assert list(pages(BARE, (YAKE,), normaliser())) == ["lists.md"]


def test_the_order_in_which_rows_come_changes_no_page() -> None:
    """Tables follow from values, not from the order of runs."""
    made = pages(DATASET, EVALUATIONS, normaliser(), infos=INFOS, comparison=COMPARISON)
    assert made == pages(DATASET, EVALUATIONS[::-1], normaliser(), infos=INFOS, comparison=COMPARISON)


def test_stale_pages_are_told_in_words() -> None:
    """Missing, changed, left over: each is named; speed and line ends are not."""
    expected = {"quality.md": "a\nb\n", "noise.md": "x\n", "articles/1.md": "same\n"}
    existing = {"quality.md": "a\nc\n", "articles/1.md": "same\r\n", "old.md": "", "speed.md": "fast"}
    assert stale(existing, expected) == [
        "noise.md is missing",
        "quality.md is out of date: it has 'c', the predictions give 'b' (2 lines differ)",
        "old.md is there but nothing makes it",
    ]
    assert stale(expected, expected) == []


def test_ids_become_file_names_that_cannot_leave_the_folder_or_clash() -> None:
    """Slashes, dots, case and empty ids: every document keeps a page of its own."""
    assert page_names(["../../etc/passwd", "A", "a", "", "b/c", "b c", ".."]) == {
        "../../etc/passwd": "etc-passwd",
        "A": "A",
        "a": "a-2",
        "": "document",
        "b/c": "b-c",
        "b c": "b-c-2",
        "..": "document-2",
    }


def _with_phrase(phrase: str) -> list[Evaluation]:
    return [evaluation("odd", "extractor", [scored(BRIDGE, [verdict(phrase, 1, noise=("MARKUP",))])])]


@given(ANY_TEXT)
def test_a_hostile_phrase_changes_no_page_but_its_own_cell(phrase: str) -> None:
    """Whatever an extractor puts out, the pages have as many lines as with a harmless phrase."""
    alone = Dataset(DATASET.info, (BRIDGE,))
    harmless = pages(alone, _with_phrase("two words"), normaliser())
    hostile = pages(alone, _with_phrase(f"two words {phrase}"), normaliser())
    assert {p: t.count("\n") for p, t in hostile.items()} == {p: t.count("\n") for p, t in harmless.items()}
    assert all(text.encode("utf-8") for text in hostile.values())


@given(ANY_TEXT)
def test_a_hostile_article_keeps_within_the_terminal(text: str) -> None:
    """Marks, escapes and wrapping hold for any text at all."""
    from rich.cells import cell_len

    article = replace(BRIDGE, document=replace(BRIDGE.document, text=f"The stone bridge {text} cracks"))
    shown = show(article, EVALUATIONS, normaliser(), width=60)
    assert all(cell_len(line) <= 60 for line in shown.splitlines())
    assert "\x1b" not in shown


def test_published_row_needs_no_article_without_a_list() -> None:
    """An article that came without keywords shows no empty column for them."""
    assert "published" not in article_page(BRIDGE, (YAKE, PUBLISHED), normaliser())


@pytest.mark.parametrize(("agreement", "is_said"), [(0.01, True), (0.99, False)])
def test_annotators_below_an_extractor_are_no_ceiling(agreement: float, *, is_said: bool) -> None:
    """Where the passes agree less than an extractor scores, the table says that their row bounds nothing."""
    row = replace(YAKE, system="annotators", role="ceiling", metrics={**YAKE.metrics, "F1@10": Value(agreement)})
    notes = " ".join(quality_table([YAKE, row], DATASET).notes)
    assert ("the row bounds nothing" in notes) is is_said
