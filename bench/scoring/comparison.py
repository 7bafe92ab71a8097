"""Systems compared in pairs under one metric: what differs, by how much, and what may be concluded."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from bench.errors import InputError, UnknownNameError
from bench.records import Role
from bench.scoring.conclusion import conclusion, conclusion_without_test, remarks
from bench.scoring.corrections import ALPHA, holm
from bench.scoring.direction import lower_is_better
from bench.scoring.intervals import interval
from bench.scoring.pairing import Pair, check_signatures, pair_documents
from bench.scoring.power import minimum_detectable
from bench.scoring.results import Comparison, Difference, Evaluation
from bench.scoring.signflip import sign_flip
from bench.scoring.units import standard_error, units_of
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
        InputError: two evaluations of one name, or both a baseline and a family.
        UnknownNameError: a metric, baseline or member of the family that is not there.
    """
    known = _by_name(evaluations)
    for other in evaluations[1:]:
        if not mixed:
            check_signatures(evaluations[0], other)
    declared = _declared(known, baseline, family)
    size = len(declared) if headline else 1
    found = [
        _difference((a, b), metric, pairing.pairs, pairing.skipped, tested_in=size if headline else None, seed=seed)
        for a, b in declared
        if (pairing := pair_documents(known[a], known[b], metric)).pairs
    ]
    differences = _corrected(found, len(declared))
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


def _difference(
    names: tuple[str, str], metric: str, pairs: Sequence[Pair], skipped: int, *, tested_in: int | None, seed: int
) -> Difference:
    """One pair of systems, not yet corrected; `tested_in` is the size of the family, None for no test."""
    differences = [pair.difference for pair in pairs]
    units = units_of((pair.difference, pair.a.event) for pair in pairs)
    warranted = can_show(len(units), tested_in or 1)
    ends = interval(units, seed=seed) if warranted else None
    error = standard_error(units)
    gains = [-d for d in differences] if lower_is_better(metric) else differences
    wins, losses = sum(gain > _TIE for gain in gains), sum(gain < -_TIE for gain in gains)
    return Difference(
        a=names[0],
        b=names[1],
        metric=metric,
        n=len(differences),
        difference=math.fsum(differences) / len(differences),
        low=ends.low if ends else None,
        high=ends.high if ends else None,
        p=sign_flip([unit.total for unit in units], seed=seed).p if warranted and tested_in else None,
        p_holm=None,
        wins=wins,
        losses=losses,
        ties=len(differences) - wins - losses,
        d_z=_effect(differences),
        detectable=minimum_detectable(error) if error else None,
        units=len(units),
        skipped=skipped,
    )


def _effect(differences: Sequence[float]) -> float | None:
    """d_z, the mean difference in standard deviations of the documents' differences; None where these are equal."""
    error = standard_error(units_of((difference, "") for difference in differences))
    if not error:
        return None
    return math.fsum(differences) / len(differences) / (error * math.sqrt(len(differences)))


def _corrected(differences: Sequence[Difference], family: int) -> tuple[Difference, ...]:
    adjusted = holm([difference.p for difference in differences], family=family)
    return tuple(replace(difference, p_holm=p) for difference, p in zip(differences, adjusted, strict=True))


def _mean(evaluation: Evaluation, metric: str) -> float:
    values = [value for score in evaluation.documents if (value := score.values.get(metric)) is not None]
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
