"""Whose gold: laws of union and majority over several annotators."""

from hypothesis import given
from hypothesis import strategies as st
from strategies import CLUSTERS

from bench.datasets.annotators import majority, union
from bench.records import Annotation, GoldKeyphrase, Negative
from bench.text.normalise import normaliser

KEY = normaliser().key
PASSES = st.lists(CLUSTERS, min_size=1, max_size=4).map(
    lambda lists: {f"a{n}": Annotation(tuple(map(GoldKeyphrase, clusters))) for n, clusters in enumerate(lists)}
)


def keys(annotation: Annotation) -> list[set[tuple[str, ...]]]:
    """The keys of each cluster."""
    return [{KEY(form) for form in cluster.forms} for cluster in annotation.gold]


@given(PASSES)
def test_the_union_has_every_key_once(said: dict[str, Annotation]) -> None:
    """Nothing is lost, and no two clusters share a key."""
    whole = keys(union(said, "en"))
    assert set().union(*whole) == {k for one in said.values() for cluster in keys(one) for k in cluster}
    assert sum(map(len, whole)) == len(set().union(*whole))


@given(PASSES)
def test_the_majority_is_within_the_union(said: dict[str, Annotation]) -> None:
    """Each majority cluster is a union cluster, with more than half of the annotators behind it."""
    everything = keys(union(said, "en"))
    for cluster in keys(majority(said, "en")):
        assert cluster in everything
        behind = [who for who, one in said.items() if any(cluster & other for other in keys(one))]
        assert len(behind) * 2 > len(said)


@given(CLUSTERS)
def test_one_annotator_is_union_and_majority(clusters: list[tuple[str, ...]]) -> None:
    """Alone, an annotator is everybody."""
    said = {"a": Annotation(tuple(map(GoldKeyphrase, clusters)))}
    assert union(said, "en") == majority(said, "en")


def test_two_of_four_are_no_majority() -> None:
    """More than half means more than half."""
    one, other = Annotation((GoldKeyphrase(("tide",)),)), Annotation()
    assert majority({"a": one, "b": one, "c": other, "d": other}, "en").gold == ()
    assert len(majority({"a": one, "b": one, "c": other}, "en").gold) == 1


def test_what_one_calls_gold_is_nobodys_negative() -> None:
    """A phrase that the combined gold has is dropped from the combined negatives."""
    gold = Annotation((GoldKeyphrase(("tide",)),), (Negative(("moon",), "generic"),))
    negative = Annotation((), (Negative(("tides",), "generic"), Negative(("sun",), "generic")))
    combined = union({"a": gold, "b": negative}, "en")
    assert [n.forms for n in combined.negatives] == [("moon",), ("sun",)]
