"""YAKE: the library's own lists, with its traps closed."""

import logging

import pytest

from bench.extractors import yake as ours
from bench.extractors.checks import ORDINARY
from bench.extractors.contract import describe
from bench.extractors.yake import Yake
from bench.records import Document

LIMIT = 20


def library(text: str, **options: object) -> list[tuple[str, float]]:
    """What the library says, called as its guide calls it."""
    from yake import KeywordExtractor

    return list(KeywordExtractor(top=LIMIT, **options).extract_keywords(text))


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"n": 1},
        {"n": 2, "dedup_lim": 0.7},
        {"dedup_lim": 1.0},
        {"dedup_func": "levs", "window_size": 2},
        {"features": ("wrel", "wfreq"), "dedup_func": "jaro"},
        {"stopwords": ("the", "harbour")},
    ],
)
def test_the_list_is_the_librarys_in_its_order_with_the_score_turned(options: dict[str, object]) -> None:
    """Phrase by phrase; the library's lower-is-better figure is our score's negative."""
    extractor = Yake(**options)
    for document in ORDINARY:
        expected = library(document.text, **options)
        found = extractor.extract(document, LIMIT)
        assert [(k.phrase, -(k.score or 0)) for k in found] == [(phrase, float(score)) for phrase, score in expected]


@pytest.mark.parametrize("options", [{}, {"n": 2}, {"stopwords": ("the", "harbour")}, {"lan": "pt"}])
def test_candidates_are_what_the_library_ranks(options: dict[str, object]) -> None:
    """Asked for everything and without its de-duplication, the library puts out the candidates, in lower case."""
    from yake import KeywordExtractor

    whole = KeywordExtractor(top=10**6, **{**options, "dedup_lim": 1.0})
    for document in ORDINARY:
        ranked = {phrase for phrase, _ in whole.extract_keywords(document.text)}
        assert ranked
        assert {phrase.lower() for phrase in Yake(**options).candidates(document)} == ranked
        assert set(Yake(**options, dedup_lim=1.0).candidates(document)) == ranked


def test_the_length_of_the_list_is_asked_for_with_each_document() -> None:
    """The library fixes it when it is built; one object is kept for each length and language."""
    extractor = Yake()
    for limit in (3, 20, 3):
        assert len(extractor.extract(ORDINARY[0], limit)) == min(limit, len(library(ORDINARY[0].text)))
    assert len(extractor._extractors) == 2


def test_stop_words_are_those_of_the_documents_language_unless_said_otherwise() -> None:
    """Also for a language whose list the library keeps under another code than ISO 639-1."""
    text = "Loď a přístav: loď je v přístavu, ale přístav není na lodi."
    czech = Document("c", text, "cs-CZ")
    assert [k.phrase for k in Yake().extract(czech, LIMIT)] == [phrase for phrase, _ in library(text, lan="cz")]
    english = [phrase for phrase, _ in library(text, lan="en")]
    assert [k.phrase for k in Yake(lan="en").extract(czech, LIMIT)] == english


def test_a_list_of_stop_words_in_another_encoding_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """The library prints a warning to standard output, where tables go."""
    Yake().extract(Document("l", "Laivas ir uostas", "lt"), LIMIT)
    assert capsys.readouterr() == ("", "")


def test_an_error_inside_the_library_is_an_error(caplog: pytest.LogCaptureFixture) -> None:
    """It catches every exception, logs a warning and answers with an empty list."""
    extractor = Yake()
    extractor.extract(ORDINARY[0], LIMIT)
    broken = extractor._extractors["en", LIMIT]
    broken.stopword_set = None  # type: ignore[assignment]  # the library's own, spoilt
    with pytest.raises(RuntimeError, match="yake: Exception during keyword extraction"):
        extractor.extract(ORDINARY[0], LIMIT)
    assert caplog.records == []
    assert logging.getLogger("yake.core.yake").filters == []
    with caplog.at_level(logging.WARNING):
        assert broken.extract_keywords(ORDINARY[0].text) == []  # so it would have been
    assert len(caplog.records) == 1


@pytest.mark.parametrize("text", [None, b"harbour master"])
def test_a_text_that_is_none_or_bytes_is_an_error(text: object) -> None:
    """The library answers with an empty list."""
    with pytest.raises(TypeError, match="the text must be str"):
        Yake().extract(Document("wrong", text), LIMIT)  # type: ignore[arg-type]  # that it is wrong is the point


def test_the_description_holds_every_parameter_of_the_library() -> None:
    """The library's defaults are written out, so that a change of them shows."""
    assert describe(Yake(n=2)).configuration == {
        "lan": "the document's",
        "n": 2,
        "dedup_lim": 0.9,
        "dedup_func": "seqm",
        "window_size": 1,
        "features": None,
        "stopwords": None,
        "lemmatize": False,
        "lemma_aggregation": "min",
        "lemmatizer": "spacy",
    }


def test_every_option_of_the_library_is_checked() -> None:
    """A parameter that a new version of the library brings is not let through unseen."""
    from yake import KeywordExtractor

    from bench.extractors.options import defaults

    assert set(defaults(KeywordExtractor, without=("top",))) == set(ours._CHECKS)


def test_a_megabyte_of_text_is_survived() -> None:
    """A long document takes seconds, not for ever."""
    text = "The night ferry crosses the cold harbour and the harbour master counts cars. " * 13_500
    assert len(text) > 1_000_000
    assert Yake().extract(Document("long", text), 5)
