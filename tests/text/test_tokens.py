"""Tokens with their places: the words are norm-1's, and each place holds its word."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ANY_TEXT, TRICKY_TEXT

from bench.text.normalise import tokens
from bench.text.tokens import plain, tokenise

TEXTS = st.one_of(ANY_TEXT, TRICKY_TEXT, st.lists(TRICKY_TEXT, max_size=5).map("\r\n".join))


@given(TEXTS)
def test_the_words_are_those_of_norm_1(text: str) -> None:
    """Read with places or without, a text has the same tokens."""
    assert tokenise(plain(text)).words == tokens(text)


@given(TEXTS)
def test_places_are_in_order_and_hold_their_words(text: str) -> None:
    """Each place lies in the text, none before the one ahead of it, and read alone it gives its word."""
    found = tokenise(plain(text))
    for at, word in enumerate(found.words):
        assert 0 <= found.starts[at] < found.ends[at] <= len(found.text)
        assert at == 0 or found.starts[at] >= found.starts[at - 1]
        assert word in tokens(found.source(at))


@given(TEXTS)
def test_gaps_and_places_make_up_the_text(text: str) -> None:
    """Nothing is lost between places: gaps and tokens, written one after the other, are the plain text."""
    found = tokenise(plain(text))
    if all(end <= start for end, start in zip(found.ends, found.starts[1:], strict=False)):
        pieces = "".join(found.gap(at) + found.source(at) for at in range(len(found.words)))
        assert pieces + found.gap(len(found.words)) == found.text


@given(TEXTS)
def test_equivalent_texts_have_one_plain_form(text: str) -> None:
    """Composed, decomposed and compatibility spellings are one text (the acute accent alone, U+00B4, decomposes)."""
    text = "".join(c for c in text if c not in "´ŉ\u1fef\uff40`\u1ffd")
    forms = {plain(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert len(forms) == 1


@given(st.lists(TRICKY_TEXT.map(lambda s: s.replace("\n", " ")), max_size=5))
def test_line_ends_of_any_kind_are_one(lines: list[str]) -> None:
    """Unix, Windows and old Macintosh files have one plain form."""
    assert plain("\n".join(lines)) == plain("\r\n".join(lines)) == plain("\r".join(lines))


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Elon Musk's SpaceX", ["Elon", "Musk's", "SpaceX"]),
        ("the U.S.-led crew", ["the", "U.S", "led", "crew"]),
        ("M.Rogozine said: “Go!”", ["M", "Rogozine", "said", "Go"]),
        ("at 7:59 p.m.,", ["at", "7", "59", "p.m"]),
        ("L’équipe russe", ["L'équipe", "russe"]),
        ("so\u00adft rock'n'roll", ["so\u00adft", "rock'n'roll"]),
        ("3.000 x_y/z", ["3", "000", "x", "y", "z"]),
    ],
)
def test_a_source_is_the_word_as_written(text: str, sources: list[str]) -> None:
    """Acronyms, possessives and elisions are read with what belongs to them, punctuation around them is not."""
    found = tokenise(plain(text))
    assert [found.source(at) for at in range(len(found.words))] == sources
