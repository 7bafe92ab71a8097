"""Keys as other scorers make them, option by option."""

import pytest

from bench.text.plain import plain_normaliser

PHRASE = "Film-makers' U.S. state_of-the-art, isn't"


@pytest.mark.parametrize(
    ("options", "key"),
    [
        (("lower", "keep", "whitespace", "none"), ("film-makers'", "u.s.", "state_of-the-art,", "isn't")),
        (("keep", "keep", "whitespace", "none"), ("Film-makers'", "U.S.", "state_of-the-art,", "isn't")),
        (("lower", "keep", "nonword", "none"), ("film", "makers", "u", "s", "state_of", "the", "art", "isn", "t")),
        (
            ("lower", "blank", "whitespace", "none"),
            ("film", "makers", "u", "s", "state", "of", "the", "art", "isn", "t"),
        ),
        (("lower", "keep", "whitespace", "porter-nltk"), ("film-makers'", "u.s.", "state_of-the-art,", "isn't")),
        (
            ("lower", "blank", "nonword", "porter-nltk"),
            ("film", "maker", "u", "s", "state", "of", "the", "art", "isn", "t"),
        ),
    ],
)
def test_option_by_option(options: tuple[str, str, str, str], key: tuple[str, ...]) -> None:
    """Case, punctuation, tokens and stems each as the option says."""
    made = plain_normaliser(*options)
    assert made.key(PHRASE) == key
    assert made.stems(PHRASE) == list(key)
    assert plain_normaliser(*options) is made


def test_web_tokens_part_contractions() -> None:
    """Segtok's web tokenizer keeps addresses whole and parts isn't."""
    pytest.importorskip("segtok", reason="segtok's tokenizer comes with yake")
    made = plain_normaliser("lower", "keep", "web", "none")
    assert made.key("It isn't at example.org") == ("it", "is", "n't", "at", "example.org")
