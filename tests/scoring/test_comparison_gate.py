"""The gate: what fails it, what does not, and what it says when the documents cannot tell."""

import random
from dataclasses import replace

import pytest
from made_up_scores import evaluation

from bench.errors import InputError, UnknownNameError
from bench.scoring.gate import GateFault, GateResult, gate
from bench.scoring.results import Evaluation


def before(count: int = 60) -> Evaluation:
    """A baseline of this many documents."""
    generator = random.Random(1)
    return evaluation("yake", [generator.uniform(0.2, 0.6) for _ in range(count)])


def changed(baseline: Evaluation, shift: float, spread: float = 0.005) -> Evaluation:
    """The same extractor after a change that moved each document by about `shift`."""
    generator = random.Random(5)
    values = {
        d.document_id: (d.values["F1@10"] or 0.0) + shift + generator.gauss(0, spread) for d in baseline.documents
    }
    return evaluation("yake", values)


def outcomes(result: GateResult) -> list[str]:
    """How each metric stands."""
    return [check.outcome for check in result.checks]


def test_a_run_against_itself_holds() -> None:
    """No change: passed, kept, nothing to blame; one extractor under one name is the usual case."""
    found = gate(before(), before(), {"F1@10": 0.0})
    assert found.passed
    assert found.sentence == "The gate holds."
    assert [(check.outcome, check.blame) for check in found.checks] == [("kept", ())]
    assert found.checks[0].sentence == (
        "F1@10 did not change (95 % interval +0.0000 to +0.0000, n = 60): no loss beyond the margin of 0."
    )


def test_a_clear_loss_fails_and_names_ten_documents() -> None:
    """The whole interval below the margin: not passed, the ten worst documents named, the worst first."""
    found = gate(before(), changed(before(), -0.05), {"F1@10": 0.01})
    assert not found.passed
    assert found.sentence == "The gate does not hold. Worse by more than the margin: F1@10."
    (check,) = found.checks
    assert check.outcome == "worse"
    assert len(check.blame) == 10
    assert [m.difference for m in check.blame] == sorted(m.difference for m in check.blame)
    assert check.sentence.startswith("F1@10 fell by 0.0")
    assert check.sentence.endswith("n = 60): worse by more than the margin of 0.01.")


def test_a_clear_gain_and_a_loss_within_the_margin_hold() -> None:
    """Better is never worse, and what stays inside the margin is tolerated."""
    assert gate(before(), changed(before(), 0.05), {"F1@10": 0.01}).passed
    found = gate(before(), changed(before(), -0.005), {"F1@10": 0.01})
    assert found.checks[0].outcome == "kept"
    assert found.checks[0].sentence.endswith("n = 60): no loss beyond the margin of 0.01.")


def test_an_interval_across_the_margin_does_not_fail() -> None:
    """A mean below the margin with too much noise to be sure: passed, undecided, and how many documents would tell."""
    found = gate(before(), changed(before(), -0.015, spread=0.06), {"F1@10": 0.01})
    assert found.passed
    (check,) = found.checks
    assert check.outcome == "undecided"
    assert found.sentence == "The gate holds. Too few documents to tell: F1@10."
    assert check.sentence == (
        "F1@10 fell by 0.0129 (95 % interval -0.0286 to +0.0031, n = 60): the interval reaches across the margin of "
        "0.01, so n is too small to tell; a change of 0.01 shows on about 309 documents."
    )
    assert check.blame


def test_five_documents_cannot_tell() -> None:
    """However large the loss: no interval below six documents, and the sentence that says why."""
    found = gate(before(5), changed(before(5), -0.2, spread=0.0), {"F1@10": 0.01})
    assert found.passed
    assert found.checks[0].outcome == "undecided"
    assert found.checks[0].sentence == (
        "F1@10 fell by 0.2000. Too few documents to tell whether that is more than chance: n = 5 documents: "
        "the smallest attainable two-sided p of a paired exact test is 0.0625, so no difference can be significant at "
        "0.05. Values are descriptive."
    )


def test_too_few_documents_that_did_not_change_hold() -> None:
    """Where each document has the value it had, no interval is needed to say that nothing was lost."""
    found = gate(before(5), before(5), {"F1@10": 0.0})
    assert (found.sentence, found.checks[0].outcome) == ("The gate holds.", "kept")
    assert found.checks[0].sentence == "F1@10 is what it was on each of 5 documents."


def test_for_noise_a_rise_is_the_loss() -> None:
    """Lower is better: the same numbers fail upwards and hold downwards."""
    low, high = (evaluation("x", [0.1 + s + 0.001 * i for i in range(30)], metric="noise@10") for s in (0.0, 0.1))
    assert not gate(low, high, {"noise@10": 0.02}).passed
    assert gate(high, low, {"noise@10": 0.02}).passed


def test_more_failures_are_a_fault_of_their_own() -> None:
    """A crash fails the gate whatever the means say, and names the documents that failed newly."""
    baseline = evaluation("x", [0.3] * 8, failed=["d00"])
    candidate = evaluation("x", [0.9] * 8, failed=["d00", "d03"])
    found = gate(baseline, candidate, {"F1@10": 0.01})
    assert not found.passed
    assert found.faults == (
        GateFault("failures", "The candidate failed on 2 documents, the baseline on 1; new: d03.", ("d03",)),
    )
    assert found.checks[0].outcome == "kept"
    assert gate(candidate, baseline, {"F1@10": 1.0}).passed


