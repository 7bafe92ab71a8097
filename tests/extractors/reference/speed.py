"""How fast KeyBERT is here: against sentence-transformers one document a call, and against bare matrix products.

    python speed.py [WORDS]

needs the environment of make.py and onnxruntime beside it. The documents are the five articles, or with WORDS five
made-up ones of so many words drawn from theirs. Everything is measured in this one process, several times in turn; the
best of each is compared, since whatever else the machine does can only add to a time.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from bench.datasets.loading import load
from bench.extractors import keybert_library, minilm
from bench.extractors.keybert import KeyBert
from bench.extractors.onnx_writer import FLOAT, Graph
from bench.records import Document

ROUNDS = 4
LIMIT = 20


def made_up(words: int) -> tuple[Document, ...]:
    """Five documents of words of the articles in no order."""
    draw = Random(3)
    known = sorted({word for d in load("first-film-in-space").documents for word in d.text.split() if word.isalpha()})
    return tuple(
        Document(str(number), " ".join(draw.choice(known) + "," * (draw.random() < 0.08) for _ in range(words)))
        for number in range(5)
    )


def seconds(work: Callable[[], object]) -> float:
    """The wall time of one call."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def matrix_products(tokens: int) -> Callable[[], object]:
    """The encoder's matrix products with weights, and nothing else, run by the same onnxruntime."""
    import numpy as np
    import onnxruntime

    graph, values = Graph(), {}
    state = "x"
    sizes = [(384, 384)] * 4 + [(384, 1536), (1536, 384)]
    for number, (rows, columns) in enumerate(sizes * 6):
        values[f"w{number}"] = np.full((rows, columns), 1e-3, dtype=np.float32)
        state = graph.add("MatMul", state, graph.weight(f"w{number}", (rows, columns)))
    options = onnxruntime.SessionOptions()
    constants = [onnxruntime.OrtValue.ortvalue_from_numpy(value) for value in values.values()]
    options.add_external_initializers(list(values), constants)
    model = graph.model({"x": (FLOAT, (tokens, 384))}, state, (tokens, 384))
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    x = np.random.default_rng(1).random((tokens, 384), dtype=np.float32)
    return lambda: session.run(None, {"x": x})


def encoder(documents: Sequence[Document]) -> list[str]:
    """Tokens a second of the encoder on the phrases of the documents, and of its matrix products alone."""
    options = {"keyphrase_ngram_range": (1, 3), "stop_words": "english", "candidates": None}
    phrases = {phrase for document in documents for phrase in keybert_library.candidates(document.text, options)[0]}
    texts = sorted(phrases) + [document.text for document in documents]
    model = minilm.MiniLm()
    count = sum(len(encoding.ids) for encoding in model._tokenizer.encode_batch(texts))
    product = matrix_products(1024)
    repeats = round(count / 1024)

    def bare() -> None:
        for _ in range(repeats):
            product()

    times: list[tuple[float, float]] = []
    for _ in range(3 * ROUNDS):
        ours_now = seconds(lambda: model.embed(texts))
        sleep(0.2)  # a runtime's idle threads spin for a while and would slow the other one
        times.append((ours_now, seconds(bare)))
        sleep(0.2)
    ours, bound = count / min(a for a, _ in times), repeats * 1024 / min(b for _, b in times)
    return [f"encoder: {ours:,.0f} tokens a second, {ours / bound:.0%} of its matrix products alone ({bound:,.0f})"]


def keybert(documents: Sequence[Document]) -> list[str]:
    """Seconds of each way of calling KeyBERT on the documents."""
    times: dict[str, list[float]] = {}
    plain = KeyBert(backend="sentence-transformers", ngrams=(1, 3), mmr=0.5)

    def one_by_one(extractor: KeyBert) -> None:
        for document in documents:
            extractor.extract(document, LIMIT)

    for _ in range(ROUNDS):
        with TemporaryDirectory() as folder:
            cache = str(Path(folder, "vectors.db"))
            alone, together = KeyBert(ngrams=(1, 3), mmr=0.5), KeyBert(ngrams=(1, 3), mmr=0.5)
            cold = KeyBert(ngrams=(1, 3), mmr=0.5, cache=cache)
            ways: dict[str, Callable[[], object]] = {
                "sentence-transformers, one by one": lambda: one_by_one(plain),
                "onnxruntime, one by one": lambda alone=alone: one_by_one(alone),  # type: ignore[misc]
                "onnxruntime, together": lambda x=together: x.extract_many(documents, LIMIT),  # type: ignore[misc]
                "together, filling a cache": lambda x=cold: x.extract_many(documents, LIMIT),  # type: ignore[misc]
            }
            for name, work in ways.items():
                times.setdefault(name, []).append(seconds(work))
            warm = KeyBert(ngrams=(1, 3), mmr=0.7, cache=cache)
            name = "together, another diversity from the cache"
            times.setdefault(name, []).append(seconds(lambda x=warm: x.extract_many(documents, LIMIT)))  # type: ignore[misc]
    first = min(next(iter(times.values())))
    return [f"{name}: {min(t):.3f} s ({first / min(t):.1f}x)" for name, t in times.items()]


if __name__ == "__main__":
    chosen = made_up(int(sys.argv[1])) if len(sys.argv) > 1 else load("first-film-in-space").documents
    sys.stdout.writelines(line + "\n" for line in (*encoder(chosen), *keybert(chosen)))
