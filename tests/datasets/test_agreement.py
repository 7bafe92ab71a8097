"""Agreement between annotators, against values worked by hand."""

from hypothesis import given
from strategies import CLUSTERS, dataset

from bench.datasets.agreement import Count, agreement, agreement_with_gold, compared, mean_f1
from bench.records import Annotation, Article, Document, GoldKeyphrase, Negative
from bench.text.normalise import normaliser

KEY = normaliser().key


def said(*clusters: tuple[str, ...], negatives: tuple[str, ...] = ()) -> Annotation:
    """One annotator's word on one document."""
    return Annotation(tuple(GoldKeyphrase(c) for c in clusters), tuple(Negative((n,)) for n in negatives))


def test_two_clusters_agree_when_any_two_forms_do() -> None:
    """(ISS, space station) meets (Space stations): one of two and one of one agree, F1 = 2 x 1 / 3."""
    count = compared([("ISS", "space station"), ("film",)], [("Space stations",)], KEY)
    assert count == Count(2, 1, 1)
    assert count.f1 == 2 / 3


def test_a_wide_cluster_has_one_partner_and_not_two() -> None:
    """One cluster that shares a form with two of the other side agrees once."""
    assert compared([("orbit", "launch")], [("orbit",), ("launch",)], KEY) == Count(1, 2, 1)


def test_the_largest_matching_is_found() -> None:
    """A greedy pairing of (a or b) with a would leave (a) alone; both have a partner."""
    assert compared([("orbit", "launch"), ("orbit",)], [("orbit",), ("launch",)], KEY).agreed == 2


def test_nobody_with_a_cluster_has_no_f1() -> None:
    """0 of 0 is undefined, not 0 and not 1."""
    assert Count().f1 is None
    assert mean_f1([Count()]) is None
    assert mean_f1([Count(), Count(1, 1, 1)]) == 1.0


def test_pairs_count_only_documents_that_both_read() -> None:
    """B has not read the second document, so a and b are compared on one, a and c on both."""
    first = Article(Document("1", ""), annotators={"a": said(("x",)), "b": said(("x",)), "c": said(("y",))})
    second = Article(Document("2", ""), annotators={"a": said(("z",)), "c": said(("z",), negatives=("q",))})
    pairs = {(p.first, p.second): p for p in agreement(dataset(first, second))}
    assert pairs["a", "b"].documents == 1
    assert pairs["a", "b"].gold == Count(1, 1, 1)
    assert pairs["a", "c"].gold == Count(2, 2, 1)
    assert pairs["a", "c"].negatives == Count(0, 1, 0)


def test_annotators_can_be_set_beside_the_adjudicated_gold() -> None:
    """The gold counts as a second annotator of each pass."""
    article = Article(Document("1", ""), said(("x",), ("y",)), annotators={"a": said(("x",))})
    assert agreement_with_gold(dataset(article))[0].gold == Count(1, 2, 1)


@given(CLUSTERS, CLUSTERS)
def test_agreement_has_no_direction(first: list[tuple[str, ...]], second: list[tuple[str, ...]]) -> None:
    """Who is named first does not matter, and nothing agrees more often than there are clusters."""
    there, back = compared(first, second, KEY), compared(second, first, KEY)
    assert there.agreed == back.agreed <= min(len(first), len(second))


@given(CLUSTERS)
def test_everybody_agrees_with_himself(clusters: list[tuple[str, ...]]) -> None:
    """A list of clusters agrees with itself in full."""
    assert compared(clusters, clusters, KEY).agreed == len(clusters)
