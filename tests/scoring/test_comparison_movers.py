"""The documents that moved most, and which phrases moved them."""

from dataclasses import replace

from made_up_scores import evaluation

from bench.scoring.movers import Mover, movers, to_blame
from bench.scoring.results import Evaluation, Verdict


def hit(phrase: str, rank: int, gold: str | None = None) -> Verdict:
    """A prediction at a rank, hitting this gold keyphrase."""
    return Verdict(phrase, None, tuple(phrase.split()), rank, match=gold)


def with_verdicts(made: Evaluation, *verdicts: Verdict) -> Evaluation:
    """The same verdicts for the first document."""
    first = replace(made.documents[0], verdicts=verdicts, n_gold=2)
    return replace(made, documents=(first, *made.documents[1:]))


def test_the_largest_first_ties_by_id_and_none_that_did_not_move() -> None:
    """Ordered by absolute difference; equal ones by document id; at most n."""
    a = evaluation("a", {"x": 0.5, "q": 0.1, "b": 0.3, "still": 0.2})
    b = evaluation("b", {"x": 0.25, "q": 0.7, "b": 0.05, "still": 0.2})
    assert [(m.document_id, round(m.difference, 3)) for m in movers(a, b, "F1@10")] == [
        ("q", -0.6),
        ("b", 0.25),
        ("x", 0.25),
    ]
    assert [m.document_id for m in movers(a, b, "F1@10", n=1)] == ["q"]
    assert [m.document_id for m in to_blame(a, b, "F1@10")] == ["q"]
    assert [m.document_id for m in to_blame(b, a, "F1@10")] == ["b", "x"]


def test_phrases_gained_and_lost_within_the_cut() -> None:
    """Gold that only one list hits, by its shown form; what stands below the cut-off takes no part."""
    a = with_verdicts(
        evaluation("a", [0.2], metric="F1@5"),
        hit("the film", 1, "film crew"),
        hit("moon", 2),
        hit("orbits", 3, "orbit"),
        hit("rocket", 6, "rocket"),
    )
    b = with_verdicts(evaluation("b", [0.1], metric="F1@5"), hit("orbit", 1, "orbit"), hit("soyuz", 5, "Soyuz"))
    assert movers(a, b, "F1@5") == (Mover("d00", 0.2, 0.1, 0.1, "ok", "ok", only_a=("film crew",), only_b=("Soyuz",)),)


def test_the_cut_may_be_the_gold() -> None:
    """At O the list is read as far as there is gold, at M whole."""
    both = ("one", "three")
    for metric, expected in (("F1@O", both[:1]), ("F1@M", both), ("Rprec", both[:1]), ("AP", both)):
        a = with_verdicts(evaluation("a", [0.2], metric=metric), hit("one", 1, "one"), hit("three", 3, "three"))
        b = evaluation("b", [0.1], metric=metric)
        assert movers(a, b, metric)[0].only_a == expected


def test_for_noise_the_flagged_phrases_count() -> None:
    """Under noise and negatives a phrase counts because it is flagged; lower is better, so a rise is to blame."""
    noisy = Verdict("zoé pallier 7", None, ("zoé", "pallier", "7"), 1, noise=("BYLINE",))
    negative = Verdict("steppes", None, ("stepp",), 2, negative="trivial")
    for metric, phrase in (("noise@10", "zoé pallier 7"), ("negatives@10", "steppes")):
        a = with_verdicts(evaluation("a", [0.2], metric=metric), noisy, negative)
        b = evaluation("b", [0.0], metric=metric)
        assert movers(a, b, metric)[0].only_a == (phrase,)
        assert [m.document_id for m in to_blame(a, b, metric)] == ["d00"]
        assert to_blame(b, a, metric) == ()
