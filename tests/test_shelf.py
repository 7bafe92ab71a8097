"""A shelf gives back what was put on it, whatever it holds, and says where there is no room."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ANY_TEXT

from bench import shelf
from bench.errors import BenchError
from bench.records import (
    Annotation,
    Article,
    Dataset,
    DatasetInfo,
    Document,
    GoldKeyphrase,
    Keyphrase,
    Negative,
    Prediction,
)
from bench.shelf import Shelf, shelved_articles, shelved_predictions

FORMS = st.lists(ANY_TEXT, min_size=1, max_size=3).map(tuple)
ANNOTATIONS = st.builds(
    Annotation,
    gold=st.lists(st.builds(GoldKeyphrase, FORMS, ANY_TEXT), max_size=3).map(tuple),
    negatives=st.lists(st.builds(Negative, FORMS, ANY_TEXT, ANY_TEXT), max_size=2).map(tuple),
    blank_lines=st.integers(0, 3),
)
ARTICLES = st.builds(
    Article,
    document=st.builds(Document, ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT),
    annotation=ANNOTATIONS,
    published=st.lists(ANY_TEXT, max_size=3).map(tuple),
    annotators=st.dictionaries(ANY_TEXT, ANNOTATIONS, max_size=2),
    event=ANY_TEXT,
)
PREDICTIONS = st.builds(
    Prediction,
    document_id=ANY_TEXT,
    keyphrases=st.lists(st.builds(Keyphrase, ANY_TEXT, st.none() | st.floats(allow_nan=False)), max_size=4).map(tuple),
    status=st.sampled_from(["ok", "empty", "failed", "timeout"]),
    seconds=st.none() | st.floats(0, 100),
    error=st.none() | ANY_TEXT,
)


@pytest.fixture(autouse=True)
def _nothing_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "HELD", 0)


@given(st.lists(ARTICLES, min_size=1, max_size=9), st.integers(-9, 9), st.integers(-9, 9))
def test_articles_come_back_as_they_were(articles: list[Article], begin: int, end: int) -> None:
    """All in order, any one from either end, any slice; and the documents of a data set alone in the same ways."""
    shelved = shelved_articles(iter(articles))
    assert isinstance(shelved, Shelf)
    assert list(shelved) == articles == [shelved[at] for at in range(len(articles))]
    assert shelved == tuple(articles)
    assert shelved[-1] == articles[-1]
    assert shelved[begin:end] == tuple(articles[begin:end])
    documents = Dataset(DatasetInfo("any", ""), shelved).documents
    assert list(documents) == [article.document for article in articles]
    assert (documents[-1], len(documents)) == (articles[-1].document, len(articles))
    assert documents[begin:end] == tuple(article.document for article in articles[begin:end])


@given(st.lists(PREDICTIONS, min_size=1, max_size=9))
def test_predictions_come_back_as_they_were(predictions: list[Prediction]) -> None:
    """Scores and seconds to the last bit, errors and statuses too."""
    shelved = shelved_predictions(predictions)
    assert list(shelved) == predictions
    assert shelved != predictions[:-1]
    with pytest.raises(IndexError):
        shelved[len(predictions)]


def test_more_entries_than_are_read_together_and_two_readers() -> None:
    """Two passes at once over a few hundred entries do not disturb one another."""
    predictions = [Prediction(f"d{number}", error="é" * number) for number in range(300)]
    shelved = shelved_predictions(predictions)
    assert [a.document_id == b.document_id for a, b in zip(shelved, shelved, strict=True)] == [True] * 300
    assert list(shelved) == predictions


def test_few_are_held_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to the bound the very objects are kept."""
    monkeypatch.setattr(shelf, "HELD", 2)
    predictions = [Prediction("a"), Prediction("b"), Prediction("c")]
    assert shelved_predictions(predictions[:2]) == tuple(predictions[:2])
    assert isinstance(shelved_predictions(predictions), Shelf)


def test_no_room_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder for temporary files that is not there: one message with the way out."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(BenchError, match="cannot be put away") as raised:
        shelved_predictions([Prediction("a")])
    assert raised.value.place == str(tmp_path / "gone")
    assert "TMPDIR" in raised.value.remedy
