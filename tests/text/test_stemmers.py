"""Stemmers by name, by language, and what pins them."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.errors import UnknownNameError
from bench.text.stemmers import stemmer, stemmer_for, stemmer_names


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "porter-nltk"),
        ("en-GB", "porter-nltk"),
        ("English", "porter-nltk"),
        ("fr", "snowball-french"),
        ("pt_BR", "snowball-portuguese"),
        ("german", "snowball-german"),
        ("pl", "none"),
        ("zh", "none"),
        ("", "none"),
        ("porter", "none"),
    ],
)
def test_auto_goes_by_the_language(language: str, name: str) -> None:
    """English gets Porter, a language with a Snowball algorithm that one, every other none."""
    assert stemmer_for("auto", language) == name


def test_a_named_stemmer_is_not_overruled_by_the_language() -> None:
    """Only `auto` looks at the language."""
    assert stemmer_for("porter-nltk", "fr") == "porter-nltk"


def test_an_unknown_stemmer_names_the_nearest() -> None:
    """A slip of the pen gets the name that was meant."""
    with pytest.raises(UnknownNameError, match=r"unknown stemmer 'porter-nlkt'\. Did you mean 'porter-nltk'"):
        stemmer("porter-nlkt")


@pytest.mark.parametrize("name", [name for name in stemmer_names() if name != "auto"])
def test_every_named_stemmer_works_and_is_pinned(name: str) -> None:
    """Each has a fingerprint, the same twice, and Snowball's carry the library's version."""
    made = stemmer(name)
    assert made.stem("x") == "x"
    assert made.fingerprint == stemmer(name).fingerprint
    assert bool(made.version) == (name.startswith("snowball-") and name != "snowball-english-2")


def test_the_fingerprints_tell_stemmers_apart() -> None:
    """Porter with and without extensions, Snowball's English and none are four; Snowball's porter is the original."""
    names = ("porter-nltk", "porter-original", "snowball-english", "none")
    assert len({stemmer(name).fingerprint for name in names}) == 4
    assert stemmer("snowball-porter").fingerprint == stemmer("porter-original").fingerprint


def test_snowball_is_the_pure_python_one() -> None:
    """Whatever else is installed, the stemmer is the class whose version we record."""
    import snowballstemmer

    from bench.text.stemmers import _snowball

    method = _snowball("english").__wrapped__  # type: ignore[attr-defined]
    assert type(method.__self__).__module__ == "snowballstemmer.english_stemmer"
    assert snowballstemmer.__name__ in sys.modules


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=12))
def test_snowball_stems_are_the_librarys(word: str) -> None:
    """Remembering stems changes none."""
    import snowballstemmer

    assert stemmer("snowball-german").stem(word) == snowballstemmer.stemmer("german").stemWord(word)
