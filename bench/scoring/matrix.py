"""The convention matrix: the same predictions under many protocols, their spread, and where the winner flips."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.errors import InputError
from bench.records import Dataset
from bench.scoring.conventions import ScoringProtocol, written
from bench.scoring.evaluation import evaluate
from bench.scoring.metrics import Metric
from bench.scoring.protocols import base_of
from bench.scoring.results import System

NEGLIGIBLE = 1e-12
"""Values closer than this are a tie."""


@dataclass(frozen=True, slots=True)
class ConventionMatrix:
    """One metric of several systems under several protocols, on one data set.

    `values` holds a row for each system and in it a value for each protocol, None where undefined. `winners` names,
    for each protocol, the systems with the best value (several where they tie). `signatures` are those of the columns.
    """

    metric: str
    systems: tuple[str, ...]
    protocols: tuple[str, ...]
    values: Mapping[str, Mapping[str, float | None]]
    winners: Mapping[str, tuple[str, ...]]
    signatures: Mapping[str, str]

    def spread(self, system: str) -> tuple[float, float] | None:
        """The least and the greatest value of a system over the protocols; None where all are undefined."""
        defined = [value for value in self.values[system].values() if value is not None]
        return (min(defined), max(defined)) if defined else None

    @property
    def flips(self) -> tuple[str, ...]:
        """The protocols under which a system wins that does not win under the first protocol with a winner."""
        usual = next((set(self.winners[protocol]) for protocol in self.protocols if self.winners[protocol]), set())
        return tuple(
            protocol
            for protocol in self.protocols
            if self.winners[protocol] and usual.isdisjoint(self.winners[protocol])
        )

    @property
    def winner_depends(self) -> bool:
        """Whether no system wins under every protocol."""
        winners = [set(self.winners[protocol]) for protocol in self.protocols if self.winners[protocol]]
        return bool(winners) and not set.intersection(*winners)


def matrix(
    systems: Sequence[System], dataset: Dataset, protocols: Sequence[ScoringProtocol], metric: Metric
) -> ConventionMatrix:
    """Score systems under each protocol.

    Raises:
        InputError: no protocol, two protocols written alike, or a metric that one of them leaves undefined.
    """
    named = {written(protocol, base_of(protocol)): protocol for protocol in protocols}
    if not protocols or len(named) < len(protocols):
        found = "a protocol stands twice" if protocols else "there is no protocol"
        raise InputError(found, place="convention matrix", remedy="Give each protocol once")
    name = str(metric)
    values: dict[str, dict[str, float | None]] = {system.name: {} for system in systems}
    signatures: dict[str, str] = {}
    for column, protocol in named.items():
        for evaluation in evaluate(systems, dataset, protocol, (metric,), verdicts=False):
            values[evaluation.system][column] = evaluation.metrics[name].value
            signatures[column] = evaluation.signature
    winners = {column: _best({row: each[column] for row, each in values.items()}, metric) for column in named}
    return ConventionMatrix(name, tuple(values), tuple(named), values, winners, signatures)


def _best(column: Mapping[str, float | None], metric: Metric) -> tuple[str, ...]:
    sign = -1 if metric.higher_is_better is False else 1
    defined = {row: sign * value for row, value in column.items() if value is not None}
    top = max(defined.values(), default=0.0)
    return tuple(row for row, value in defined.items() if top - value <= NEGLIGIBLE)
