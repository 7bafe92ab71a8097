"""Bylines and metadata lines, on both sides of each edge."""

import pytest

from bench.text.tokens import plain
from bench.text.zones import lines

STORY = "The crew came back to Earth.\nThe film is done."


def zone_of(line: str) -> str:
    """The zone of a line at the head of a story."""
    return lines(plain(f"{line}\n\n{STORY}"))[0].zone


@pytest.mark.parametrize(
    "line",
    ["Zoé Pallier 7:59 p.m., October 17, 2021", "By Jane Doe", "BY JANE DOE", "by Jane Doe",
     "By Jane Doe, Staff Writer", "Par Jeanne Petit", "Von Anna Klein",
     "Jane Doe, October 17", "Jane Doe 2021-10-17", "Jane van der Doe 7 p.m.",
     "J. K. Doe | 17 October 2021", "Jane Doe and John Roe | 17 October 2021", "Published by Jane Doe on Monday",
     "SPACE — Jane Doe 7:59", "Jean-Luc O'Brien 7:59", "\ufeffJane Doe 7:59"],
)  # fmt: skip
def test_bylines(line: str) -> None:
    """By and a name, or a name directly before a clock time, an ISO date or a month and day."""
    assert zone_of(line) == "byline"


@pytest.mark.parametrize(
    "line",
    ["Stunning win by a nose", "By land and sea", "By Jane", "Jane 7:59 p.m.", "Jane Doe met them on October 17",
     "the crew 7:59 p.m.", "Jane Doe, October", "October 17, 2021", "date 2021-10-17 After filming",
     "By Jane Doe, who went to the launch and came back with a story too long for it", "Film crew returns to Earth"],
)  # fmt: skip
def test_what_is_no_byline(line: str) -> None:
    """One name, small letters, a date further off, a month alone, more than fourteen words."""
    assert zone_of(line) == "body"


def test_a_byline_stands_in_the_first_three_lines() -> None:
    """Blank lines do not count; the fourth line is the article's."""
    assert [line.zone for line in lines("Title\n\n\nDeck\nBy Jane Doe\nBy Jane Doe")] == [
        "body",
        "body",
        "byline",
        "body",
    ]


@pytest.mark.parametrize(
    "line",
    ["Keywords: film, duo", "KEYWORDS | film", "Keyword", "Tags: film", "Topics: film", "Category: Space", "Share",
     "Photo: NASA", "Image: NASA", "Photo credit: NASA", "Credit: NASA", "Source: NASA", "Copyright: NASA", "©",
     "© 2021 The Daily", "Copyright 2021 The Daily", "Read more: Mars", "Read also | Mars", "See also: Mars",
     "Related: Mars", "Related articles", "Advertisement", "Sign up", "Subscribe:", "Follow us", "Newsletter",
     "Cookies:", "• Tags: film", "**Keywords:** film, duo", "Mots-clés : film, duo", "Palavras-chave: filme, dupla",
     "The Daily. All rights reserved.", "Please accept cookies to go on", "Click here to win"],
)  # fmt: skip
def test_metadata(line: str) -> None:
    """A label with a colon, a bar or nothing behind it, a notice of rights, or a saying of web pages."""
    assert zone_of(line) == "meta"


@pytest.mark.parametrize(
    "line",
    ["Keywords of the debate were few", "Share prices fell", "Source code is free", "Photo of the crew",
     "Related work. See below", "Copyright law is old", "Read more books", "Category theory",
     "Subscribers: many", "Tag you are it", "The photo: a blur",
     "Click here " + "and there " * 13, "Source: " + "word " * 130],
)  # fmt: skip
def test_what_is_no_metadata(line: str) -> None:
    """A label that a sentence goes on from, a saying in more than 25 words, an article that begins like a label."""
    assert zone_of(line) == "body"


def test_a_published_list_under_its_heading() -> None:
    """The list below the bare word "Keywords" is metadata too, and the article after it is not."""
    zones = [(line.zone) for line in lines("Keywords\n\nfilm, duo, moon\n\nThe film is on.")]
    assert zones == ["meta", "meta", "body"]


def test_lines_are_where_they_stand() -> None:
    """Each line's place is its own, without its end; blank lines have none."""
    text = "One\n\n  two  \nthree"
    assert [text[line.start : line.end] for line in lines(text)] == ["One", "  two  ", "three"]
