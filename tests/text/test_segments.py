"""Where a text breaks: lines, sentences, and what only looks like the end of one."""

import pytest

from bench.text.page import read_page
from bench.text.segments import is_hard_wrapped
from bench.text.tokens import plain

WRAPPED = (
    "Methods of forecasting the demand for\n"
    "electric power are compared over ten years of hourly records kept by\n"
    "the utility, and a model with two seasons is found to be better than the\n"
    "others.\n"
)


def segments(text: str) -> list[str]:
    """The words of each segment of a text."""
    page = read_page(text)
    found: list[list[str]] = []
    for at, word in enumerate(page.tokens.words):
        if page.begins_segment(at):
            found.append([])
        found[-1].append(word)
    return [" ".join(words) for words in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The crew landed. It was late.", ["the crew landed", "it was late"]),
        ("Who knows? Nobody! Go on… Then", ["who knows", "nobody", "go on", "then"]),
        ("the crew landed. it was late", ["the crew landed it was late"]),
        ("the crew landed . it was late .", ["the crew landed", "it was late"]),
        ("“I feel good.” She smiled.", ["i feel good", "she smiled"]),
        ('"I feel good," she said.', ["i feel good she said"]),
        ("He left (at last.) She stayed.", ["he left at last", "she stayed"]),
        ("It weighs 3. 12 men came.", ["it weighs 3", "12 men came"]),
        ("Title\n\nFirst line\nSecond line", ["title", "first line", "second line"]),
        ("One\r\nTwo\rThree\u2028Four", ["one", "two", "three", "four"]),
        ("a, b; c: d - e (f) g/h", ["a b c d e f g h"]),
    ],
)
def test_lines_and_sentences_end_segments(text: str, expected: list[str]) -> None:
    """A segment ends with its line, and at a stop, blank, and anything but a small letter."""
    assert segments(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a young cosmonaut.Two men came", ["a young cosmonaut", "two men came"]),
        ("spacecraft.Įverything went well", ["spacecraft", "įverything went well"]),
        ("and M.Rogozine spoke", ["and m rogozine spoke"]),
        ("see figure.A shows", ["see figure a shows"]),
        ("in USA.Then came", ["in usa then came"]),
        ("node.js and 3.5 m", ["node js and 3 5 m"]),
        ('all is well!".Soon after', ["all is well", "soon after"]),
    ],
)
def test_a_stop_that_lost_its_blank(text: str, expected: list[str]) -> None:
    """Three letters that end small, a stop, a capitalised word of two letters: two sentences. An initial is none."""
    assert segments(text) == expected


@pytest.mark.parametrize(
    "text",
    ["Mr. Smith came", "the U.S. Navy came", "J. K. Rowling came", "on Oct. 5 we met", "Smith et al. Report it",
     "Roe v. Wade fell", "it is No. 5 here", "St. Louis won", "at 7 p.m. Moscow time"],
)  # fmt: skip
def test_abbreviations_end_nothing(text: str) -> None:
    """A title, an initial, an acronym, a month or a number's sign with its stop goes on."""
    assert len(segments(text)) == 1


@pytest.mark.parametrize(
    "text", ["He went to the U.S. The film began", "He said no. Five came", "They lived on Wall St. It was loud"]
)
def test_an_abbreviation_before_a_sentence(text: str) -> None:
    """Where a capitalised function word follows, a new sentence has begun all the same."""
    assert len(segments(text)) == 2


def test_wrapped_text_has_paragraphs_for_lines() -> None:
    """A line end inside wrapped text is a blank; sentences and blank lines still end segments."""
    assert is_hard_wrapped(WRAPPED)
    assert len(segments(WRAPPED)) == 1
    two = WRAPPED + "\n" + WRAPPED
    assert len(segments(two)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Pilot tells of the longest night in the harbour\n" + "HARBOUR TOWN, N. The pilot was at sea. " * 12,
        "Pilot tells of the longest night in the harbour\nHARBOUR TOWN, N. The pilot was at sea.",
        "one\ntwo\nthree\nfour\nfive",
        "First paragraph of a page, which says something in full.\nSecond paragraph of it, which does the same.\nEnd.",
        "A line of this length stands alone here\n\nand another after a blank line, without a stop\n\nand so on",
        "",
    ],
)
def test_what_is_not_wrapped(text: str) -> None:
    """A headline over the article, a list, paragraphs with stops and paragraphs with blank lines keep their ends."""
    assert not is_hard_wrapped(plain(text))


def test_a_row_of_signs_ends_a_segment() -> None:
    """A ruled line, or dots to a page number, parts what stands around it."""
    assert segments("contents " + "." * 300 + " twelve") == ["contents", "twelve"]
