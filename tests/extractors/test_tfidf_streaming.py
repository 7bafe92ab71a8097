"""TF-IDF learnt in one pass and in parts: the values of TfidfVectorizer, in memory that does not grow."""

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.extractors import count_file
from bench.extractors.frequencies import Frequencies
from bench.extractors.tfidf import Tfidf
from bench.records import Document


def made_up(count: int, seed: int = 0) -> Iterator[Document]:
    """Documents of 5 to 80 words that fall off as words do, some of one letter, some stop words."""
    generator = random.Random(seed)
    words = [f"w{number}" for number in range(3000)] + ["the", "of", "and", "a", "I"] * 40
    generator.shuffle(words)
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    for number in range(count):
        chosen = generator.choices(words, weights, k=generator.randint(5, 80))
        yield Document(f"d{number}", " ".join(chosen))


def of_the_library(documents: Sequence[Document], options: dict[str, object]) -> list[list[tuple[str, float]]]:
    """Every phrase and value of each document's row as TfidfVectorizer gives them, blank phrases left out."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(ngram_range=(1, 3), stop_words="english", **options)
    texts = [document.text for document in documents]
    rows = vectorizer.fit(texts).transform(texts)  # fit_transform adds up in another order, one bit aside
    phrases = vectorizer.get_feature_names_out()
    pairs = (sorted((-float(v), str(phrases[i])) for i, v in zip(row.indices, row.data, strict=True)) for row in rows)
    return [[(phrase, -value) for value, phrase in row if phrase.strip()] for row in pairs]


def said(extractor: Tfidf, documents: Sequence[Document]) -> list[list[tuple[str, float]]]:
    """The same of the extractor."""
    lists = [extractor.extract(document, 10_000) for document in documents]
    return [[(keyphrase.phrase, keyphrase.score or 0.0) for keyphrase in keyphrases] for keyphrases in lists]


OPTIONS: list[dict[str, object]] = [
    {},
    {"sublinear_tf": True, "smooth_idf": False},
    {"use_idf": False, "norm": None, "min_df": 3},
    {"norm": "l1", "binary": True, "max_df": 0.3},
    {"max_features": 150},
    {"max_features": 97, "binary": True, "min_df": 2, "max_df": 200},
    {"analyzer": "char_wb", "max_features": 400},
]


@pytest.mark.parametrize("held", [10**6, 700], ids=["in memory", "in a file"])
@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.filterwarnings("ignore:The parameter 'stop_words' will not be used")
def test_one_pass_and_merged_parts_give_the_librarys_values_to_the_last_bit(
    options: dict[str, object], held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """300 documents at once, or in five parts that went through JSON and came in another order: nothing differs."""
    monkeypatch.setattr(Frequencies.__init__, "__kwdefaults__", {"with_totals": False, "held": held})
    documents = list(made_up(300))
    expected = of_the_library(documents, options)
    whole = Tfidf(**options)  # type: ignore[arg-type]  # options of any kind, as the command line gives them
    whole.fit(iter(documents))
    merged = Tfidf(**options)  # type: ignore[arg-type]  # options of any kind, as the command line gives them
    parts = [json.dumps(merged.fit_part(iter(documents[begin::5]))) for begin in (3, 0, 4, 1, 2)]
    merged.fit_merged(json.loads(part) for part in parts)
    assert said(whole, documents) == expected
    assert said(merged, documents) == expected


def test_another_fit_forgets_the_first() -> None:
    """Whether the corpus comes whole or in parts, nothing of an earlier one is left."""
    first, second = list(made_up(50)), list(made_up(50, seed=1))
    extractor = Tfidf()
    extractor.fit(first)
    extractor.fit_merged([extractor.fit_part(second)])
    assert said(extractor, second) == of_the_library(second, {})


def test_parts_keep_languages_apart_and_wordless_documents_count() -> None:
    """A part without a word still says how many documents it had; a language without any has empty lists."""
    extractor = Tfidf(ngrams=(1, 1))
    parts = [
        [Document("a", "ferry harbour"), Document("p", "barco", "pt-BR")],
        [Document("b", ""), Document("g", "und", "de")],
    ]
    extractor.fit_merged(map(extractor.fit_part, parts))
    whole = Tfidf(ngrams=(1, 1))
    whole.fit(document for part in parts for document in part)
    for document in (document for part in parts for document in part):
        assert extractor.extract(document, 5) == whole.extract(document, 5)
    assert extractor.extract(Document("g", "Boot", "de"), 5) == []


def test_a_corpus_of_which_no_phrase_is_left_is_refused_as_the_library_refuses_it() -> None:
    """Bounds that nothing meets are a mistake of the call."""
    documents = list(made_up(5))
    with pytest.raises(ValueError, match="After pruning, no terms remain"):
        Tfidf(min_df=6, max_df=7).fit(documents)
    with pytest.raises(ValueError, match="max_df corresponds to < documents than min_df"):
        Tfidf(min_df=4, max_df=2).fit(documents)


PHRASES = st.lists(st.text(max_size=3), max_size=6)


@given(st.lists(PHRASES, max_size=12), st.integers(0, 8), PHRASES, st.sampled_from([0, 2, 10**6]))
def test_counts_are_those_of_a_counter_however_often_they_are_written_out(
    documents: list[list[str]], held: int, asked: list[str], often: int
) -> None:
    """Any phrases, lone surrogates and blanks too, looked up between the documents and after them.

    Those of a counted document are the same whether one says that it was counted or not.
    """
    counted = Frequencies(with_totals=True, held=held)
    frequencies, totals = Counter[str](), Counter[str]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(count_file, "MARKS", 4)
        patch.setattr(count_file, "OFTEN", often)
        patch.setattr(count_file, "TOGETHER", 2)
        for number, phrases in enumerate(documents):
            counted.count(Counter(phrases), f"text {number}")
            frequencies.update(set(phrases))
            totals.update(phrases)
            assert counted.of(asked) == [frequencies[phrase] for phrase in asked]
        for number, phrases in enumerate(documents):
            assert counted.of(phrases, f"text {number}") == [frequencies[phrase] for phrase in phrases]
            assert counted.of(phrases, "another text") == [frequencies[phrase] for phrase in phrases]
        expected = [(phrase, frequencies[phrase], totals[phrase]) for phrase in sorted(frequencies)]
        assert list(counted.in_order()) == expected
        assert sorted(counted.counts()) == expected
    assert counted.documents == len(documents)
    assert bool(counted) == bool(frequencies)


@pytest.mark.parametrize("held", [50, 5_000])
def test_phrases_of_one_bucket_and_of_several_passes_keep_their_own_counts(
    held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands of phrases in a single part, in many passes or in one, with one bucket a pass: none is mixed up."""
    monkeypatch.setattr(count_file, "PARTS", 1)
    monkeypatch.setattr(count_file, "TOGETHER", 10**6)
    monkeypatch.setattr(count_file, "MARKS", 1 << 10)
    monkeypatch.setattr(count_file, "OFTEN", 10)
    phrases = [f"p{number}" for number in range(4_000)]
    counted = Frequencies(held=held)
    for begin in range(0, len(phrases), 40):
        counted.count(Counter(phrases[begin : begin + 40]), f"text {begin}")
    counted.count(Counter(phrases[::2]), "every other one")
    counted.count(Counter(phrases[::1000]), "a few")
    assert counted.of(phrases) == [2 - number % 2 + (number % 1000 == 0) for number in range(len(phrases))]
    assert counted.of(["p", "p1p2", "q1"]) == [0, 0, 0]
    assert counted.of(phrases[40:80], "text 40") == counted.of(phrases[40:80])
    assert [phrase for phrase, _, _ in counted.in_order()] == sorted(phrases)


