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

from bench.extractors import frequencies
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


@given(
    st.lists(st.lists(st.text(max_size=3), max_size=6), max_size=12),
    st.integers(0, 8),
    st.lists(st.text(max_size=3), max_size=5),
)
def test_counts_are_those_of_a_counter_however_often_they_are_written_out(
    documents: list[list[str]], held: int, asked: list[str]
) -> None:
    """Any phrases, lone surrogates and blanks too, looked up between the documents and after them."""
    counted = Frequencies(with_totals=True, held=held)
    frequencies_, totals = Counter[str](), Counter[str]()
    for phrases in documents:
        counted.count(Counter(phrases))
        frequencies_.update(set(phrases))
        totals.update(phrases)
        assert counted.of(asked) == [frequencies_[phrase] for phrase in asked]
    assert list(counted.items()) == [(p, frequencies_[p], totals[p]) for p in sorted(frequencies_)]
    assert counted.documents == len(documents)
    assert bool(counted) == bool(frequencies_)


def test_more_phrases_than_one_query_takes() -> None:
    """A long document asks for thousands of phrases; each gets its own answer."""
    phrases = [f"p{number}" for number in range(3 * frequencies.ASKED + 7)]
    counted = Frequencies(held=10)
    counted.count(Counter(phrases))
    counted.count(Counter(phrases[::2]))
    assert counted.of([*phrases, "never"]) == [2 - number % 2 for number in range(len(phrases))] + [0]


MEMORY = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from test_tfidf_streaming import made_up
from bench.extractors import frequencies
from bench.extractors.tfidf import Tfidf
frequencies.CACHE_KIBIBYTES = 2048
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
