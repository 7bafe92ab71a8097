"""May a change to an extractor be merged? A candidate run against a baseline run, decided by margins.

The gate is built not to cry wolf: a metric fails only when the whole 95 % interval of its paired difference lies beyond
the margin on the bad side. Where the interval reaches across the margin, or there are too few documents for one, it
says so in words and does not fail. What is no matter of chance (failed or missing documents, other conventions, other
data) fails by itself.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from bench.errors import InputError
from bench.scoring.comparison import compare
from bench.scoring.direction import lower_is_better
from bench.scoring.intervals import LEAST_UNITS
from bench.scoring.movers import Mover, to_blame
from bench.scoring.pairing import signature_changes
from bench.scoring.results import Difference, Evaluation
from bench.scoring.warrant import too_few

Outcome = Literal["worse", "kept", "undecided", "uncompared"]
"""How a metric stands to its margin.

`worse`: certainly lost more; `kept`: certainly not; `undecided`: these documents cannot tell; `uncompared`: the numbers
of the two runs are of different kinds.
"""

FaultKind = Literal["failures", "missing", "signature", "dataset"]


@dataclass(frozen=True, slots=True)
class GateCheck:
    """One metric against its margin. `difference` is candidate - baseline; `blame` names the documents that lost most.

    `blame` is filled where the metric is worse or undecided.
    """

    metric: str
    margin: float
    outcome: Outcome
    difference: Difference | None
    sentence: str
    blame: tuple[Mover, ...] = ()


@dataclass(frozen=True, slots=True)
class GateFault:
    """A reason to fail that is no matter of chance, with the documents it concerns."""

    kind: FaultKind
    sentence: str
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GateResult:
    """Everything the gate found; it `passed` when no check is `worse` and there is no fault.

    `signature` is the baseline's, which a later call can be told to expect.
    """

    baseline: str
    candidate: str
    passed: bool
    checks: tuple[GateCheck, ...]
    faults: tuple[GateFault, ...]
    sentence: str
    signature: str = ""


def gate(
    baseline: Evaluation,
    candidate: Evaluation,
    margins: Mapping[str, float],
    *,
    baseline_digest: str = "",
    candidate_digest: str = "",
    gold_digest: str = "",
    signature: str = "",
    seed: int = 0,
) -> GateResult:
    """Hold a candidate against a baseline; `margins` maps a metric's written form to the loss that is tolerated.

    A loss is a fall, or a rise where lower is better. The digests are those of the data sets that the two runs were
    made from and of the gold that they were scored against, "" where unknown. `signature` is what the baseline's must
    be, "" where any will do. Under a changed signature or data set nothing is compared: those numbers are of different
    kinds.

    Raises:
        InputError: no margin, or one that is negative or not finite.
        UnknownNameError: a metric that the evaluations do not have.
    """
    if not margins:
        raise InputError("the gate has no margin to hold", remedy="Give at least one, such as --margin F1@10=0.01")
    for metric, margin in margins.items():
        if not (math.isfinite(margin) and margin >= 0.0):
            raise InputError(
                f"a margin of {margin} for {metric}",
                remedy="A margin is the loss to tolerate: 0 or a positive number",
            )
    faults = (
        *_other_conventions(baseline, candidate, signature),
        *_other_data(baseline_digest, candidate_digest, gold_digest),
        *_lost_documents(baseline, candidate),
    )
    comparable = not any(fault.kind in {"signature", "dataset"} for fault in faults)
    checks = tuple(
        _check(baseline, candidate, metric, margin, seed)
        if comparable
        else GateCheck(metric, margin, "uncompared", None, f"{metric} was not compared.")
        for metric, margin in margins.items()
    )
    passed = not faults and all(check.outcome != "worse" for check in checks)
    return GateResult(
        baseline.system,
        candidate.system,
        passed,
        checks,
        faults,
        _sentence(checks, faults, passed=passed),
        baseline.signature,
    )


def _other_conventions(baseline: Evaluation, candidate: Evaluation, signature: str) -> list[GateFault]:
    told = replace(baseline, signature=signature or baseline.signature)
    other = next((each for each in (baseline, candidate) if each.signature != told.signature), None)
    if other is None:
        return []
    return [GateFault("signature", f"The signature changed: {signature_changes(told, other)}. Nothing was compared.")]


def _other_data(baseline_digest: str, candidate_digest: str, gold_digest: str) -> list[GateFault]:
    known = [digest for digest in (baseline_digest, candidate_digest) if digest]
    if len(set(known)) > 1:
        said = f"The runs were made from different versions of the data set: digest {_against(*known)}"
    elif known and gold_digest and known[0] != gold_digest:
        digests = _against(known[0], gold_digest)
        said = f"The runs were made from another version of the data set than the gold: digest {digests}"
    else:
        return []
    return [GateFault("dataset", f"{said}. Nothing was compared.")]


def _against(a: str, b: str) -> str:
    return f"{a[:12]} against {b[:12]}"


def _lost_documents(baseline: Evaluation, candidate: Evaluation) -> list[GateFault]:
    faults = []
    for name, evaluation in (("candidate", candidate), ("baseline", baseline)):
        if evaluation.missing:
            documents = evaluation.missing
            faults.append(GateFault("missing", f"The {name} lacks {_documents(documents)}.", documents))
    if candidate.failed > baseline.failed:
        before = _failed(baseline)
        failed = _failed(candidate)
        new = tuple(document for document in failed if document not in before)
        faults.append(
            GateFault(
                "failures",
                f"The candidate failed on {_counted(candidate.failed)}, the baseline on {baseline.failed}; "
                f"new: {_listed(new)}.",
                new,
            )
        )
    return faults


def _failed(evaluation: Evaluation) -> list[str]:
    """Documents that the extractor was asked for and failed on; missing ones are a fault of their own."""
    lost = [score.document_id for score in evaluation.documents if score.status in {"failed", "timeout"}]
    return [document for document in lost if document not in evaluation.missing]


def _check(baseline: Evaluation, candidate: Evaluation, metric: str, margin: float, seed: int) -> GateCheck:
    # two runs of one extractor carry one name, and the comparison needs two
    pair = (("candidate", candidate), ("baseline", baseline))
    renamed = [replace(evaluation, system=name, signature="") for name, evaluation in pair]
    found = compare(renamed, metric, family=[("candidate", "baseline")], headline=False, seed=seed).differences
    if not found:
        return GateCheck(metric, margin, "undecided", None, f"{metric}: no document is scored in both runs.")
    difference = found[0]
    if difference.low is None or difference.high is None:
        # of too few documents nothing can be concluded, but nothing has to be where each has the value it had
        outcome: Outcome = "undecided" if difference.wins or difference.losses else "kept"
    else:
        # the loss is at least `least` and at most `most`
        lower = lower_is_better(metric)
        least, most = (difference.low, difference.high) if lower else (-difference.high, -difference.low)
        outcome = "worse" if least > margin else "kept" if most <= margin else "undecided"
    blame = () if outcome == "kept" else to_blame(candidate, baseline, metric)
    return GateCheck(metric, margin, outcome, difference, _explained(metric, margin, outcome, difference), blame)


def _explained(metric: str, margin: float, outcome: Outcome, difference: Difference) -> str:
    direction = "rose" if difference.difference > 0 else "fell"
    moved = f"{direction} by {abs(difference.difference):.4f}" if difference.difference else "did not change"
    head = f"{metric} {moved}"
    few = too_few(difference.n, difference.units) if difference.units < LEAST_UNITS else None
    if difference.low is None or difference.high is None:
        if outcome == "kept":
            return f"{metric} is what it was on each of {_counted(difference.n)}."
        return f"{head}. Too few documents to tell whether that is more than chance: {few}"
    head += f" (95 % interval {difference.low:+.4f} to {difference.high:+.4f}, n = {difference.n})"
    if outcome == "worse":
        return f"{head}: worse by more than the margin of {margin:g}."
    if outcome == "kept":
        return f"{head}: no loss beyond the margin of {margin:g}."
    needed = _needed(difference, margin)
    return f"{head}: the interval reaches across the margin of {margin:g}, so n is too small to tell{needed}."


def _needed(difference: Difference, margin: float) -> str:
    """How many units would show a change as small as the margin four times in five."""
    if not margin or difference.detectable is None:
        return ""
    units = math.ceil(difference.units * (difference.detectable / margin) ** 2)
    kind = "documents" if difference.units == difference.n else "independent units"
    return f"; a change of {margin:g} shows on about {units} {kind}" if units > difference.units else ""


def _sentence(checks: tuple[GateCheck, ...], faults: tuple[GateFault, ...], *, passed: bool) -> str:
    worse = [check.metric for check in checks if check.outcome == "worse"]
    undecided = [check.metric for check in checks if check.outcome == "undecided"]
    parts = ["The gate holds." if passed else "The gate does not hold."]
    if worse:
        parts.append(f"Worse by more than the margin: {', '.join(worse)}.")
    parts += [fault.sentence for fault in faults]
    if undecided:
        parts.append(f"Too few documents to tell: {', '.join(undecided)}.")
    return " ".join(parts)


def _documents(ids: tuple[str, ...]) -> str:
    return f"{_counted(len(ids))} of the gold: {_listed(ids)}"


def _counted(number: int) -> str:
    return f"{number} {'document' if number == 1 else 'documents'}"


def _listed(ids: tuple[str, ...], most: int = 10) -> str:
    rest = f" and {len(ids) - most} more" if len(ids) > most else ""
    return (", ".join(ids[:most]) or "none") + rest