def test_a_text_outside_of_the_corpus_has_the_librarys_values_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fitted on some documents and asked about others, phrases that were never seen have no value, from a file too."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    monkeypatch.setattr(Frequencies.__init__, "__kwdefaults__", {"with_totals": False, "held": 500})
    corpus, others = list(made_up(100)), list(made_up(100, seed=1))
    vectorizer = TfidfVectorizer(ngram_range=(1, 3), stop_words="english").fit([document.text for document in corpus])
    phrases = vectorizer.get_feature_names_out()
    extractor = Tfidf()
    extractor.fit(corpus)
    for document, row in zip(others, vectorizer.transform([document.text for document in others]), strict=True):
        expected = sorted((-float(v), str(phrases[i])) for i, v in zip(row.indices, row.data, strict=True))
        assert said(extractor, [document]) == [[(phrase, -value) for value, phrase in expected]]


MEMORY = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from test_tfidf_streaming import made_up
from bench.extractors import count_file, frequencies
from bench.extractors.tfidf import Tfidf
count_file.OFTEN = 20_000
frequencies.Frequencies.__init__.__kwdefaults__["held"] = 100_000
extractor = Tfidf()
extractor.fit(made_up(int(sys.argv[2])))
extractor.extract(next(made_up(1)), 20)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


COUNTS = ("5000", "20000")


def test_memory_does_not_grow_with_the_corpus() -> None:
    """Fitted on 20,000 documents it holds what it holds after 5,000; their phrases would take some 200 MB more."""
    command = [sys.executable, "-c", MEMORY, str(Path(__file__).parent)]
    peaks = [int(subprocess.run([*command, n], capture_output=True, text=True, check=True).stdout) for n in COUNTS]
    assert peaks[1] - peaks[0] < 20_000, f"{peaks} kB"
