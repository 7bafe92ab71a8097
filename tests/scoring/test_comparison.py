"""Systems compared in pairs: what is tested, over which documents, and what the sentence under the table says."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_scores import evaluation

from bench.errors import CheckFailedError, InputError, UnknownNameError
from bench.records import Role
from bench.scoring.comparison import compare
from bench.scoring.results import Comparison, Difference, Evaluation, Value
from bench.scoring.signflip import sign_flip

FIVE = (
    "n = 5 documents: the smallest attainable two-sided p of a paired exact test is 0.0625, so no difference can be "
    "significant at 0.05. Values are descriptive."
)


def system(name: str, shift: float, count: int = 20, spread: float = 0.02) -> Evaluation:
    """Scores around those of all others, moved by `shift` and jittered by the system's own name."""
    documents, own = random.Random(0), random.Random(name)
    return evaluation(name, [documents.uniform(0.2, 0.6) + shift + own.gauss(0, spread) for _ in range(count)])


def pairs(comparison: Comparison) -> list[tuple[str, str]]:
    """Which pairs were compared."""
    return [(difference.a, difference.b) for difference in comparison.differences]


def test_five_documents_are_described_and_not_tested() -> None:
    """N = 5: mean, wins, losses, ties and d_z by hand; no p, no interval, no ranks, and the sentence that says why."""
    a, b = evaluation("a", [0.5, 0.5, 0.5, 0.5, 0.5]), evaluation("b", [0.25, 0.25, 0.5, 0.5, 0.75])
    found = compare([a, b], "F1@10")
    (difference,) = found.differences
    # differences .25 .25 0 0 -.25: mean .05, squares about it .04 + .04 + .0025 + .0025 + .09 = .175
    assert difference == Difference(
        a="a",
        b="b",
        metric="F1@10",
        n=5,
        difference=0.05,
        low=None,
        high=None,
        p=None,
        p_holm=None,
        wins=2,
        losses=1,
        ties=2,
        d_z=difference.d_z,
        detectable=difference.detectable,
        units=5,
    )
    assert difference.d_z == pytest.approx(0.05 / (0.175 / 4) ** 0.5)
    assert difference.detectable == pytest.approx(2.8 * (0.175 / 4 / 5) ** 0.5)
    assert (found.sentence, found.rank_groups, found.metric, found.signature) == (FIVE, {}, "F1@10", a.signature)


def test_five_documents_of_one_event_are_one_observation() -> None:
    """The event is the unit: the sentence says both that five are few and that they are one."""
    a, b = (evaluation(name, values, event="launch") for name, values in (("a", [0.5] * 5), ("b", [0.1] * 5)))
    found = compare([a, b], "F1@10")
    assert found.sentence == (
        f"{FIVE} All 5 tell of one event, so for any claim beyond it they are one observation: no p, no stars and no "
        "interval."
    )
    assert (found.differences[0].n, found.differences[0].units, found.differences[0].detectable) == (5, 1, None)


def test_a_hundred_documents_of_one_event_are_no_more() -> None:
    """However many documents: one event has neither p nor interval."""
    a, b = system("a", 0.1, 100), system("b", 0.0, 100)
    a, b = (replace(e, documents=tuple(replace(d, event="launch") for d in e.documents)) for e in (a, b))
    (difference,) = compare([a, b], "F1@10").differences
    assert (difference.p, difference.low, difference.high, difference.units) == (None, None, None, 1)


def test_events_are_flipped_whole() -> None:
    """Twelve documents of six events: p is that of six sums, with fifty copies of one event no smaller."""
    values = {f"e{event}-{copy}": 0.1 * (event + 1) for event in range(6) for copy in range(2)}
    events = {document: document.partition("-")[0] for document in values}
    a = evaluation("a", values, event=events)
    b = evaluation("b", dict.fromkeys(values, 0.0), event=events)
    (difference,) = compare([a, b], "F1@10").differences
    assert (difference.p, difference.n, difference.units) == (0.03125, 12, 6)
    assert difference.difference == pytest.approx(0.35)


def test_all_pairs_are_the_family() -> None:
    """Four systems: six comparisons in the order given, each p times at least one, corrected as Holm says."""
    systems = [system("a", 0.0), system("b", 0.0), system("c", 0.05), system("d", 0.2)]
    found = compare(systems, "F1@10")
    assert pairs(found) == [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("c", "d")]
    ordered = sorted(found.differences, key=lambda d: d.p or 0.0)
    running = 0.0
    for step, difference in enumerate(ordered):
        running = min(1.0, max(running, (difference.p or 0.0) * (6 - step)))
        assert difference.p_holm == pytest.approx(running)
    assert found.rank_groups == {"d": 1, "c": 2, "b": 3, "a": 3}
    assert found.sentence == (
        "n = 20 documents: by the paired sign-flip test 5 of 6 differences are significant at 0.05 after Holm's "
        "correction."
    )


