"""Systems compared in pairs under one metric: what differs, by how much, and what may be concluded."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, repeat

from bench.errors import InputError, UnknownNameError
from bench.records import Role
from bench.scoring.conclusion import conclusion, conclusion_without_test, remarks
from bench.scoring.corrections import ALPHA, holm
from bench.scoring.direction import lower_is_better
from bench.scoring.intervals import Interval, mean_intervals
from bench.scoring.pairing import Pairing, check_signatures, not_a_mean, pair_documents
from bench.scoring.power import minimum_detectable
from bench.scoring.results import Comparison, Difference, Evaluation
from bench.scoring.score_columns import defined
from bench.scoring.signflip import sign_flips
from bench.scoring.units import Units, standard_error, units_of
from bench.scoring.warrant import can_show

COMPARED: frozenset[Role] = frozenset({"extractor", "floor", "list"})
"""Rows that stand for a system; ceilings and published keywords bound the table and are in no family of tests."""

_TIE = 1e-12


def compare(
    evaluations: Sequence[Evaluation],
    metric: str,
    *,
    baseline: str | None = None,
    family: Sequence[tuple[str, str]] | None = None,
    seed: int = 0,
    headline: bool = True,
    mixed: bool = False,
) -> Comparison:
    """Compare systems in pairs over the documents that both are scored on.

    The family that Holm corrects for is declared by the call: all pairs of the rows that stand for a system (in the
    order given), or every such row against `baseline`, or the pairs of names in `family`. `metric` is a written form
    as it stands in the evaluations. A metric that is not the `headline` gets intervals and no p. Where so few units
    cannot be significant whatever they hold, p and interval are None and `sentence` says why. `mixed` allows different
    signatures, and the sentence says that too.

    Rank groups are given when all pairs were tested: in order of the mean, a system joins the group of the best one in
    it unless the two differ significantly, in which case it opens the next group. Differences that cannot be shown are
    not transitive, so two members of one group may still differ significantly; the sentence names such pairs.

    Raises:
        CheckFailedError: signatures differ and `mixed` is false.
        InputError: two evaluations of one name, both a baseline and a family, or a metric that is no mean of documents.
        UnknownNameError: a metric, baseline or member of the family that is not there.
    """
    known = _by_name(evaluations)
    for other in evaluations[1:]:
        if not mixed:
            check_signatures(evaluations[0], other)
    for each in evaluations:
        _refuse_pooled(each, metric)
    declared = _declared(known, baseline, family)
    size = len(declared) if headline else 1
    paired = [_Paired(a, b, pairing) for a, b in declared if len(pairing := pair_documents(known[a], known[b], metric))]
    findings = _findings(paired, size, seed, tested=headline)
    p_holm = holm([finding.p for finding in findings], family=len(declared))
    differences = tuple(
        _difference(pair, metric, finding, p) for pair, finding, p in zip(paired, findings, p_holm, strict=True)
    )
    unpaired = len(declared) - len(differences)
    groups, joined = ({}, ()) if unpaired else _rank_groups(known, differences, metric)
    signatures = list(dict.fromkeys(evaluation.signature for evaluation in evaluations))
    sentences = [conclusion(differences, size) if headline else conclusion_without_test(differences, metric)]
    sentences += remarks(differences, unpaired, joined, len(signatures))
    return Comparison(metric, " + ".join(signatures), differences, " ".join(sentences), groups)


def _by_name(evaluations: Sequence[Evaluation]) -> dict[str, Evaluation]:
    known: dict[str, Evaluation] = {}
    for evaluation in evaluations:
        if evaluation.system in known:
            raise InputError(
                f"two evaluations are called {evaluation.system!r}", remedy="Give each system a name of its own"
            )
        known[evaluation.system] = evaluation
    return known


def _refuse_pooled(evaluation: Evaluation, metric: str) -> None:
    """Documents are paired to test the number that tables print; a number that is no mean of theirs is another."""
    if why := not_a_mean(metric, evaluation.signature):
        mean = f"mean{metric.removeprefix('micro').replace('F1ofMeans', 'F1')}"
        raise InputError(why, place=evaluation.system, remedy=f"Compare by {mean}, or under a protocol of such means")


def _declared(
    known: Mapping[str, Evaluation], baseline: str | None, family: Sequence[tuple[str, str]] | None
) -> list[tuple[str, str]]:
    if baseline is not None and family is not None:
        raise InputError("both a baseline and a family of comparisons were given", remedy="Declare one of them")
    for name in [baseline] if baseline is not None else [name for pair in family or () for name in pair]:
        if name not in known:
            raise UnknownNameError("system", name, known)
    if family is not None:
        return list(family)
    systems = [name for name, evaluation in known.items() if evaluation.role in COMPARED]
    if baseline is not None:
        return [(name, baseline) for name in systems if name != baseline]
    return list(combinations(systems, 2))


@dataclass(frozen=True, slots=True)
class _Paired:
    """Two systems over the documents they share."""

    a: str
    b: str
    pairing: Pairing

    @property
    def units(self) -> Units:
        """The differences by unit, in the order of the units' names."""
        event_of = self.pairing.events.get
        rows = zip(self.pairing.ids, self.pairing.differences, strict=True)
        return units_of((document_id, difference, event_of(document_id, "")) for document_id, difference in rows)

    @property
    def documents(self) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
        """The documents and their events: pairs that agree in these have the same units in the same order."""
        return frozenset(self.pairing.ids), frozenset(self.pairing.events.items())


