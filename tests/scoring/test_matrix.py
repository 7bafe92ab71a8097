"""The convention matrix: values by protocol, spread, and where the winner flips."""

import pytest
from strategies import article, dataset, prediction

from bench.errors import InputError
from bench.scoring.evaluation import evaluate, system
from bench.scoring.matrix import matrix
from bench.scoring.metrics import parse_metric
from bench.scoring.protocols import PROTOCOLS, parse_protocol

GOLD = dataset(article("a", [("soyuz",), ("space station",)], "The Soyuz."), article("b", [("moons",)], "Moons."))
SHORT = system("short", [prediction("a", ["soyuz"]), prediction("b", ["moons"])])
LONG = system("long", [prediction("a", ["soyuz", "space station", "x", "y"]), prediction("b", ["z", "moon", "q", "p"])])
F1 = parse_metric("F1@5")


def test_values_spread_and_flip() -> None:
    """A short list of hits wins where precision is over what was put out, a long one where it is over k."""
    protocols = [parse_protocol(spec) for spec in ("default", "default:denominator=available", "default:stem=none")]
    found = matrix([SHORT, LONG], GOLD, protocols, F1)
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
    assert len(set(found.signatures.values())) == 3


def test_a_column_is_the_evaluation_under_that_protocol() -> None:
    """The matrix adds nothing of its own: each cell is what `evaluate` gives, for every shipped protocol."""
    protocols = [shipped.protocol for shipped in PROTOCOLS.values() if shipped.name != "keep"]
    found = matrix([SHORT, LONG], GOLD, protocols, F1)
    for protocol in protocols:
        for evaluation in evaluate([SHORT, LONG], GOLD, protocol, [F1]):
            assert found.values[evaluation.system][protocol.name] == evaluation.metrics["F1@5"].value
            assert found.signatures[protocol.name] == evaluation.signature


def test_ties_and_metrics_where_less_is_better() -> None:
    """Systems that tie win together and flip nothing; of noise the least wins; undefined wins nothing."""
    twin = system("twin", SHORT.predictions.values())
    found = matrix([SHORT, twin], GOLD, [parse_protocol("default"), parse_protocol("pke")], F1)
    assert set(found.winners.values()) == {("short", "twin")}
    assert (found.flips, found.winner_depends) == ((), False)
    noise = matrix([SHORT, LONG], GOLD, [parse_protocol("default")], parse_metric("noise@5"))
    assert noise.winners == {"default": ("short",)}
    nothing = matrix([SHORT], dataset(), [parse_protocol("default")], F1)
    assert (nothing.winners, nothing.spread("short"), nothing.flips) == ({"default": ()}, None, ())


def test_the_same_protocol_twice_is_refused() -> None:
    """Two columns of one name would hide one of them."""
    with pytest.raises(InputError, match="a protocol stands twice"):
        matrix([SHORT], GOLD, [parse_protocol("default"), parse_protocol("default:stem=auto")], F1)
    with pytest.raises(InputError, match="there is no protocol"):
        matrix([SHORT], GOLD, [], F1)