def test_against_a_baseline() -> None:
    """Each other system against the baseline, which is subtracted; no ranks, because the others were not compared."""
    systems = [system("a", 0.0), system("base", 0.0), system("c", 0.1)]
    found = compare(systems, "F1@10", baseline="base")
    assert pairs(found) == [("a", "base"), ("c", "base")]
    assert found.differences[1].difference == pytest.approx(0.1, abs=0.02)
    assert found.rank_groups == {}


def test_a_declared_family() -> None:
    """The pairs named and no others; the family is as large as was declared."""
    systems = [system("a", 0.0), system("b", 0.1), system("c", 0.1)]
    found = compare(systems, "F1@10", family=[("b", "a")])
    assert pairs(found) == [("b", "a")]
    assert found.differences[0].p_holm == found.differences[0].p
    assert "the difference is significant at 0.05." in found.sentence


def test_ceilings_and_published_keywords_are_in_no_family() -> None:
    """A ceiling that beats everyone is no finding; floors and lists made elsewhere are systems."""
    roles: dict[str, Role] = {"x": "extractor", "f": "floor", "l": "list", "o": "ceiling", "p": "published"}
    systems = [replace(system(name, 0.0), role=role) for name, role in roles.items()]
    assert pairs(compare(systems, "F1@10")) == [("x", "f"), ("x", "l"), ("f", "l")]


def test_lower_is_better_for_noise() -> None:
    """A win is the cleaner list and rank 1 the cleanest system; the difference keeps its sign."""
    clean, dirty = [0.1] * 8, [0.2] * 7 + [0.05]
    systems = [evaluation(name, v, metric="noise@10") for name, v in (("dirty", dirty), ("clean", clean))]
    found = compare(systems, "noise@10")
    (difference,) = found.differences
    assert (difference.wins, difference.losses, difference.ties) == (1, 7, 0)
    assert difference.difference > 0
    assert found.rank_groups["clean"] == 1


def test_secondary_metrics_have_intervals_and_no_p() -> None:
    """No p, no ranks; the interval from six documents on, whatever the number of systems."""
    systems = [system(name, 0.0, count=7) for name in "abcdef"]
    found = compare(systems, "F1@10", headline=False)
    assert all(d.p is None and d.p_holm is None and d.low is not None for d in found.differences)
    assert found.sentence == "n = 7 documents: F1@10 is a secondary metric, so there are intervals and no p."
    assert found.rank_groups == {}
    few = compare([system(name, 0.0, count=5) for name in "ab"], "F1@10", headline=False)
    assert few.sentence == FIVE
    assert few.differences[0].low is None


def test_a_large_family_needs_more_documents() -> None:
    """Seven documents can show a single difference, but none of ten: then neither p nor interval is given."""
    two = compare([system(name, 0.0, count=7) for name in "ab"], "F1@10")
    assert two.differences[0].p is not None
    assert two.differences[0].low is not None
    five = compare([system(name, 0.0, count=7) for name in "abcde"], "F1@10")
    assert {(d.p, d.p_holm, d.low, d.high) for d in five.differences} == {(None, None, None, None)}
    assert "below n = 9" in five.sentence


def test_documents_are_paired_by_id_and_counted() -> None:
    """Other order, other documents: only the common ones with a value in both are compared, the rest is counted."""
    a = evaluation("a", {f"d{i}": 0.1 * i for i in range(8)} | {"only a": 1.0, "null in b": 0.9, "no gold": None})
    b = evaluation("b", {f"d{i}": 0.1 * i for i in reversed(range(8))} | {"null in b": None, "no gold": None})
    found = compare([a, b], "F1@10")
    (difference,) = found.differences
    assert (difference.n, difference.difference, difference.ties, difference.skipped) == (8, 0.0, 8, 2)
    assert found.sentence == (
        "n = 8 documents: by the paired sign-flip test the difference is not significant at 0.05. "
        "Documents with a value for one system only are left out: up to 2, in 1 of 1 pairs."
    )


def test_identical_systems() -> None:
    """P 1, an interval of no width, no d_z, no detectable difference, and one rank: nothing is nan."""
    found = compare([evaluation("a", [0.3] * 60), evaluation("b", [0.3] * 60)], "F1@10")
    (difference,) = found.differences
    assert (difference.p, difference.p_holm, difference.low, difference.high) == (1.0, 1.0, 0.0, 0.0)
    assert (difference.d_z, difference.detectable, difference.ties) == (None, None, 60)
    assert found.rank_groups == {"a": 1, "b": 1}


def test_systems_without_a_common_document() -> None:
    """Nothing in common: no difference, no ranks, and the sentence names the count."""
    found = compare([evaluation("a", {"x": 0.1}), evaluation("b", {"y": 0.1})], "F1@10")
    assert (found.differences, found.rank_groups) == ((), {})
    assert found.sentence.endswith("Pairs without a document in common, not compared: 1.")


def test_one_system_or_none() -> None:
    """A table of one row has nothing to compare and says so."""
    for systems in ([], [system("a", 0.0)]):
        assert compare(systems, "F1@10") == Comparison(
            "F1@10", systems[0].signature if systems else "", (), "There are no two systems to compare."
        )


