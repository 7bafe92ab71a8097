"""The floor rows: the first phrases of a text, and phrases drawn at random."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ANY_TEXT, TRICKY_TEXT

from bench.extractors.first_phrases import FirstPhrases
from bench.extractors.random_phrases import RandomPhrases
from bench.extractors.segments import segments
from bench.extractors.stop_words import stop_words
from bench.records import Document

TEXTS = st.one_of(ANY_TEXT, TRICKY_TEXT)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("The night ferry, the mole.", [["The", "night", "ferry"], ["the", "mole"]]),
        ("one\ntwo  three\tfour\r\nfive", [["one"], ["two", "three", "four"], ["five"]]),
        ("Elon Musk's in-house U.S team", [["Elon", "Musk's", "in-house", "U.S", "team"]]),
        ("at 7:59 p.m., October", [["at", "7:59", "p.m"], ["October"]]),
        ("AT&T and 24/7: news", [["AT&T", "and", "24/7"], ["news"]]),
        ("(crew) \u201cThe Challenge\u201d \u2013 Roscosmos", [["crew"], ["The", "Challenge"], ["Roscosmos"]]),
        ("zoe\u0301 \u0939\u093f\u0928\u094d\u0926\u0940", [["zoe\u0301", "\u0939\u093f\u0928\u094d\u0926\u0940"]]),
        ("snake_case", [["snake"], ["case"]]),
        ("a\u2028b\x0bc\x85d", [["a"], ["b"], ["c"], ["d"]]),
        ("... 🚀", []),
    ],
)
def test_a_run_of_words_ends_at_a_mark_and_at_a_lines_end(text: str, runs: list[list[str]]) -> None:
    """Marks within a word belong to it, combining marks too; any other, and every kind of line's end, is a border."""
    assert list(segments(text)) == runs


def test_first_phrases_are_runs_without_function_words_in_reading_order() -> None:
    """Pieces of at most four words, each once whatever its case, none without a letter."""
    text = "The Night Ferry of Port Selwyn, 41 years old\nnight ferry runs ended 1, 2 and 3 with one"
    found = FirstPhrases().extract(Document("a", text), 20)
    assert [(k.phrase, k.score) for k in found] == [
        (phrase, None) for phrase in ["Night Ferry", "Port Selwyn", "41 years", "night ferry runs ended"]
    ]
    pairs = FirstPhrases(max_words=2).extract(Document("a", "crew cabin deck anchor chain"), 20)
    assert [k.phrase for k in pairs] == ["crew cabin", "deck anchor", "chain"]
    assert [k.phrase for k in FirstPhrases().extract(Document("a", text), 2)] == ["Night Ferry", "Port Selwyn"]


def test_function_words_are_those_of_the_documents_language() -> None:
    """Yake's lists, two of which are not UTF-8; a language without a list has none."""
    german = Document("a", "Das Schiff und der Hafen", "de-AT")
    assert [k.phrase for k in FirstPhrases().extract(german, 9)] == ["Schiff", "Hafen"]
    unknown = Document("a", "Das Schiff und der Hafen", "tlh")
    assert [k.phrase for k in FirstPhrases().extract(unknown, 9)] == ["Das Schiff und der", "Hafen"]
    assert "čia" in stop_words("lt")
    assert "aký" not in stop_words("cs")
    assert "aký" in stop_words("sk")
    assert stop_words("../en") == stop_words("") == frozenset()
    assert not any(word.startswith("\ufeff") for word in stop_words("pt"))


def test_random_phrases_stand_in_the_text_and_begin_and_end_with_no_function_word() -> None:
    """Every such run of one to three words, and nothing else, can come out."""
    document = Document("a", "The night ferry of Selwyn, 41")
    found = {k.phrase for k in RandomPhrases().extract(document, 100)}
    assert found == {"night", "ferry", "Selwyn", "night ferry", "ferry of Selwyn"}
    assert {k.phrase for k in RandomPhrases(ngrams=(2, 2)).extract(document, 100)} == {"night ferry"}


def test_a_draw_depends_on_the_seed_and_the_documents_id_alone() -> None:
    """Pinned here, so that another Python, hash seed or machine that drew otherwise would be noticed."""
    text = "crew cabin deck anchor chain"
    first = [k.phrase for k in RandomPhrases(ngrams=(1, 1)).extract(Document("a", text), 9)]
    assert first == PINNED
    assert [k.phrase for k in RandomPhrases(ngrams=(1, 1), seed=2).extract(Document("a", text), 9)] != first
    assert [k.phrase for k in RandomPhrases(ngrams=(1, 1)).extract(Document("b", text), 9)] != first


PINNED = ["chain", "anchor", "deck", "crew", "cabin"]


def test_every_phrase_is_as_likely_as_any_other() -> None:
    """Of 3,000 draws of one out of three, each comes about a thousand times (a deviation of 150 has p < 1e-8)."""
    text = "crew cabin deck crew crew crew"
    draws = Counter(
        RandomPhrases(ngrams=(1, 1), seed=seed).extract(Document("a", text), 1)[0].phrase for seed in range(3_000)
    )
    assert set(draws) == {"crew", "cabin", "deck"}
    assert all(abs(count - 1_000) < 150 for count in draws.values())


@given(TEXTS, st.integers(1, 10))
def test_a_shorter_list_is_the_beginning_of_a_longer_one(text: str, limit: int) -> None:
    """So a cut-off applied to a long list says what a short list would have said."""
    document = Document("a", text)
    for extractor in (FirstPhrases(), RandomPhrases()):
        assert extractor.extract(document, limit) == extractor.extract(document, 20)[:limit]


@given(TEXTS)
def test_what_comes_out_stands_in_the_text(text: str) -> None:
    """Word by word, with nothing but blanks between the words."""
    for extractor in (FirstPhrases(), RandomPhrases()):
        for keyphrase in extractor.extract(Document("a", text), 20):
            assert keyphrase.phrase in {
                " ".join(run[i:j]) for run in segments(text) for i in range(len(run)) for j in range(i + 1, i + 5)
            }


@pytest.mark.parametrize(
    "extractor", [FirstPhrases(), FirstPhrases(max_words=2), RandomPhrases(), RandomPhrases(seed=5)]
)
def test_candidates_are_every_phrase_that_could_come_out(extractor: FirstPhrases | RandomPhrases) -> None:
    """A list without an end holds the candidates and nothing else."""
    document = Document("d", "The night ferry of Port Selwyn was taken out. The night ferry's engine room had flooded.")
    everything = {keyphrase.phrase for keyphrase in extractor.extract(document, 10**6)}
    assert len(everything) > 3
    assert set(extractor.candidates(document)) == everything
