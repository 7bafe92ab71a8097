"""Snowball's English of release 2, against NLTK's as oracle."""

import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.text import porter2

ROOT = Path(__file__).parents[2]


def unexplained(words: set[str]) -> list[tuple[str, str, str]]:
    """Words whose stem is not NLTK's, save where NLTK forgets R2 once step 2 has made -ize of -ization or -izer."""
    from nltk.stem.snowball import SnowballStemmer

    oracle = SnowballStemmer("english")
    pairs = ((word, porter2.stem(word), oracle.stem(word)) for word in sorted(words))
    return [
        (w, ours, theirs) for w, ours, theirs in pairs if ours != theirs and (ours + "e", ours[-2:]) != (theirs, "iz")
    ]


def test_stems_of_the_shipped_articles_are_nltks() -> None:
    """Every word type of the five shipped articles."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "gold").rglob("*.txt"))]
    words = {word for text in texts for word in re.findall(r"\w+(?:'\w+)?", text)}
    assert len(words) > 500
    assert unexplained(words) == []


def test_stems_of_seven_public_data_sets_are_nltks() -> None:
    """Every word type of the LIAAD texts and gold lists, in four languages."""
    archives = sorted((ROOT / "../shared/datasets/liaad").glob("*.zip"))
    if not archives:
        pytest.skip("the public data sets do not lie beside the project")
    words: set[str] = set()
    for archive in archives:
        with zipfile.ZipFile(archive) as files:
            for name in files.namelist():
                if name.endswith((".txt", ".key")):
                    words.update(re.findall(r"\w+(?:'\w+)?", files.read(name).decode("utf-8", "replace")))
    assert len(words) > 50_000
    assert unexplained(words) == []


SUFFIXES = st.sampled_from(
    ["", "s", "'s", "s'", "ies", "ied", "eed", "eedly", "ed", "edly", "ing", "ingly", "y", "ational", "abli", "alli"]
)


@given(st.text(alphabet="aeiouybtslzwxlr", min_size=1, max_size=7), SUFFIXES, SUFFIXES)
def test_made_up_words_have_nltks_stems(root: str, inner: str, outer: str) -> None:
    """Words that no text holds, with two stacked suffixes."""
    assert unexplained({root + inner + outer}) == []


@pytest.mark.parametrize(
    ("word", "stem"),
    [("university", "univers"), ("organization", "organ"), ("realization", "realiz"), ("generate", "generat")],
)
def test_what_release_3_changed(word: str, stem: str) -> None:
    """Stems as snowballstemmer 2.2.0 gives them; release 3 gives universiti and organiz."""
    assert porter2.stem(word) == stem