def test_missing_documents_are_a_fault_on_either_side() -> None:
    """A run that lacks documents of the gold is no basis for a comparison, candidate or baseline."""
    whole, partial = evaluation("x", [0.3] * 8), evaluation("x", [0.3] * 8, missing=["d01"])
    assert [f.sentence for f in gate(whole, partial, {"F1@10": 0.1}).faults] == [
        "The candidate lacks 1 document of the gold: d01."
    ]
    assert [f.sentence for f in gate(partial, whole, {"F1@10": 0.1}).faults] == [
        "The baseline lacks 1 document of the gold: d01."
    ]


def test_a_missing_document_is_not_a_new_failure() -> None:
    """Missing documents are scored as failed ones; they are named once, as missing."""
    baseline = evaluation("x", [0.3] * 8)
    candidate = replace(evaluation("x", [0.3] * 8, failed=["d01", "d02"], missing=["d01"]), failed=1)
    assert [(f.kind, f.documents) for f in gate(baseline, candidate, {"F1@10": 0.1}).faults] == [
        ("missing", ("d01",)),
        ("failures", ("d02",)),
    ]


def test_a_long_list_of_documents_is_cut() -> None:
    """Ten are named and the rest counted; the record holds them all."""
    missing = [f"d{i:02}" for i in range(12)]
    (fault,) = gate(evaluation("x", [0.3] * 12), evaluation("x", [0.3] * 12, missing=missing), {"F1@10": 0.1}).faults
    assert fault.sentence == f"The candidate lacks 12 documents of the gold: {', '.join(missing[:10])} and 2 more."
    assert fault.documents == tuple(missing)


def test_a_changed_signature_is_a_fault_and_nothing_is_compared() -> None:
    """Numbers of two kinds are not held against each other."""
    other = replace(before(), signature="gold:made-up@1|stem:none|v:1")
    found = gate(before(), other, {"F1@10": 0.01})
    assert not found.passed
    (check,) = found.checks
    assert (check.outcome, check.difference, check.sentence) == ("uncompared", None, "F1@10 was not compared.")
    assert found.sentence == (
        "The gate does not hold. The signature changed: stem:porter-nltk against stem:none. Nothing was compared."
    )


def test_a_changed_data_set_is_a_fault() -> None:
    """Runs over two versions of the articles: not compared; an unknown digest is no reason to fail."""
    found = gate(before(), before(), {"F1@10": 0.01}, baseline_digest="a" * 64, candidate_digest="b" * 64)
    assert (found.passed, outcomes(found), found.faults[0].kind) == (False, ["uncompared"], "dataset")
    assert "digest aaaaaaaaaaaa against bbbbbbbbbbbb" in found.sentence
    assert gate(before(), before(), {"F1@10": 0.01}, baseline_digest="a" * 64).passed


def test_runs_from_an_older_version_than_the_gold_are_a_fault() -> None:
    """Both runs agree with each other, but what they were made from is not what they are scored against."""

    def against(gold: str) -> GateResult:
        digest = "a" * 64
        return gate(
            before(), before(), {"F1@10": 0.01}, baseline_digest=digest, candidate_digest=digest, gold_digest=gold
        )

    found = against("c" * 64)
    assert (found.passed, outcomes(found), found.faults[0].kind) == (False, ["uncompared"], "dataset")
    assert "than the gold: digest aaaaaaaaaaaa against cccccccccccc" in found.sentence
    assert against("a" * 64).passed


def test_another_signature_than_the_expected_one_is_a_fault() -> None:
    """Both runs are scored alike, but not as the caller has pinned; the result names its own signature for that."""
    baseline = before()
    held = gate(baseline, before(), {"F1@10": 0.01}, signature=baseline.signature)
    assert (held.passed, held.signature) == (True, baseline.signature)
    found = gate(baseline, before(), {"F1@10": 0.01}, signature=baseline.signature.replace("porter-nltk", "none"))
    assert (found.passed, outcomes(found)) == (False, ["uncompared"])
    assert found.faults[0].sentence == (
        "The signature changed: stem:none against stem:porter-nltk. Nothing was compared."
    )


@pytest.mark.parametrize("margin", [-0.01, float("nan"), float("inf")])
def test_a_margin_is_a_tolerated_loss(margin: float) -> None:
    """Negative and unbounded margins are mistakes of the call."""
    with pytest.raises(InputError, match="A margin is the loss to tolerate"):
        gate(before(), before(), {"F1@10": margin})


def test_a_gate_without_a_margin_holds_nothing() -> None:
    """No margin and an unknown metric are errors, not a silent pass."""
    with pytest.raises(InputError, match="no margin to hold"):
        gate(before(), before(), {})
    with pytest.raises(UnknownNameError, match="unknown metric 'F1@5'"):
        gate(before(), before(), {"F1@5": 0.1})