def test_different_signatures_are_refused() -> None:
    """The message names the parts that differ; `mixed` allows it and the sentence says so."""
    a = evaluation("a", [0.1] * 6, signature="gold:x@1|stem:porter-nltk|v:1")
    b = evaluation("b", [0.1] * 6, signature="gold:x@1|stem:none|v:1")
    with pytest.raises(CheckFailedError) as caught:
        compare([a, b], "F1@10")
    assert str(caught.value) == (
        "a and b were scored under different conventions (stem:porter-nltk against stem:none). "
        "Score both in the same way, or say --mixed to set them side by side all the same, labelled"
    )
    found = compare([a, b], "F1@10", mixed=True)
    assert found.sentence.endswith("Mixed: the systems were scored under 2 different signatures.")
    assert found.signature == f"{a.signature} + {b.signature}"


def test_calls_that_make_no_sense() -> None:
    """Unknown names get the nearest known one; two rows of one name and two declared families are refused."""
    systems = [system("yake", 0.0), system("tfidf", 0.0)]
    with pytest.raises(UnknownNameError, match=r"unknown system 'yaek'.*Did you mean 'yake'"):
        compare(systems, "F1@10", baseline="yaek")
    with pytest.raises(UnknownNameError, match="unknown system 'keybert'"):
        compare(systems, "F1@10", family=[("yake", "keybert")])
    with pytest.raises(UnknownNameError, match=r"yake: unknown metric 'F1@5'.*Did you mean 'F1@10'"):
        compare(systems, "F1@5")
    with pytest.raises(InputError, match="two evaluations are called 'yake'"):
        compare([systems[0], systems[0]], "F1@10")
    with pytest.raises(InputError, match="both a baseline and a family"):
        compare(systems, "F1@10", baseline="yake", family=[("yake", "tfidf")])


def test_a_metric_of_the_whole_data_set_has_nothing_to_pair() -> None:
    """microF1@10 is one number a system: refused in words, not compared over no documents."""
    systems = [replace(system(name, 0.0), metrics={"microF1@10": Value(0.3)}) for name in "ab"]
    with pytest.raises(InputError, match="a: microF1@10 is of the whole data set at once"):
        compare(systems, "microF1@10")


def test_ranks_are_not_transitive_and_say_so() -> None:
    """Two systems cannot be parted from the best, though they are from each other: one rank, and a sentence."""
    top = [0.5 + (0.4 if i % 2 else -0.4) for i in range(20)]
    second, third = [0.48] * 20, [0.4] * 20
    systems = [evaluation("top", top), evaluation("second", second), evaluation("third", third)]
    found = compare(systems, "F1@10")
    assert found.rank_groups == {"top": 1, "second": 1, "third": 1}
    assert "second and third share a rank with the best of their group, though the test parts them." in found.sentence


def test_a_new_group_is_led_by_its_best() -> None:
    """Down the table: who is parted from the leader opens a group, and leads it."""
    systems = [system("d", 0.0), system("a", 0.3), system("c", 0.001), system("b", 0.3)]
    ranks = compare(systems, "F1@10").rank_groups
    assert {name: ranks[name] for name in "abcd"} == {"a": 1, "b": 1, "c": 2, "d": 2}


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=6, max_size=14),
    st.randoms(use_true_random=False),
)
def test_laws_of_a_comparison(values: list[tuple[int, int]], shuffler: random.Random) -> None:
    """Unchanged by the order of documents; mirrored when the two systems change places; p is the sign-flip test's."""
    scores = {f"d{i}": value for i, value in enumerate(values)}
    shuffled = dict(shuffler.sample(list(scores.items()), len(scores)))
    a, b = (evaluation(name, {d: v[i] / 10 for d, v in scores.items()}) for i, name in enumerate("ab"))
    moved = [evaluation(name, {d: v[i] / 10 for d, v in shuffled.items()}) for i, name in enumerate("ab")]
    (found,) = compare([a, b], "F1@10").differences
    assert compare(moved, "F1@10").differences == (found,)
    (mirrored,) = compare([b, a], "F1@10").differences
    assert mirrored == replace(
        found,
        a="b",
        b="a",
        difference=-found.difference,
        low=None if found.high is None else -found.high,
        high=None if found.low is None else -found.low,
        wins=found.losses,
        losses=found.wins,
        d_z=None if found.d_z is None else -found.d_z,
    )
    assert found.p == sign_flip([(x - y) / 10 for x, y in values]).p


def test_a_family_does_not_move_a_pair() -> None:
    """Above the exact test too, a pair's p and interval do not depend on which other systems are in the table."""
    systems = [system(name, 0.01 * i, count=60) for i, name in enumerate("abcd")]
    alone = compare(systems[:2], "F1@10").differences[0]
    among = compare(systems, "F1@10").differences[0]
    assert (among.p, among.a, among.b) == (alone.p, "a", "b")
    assert among.low == pytest.approx(alone.low, abs=1e-9)
    assert among.high == pytest.approx(alone.high, abs=1e-9)
