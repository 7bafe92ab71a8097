"""The convention matrix: values by protocol, spread, and where the winner flips."""

import pytest
from strategies import article, dataset, prediction

from bench.records import Dataset
from bench.scoring.evaluation import evaluate, system
from bench.scoring.matrix import ConventionMatrix, matrix
from bench.scoring.metrics import parse_metric
from bench.scoring.protocols import parse_protocol
from bench.scoring.results import System

GOLD = dataset(article("a", [("soyuz",), ("space station",)], "The Soyuz."), article("b", [("moons",)], "Moons."))
SHORT = system("short", [prediction("a", ["soyuz"]), prediction("b", ["moons"])])
LONG = system("long", [prediction("a", ["soyuz", "space station", "x", "y"]), prediction("b", ["z", "moon", "q", "p"])])


def scored(systems: list[System], protocols: list[str], metric: str = "F1@5", gold: Dataset = GOLD) -> ConventionMatrix:
    """The matrix of systems scored under protocols."""
    metrics = [parse_metric(metric)]
    return matrix({each: evaluate(systems, gold, parse_protocol(each), metrics) for each in protocols}, metric)


def test_values_spread_and_flip() -> None:
    """A short list of hits wins where precision is over what was put out, a long one where it is over k."""
    found = scored([SHORT, LONG], ["default", "default:denominator=available", "default:stem=none"])
    assert found.protocols == ("default", "default:denominator=available", "default:stem=none")
    assert found.values == {
        "short": pytest.approx(
            dict(zip(found.protocols, [(2 / 7 + 2 / 6) / 2, (2 / 3 + 1) / 2, (2 / 7 + 2 / 6) / 2], strict=True))
        ),
        "long": pytest.approx(
            dict(zip(found.protocols, [(4 / 7 + 2 / 6) / 2, (4 / 6 + 2 / 5) / 2, (4 / 7) / 2], strict=True))
        ),
    }
    assert found.winners == dict(zip(found.protocols, [("long",), ("short",), ("short",)], strict=True))
    assert found.flips == found.protocols[1:]
    assert found.winner_depends
    assert found.spread("long") == pytest.approx(((4 / 7) / 2, (4 / 6 + 2 / 5) / 2))


def test_a_system_that_cannot_compete_wins_nothing() -> None:
    """A ceiling beside two extractors leaves the best of the two the winner."""
    perfect = system("perfect", [prediction("a", ["soyuz", "space station"]), prediction("b", ["moons"])])
    columns = {"default": evaluate([perfect, SHORT, LONG], GOLD, metrics=[parse_metric("RR")])}
    assert matrix(columns, "RR").winners == {"default": ("perfect", "short")}
    assert matrix(columns, "RR", {"short", "long"}).winners == {"default": ("short",)}


def test_ties_and_metrics_where_less_is_better() -> None:
    """Systems that tie win together and flip nothing; of noise the least wins; undefined wins nothing."""
    twin = system("twin", SHORT.predictions.values())
    found = scored([SHORT, twin], ["default", "pke"])
    assert set(found.winners.values()) == {("short", "twin")}
    assert (found.flips, found.winner_depends) == ((), False)
    assert scored([SHORT, LONG], ["default"], "noise@5").winners == {"default": ("short",)}
    nothing = scored([SHORT, twin], ["default"], gold=dataset())
    assert (nothing.winners, nothing.spread("short"), nothing.flips) == ({"default": ()}, None, ())


def test_one_alone_wins_nothing() -> None:
    """Where no other has a value there is no best."""
    assert scored([SHORT], ["default"]).winners == {"default": ()}
