"""Rows made from gold: the oracle, the published lists, the annotators, and the ceiling of extraction."""

from dataclasses import replace
from pathlib import Path

import pytest
from strategies import article, dataset, prediction

from bench.datasets import load
from bench.errors import InputError
from bench.records import Annotation, GoldKeyphrase
from bench.scoring.conventions import DEFAULT
from bench.scoring.evaluation import evaluate, system
from bench.scoring.metrics import parse_metric
from bench.scoring.protocols import parse_protocol
from bench.scoring.references import annotators, oracle, published, reachable

TEXT = "The crew of the space station filmed a Soyuz capsule."
SHIPPED = str(Path(__file__).parents[2] / "gold/first-film-in-space")


def test_the_oracle_is_the_gold_that_stands_in_the_text() -> None:
    """In the order of the gold, each in the first of its forms that the text holds, inflected forms included."""
    gold = dataset(
        article("a", [("ISS", "space stations"), ("warp drive",), ("film", "filming"), ("soyuz capsule",)], TEXT),
        article("b", [("moon",)], TEXT),
    )
    row = oracle(gold, DEFAULT)
    assert (row.name, row.role) == ("oracle", "ceiling")
    assert [keyphrase.phrase for keyphrase in row.predictions["a"].keyphrases] == [
        "space stations",
        "film",
        "soyuz capsule",
    ]
    assert row.predictions["b"].status == "empty"
    unstemmed = oracle(gold, parse_protocol("default:stem=none"))
    assert [keyphrase.phrase for keyphrase in unstemmed.predictions["a"].keyphrases] == ["soyuz capsule"]


def test_nothing_extracted_beats_the_oracle() -> None:
    """What a list of k from the text could reach: R@k is bounded by k and by what is present."""
    clusters = [(f"gold {word}",) for word in ("a1", "b2", "c3", "d4", "e5", "f6", "g7")]
    text = "gold a1, gold b2, gold c3, gold d4, gold e5, gold f6"
    gold = dataset(article("a", clusters, text), article("bare", [], text))
    found = {form: reachable(gold, DEFAULT, parse_metric(form)) for form in ("R@5", "R@10", "P@5", "F1@10")}
    assert found == {
        "R@5": {"a": pytest.approx(5 / 7), "bare": None},
        "R@10": {"a": pytest.approx(6 / 7), "bare": None},
        "P@5": {"a": 1, "bare": None},
        "F1@10": {"a": pytest.approx(12 / 17), "bare": None},
    }


@pytest.mark.parametrize(
    ("form", "spec", "message"),
    [
        ("F1@10~includes", "default", "the best that extraction can reach under includes is not known"),
        ("F1@10", "default:match=token_f1", "the best that extraction can reach under token_f1 is not known"),
        ("noise@10", "default", "noise@10 is not made from hits on a document's gold"),
        ("microF1@10", "default", "microF1@10 is not made from hits"),
    ],
)
def test_a_ceiling_that_is_not_known_is_not_made_up(form: str, spec: str, message: str) -> None:
    """A partial match can score on gold that is not in the text; other metrics have no ceiling of this kind."""
    with pytest.raises(InputError, match=message):
        reachable(dataset(), parse_protocol(spec), parse_metric(form))


def test_published_lists_are_rows_where_they_are() -> None:
    """Only articles with a list, in its order, without scores."""
    with_list = replace(article("a", [("soyuz",)]), published=("film", "Soyuz"))
    row = published(dataset(with_list, article("b", [("crew",)])))
    assert (row.role, list(row.predictions)) == ("published", ["a"])
    assert [(each.phrase, each.score) for each in row.predictions["a"].keyphrases] == [("film", None), ("Soyuz", None)]


def gold_of(*phrases: str) -> Annotation:
    """An annotation of these phrases; `a|b` is one keyphrase of two forms."""
    return Annotation(tuple(GoldKeyphrase(tuple(phrase.split("|"))) for phrase in phrases))


def test_annotators_are_scored_against_each_other() -> None:
    """Over ordered pairs: precision of one is recall of the other, an alias that the other accepts is met."""
    passes = {"ann": gold_of("soyuz", "ISS|space station"), "ben": gold_of("space station", "crew", "moon")}
    gold = dataset(
        replace(article("a", [("soyuz",)], TEXT), annotators=passes),
        replace(article("alone", [("crew",)], TEXT), annotators={"ann": gold_of("crew")}),
        article("none", [("film",)], TEXT),
    )
    metrics = [parse_metric(form) for form in ("P@M", "R@M", "F1@M", "microF1@M")]
    evaluation = annotators(gold, DEFAULT, metrics)
    assert (evaluation.system, evaluation.role, evaluation.scored) == ("annotators", "ceiling", 1)
    # ann finds 1 of ben's 3 with 2 phrases, ben 1 of ann's 2 with 3: P 1/2 and 1/3, R 1/3 and 1/2, F1 2/5 twice.
    assert evaluation.documents[0].values == pytest.approx(
        {"P@M": 5 / 12, "R@M": 5 / 12, "F1@M": 0.4, "microF1@M": None}
    )
    assert [value.value for value in evaluation.metrics.values()] == pytest.approx([5 / 12, 5 / 12, 0.4, 0.4])
    assert set(evaluation.documents[1].values.values()) == set(evaluation.documents[2].values.values()) == {None}
    assert (evaluation.missing, evaluation.failed, evaluation.empty) == ((), 0, 0)
    row = evaluate([system("row", [prediction("a", [])])], gold, metrics=metrics)[0]
    assert evaluation.signature == row.signature


def test_without_passes_the_annotators_are_null() -> None:
    """No second opinion, no number."""
    evaluation = annotators(dataset(article("a", [("soyuz",)], TEXT)), DEFAULT, [parse_metric("F1@M")])
    assert evaluation.metrics["F1@M"].value is None
    assert evaluation.scored == 0


def test_the_shipped_articles() -> None:
    """The keyword line that came with the first article, taken apart, under the ceilings of the five."""
    gold = load(SHIPPED)
    (row,) = evaluate([published(gold)], gold)
    noisy = {verdict.phrase: verdict.noise for verdict in row.documents[0].verdicts if verdict.noise}
    assert noisy["zoé pallier 7"] == ("BYLINE", "DATETIME", "PARTIAL_TOKEN")
    assert noisy["titledthe challenge"] == ("GLUED",)
    ceiling = evaluate([oracle(gold, DEFAULT)], gold)[0].metrics
    assert ceiling["P@5"].value == ceiling["RR"].value == 1
    assert (row.scored, len(row.documents)) == (1, 1)
