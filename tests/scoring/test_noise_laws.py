"""Laws of the noise rules that hold for any text and phrase, and what they cost on a large one."""

import time
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import ANY_TEXT, TRICKY_TEXT

from bench.scoring.noise import CLASSES, NoiseJudge
from bench.text.function_words import ENGLISH
from bench.text.page import read_page

NEWSLIKE = st.lists(
    st.sampled_from(
        ["Zoé Pallier 7:59 p.m., October 17, 2021", "By Jane Doe", "Keywords: film, duo", "The crew", "a film",
         "theRussian", "Cruisewas", "3.000", "in-house", "“The Challenge.”", "U.S.", "cosmonaut.Two", "&nbsp;", ".",
         ". ", "? ", ", ", " ", " ", "\n", "\n\n", "space", "space", "Musk's", "M.Rogozine", "is", "of",
         "Copyright", "Share", ": "]
    ),
    max_size=30,
).map(" ".join)  # fmt: skip
TEXTS = st.one_of(NEWSLIKE, TRICKY_TEXT, ANY_TEXT)
BODY = st.lists(
    st.sampled_from(["crew", "films", "Space", "Soyuz", "the", "of", "Anton", "landing", "3.000", "7:59",
                     "sixth-largest", "Musk's", "U.S.", "été", "A"]),
    min_size=1,
    max_size=12,
)  # fmt: skip


@given(TEXTS, TEXTS)
def test_any_phrase_over_any_text_has_labels(text: str, phrase: str) -> None:
    """No string raises; labels are known, in order and once each; a cause stands with NOT_IN_TEXT alone."""
    found = NoiseJudge(text).labels(phrase)
    assert list(found.labels) == sorted(set(found.labels))
    assert set(found.labels) <= CLASSES.keys()
    assert found.hard == any(CLASSES[label].hard for label in found.labels)
    assert (found.cause is not None) == ("NOT_IN_TEXT" in found.labels)


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_labels_do_not_depend_on_what_was_asked_before(text: str, phrases: list[str]) -> None:
    """One judge asked of many phrases, in any order, says what a fresh one says."""
    judge = NoiseJudge(text)
    forwards = [judge.labels(phrase) for phrase in phrases]
    assert forwards == [judge.labels(phrase) for phrase in phrases]
    assert forwards == [NoiseJudge(text).labels(phrase) for phrase in phrases]


@given(NEWSLIKE, TEXTS)
def test_labels_do_not_depend_on_how_the_text_is_written_down(text: str, phrase: str) -> None:
    """Line ends of any kind, decomposed accents and blanks at line ends change nothing."""
    found = NoiseJudge(text).labels(phrase)
    assert NoiseJudge(text.replace("\n", "\r\n")).labels(phrase) == found
    assert NoiseJudge(text.replace("\n", "\r")).labels(phrase) == found
    assert NoiseJudge(unicodedata.normalize("NFD", text)).labels(phrase) == found
    assert NoiseJudge(text.replace("\n", " \n")).labels(phrase) == found


@given(NEWSLIKE, NEWSLIKE)
def test_labels_do_not_depend_on_how_the_phrase_is_written_down(text: str, phrase: str) -> None:
    """A decomposed phrase has the labels of the composed one."""
    judge = NoiseJudge(text)
    assert judge.labels(unicodedata.normalize("NFD", phrase)) == judge.labels(phrase)


@given(BODY, st.data())
def test_a_run_of_words_of_one_segment_stands_in_the_text(words: list[str], data: st.DataObject) -> None:
    """What is taken from inside a sentence is never called absent, glued, or across anything."""
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    text = "It is " + " ".join(words) + " there"
    page = read_page(text)
    assume(not page.crosses(0, len(page.tokens.words)))
    found = NoiseJudge(text).labels(" ".join(words[start:end]))
    absent = {"NOT_IN_TEXT", "GLUED", "BOILERPLATE", "BYLINE", "CROSS_LINE", "CROSS_SENTENCE", "EMPTY"}
    assert not absent & set(found.labels)


@given(NEWSLIKE)
def test_every_single_token_of_the_article_stands_in_it(text: str) -> None:
    """Each token outside metadata occurs, and a single token crosses nothing."""
    page = read_page(text)
    judge = NoiseJudge(text)
    for word in set(page.tokens.words):
        if page.holds(word):
            found = set(judge.labels(word).labels)
            assert not found & {"NOT_IN_TEXT", "GLUED", "BOILERPLATE", "CROSS_LINE", "CROSS_SENTENCE"}


@given(NEWSLIKE, st.lists(st.sampled_from(["film", "moon", "the crew", "zoé pallier 7", "titledthe"]), min_size=2))
def test_a_published_line_counts_the_same_left_in_or_taken_off(text: str, phrases: list[str]) -> None:
    """The labels of published phrases do not depend on whether the line was stripped before."""
    text = f"It began here.\n\n{text}".replace("Keywords", "Words")
    left_in = NoiseJudge(f"{text}\n\nKeywords: {', '.join(phrases)}")
    taken_off = NoiseJudge(text, published=phrases)
    assert [left_in.labels(phrase) for phrase in phrases] == [taken_off.labels(phrase) for phrase in phrases]


@given(st.sampled_from(sorted(ENGLISH)), NEWSLIKE)
def test_a_function_word_alone_is_never_let_pass_in_small_letters(word: str, text: str) -> None:
    """Where a text writes it small outside quotation marks, no right to its edge can be seen."""
    found = NoiseJudge(f"We {word} it. {text}".replace("“", "").replace("”", "")).labels(word)
    if word not in text.casefold():
        assert "STOP_EDGE" in found.labels


@pytest.mark.parametrize(
    "text",
    ["a " * 500_000, "the us " * 140_000, "a-" * 500_000, "." * 1_000_000, "12:30 " * 160_000, "<a " * 300_000,
     "Keywords: a, b\n" * 60_000, "Keywords" + " " * 1_000_000 + "x", "*" * 1_000_000, "中国" * 500_000, "aB" * 500_000,
     "e\u0301" * 300_000, "\ud800 " * 300_000, "The crew of the ISS landed on October 5, 2021. " * 21_000],
    ids=lambda text: ascii(text[:12]),
)  # fmt: skip
def test_a_megabyte_of_anything_is_read_in_seconds(text: str) -> None:
    """No rule takes more than linear time over the kinds of text that patterns stumble over."""
    begun = time.process_time()
    judge = NoiseJudge(text)
    for phrase in ("the us", "aaaaaaaab", "space station banana", "crew landed October", "12 30", "中国", text[:3000]):
        judge.labels(phrase)
    assert time.process_time() - begun < 30
