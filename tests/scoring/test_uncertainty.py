"""Intervals beside an evaluation's values: only for means over documents, only from six units on."""

import random
from dataclasses import replace

import pytest

from bench.records import Annotation, Article, Dataset, DatasetInfo, Document, GoldKeyphrase, Keyphrase, Prediction
from bench.scoring.conventions import DEFAULT
from bench.scoring.evaluation import evaluate, system
from bench.scoring.metrics import parse_metric
from bench.scoring.uncertainty import with_intervals

METRICS = tuple(map(parse_metric, ("F1@5", "P@5", "microF1@5", "F1ofMeans@5")))


def made(documents: int, event: str = "") -> Dataset:
    """Documents with one to three of `a`, `b`, `c` as gold, all of one event where one is given."""
    golds = [Annotation(tuple(GoldKeyphrase((form,)) for form in "abc"[: 1 + i % 3])) for i in range(documents)]
    articles = [Article(Document(f"{i:03}", "a b c"), gold, event=event) for i, gold in enumerate(golds)]
    return Dataset(DatasetInfo("made", "0" * 64), tuple(articles))


def predictions(documents: int) -> list[Prediction]:
    """Lists that hit one to three of the letters."""
    chance = random.Random(4)
    return [
        Prediction(f"{i:03}", tuple(Keyphrase(p) for p in ["x", *"abc"[: chance.randint(1, 3)]]))
        for i in range(documents)
    ]


def test_only_means_over_documents_get_an_interval() -> None:
    """Twenty documents: mean F1 and P lie inside an interval, micro F1 and the F1 of means have none."""
    evaluation = evaluate([system("s", predictions(20))], made(20), DEFAULT, METRICS)[0]
    found = with_intervals(evaluation).metrics
    for metric in ("F1@5", "P@5"):
        value = found[metric]
        assert value.low is not None
        assert value.high is not None
        assert value.value is not None
        assert value.low < value.value < value.high
        assert value.value == evaluation.metrics[metric].value
    for metric in ("microF1@5", "F1ofMeans@5"):
        assert found[metric] == evaluation.metrics[metric]
        assert found[metric].low is None


@pytest.mark.parametrize(("documents", "event"), [(5, ""), (20, "one event")])
def test_too_few_units_get_none(documents: int, event: str) -> None:
    """Five documents, or twenty of one event, warrant no interval."""
    evaluation = evaluate([system("s", predictions(documents))], made(documents, event), DEFAULT, METRICS)[0]
    assert all(value.low is None for value in with_intervals(evaluation).metrics.values())


def test_a_protocol_that_averages_otherwise_gets_none() -> None:
    """Under micro averaging `F1@5` is no mean of the documents, so it keeps its value and gets no interval."""
    protocol = replace(DEFAULT, averaging="micro")
    evaluation = evaluate([system("s", predictions(20))], made(20), protocol, METRICS[:1])[0]
    assert with_intervals(evaluation).metrics["F1@5"].low is None
