"""Scores by kind of document and of gold keyphrase, and what systems know together, against values worked by hand."""

import pytest
from hypothesis import given
from sample_evaluations import DATASET, FIRST, GLUER, TFIDF, YAKE
from strategies import PHRASE_LISTS, article, dataset, prediction

from bench.scoring.combination import fused, pairs_together, unique_hits
from bench.scoring.evaluation import evaluate, system
from bench.scoring.slices import document_slices, gold_slices

TEXTS = {f"d{n}": ["harbour"] * (10 * (n + 1)) for n in range(12)}
LONG = dataset(*(article(name, [("harbour",), ("lighthouse",)], " ".join(words)) for name, words in TEXTS.items()))
SCORED = evaluate([system("s", [prediction(name, ["harbour"]) for name in TEXTS])], LONG)[0]


def test_recall_by_place_length_and_tier_of_the_gold() -> None:
    """The ferry's four keyphrases and the bridge's two, of which YAKE hit three within its first ten."""
    found = {(s.by, s.name): (s.value, s.documents, s.gold) for s in gold_slices(YAKE, DATASET)}
    assert found == {
        ("first place in the text", "first third"): (1.0, 2, 3),
        ("first place in the text", "later"): (0.0, 2, 2),
        ("first place in the text", "absent"): (0.0, 1, 1),
        ("length of the keyphrase", "1 word"): (0.0, 1, 1),
        ("length of the keyphrase", "2 words"): (0.75, 2, 5),
        ("tier", "absent"): (0.0, 1, 1),
        ("tier", "essential"): (1.0, 2, 3),
        ("tier", "good"): (0.0, 2, 2),
    }


def test_documents_in_thirds_by_length() -> None:
    """Twelve texts of 10 to 120 words fall into parts that are named by their bounds."""
    lengths = [s for s in document_slices(SCORED, LONG, "F1@10") if s.by == "length of the text"]
    assert [(s.name, s.documents) for s in lengths] == [
        ("up to 50 words", 5),
        ("51 to 90 words", 4),
        ("over 90 words", 3),
    ]
    assert all(s.value == pytest.approx(2 / 12) for s in lengths)


def test_no_interval_below_six_independent_documents() -> None:
    """Twelve documents of one language have an interval, five of one length none."""
    found = document_slices(SCORED, LONG, "F1@10")
    language = next(s for s in found if s.by == "language")
    assert language.low == pytest.approx(2 / 12)
    assert language.high == pytest.approx(2 / 12)
    assert all(s.low is None for s in found if s.documents < 6)


def test_a_failed_document_counts_in_its_slice() -> None:
    """TF-IDF failed on the bridge: recall 0 there, not nothing."""
    found = {(s.by, s.name): s for s in gold_slices(TFIDF, DATASET)}
    assert found["tier", "essential"].value == pytest.approx(0.25)
    assert found["tier", "essential"].documents == 2


def test_unique_hits_and_pairs() -> None:
    """YAKE alone finds the lake; first-phrases shares the bridge with it; only the gluer finds the cracks."""
    assert unique_hits([YAKE, TFIDF, GLUER, FIRST]) == {
        "yake": 1,
        "tfidf": 0,
        "gluer:ngrams=1-3": 1,
        "first-phrases": 0,
    }
    best = pairs_together([YAKE, TFIDF, GLUER])[0]
    assert (best.a, best.b) == ("yake", "gluer:ngrams=1-3")
    assert best.together == pytest.approx((2 / 4 + 2 / 2) / 2)
    assert best.a_alone == pytest.approx((2 / 4 + 1 / 2) / 2)


def test_fusion_by_hand() -> None:
    """Second and first place beat first and none: 1/62 + 1/61 against 1/61."""
    data = dataset(article("d", [("x",)]))
    made = fused([system("a", [prediction("d", ["red", "blue"])]), system("b", [prediction("d", ["Blues"])])], data)
    keyphrases = made.predictions["d"].keyphrases
    assert [k.phrase for k in keyphrases] == ["Blues", "red"]
    assert [k.score for k in keyphrases] == pytest.approx([1 / 62 + 1 / 61, 1 / 61])


def test_fusing_nothing_is_empty() -> None:
    """No list, no phrase, and the status says so."""
    assert fused([], dataset(article("d", [("x",)]))).predictions["d"].status == "empty"


@given(PHRASE_LISTS, PHRASE_LISTS)
def test_fusion_does_not_depend_on_the_order_of_systems(a: list[str], b: list[str]) -> None:
    """Any two lists."""
    data = dataset(article("d", [("x",)]))
    systems = [system("a", [prediction("d", a)]), system("b", [prediction("d", b)])]
    assert fused(systems, data).predictions == fused(systems[::-1], data).predictions
