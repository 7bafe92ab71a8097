"""The documents on which two systems differ most, and the phrases that make the difference."""

from collections.abc import Callable
from dataclasses import dataclass

from bench.records import Status
from bench.scoring.direction import lower_is_better
from bench.scoring.metrics import parse_metric
from bench.scoring.pairing import Pair, pair_documents
from bench.scoring.results import DocumentScore, Evaluation


@dataclass(frozen=True, slots=True)
class Mover:
    """One document: both values, their difference a - b, and what counts for the metric in one list only.

    For metrics of matching, `only_a` and `only_b` are gold keyphrases that only a or only b hit, in the list's order;
    for noise and negatives, the predicted phrases that were flagged. Within the cut-off, where the metric has one.
    """

    document_id: str
    a: float
    b: float
    difference: float
    status_a: Status
    status_b: Status
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]


def movers(a: Evaluation, b: Evaluation, metric: str, n: int = 10) -> tuple[Mover, ...]:
    """The at most `n` documents with the largest absolute difference under `metric`, the largest first.

    Documents without a difference are not among them; ties go by document id.
    """
    return _largest(a, b, metric, n, abs)


def to_blame(candidate: Evaluation, baseline: Evaluation, metric: str, n: int = 10) -> tuple[Mover, ...]:
    """The at most `n` documents on which `candidate` lost most against `baseline`, the worst first."""
    sign = 1.0 if lower_is_better(metric) else -1.0
    return _largest(candidate, baseline, metric, n, lambda difference: sign * difference)


def _largest(a: Evaluation, b: Evaluation, metric: str, n: int, size: Callable[[float], float]) -> tuple[Mover, ...]:
    moved = [pair for pair in pair_documents(a, b, metric).pairs if size(pair.difference) > 1e-12]
    moved.sort(key=lambda pair: (-size(pair.difference), pair.a.document_id))
    return tuple(_mover(pair, metric) for pair in moved[:n])


def _mover(pair: Pair, metric: str) -> Mover:
    counted_a, counted_b = _counted(pair.a, metric), _counted(pair.b, metric)
    return Mover(
        document_id=pair.a.document_id,
        a=pair.value_a,
        b=pair.value_b,
        difference=pair.difference,
        status_a=pair.a.status,
        status_b=pair.b.status,
        only_a=tuple(phrase for key, phrase in counted_a.items() if key not in counted_b),
        only_b=tuple(phrase for key, phrase in counted_b.items() if key not in counted_a),
    )


def _counted(score: DocumentScore, metric: str) -> dict[object, str]:
    """What counts for the metric, by what makes it the same in two lists, with the phrase to show."""
    parsed = parse_metric(metric)
    kind = parsed.definition.kind
    by_gold = parsed.cut == "O" or parsed.measure == "Rprec"
    limit = parsed.cut if isinstance(parsed.cut, int) else score.n_gold if by_gold else None
    found: dict[object, str] = {}
    for verdict in score.verdicts:
        if verdict.rank is None or (limit is not None and verdict.rank > limit):
            continue
        if (kind == "noise" and verdict.noise) or (kind == "negatives" and verdict.negative is not None):
            found.setdefault(verdict.key, verdict.phrase)
        elif kind not in {"noise", "negatives"} and verdict.match is not None:
            found.setdefault(verdict.match, verdict.match)
    return found
