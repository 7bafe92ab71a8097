"""Remains of markup and of broken encodings, and what must not be taken for them."""

import pytest

from bench.text.markup import holds_markup, markup_spans
from bench.text.tokens import plain


@pytest.mark.parametrize(
    "phrase",
    ["https://example.org/a", "www.example.org", "@roscosmos", "crew @ISS", "me@example.org", "&nbsp;film", "film&amp",
     "&#8217;s film", "&#x2019; film", "<b>film</b>", "<a href='x'>crew", "</p> crew", "film<br", "fil\ufffdm",
     "cafÃ© noir", "donâ€™t", "25Â°C", "caf\udce9", "fiancÃ©e", "ï»¿film", "Å¡koda".replace("Å", "Ã")],
)  # fmt: skip
def test_markup_and_mojibake(phrase: str) -> None:
    """Addresses, handles, entities, tags, replacement characters, lone surrogates, and UTF-8 read as Windows-1252."""
    assert holds_markup(plain(phrase))


@pytest.mark.parametrize(
    "phrase",
    ["AT&T", "R&D centre", "Q&A;", "M&Ms;", "a<b and c>d", "Mx<Me", "<digit> d graphics", "São Paulo", "AÇÃO", "P@5",
     "SpaceX", "Booking.com", "C++", "#film", "Ångström", "Äußerung", "«AMANHÃ»", "“amanhã”", "naïve café", "5 > 3",
     "Ð", "café", "हिन्दी", "中国"],
)  # fmt: skip
def test_no_markup(phrase: str) -> None:
    """Ampersands in names, comparisons, placeholders of data sets, companies with a dot, accents, other scripts."""
    assert not holds_markup(plain(phrase))


def test_markup_in_a_text() -> None:
    """Entities, tags and the heads of addresses are found where they stand; the name in an address is no markup."""
    text = "&nbsp;The <b>crew</b> of https://www.nasa.gov/x"
    assert [text[a:b] for a, b in markup_spans(text)] == ["&nbsp;", "<b>", "</b>", "https://", "www."]