@dataclass(frozen=True, slots=True)
class _Finding:
    """What resampling says of one pair of systems; None where it was not asked or is not warranted."""

    interval: Interval | None = None
    p: float | None = None


def _findings(paired: Sequence[_Paired], family: int, seed: int, *, tested: bool) -> list[_Finding]:
    """Interval and p of each pair; pairs over the same documents share their resamples, which makes them fast."""
    alike: dict[object, list[int]] = {}
    for index, pair in enumerate(paired):
        alike.setdefault(pair.documents, []).append(index)
    found = [_Finding()] * len(paired)
    for indices in alike.values():
        columns = [paired[index].units for index in indices]
        if not can_show(len(columns[0]), family):
            continue
        intervals = mean_intervals(columns, seed=seed)
        totals = [[unit.total for unit in column] for column in columns]
        p_values = [flip.p for flip in sign_flips(totals, seed=seed)] if tested else [None] * len(columns)
        for index, ends, p in zip(indices, intervals, p_values, strict=True):
            found[index] = _Finding(ends, p)
    return found


def _difference(paired: _Paired, metric: str, finding: _Finding, p_holm: float | None) -> Difference:
    differences = paired.pairing.differences
    units = paired.units
    error = standard_error(units)
    gains = [-d for d in differences] if lower_is_better(metric) else differences
    wins, losses = sum(gain > _TIE for gain in gains), sum(gain < -_TIE for gain in gains)
    return Difference(
        a=paired.a,
        b=paired.b,
        metric=metric,
        n=len(differences),
        difference=math.fsum(differences) / len(differences),
        low=finding.interval.low if finding.interval else None,
        high=finding.interval.high if finding.interval else None,
        p=finding.p,
        p_holm=p_holm,
        wins=wins,
        losses=losses,
        ties=len(differences) - wins - losses,
        d_z=_effect(differences),
        detectable=minimum_detectable(error) if error else None,
        units=len(units),
        skipped=paired.pairing.skipped,
    )


def _effect(differences: Sequence[float]) -> float | None:
    """d_z, the mean difference in standard deviations of the documents' differences; None where these are equal."""
    error = standard_error(Units(differences, repeat(1.0, len(differences))))
    if not error:
        return None
    return math.fsum(differences) / len(differences) / (error * math.sqrt(len(differences)))


def _mean(evaluation: Evaluation, metric: str) -> float:
    values = [value for _, value, _ in defined(evaluation, metric)]
    return math.fsum(values) / len(values)


def _rank_groups(
    known: Mapping[str, Evaluation], differences: Sequence[Difference], metric: str
) -> tuple[dict[str, int], tuple[tuple[str, str], ...]]:
    """Ranks by system, and the pairs that share one although the test parts them; nothing unless all were tested."""
    parted = {frozenset((d.a, d.b)): d.p_holm <= ALPHA for d in differences if d.p_holm is not None}
    systems = {name for difference in differences for name in (difference.a, difference.b)}
    if not systems or any(frozenset(pair) not in parted for pair in combinations(systems, 2)):
        return {}, ()
    sign = 1.0 if lower_is_better(metric) else -1.0
    order = sorted(systems, key=lambda name: (sign * _mean(known[name], metric), name))
    ranks: dict[str, int] = {}
    leader, rank = order[0], 1
    for name in order:
        if name != leader and parted[frozenset((leader, name))]:
            leader, rank = name, rank + 1
        ranks[name] = rank
    joined = tuple((a, b) for a, b in combinations(order, 2) if ranks[a] == ranks[b] and parted[frozenset((a, b))])
    return ranks, joined
