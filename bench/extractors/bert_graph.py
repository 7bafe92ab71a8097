"""The layers of all-MiniLM-L6-v2 as an ONNX graph, for batches in which every text has as many tokens.

Without padding there is nothing to mask: attention is over all tokens. The layers are those of BERT (Devlin, Chang, Lee
& Toutanova 2019, https://aclanthology.org/N19-1423) in the size of MiniLM (Wang et al. 2020).
"""

from collections.abc import Mapping
from math import sqrt
from typing import TYPE_CHECKING

from bench.extractors.onnx_writer import INT64, Graph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

LAYERS, HEADS, WIDTH, INNER, POSITIONS, WORDS = 6, 12, 384, 1536, 512, 30522
_HEAD = WIDTH // HEADS
_EPSILON = 1e-12


def encoder(weights: "Mapping[str, Floats]") -> "tuple[bytes, dict[str, Floats]]":
    """The model's bytes, and the values of its constants by name, from the weights as Hugging Face names them.

    Input `ids`: 64-bit integers (texts, tokens). Output: 32-bit floats (texts, tokens, 384). Position ids are cut with
    Slice, which is a view; pooling is left out, since onnxruntime's ReduceMean rounds by the size of the batch.
    """
    import numpy as np

    graph = Graph()
    values: dict[str, Floats] = {}

    def constant(name: str, value: "Floats") -> str:
        values[name] = np.ascontiguousarray(value, dtype=np.float32)
        return graph.weight(name, values[name].shape)

    def given(name: str) -> str:
        return constant(name, weights[name])

    def dense(state: str, name: str) -> str:
        # Hugging Face keeps matrices as (out, in)
        product = graph.add("MatMul", state, constant(f"{name}.weight", weights[f"{name}.weight"].T))
        return graph.add("Add", product, given(f"{name}.bias"))

    def normalised(state: str, name: str) -> str:
        scale, bias = given(f"{name}.weight"), given(f"{name}.bias")
        return graph.add("LayerNormalization", state, scale, bias, axis=-1, epsilon=_EPSILON)

    def heads(state: str, *order: int) -> str:
        apart = graph.add("Reshape", state, graph.integers(0, 0, HEADS, _HEAD))
        return graph.add("Transpose", apart, perm=order)

    def attention(state: str, name: str) -> str:
        scale = 1 / sqrt(_HEAD)
        query, key, content = (f"{name}.self.{part}" for part in ("query", "key", "value"))
        scores = graph.add("MatMul", heads(dense(state, query), 0, 2, 1, 3), heads(dense(state, key), 0, 2, 3, 1))
        scores = graph.add("Mul", scores, constant("scale", np.array(scale)))
        mixed = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), heads(dense(state, content), 0, 2, 1, 3))
        together = graph.add("Transpose", mixed, perm=(0, 2, 1, 3))
        return dense(graph.add("Reshape", together, graph.integers(0, 0, WIDTH)), f"{name}.output.dense")

    words = graph.add("Gather", given("embeddings.word_embeddings.weight"), "ids", axis=0)
    kind = constant("kind", weights["embeddings.token_type_embeddings.weight"][0])
    length = graph.add("Shape", "ids", start=1, end=2)
    places = given("embeddings.position_embeddings.weight")
    place = graph.add("Slice", places, graph.integers(0), length, graph.integers(0))
    state = graph.add("Add", graph.add("Add", words, kind), place)
    state = normalised(state, "embeddings.LayerNorm")
    for layer in (f"encoder.layer.{number}" for number in range(LAYERS)):
        attended = attention(state, f"{layer}.attention")
        state = normalised(graph.add("Add", attended, state), f"{layer}.attention.output.LayerNorm")
        inner = graph.add("Gelu", dense(state, f"{layer}.intermediate.dense"))
        outer = dense(inner, f"{layer}.output.dense")
        state = normalised(graph.add("Add", outer, state), f"{layer}.output.LayerNorm")
    return graph.model({"ids": (INT64, ("texts", "tokens"))}, state, ("texts", "tokens", WIDTH)), values
