"""TF-IDF: scikit-learn's values, ties in alphabetical order, and documents that it would refuse."""

import math

import pytest

from bench.errors import InputError
from bench.extractors.contract import describe
from bench.extractors.tfidf import Tfidf
from bench.records import Document, Keyphrase

DOCUMENTS = (
    Document("a", "The night ferry crosses the harbour. The ferry rests."),
    Document("b", "A harbour master counts ferry after ferry."),
    Document("c", "Bread rests overnight."),
)


def fitted(*documents: Document, **options: object) -> Tfidf:
    """An extractor that knows these documents."""
    extractor = Tfidf(**options)  # type: ignore[arg-type]  # options of any kind, as the command line gives them
    extractor.fit(iter(documents))
    return extractor


def test_values_are_those_worked_out_by_hand() -> None:
    """Smoothed idf ln((1 + n) / (1 + df)) + 1, times the count, over the Euclidean length of the document's vector.

    Of "ferry ferry harbour" against a second document "ferry": n = 2, df(ferry) = 2, df(harbour) = 1.
    """
    extractor = fitted(Document("a", "ferry ferry harbour"), Document("b", "ferry"), ngrams=(1, 1))
    ferry, harbour = 2 * (math.log(3 / 3) + 1), math.log(3 / 2) + 1
    length = math.hypot(ferry, harbour)
    found = extractor.extract(Document("a", "ferry ferry harbour"), 5)
    assert [keyphrase.phrase for keyphrase in found] == ["ferry", "harbour"]
    assert [keyphrase.score for keyphrase in found] == pytest.approx([ferry / length, harbour / length])


def test_the_list_is_scikit_learns_with_ties_in_alphabetical_order() -> None:
    """Every phrase and value of the library's own row, sorted by falling value and then by phrase."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(ngram_range=(1, 3), stop_words="english")
    rows = vectorizer.fit_transform([document.text for document in DOCUMENTS])
    phrases = vectorizer.get_feature_names_out()
    extractor = fitted(*DOCUMENTS)
    for row, document in zip(rows, DOCUMENTS, strict=True):
        pairs = sorted((-float(value), str(phrases[index])) for index, value in zip(row.indices, row.data, strict=True))
        expected = [Keyphrase(phrase, -value) for value, phrase in pairs]
        assert extractor.extract(document, 1000) == expected
        assert extractor.extract(document, 3) == expected[:3]


@pytest.mark.parametrize("options", [{}, {"min_df": 2}, {"max_features": 3}])
def test_candidates_are_all_that_has_a_value(options: dict[str, object]) -> None:
    """Asked for everything, the extractor puts out its candidates; bounds on frequency bound them too."""
    extractor = fitted(*DOCUMENTS, **options)
    for document in DOCUMENTS[:2]:
        everything = [keyphrase.phrase for keyphrase in extractor.extract(document, 10**6)]
        assert everything
        assert extractor.candidates(document) == sorted(everything)


def test_the_order_of_the_corpus_changes_nothing() -> None:
    """Document frequencies are counts."""
    forwards, backwards = fitted(*DOCUMENTS), fitted(*reversed(DOCUMENTS))
    assert [forwards.extract(d, 20) for d in DOCUMENTS] == [backwards.extract(d, 20) for d in DOCUMENTS]


def test_a_corpus_without_a_word_gives_empty_lists() -> None:
    """scikit-learn raises ValueError for an empty vocabulary; a folder of empty documents is no mistake of the user."""
    extractor = fitted(Document("a", ""), Document("b", "the of and"), Document("c", "🚀"))
    assert extractor.extract(Document("a", ""), 5) == []
    assert extractor.extract(Document("d", "harbour"), 5) == []
    assert fitted().describe().configuration


def test_an_extractor_that_was_not_fitted_says_so() -> None:
    """A score without a corpus has no meaning."""
    with pytest.raises(RuntimeError, match="not fitted on documents in 'en'"):
        Tfidf().extract(DOCUMENTS[0], 5)
    with pytest.raises(RuntimeError, match="not fitted on documents in 'pt'"):
        fitted(*DOCUMENTS).extract(Document("p", "o porto", "pt"), 5)


def test_each_language_has_its_own_corpus_and_stop_words() -> None:
    """A word's document frequency is counted among documents of its language; region codes do not part them."""
    portuguese = Document("p", "O barco e o porto, com o barco no porto.", "pt-BR")
    german = Document("g", "Das Boot und der Hafen, wenn das Boot im Hafen liegt.", "de")
    extractor = fitted(portuguese, german, *DOCUMENTS, ngrams=(1, 1))
    assert [k.phrase for k in extractor.extract(portuguese, 9)] == ["barco", "porto"]
    assert [k.phrase for k in extractor.extract(german, 9)] == ["boot", "hafen", "liegt"]
    assert extractor.extract(DOCUMENTS[0], 9) == fitted(*DOCUMENTS, ngrams=(1, 1)).extract(DOCUMENTS[0], 9)


