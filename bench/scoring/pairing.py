"""Two evaluations met document by document."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import sub

from bench.errors import CheckFailedError, InputError, UnknownNameError
from bench.scoring.metrics import parse_metric
from bench.scoring.results import Evaluation
from bench.scoring.score_columns import defined, known_metrics


@dataclass(frozen=True, slots=True)
class Pairing:
    """The documents that both have a value for, in a's order, and how many only one of the two has one for.

    Four columns: ids, both values of the metric, and the events of those documents that have one.
    """

    ids: Sequence[str]
    a: Sequence[float]
    b: Sequence[float]
    events: Mapping[str, str]
    skipped: int

    def __len__(self) -> int:
        """How many documents there are."""
        return len(self.ids)

    @property
    def differences(self) -> Sequence[float]:
        """Value of a minus value of b, document by document."""
        return array("d", map(sub, self.a, self.b))


def pair_documents(a: Evaluation, b: Evaluation, metric: str) -> Pairing:
    """Pair by document id, never by position. A document undefined for both (no gold) is not counted as skipped.

    Raises:
        UnknownNameError: an evaluation does not have the metric.
        InputError: the metric is of the whole data set at once (`microF1@10`), so there is nothing to pair.
    """
    values_a, values_b = _defined(a, metric), _defined(b, metric)
    ids = [document_id for document_id in values_a if document_id in values_b]
    return Pairing(
        ids,
        array("d", map(values_a.__getitem__, ids)),
        array("d", map(values_b.__getitem__, ids)),
        {document_id: event for document_id, _, event in defined(a, metric) if event and document_id in values_b},
        len(values_a.keys() ^ values_b.keys()),
    )


def not_a_mean(metric: str, signature: str) -> str:
    """Why a metric under a signature's conventions is no mean of documents' values; "" where it is one.

    A test over documents is about their mean. Where counts are summed first, or F1 is made from mean precision and mean
    recall, that mean can differ from the reported number even in which system is ahead.
    """
    conventions = dict(part.partition(":")[::2] for part in signature.split("|"))
    averaging = conventions.get("averaging", "mean_of_docs")
    definition = parse_metric(metric).definition
    if definition.kind == "corpus":
        return f"{metric} is of the whole data set at once and no mean of documents"
    if definition.name in ("P", "R", "F1") and averaging != "mean_of_docs":
        return f"under averaging={averaging} {metric} is of the whole data set at once and no mean of documents"
    return ""


def _defined(evaluation: Evaluation, metric: str) -> dict[str, float]:
    found = {document_id: value for document_id, value, _ in defined(evaluation, metric)}
    if not found and metric not in (known := known_metrics(evaluation)):
        raise UnknownNameError("metric", metric, known, place=evaluation.system)
    if not found and (why := not_a_mean(metric, evaluation.signature)):
        raise InputError(
            why, place=evaluation.system, remedy="Compare by a metric that is a mean over documents, such as F1@10"
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
