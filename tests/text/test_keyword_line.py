"""Published keyword lines: declared ones come off, undeclared ones are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.text.keyword_line import find_published_lines, split_published_line

ARTICLE = "The crew came back.\n\nThe film is done."
PHRASES = ("film", "zoé pallier 7", "titledthe challenge")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("tail", ["", "end", "  end", "end end"])
def test_the_line_comes_off_whatever_ends_it(end: str, tail: str) -> None:
    """Last line with or without a line end, blanks behind it, and line ends of each kind."""
    line = "Keywords: film, zoé pallier 7, titledthe challenge" + tail.replace("end", end)
    article = ARTICLE.replace("\n", end)
    assert split_published_line(article + end + end + line, "Keywords:") == (article, PHRASES)


def test_a_line_above_the_article() -> None:
    """What follows the line stays as it is, its line ends included."""
    text = "\ufeffKeywords: film, duo\r\n\r\nThe crew came back.\r\n"
    assert split_published_line(text, "Keywords:") == ("\r\nThe crew came back.\r\n", ("film", "duo"))


@pytest.mark.parametrize(
    ("listed", "phrases"),
    [
        ("film, duo.", ("film", "duo")),
        ("film; launch, Baikonur; U.S.", ("film", "launch, Baikonur", "U.S.")),
        ("film | duo", ("film", "duo")),
        ("film,, duo ,", ("film", "duo")),
        ("one phrase", ("one phrase",)),
        ("", ()),
    ],
)
def test_the_phrases_of_a_list(listed: str, phrases: tuple[str, ...]) -> None:
    """Where semicolons or bars part the list, commas belong to phrases; blanks and a last full stop go."""
    assert split_published_line(f"{ARTICLE}\nKeywords: {listed}\n", "Keywords:") == (ARTICLE, phrases)


def test_every_such_line_comes_off() -> None:
    """Two declared lines leave no trace, and their phrases follow each other."""
    text = "Keywords: a, b\nThe crew.\nKeywords: c\nThe end.\n"
    assert split_published_line(text, "Keywords:") == ("The crew.\nThe end.\n", ("a", "b", "c"))


@given(st.text(max_size=60), st.sampled_from(["Keywords:", "Tags |", ""]))
def test_a_text_without_the_line_comes_back_as_it_is(text: str, prefix: str) -> None:
    """Nothing is changed where nothing is taken off."""
    if not prefix or prefix not in text:
        assert split_published_line(text, prefix) == (text, ())


@given(st.text(max_size=60), st.lists(st.text(alphabet="abc é", min_size=1).filter(str.strip), min_size=1, max_size=4))
def test_no_trace_of_the_line_is_left(text: str, phrases: list[str]) -> None:
    """Whatever stands above it, the line and nothing else is gone."""
    kept, found = split_published_line(f"{text}\nKeywords: {', '.join(phrases)}", "Keywords:")
    assert "Keywords:" not in kept.replace(text, "")
    assert found[-len(phrases) :] == tuple(phrase.strip() for phrase in phrases)


@pytest.mark.parametrize(
    ("text", "number", "phrases"),
    [
        ("A.\nKeywords: film, duo", 2, ("film", "duo")),
        ("A.\n  KEY WORDS - film; duo, trio\nB.", 2, ("film", "duo, trio")),
        ("Index Terms—film, duo.\nA.", 1, ("film", "duo")),
        ("A.\r\nTags | film | duo\r\n", 2, ("film", "duo")),
        ("A.\nKeywords\n\nfilm, duo\n\nB.", 2, ("film", "duo")),
        ("A.\nKeywords: film,\nduo, trio,\nlast\nB.", 2, ("film", "duo", "trio", "last")),
        ("A.\n**Keywords:** film, duo", 2, ("film", "duo")),
        ("A.\nMots-clés : film, duo", 2, ("film", "duo")),
        ("A.\nSłowa kluczowe: film, duet", 2, ("film", "duet")),
    ],
)
def test_undeclared_lines_are_found(text: str, number: int, phrases: tuple[str, ...]) -> None:
    """A label of several languages, a separator of several kinds, a list on the next line or over several."""
    (line,) = find_published_lines(text)
    assert (line.number, line.phrases) == (number, phrases)
    assert phrases[-1] in text[line.start : line.end]


@pytest.mark.parametrize(
    "text",
    [
        "Keywords are what people search for, and few know it.",
        "Tags: " + "a word and another word and one more word still, " * 3,
        "Topics: space",
        "The keywords: film, duo",
        "Keywords",
        "Keywords\n\nThe crew came back to Earth on Sunday after twelve days.",
        "",
    ],
)
def test_what_is_no_published_line(text: str) -> None:
    """Sentences, a single phrase, a label inside a line, a heading without a list."""
    assert find_published_lines(text) == ()
