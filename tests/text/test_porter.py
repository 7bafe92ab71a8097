"""Porter's stemmer, against NLTK's as oracle."""

import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.text import porter

ROOT = Path(__file__).parents[2]
WORD = re.compile(r"\w+|\S+")


def differences(words: set[str], mode: str = "NLTK_EXTENSIONS") -> list[tuple[str, str, str]]:
    """Words whose stem is not NLTK's: (word, ours, NLTK's)."""
    from nltk.stem.porter import PorterStemmer

    oracle = PorterStemmer(mode=getattr(PorterStemmer, mode))
    ours = porter.stem if mode == "NLTK_EXTENSIONS" else porter.stem_original
    return [(word, ours(word), oracle.stem(word)) for word in sorted(words) if ours(word) != oracle.stem(word)]


@pytest.mark.parametrize("mode", ["NLTK_EXTENSIONS", "ORIGINAL_ALGORITHM"])
def test_stems_of_the_shipped_articles_are_nltks(mode: str) -> None:
    """Every word type of the five shipped articles has NLTK's stem."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "gold").rglob("*.txt"))]
    words = {word for text in texts for word in WORD.findall(text)}
    assert len(words) > 500
    assert differences(words, mode) == []


@pytest.mark.parametrize("mode", ["NLTK_EXTENSIONS", "ORIGINAL_ALGORITHM"])
def test_stems_of_seven_public_data_sets_are_nltks(mode: str) -> None:
    """Every word type of the LIAAD texts and gold lists, in four languages, has NLTK's stem."""
    archives = sorted((ROOT / "../shared/datasets/liaad").glob("*.zip"))
    if not archives:
        pytest.skip("the public data sets do not lie beside the project")
    words: set[str] = set()
    for archive in archives:
        with zipfile.ZipFile(archive) as files:
            for name in files.namelist():
                if name.endswith((".txt", ".key")):
                    words.update(WORD.findall(files.read(name).decode("utf-8", "replace")))
    assert len(words) > 50_000
    assert differences(words, mode) == []


SUFFIXES = st.sampled_from(
    [
        "",
        "s",
        "ies",
        "ied",
        "eed",
        "ed",
        "ing",
        "y",
        "ational",
        "abli",
        "alli",
        "fulli",
        "logi",
        "ization",
        "iviti",
        "icate",
        "ness",
        "ement",
        "ion",
        "sion",
        "ize",
        "e",
        "ll",
        "lle",
        "tt",
        "bly",
        "ogist",
        "alism",
    ]
)


@given(st.text(alphabet="aeiouybtslzwxlr", min_size=1, max_size=7), SUFFIXES, SUFFIXES)
def test_made_up_words_have_nltks_stems(root: str, inner: str, outer: str) -> None:
    """Words that no text holds, with two stacked suffixes, have NLTK's stems too."""
    assert differences({root + inner + outer}) == []


@given(st.text(max_size=12))
def test_any_string_has_nltks_stem(word: str) -> None:
    """Strings of any characters are treated as NLTK treats them."""
    assert porter.stem(word) == differences_free_stem(word)


def differences_free_stem(word: str) -> str:
    """NLTK's stem of the word."""
    from nltk.stem.porter import PorterStemmer

    stem: str = PorterStemmer().stem(word)
    return stem


@pytest.mark.parametrize(
    ("word", "stem", "original"),
    [
        ("news", "news", "new"),
        ("skies", "sky", "ski"),
        ("dying", "die", "dy"),
        ("as", "as", "a"),
        ("enjoyed", "enjoy", "enjoi"),
        ("happily", "happili", "happili"),
        ("university", "univers", "univers"),
        ("relational", "relat", "relat"),
    ],
)
def test_extensions_beside_the_paper(word: str, stem: str, original: str) -> None:
    """Where the extensions make a difference: irregular words, short words, a final y after a vowel."""
    assert (porter.stem(word), porter.stem_original(word)) == (stem, original)
