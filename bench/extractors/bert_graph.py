"""The layers of all-MiniLM-L6-v2 as an ONNX graph, for batches in which every text has as many tokens.

Without padding there is nothing to mask: attention is over all tokens. The layers are those of BERT (Devlin, Chang, Lee
& Toutanova 2019, https://aclanthology.org/N19-1423) in the size of MiniLM (Wang et al. 2020).

Where arithmetic allows it, separate steps are put into the weights: the scale of attention into the queries; the bias
of the values, which attention only averages, into the bias of what follows; and the bias of the keys is left out, since
it adds the same to all scores that one query is compared by. States are a matrix with a row for each token: all texts'
first tokens, then all second ones. So attention multiplies views, and moves in memory only what it mixed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
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

    Inputs, of 64-bit integers: `words` and `places` (distinct) are the different pairs of a word piece and the place it
    stands at, `rows` (tokens, texts) says which pair each token is: up to the first attention a pair is computed once.
    Output: 32-bit floats (tokens, texts, 384). Pooling is left out: onnxruntime's ReduceMean rounds by the size of the
    batch.
    """
    making = _Making(weights)
    graph = making.graph
    apart = graph.add("Concat", graph.add("Shape", "rows", start=0, end=1), graph.integers(-1, _HEAD), axis=0)
    state = making.embedded()
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        projections = making.projected(state, f"{layer}.attention.self")
        if number == 0:
            projections = [graph.add("Gather", projection, "rows", axis=0) for projection in projections]
            state = making.flat(graph.add("Gather", state, "rows", axis=0))
        attended = making.attention(projections, apart, f"{layer}.attention")
        state = making.normalised(graph.add("Add", attended, state), f"{layer}.attention.output.LayerNorm")
        outer = making.forward(state, layer)
        state = making.normalised(graph.add("Add", outer, state), f"{layer}.output.LayerNorm")
    shape = graph.add("Concat", graph.add("Shape", "rows"), graph.integers(WIDTH), axis=0)
    states = graph.add("Reshape", state, shape)
    inputs = {"words": (INT64, ("distinct",)), "places": (INT64, ("distinct",)), "rows": (INT64, ("tokens", "texts"))}
    return graph.model(inputs, states, ("tokens", "texts", WIDTH)), making.values


@dataclass(frozen=True)
class _Making:
    """The graph so far; each method adds a part, takes and returns names of tensors."""

    weights: "Mapping[str, Floats]"
    graph: Graph = field(default_factory=Graph)
    values: "dict[str, Floats]" = field(default_factory=dict)

    def embedded(self) -> str:
        """(distinct, 384): a word piece at a place; every token is of the first kind of text."""
        kind = self.weights["embeddings.token_type_embeddings.weight"][0]
        places = self.weights["embeddings.position_embeddings.weight"] + kind
        word = self.graph.add("Gather", self._given("embeddings.word_embeddings.weight"), "words", axis=0)
        place = self.graph.add("Gather", self._constant("places.weight", places), "places", axis=0)
        return self.normalised(self.graph.add("Add", word, place), "embeddings.LayerNorm")

    def projected(self, state: str, name: str) -> list[str]:
        """Queries, scaled, keys and contents, (rows, 384) each."""
        query, key, value = (f"{name}.{part}" for part in ("query", "key", "value"))
        scale = 1 / sqrt(_HEAD)
        scaled = self._dense(state, query, self._matrix(query) * scale, self.weights[f"{query}.bias"] * scale)
        return [scaled, *(self._product(state, each, self._matrix(each)) for each in (key, value))]

    def attention(self, projections: list[str], apart: str, name: str) -> str:
        """(rows, 384); `apart` is the shape (tokens, texts and heads, 32)."""

        def heads(state: str, *order: int) -> str:
            return self.graph.add("Transpose", self.graph.add("Reshape", state, apart), perm=order)

        query, key, content = projections
        scores = self.graph.add("MatMul", heads(query, 1, 0, 2), heads(key, 1, 2, 0))
        mixed = self.graph.add("MatMul", self.graph.add("Softmax", scores, axis=-1), heads(content, 1, 0, 2))
        together = self.flat(self.graph.add("Transpose", mixed, perm=(1, 0, 2)))
        output = f"{name}.output.dense"
        # not a matrix product, whose last bit may depend on the number of threads
        passed_on = (self.weights[f"{name}.self.value.bias"][:, None] * self._matrix(output)).sum(axis=0)
        return self._dense(together, output, self._matrix(output), self.weights[f"{output}.bias"] + passed_on)

    def forward(self, state: str, layer: str) -> str:
        """(rows, 384) by way of 1,536 units."""
        inner, outer = f"{layer}.intermediate.dense", f"{layer}.output.dense"
        active = self.graph.add("Gelu", self._dense(state, inner, self._matrix(inner), self.weights[f"{inner}.bias"]))
        return self._dense(active, outer, self._matrix(outer), self.weights[f"{outer}.bias"])

    def normalised(self, state: str, name: str) -> str:
        """Each row with mean 0 and variance 1, then scaled and shifted as learnt."""
        scale, shift = self._given(f"{name}.weight"), self._given(f"{name}.bias")
        return self.graph.add("LayerNormalization", state, scale, shift, axis=-1, epsilon=_EPSILON)

    def flat(self, state: str) -> str:
        """(rows, 384)."""
        return self.graph.add("Reshape", state, self.graph.integers(-1, WIDTH))

    def _constant(self, name: str, value: "Floats") -> str:
        import numpy as np

        self.values[name] = np.ascontiguousarray(value, dtype=np.float32)
        return self.graph.weight(name, self.values[name].shape)

    def _given(self, name: str) -> str:
        return self._constant(name, self.weights[name])

    def _matrix(self, name: str) -> "Floats":
        return self.weights[f"{name}.weight"].T  # Hugging Face keeps matrices as (out, in)

    def _product(self, state: str, name: str, matrix: "Floats") -> str:
        return self.graph.add("MatMul", state, self._constant(f"{name}.weight", matrix))

    def _dense(self, state: str, name: str, matrix: "Floats", bias: "Floats") -> str:
        weight, added = self._constant(f"{name}.weight", matrix), self._constant(f"{name}.bias", bias)
        return self.graph.add("Gemm", state, weight, added)
