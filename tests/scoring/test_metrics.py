"""Metrics by their written form."""

import re

import pytest

from bench.errors import BenchError
from bench.scoring.metrics import HEADLINE, MEASURES, Metric, known, parse_metric, written_forms


@pytest.mark.parametrize("form", [*written_forms(), "F1@5~includes", "Rprec~head", "AP@20~token_f1", "microF1@M~fuzzy"])
def test_the_written_form_is_the_identity(form: str) -> None:
    """Written, read in any case, written again: the same."""
    assert str(parse_metric(form)) == form
    assert parse_metric(form.upper()) == parse_metric(f" {form.lower()} ") == parse_metric(form)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("f1@m", "F1@M"),
        ("ndcg@10", "nDCG@10"),
        ("neg_rate@10", "negatives@10"),
        ("mrr", "RR"),
        ("map", "AP"),
        ("hit_rate@5", "Success@5"),
        ("micro_f1@10", "microF1@10"),
        ("f1_of_means@10", "F1ofMeans@10"),
        ("mean_f1@10", "meanF1@10"),
        ("p_available@5", "P_available@5"),
        ("rprec_includes", "Rprec~includes"),
        ("f1_part_of@10", "F1@10~part_of"),
        ("hits_token_f1@5", "hits@5~token_f1"),
    ],
)
def test_names_of_other_scorers_are_understood(text: str, form: str) -> None:
    """The name is read, ours is written."""
    assert str(parse_metric(text)) == form


def test_the_headline() -> None:
    """What is computed where nothing else is asked for."""
    assert " ".join(map(str, HEADLINE)) == ("P@5 R@5 F1@5 P@10 R@10 F1@10 AP RR nDCG@10 Rprec noise@10 negatives@10")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("F2@10", "unknown metric 'F2@10'. Did you mean 'F1@10'?"),
        ("", "unknown metric ''"),
        ("F1", "metric F1: F1 needs a cut-off. Write F1@10 or F1@M or F1@O"),
        ("Rprec@10", "metric Rprec@10: Rprec takes no cut-off '10'. Write Rprec"),
        ("AP@M", "metric AP@M: AP takes no cut-off 'm'. Write AP@10 or AP"),
        ("P@0", "metric P@0: the cut-off is 0. Give a cut-off of 1 or more"),
        ("F1@10~exactly", "metric F1@10~exactly: unknown partial match 'exactly'"),
        ("F1@10~exact", "unknown partial match 'exact'"),
        ("noise@10~includes", "metric noise@10~includes: noise compares nothing with gold. Write noise@10"),
    ],
)
def test_what_is_refused(text: str, message: str) -> None:
    """Unknown names get the nearest, wrong cut-offs the right way to write them."""
    with pytest.raises(BenchError, match=re.escape(message)):
        parse_metric(text)


def test_every_measure_says_what_it_is() -> None:
    """In a list, with the ways to cut it; which way is better is known but for plain counts."""
    assert ("F1@k F1@M F1@O", MEASURES["F1"].meaning) in known()
    assert len(known()) == len(MEASURES)
    worse_when_higher = {name for name, each in MEASURES.items() if each.higher_is_better is False}
    assert worse_when_higher == {
        "noise", "noise_ref", "negatives", "neg_hits", "dup_token_ratio", "containment", "alias_dup",
    }  # fmt: skip
    assert Metric("n_gold").higher_is_better is None
