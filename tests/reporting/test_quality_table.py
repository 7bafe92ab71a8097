"""The quality table in the hard cases: what is not known, not comparable, or not like the other rows."""

from dataclasses import replace

import pytest
from sample_evaluations import COMPARISON, DATASET, EVALUATIONS, GLUER, INFOS, ORACLE, TFIDF, YAKE

from bench.reporting.quality import quality_table
from bench.reporting.table_formats import markdown
from bench.scoring.results import Value


def test_share_of_the_reachable_is_taken_over_the_documents_of_the_row() -> None:
    """The published list is on one article only, so its ceiling is that article's: (2/14) / (6/14) is a third."""
    table = quality_table(EVALUATIONS, DATASET, infos=INFOS, comparison=COMPARISON)
    cells = {row[0]: row[-4] for row in table.rows}
    assert cells["published"] == pytest.approx(1 / 3)
    assert cells["oracle"] == 1.0


def test_rank_groups_and_intervals_stand_in_the_table_where_they_are_given() -> None:
    """Rows that cannot be parted share a rank; the headline's interval stands beside it."""
    with_interval = replace(YAKE, metrics={**YAKE.metrics, "F1@10": Value(0.22619, 0.1, 0.3)})
    tested = tuple(replace(found, p=0.2) for found in COMPARISON.differences)
    comparison = replace(COMPARISON, differences=tested, rank_groups={"yake": 1, "tfidf": 1})
    table = quality_table([with_interval, TFIDF, ORACLE], DATASET, comparison=comparison)
    text = markdown(table)
    assert "| yake | 1 | 15.0 | 50.0 | 22.6 | [10.0, 30.0] |" in text
    assert "| tfidf | 1 | 5.0 | 12.5 | 7.1 | – |" in text


def test_where_nothing_can_be_significant_there_is_no_interval() -> None:
    """So few documents that no pair has a p: the table's intervals go with it."""
    with_interval = replace(YAKE, metrics={**YAKE.metrics, "F1@10": Value(0.22619, 0.1, 0.3)})
    text = markdown(quality_table([with_interval, TFIDF, ORACLE], DATASET, comparison=COMPARISON))
    assert "interval" not in text.split("\n\n")[1]
    assert "| yake | 15.0 | 50.0 | 22.6 | 6.7 |" in text


def test_rows_stand_in_the_order_of_what_was_tested() -> None:
    """Sorted by another metric than the headline where that was compared, the less the better where it is so."""
    by_noise = replace(COMPARISON, metric="noise@10")
    noisy = {
        name: replace(e, metrics={**e.metrics, "noise@10": Value(v)})
        for name, e, v in (("yake", YAKE, 0.5), ("tfidf", TFIDF, 0.1))
    }
    text = markdown(quality_table(list(noisy.values()), DATASET, comparison=by_noise))
    assert text.index("| tfidf |") < text.index("| yake |")


def test_without_an_oracle_the_share_is_missing_with_its_reason() -> None:
    """Missing is a dash and a sentence, never 0."""
    text = markdown(quality_table([YAKE], DATASET))
    assert "| yake | 15.0 | 50.0 | 22.6 | 6.7 | 6.7 | – | 2 | 0 | 0 |" in text
    assert "- – (yake of reachable): no oracle row was made" in text


def test_a_row_scored_under_another_signature_is_named() -> None:
    """Two conventions in one table never pass without a word."""
    other = replace(TFIDF, signature=TFIDF.signature.replace("denominator:k", "denominator:available"))
    text = markdown(quality_table([YAKE, GLUER, other], DATASET))
    assert "tfidf: Scored under another signature than the table's: denominator:available." in text


def test_missing_and_extra_predictions_are_named() -> None:
    """A run that does not fit the gold says so under the table."""
    odd = replace(YAKE, missing=("bridge",), extra=("x1", "x2"), warnings=("gold is stemmed already",))
    text = markdown(quality_table([odd], DATASET))
    assert "yake: No prediction for 1 document of the gold, scored 0: bridge." in text
    assert "yake: 2 predictions for documents that the gold does not hold, not scored: x1, x2." in text
    assert "yake: Gold is stemmed already" in text
