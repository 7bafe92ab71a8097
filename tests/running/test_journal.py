"""The journal: whole lines count, torn and altered ones do not, the latest word on a document holds."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st
from strategies import ANY_TEXT

from bench.records import Keyphrase, Prediction
from bench.running.journal import Journal

KEYPHRASES = st.builds(Keyphrase, ANY_TEXT, st.none() | st.floats(allow_nan=False, allow_infinity=False))
PREDICTIONS = st.builds(
    Prediction,
    document_id=ANY_TEXT,
    keyphrases=st.lists(KEYPHRASES, max_size=5).map(tuple),
    status=st.sampled_from(["ok", "empty", "failed", "timeout"]),
    seconds=st.none() | st.floats(0, 1e9),
    error=st.none() | ANY_TEXT,
)


def written(path: Path, predictions: list[Prediction]) -> bytes:
    """The bytes of a journal of these predictions, under the keys 0, 1, ..."""
    with Journal(path) as journal:
        for number, prediction in enumerate(predictions):
            journal.append(str(number), prediction)
    return path.read_bytes()


@given(st.lists(PREDICTIONS, max_size=8))
def test_what_is_appended_is_read_back(predictions: list[Prediction]) -> None:
    """Every prediction comes back equal to the last bit, lone surrogates and floats included."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "j.jsonl"
        written(path, predictions)
        with Journal(path) as journal:
            assert len(journal) == len(predictions)
            assert [journal.prediction(str(number)) for number in range(len(predictions))] == predictions


@given(st.lists(PREDICTIONS, min_size=1, max_size=5), st.data())
def test_cut_anywhere_it_holds_the_lines_before_the_cut(predictions: list[Prediction], data: st.DataObject) -> None:
    """A torn last line is dropped, and what is appended afterwards stands whole."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "j.jsonl"
        whole = written(path, predictions)
        cut = data.draw(st.integers(0, len(whole)))
        path.write_bytes(whole[:cut])
        lines = whole[:cut].count(b"\n")
        with Journal(path) as journal:
            assert [str(number) in journal for number in range(len(predictions))] == [
                number < lines for number in range(len(predictions))
            ]
            journal.append("later", predictions[0])
        with Journal(path) as journal:
            assert len(journal) == lines + 1
            assert journal.prediction("later") == predictions[0]


@given(st.lists(PREDICTIONS, min_size=2, max_size=5), st.data())
def test_an_altered_byte_costs_at_most_the_lines_it_touches(predictions: list[Prediction], data: st.DataObject) -> None:
    """A checksum that does not hold makes its document missing again; no altered prediction is ever given out."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "j.jsonl"
        whole = bytearray(written(path, predictions))
        where = data.draw(st.integers(0, len(whole) - 1))
        whole[where] ^= data.draw(st.integers(1, 255))
        path.write_bytes(whole)
        with Journal(path) as journal:
            kept = [number for number in range(len(predictions)) if str(number) in journal]
            assert len(kept) >= len(predictions) - 2
            assert [journal.prediction(str(number)) for number in kept] == [predictions[number] for number in kept]


def test_a_later_line_on_the_same_document_holds(tmp_path: Path) -> None:
    """A failed document that was tried again is no longer a failed one."""
    path = tmp_path / "j.jsonl"
    failed = Prediction("a", (), "failed", 0.1, "broken")
    good = Prediction("a", (Keyphrase("x", 1.0),), "ok", 0.1)
    with Journal(path) as journal:
        journal.append("a", failed)
        assert journal.has_failed("a")
        journal.append("a", good)
        assert not journal.has_failed("a")
    with Journal(path) as journal:
        assert journal.prediction("a") == good
        assert not journal.has_failed("a")
    with Journal(path, fresh=True) as journal:
        assert len(journal) == 0
