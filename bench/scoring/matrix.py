"""The convention matrix: the same predictions under many protocols, their spread, and where the winner flips."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bench.scoring.direction import lower_is_better
from bench.scoring.results import Evaluation

NEGLIGIBLE = 1e-12
"""Values closer than this are a tie."""


@dataclass(frozen=True, slots=True)
class ConventionMatrix:
    """One metric of several systems under several protocols, on one data set.

    `values` holds a row for each system and in it a value for each protocol, None where undefined. `winners` names,
    for each protocol, the systems with the best value: several where they tie, none where one alone has a value.
    """

    metric: str
    systems: tuple[str, ...]
    protocols: tuple[str, ...]
    values: Mapping[str, Mapping[str, float | None]]
    winners: Mapping[str, tuple[str, ...]]

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
    by_protocol: Mapping[str, Sequence[Evaluation]], metric: str, competitors: Collection[str] | None = None
) -> ConventionMatrix:
    """Put the evaluations of the same systems under several protocols side by side.

    Args:
        by_protocol: evaluations by the protocol's written form; a metric that was not computed counts as undefined.
        metric: its written form.
        competitors: the systems that can win, all where None. A column with one competitor has no winner.

    Raises:
        UnknownNameError: no metric is written so.
    """
    values: dict[str, dict[str, float | None]] = {}
    for protocol, evaluations in by_protocol.items():
        for each in evaluations:
            found = each.metrics.get(metric)
            values.setdefault(each.system, {})[protocol] = None if found is None else found.value
    able = [name for name in values if competitors is None or name in competitors]
    sign = -1 if lower_is_better(metric) else 1
    winners = {column: _best({name: values[name].get(column) for name in able}, sign) for column in by_protocol}
    return ConventionMatrix(metric, tuple(values), tuple(by_protocol), values, winners)


def _best(column: Mapping[str, float | None], sign: int) -> tuple[str, ...]:
    defined = {row: sign * value for row, value in column.items() if value is not None}
    if len(defined) < 2:
        return ()
    top = max(defined.values())
    return tuple(sorted(row for row, value in defined.items() if top - value <= NEGLIGIBLE))
