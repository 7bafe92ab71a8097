"""Cases worked by hand: gold, predictions and options in, every stated value out, to six decimals."""

import json
from pathlib import Path
from typing import Any

import pytest
from strategies import dataset, prediction

from bench.records import Annotation, Article, Document, GoldKeyphrase, Negative
from bench.scoring.consistency import canonical, kendall_w
from bench.scoring.evaluation import evaluate, system
from bench.scoring.gold import keyer
from bench.scoring.list_agreement import jaccard, rbo
from bench.scoring.metrics import parse_metric
from bench.scoring.protocols import parse_protocol

CASES = json.loads((Path(__file__).parent / "metric_cases.json").read_text("utf-8"))


def of_kind(kind: str) -> list[Any]:
    """The cases of a kind, each with its name as the test's id."""
    return [pytest.param(case, id=case["name"]) for case in CASES if case["kind"] == kind]


def spec(options: dict[str, Any]) -> str:
    """The options of a case as they are written on the command line."""
    changes = (f"{option}={value}" for option, value in options.items() if option not in ("k", "text"))
    return "default:" + ",".join(changes)


@pytest.mark.parametrize("case", of_kind("scoring"))
def test_scoring(case: dict[str, Any]) -> None:
    """One document, scored under the case's options: per document and over the data set of one, the stated values."""
    annotation = Annotation(
        tuple(GoldKeyphrase(tuple(forms)) for forms in case["gold"]),
        tuple(Negative(tuple(forms)) for forms in case.get("negative", ())),
    )
    gold = dataset(Article(Document("d", case["options"].get("text", "")), annotation))
    metrics = {name: parse_metric(name) for name in case["expected"]}
    row = system("row", [prediction("d", case["pred"])])
    (evaluation,) = evaluate([row], gold, parse_protocol(spec(case["options"])), list(metrics.values()))
    found = {name: evaluation.documents[0].values[str(metric)] for name, metric in metrics.items()}
    assert found == pytest.approx(case["expected"], abs=1e-6)
    over_one = {name: evaluation.metrics[str(metric)].value for name, metric in metrics.items()}
    assert over_one == pytest.approx(case["expected"], abs=1e-6)


@pytest.mark.parametrize("case", of_kind("normalize"))
def test_normalise(case: dict[str, Any]) -> None:
    """A key, token by token, or two phrases of one key."""
    key = keyer(parse_protocol("default"), "en").key
    if "key" in case["expected"]:
        assert " ".join(key(case["a"])) == case["expected"]["key"]
    if "equal" in case["expected"]:
        assert (key(case["a"]) == key(case["b"])) == case["expected"]["equal"]


@pytest.mark.parametrize("case", of_kind("similarity"))
def test_similarity(case: dict[str, Any]) -> None:
    """Two lists, with or without a table of aliases: overlap, and overlap weighted towards the top."""
    keys = keyer(parse_protocol("default"), "en")
    aliases = [GoldKeyphrase(tuple(forms)) for forms in case.get("aliases", ())]
    a, b = (canonical(phrases, keys, aliases) for phrases in case["lists"])
    found = {"jaccard": jaccard(a, b), "rbo_ext": rbo(a, b)}
    assert {name: found[name] for name in case["expected"]} == pytest.approx(case["expected"], abs=1e-6)


@pytest.mark.parametrize("case", of_kind("kendall_w"))
def test_kendall_w(case: dict[str, Any]) -> None:
    """Agreement of judges who ranked the same things."""
    assert kendall_w(case["ranks"]) == pytest.approx(case["expected"]["w"], abs=1e-6)
