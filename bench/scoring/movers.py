"""The documents on which two systems differ most, and the phrases that make the difference."""

from collections.abc import Callable
from dataclasses import dataclass
from heapq import nsmallest

from bench.records import Status
from bench.scoring.direction import lower_is_better
from bench.scoring.metrics import parse_metric
from bench.scoring.pairing import pair_documents
from bench.scoring.results import DocumentScore, Evaluation
from bench.scoring.score_columns import told


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
    pairing = pair_documents(a, b, metric)
    differences = pairing.differences
    moved = [at for at, difference in enumerate(differences) if size(difference) > 1e-12]
    largest = nsmallest(n, moved, key=lambda at: (-size(differences[at]), pairing.ids[at]))
    wanted = {pairing.ids[at] for at in largest}
    scores_a, scores_b = told(a, wanted), told(b, wanted)
    return tuple(
        _mover(scores_a[pairing.ids[at]], scores_b[pairing.ids[at]], pairing.a[at], pairing.b[at], metric)
        for at in largest
    )


def _mover(a: DocumentScore, b: DocumentScore, value_a: float, value_b: float, metric: str) -> Mover:
    counted_a, counted_b = _counted(a, metric), _counted(b, metric)
    return Mover(
        document_id=a.document_id,
        a=value_a,
        b=value_b,
        difference=value_a - value_b,
        status_a=a.status,
        status_b=b.status,
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
