"""The numbers of a data set, against values worked by hand."""

import pytest

from bench.datasets import load, open_source
from bench.datasets.alpha import alpha, candidates
from bench.datasets.presence import reading
from bench.datasets.source import Entry, Header, Source
from bench.datasets.stats import Spread, stats
from bench.records import Annotation, Article, Document, GoldKeyphrase


def article(text: str, *clusters: tuple[str, ...], identifier: str = "1", language: str = "en") -> Article:
    """An article with these clusters."""
    return Article(Document(identifier, text, language), Annotation(tuple(map(GoldKeyphrase, clusters))))


def source(*articles: Article, gold_stem: str = "") -> Source:
    """A set of them."""
    entries = [Entry(one, one.document.id) for one in articles]
    return Source(Header("made", "made", gold_stem=gold_stem), lambda: iter(entries))


def test_numbers_worked_by_hand() -> None:
    """Document 1: 3 clusters, two of them one after norm-1, 2 of 3 present; document 2: one absent; 3: none.

    F1@5 of the best list: document 1 has 2 distinct clusters, 1 reachable: 2 x 1 / (5 + 2); document 2: 0.
    R@5 of any list: 1 and 1.
    """
    found = stats(
        source(
            article("The tide tables.", ("tide table", "tables of tides"), ("Tide-Tables",), ("moon",)),
            article("Nets.", ("a boat that is not there at all or so",), identifier="2"),
            article("", identifier="3", language="fr"),
        )
    )
    assert (found.documents, found.without_gold, found.empty, found.gold_total) == (3, 1, 1, 4)
    assert found.languages == {"en": 2, "fr": 1}
    assert found.words == Spread(4 / 3, 0, 1, 3)
    assert found.gold == Spread(2.0, 1, 2.0, 3)
    assert found.distinct == 1.5
    assert found.present == 2 / 4
    assert found.documents_with_duplicates == 1
    assert found.long_phrases == 1
    assert found.forms == 5 / 4
    assert found.phrase_words == (2 + 2 + 1 + 10) / 4
    assert found.ceilings == {"F1@5": 1 / 7, "R@5": 1.0, "F1@10": 1 / 12, "R@10": 1.0}


def test_the_digest_is_that_of_loading() -> None:
    """Streaming and holding give the same digest."""
    assert stats(open_source("first-film-in-space")).digest == load("first-film-in-space").info.digest


def test_presence_is_by_stemmed_words_in_a_row() -> None:
    """Inflection, hyphen and apostrophe do not matter; order, gaps and parts of words do."""
    text = reading(article("L'Union's real-time tables of tides, and filmmaking."))
    assert text.stands("Union")
    assert text.stands("real time table")
    assert text.stands("table of tide")
    assert not text.stands("tide table")
    assert not text.stands("table tides")
    assert not text.stands("film")
    assert not text.stands("...")


def test_stemmed_gold_is_not_stemmed_again() -> None:
    """Porter's "univers" of "universities" is itself a word to a stemmer; compared as it is, it stands in the text."""
    one = article("Databases of universities.", ("databas of univers",))
    assert reading(one, "porter-original").present(one.annotation.gold[0])
    assert not reading(article("Analyses.", ("analysi",))).present(GoldKeyphrase(("analysi",)))
    assert reading(article("Analysis.", ("analysi",)), "porter-original").present(GoldKeyphrase(("analysi",)))


def test_candidates_are_spans_without_function_words_at_the_edge() -> None:
    """No span crosses a full stop or begins or ends in a function word; four words at most."""
    found = {" ".join(key) for key in candidates(article("The tide of spring. It falls"))}
    assert found == {"tide", "spring", "tide of spring", "fall"}


def test_alpha_worked_by_hand() -> None:
    """Krippendorff's nominal alpha of two coders over the units tide, turn and "tide turn".

    Marks: a (1, 0, 0), b (1, 1, 0). Coincidences: the unit "turn" disagrees: o01 = o10 = 1, o11 = 2, o00 = 2; n = 6,
    n0 = 3, n1 = 3. Observed disagreement 2/6, expected 2 x 3 x 3 / (6 x 5) = 18/30; alpha = 1 - (2/6) / (18/30) = 4/9.
    """
    base = article("Tide turns")
    one, other = (
        Annotation((GoldKeyphrase(("tide",)),)),
        Annotation((GoldKeyphrase(("tide",)), GoldKeyphrase(("turn",)))),
    )
    said = Article(base.document, annotators={"a": one, "b": other})
    assert alpha([said]) == pytest.approx(4 / 9)


def test_alpha_of_nobody_and_of_perfect_silence() -> None:
    """Where nothing varies there is no alpha."""
    assert alpha([]) is None
    assert alpha([Article(Document("1", "Tide"), annotators={"a": Annotation(), "b": Annotation()})]) is None


def test_agreement_needs_annotators() -> None:
    """The shipped set has three pairs, a set without passes none."""
    assert len(stats(open_source("first-film-in-space")).agreement) == 3
    assert stats(source(article("Tide.", ("tide",)))).agreement == ()
