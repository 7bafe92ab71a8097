"""Two evaluations met document by document."""

from dataclasses import dataclass

from bench.errors import CheckFailedError, InputError, UnknownNameError
from bench.scoring.results import DocumentScore, Evaluation


@dataclass(frozen=True, slots=True)
class Pair:
    """One document as two systems were scored on it, with both values of the metric."""

    a: DocumentScore
    b: DocumentScore
    value_a: float
    value_b: float

    @property
    def difference(self) -> float:
        """Value of a minus value of b."""
        return self.value_a - self.value_b


@dataclass(frozen=True, slots=True)
class Pairing:
    """The documents that both have a value for, in a's order, and how many only one of the two has one for."""

    pairs: tuple[Pair, ...]
    skipped: int


def pair_documents(a: Evaluation, b: Evaluation, metric: str) -> Pairing:
    """Pair by document id, never by position. A document undefined for both (no gold) is not counted as skipped.

    Raises:
        UnknownNameError: an evaluation does not have the metric.
        InputError: the metric is of the whole data set at once (`microF1@10`), so there is nothing to pair.
    """
    scores_a, scores_b = _defined(a, metric), _defined(b, metric)
    pairs = []
    for document_id, (score_a, value_a) in scores_a.items():
        if document_id in scores_b:
            score_b, value_b = scores_b[document_id]
            pairs.append(Pair(score_a, score_b, value_a, value_b))
    return Pairing(tuple(pairs), len(scores_a.keys() ^ scores_b.keys()))


def _defined(evaluation: Evaluation, metric: str) -> dict[str, tuple[DocumentScore, float]]:
    known: set[str] = set(evaluation.metrics)
    found: dict[str, tuple[DocumentScore, float]] = {}
    for score in evaluation.documents:
        known.update(score.values)
        value = score.values.get(metric)
        if value is not None:
            found[score.document_id] = (score, value)
    if metric not in known:
        raise UnknownNameError("metric", metric, known, place=evaluation.system)
    whole = evaluation.metrics.get(metric)
    if not found and whole is not None and whole.value is not None:
        raise InputError(
            f"{metric} is of the whole data set at once and has no values by document to pair",
            place=evaluation.system,
            remedy="Compare under a metric that is a mean over documents, such as F1@10",
        )
    return found


def check_signatures(a: Evaluation, b: Evaluation) -> None:
    """Refuse to set side by side what was scored under different conventions.

    Raises:
        CheckFailedError: the signatures differ; the message names the parts that do.
    """
    if a.signature == b.signature:
        return
    raise CheckFailedError(
        f"{a.system} and {b.system} were scored under different conventions ({signature_changes(a, b)})",
        remedy="Score both in the same way, or say --mixed to set them side by side all the same, labelled",
    )


def signature_changes(a: Evaluation, b: Evaluation) -> str:
    """The parts of the two signatures that differ, as `stem:porter-nltk against stem:none`."""
    parts_a, parts_b = a.signature.split("|"), b.signature.split("|")
    only_a = [part for part in parts_a if part not in parts_b]
    only_b = [part for part in parts_b if part not in parts_a]
    return f"{', '.join(only_a) or 'nothing'} against {', '.join(only_b) or 'nothing'}"