@pytest.mark.filterwarnings("error")
def test_stop_words_with_an_apostrophe_are_cut_as_the_text_is() -> None:
    """scikit-learn warns of a list in which "aujourd'hui" would never match the tokens "aujourd" and "hui"."""
    french = Document("f", "Aujourd'hui, le bateau quitte le port", "fr")
    assert {k.phrase for k in fitted(french, ngrams=(1, 1)).extract(french, 9)} == {"bateau", "port", "quitte"}


def test_stop_words_can_be_named() -> None:
    """`none` keeps them all, a list is taken as it is, `english` holds for every language."""
    text = Document("a", "the night ferry and the mole")
    assert "the" in {k.phrase for k in fitted(text, stop_words=None).extract(text, 20)}
    assert {k.phrase for k in fitted(text, stop_words=("night", "and", "the"), ngrams=(1, 1)).extract(text, 20)} == {
        "ferry",
        "mole",
    }
    portuguese = Document("p", "the barco com", "pt")
    found = fitted(portuguese, stop_words="english", ngrams=(1, 1)).extract(portuguese, 9)
    assert {k.phrase for k in found} == {"barco", "com"}


def test_the_description_holds_every_parameter_and_the_warning() -> None:
    """What the vectoriser does is written out; a reader learns that scores depend on the corpus."""
    seen = describe(Tfidf(sublinear_tf=True, ngrams=(1, 2)))
    assert seen.configuration["sublinear_tf"] is True
    assert seen.configuration["ngrams"] == [1, 2]
    assert seen.configuration["max_df"] == 1.0
    assert seen.notes[0] == "scores depend on the corpus it was fitted on"
    assert set(seen.libraries) == {"scikit-learn", "yake"}


def test_the_librarys_own_name_for_the_range_is_read_too() -> None:
    """`ngram_range=1-2` is `ngrams=1-2`; both at once would leave one without effect."""
    ours, theirs = fitted(*DOCUMENTS, ngrams=(1, 2)), fitted(*DOCUMENTS, ngram_range=(1, 2))
    assert [ours.extract(d, 20) for d in DOCUMENTS] == [theirs.extract(d, 20) for d in DOCUMENTS]
    assert describe(theirs).configuration == describe(ours).configuration
    with pytest.raises(InputError, match="ngrams and ngram_range say the same thing"):
        Tfidf(ngrams=(1, 2), ngram_range=(1, 2))
    with pytest.raises(InputError, match="Write ngram_range=1-3, smallest first"):
        Tfidf(ngram_range=(3, 1))


def test_a_megabyte_of_text_is_survived() -> None:
    """A thousand pages in one document, with words that never repeat among those that do."""
    text = " ".join(f"ferry{number} harbour quay{number % 97}" for number in range(55_000))
    assert len(text) > 1_000_000
    document = Document("long", text)
    assert fitted(document).extract(document, 1)[0].phrase == "harbour"
