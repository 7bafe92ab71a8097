"""The ONNX file that we write ourselves, judged and run by the ONNX project's own package."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from bench.extractors import minilm
from bench.extractors.bert_graph import encoder
from bench.extractors.onnx_writer import FLOAT, INT64, Graph


def test_the_encoder_is_a_valid_model() -> None:
    """Onnx reads every byte of it, checks it against the operators' schemas, and infers the shape that we declare."""
    import onnx
    from safetensors.numpy import load

    data, values = encoder(load((minilm.installed() / "model.safetensors").read_bytes()))
    model = onnx.load_from_string(data)
    assert model.SerializeToString() == data
    for tensor in model.graph.initializer:
        if tensor.name in values:
            tensor.CopyFrom(onnx.numpy_helper.from_array(values[tensor.name], tensor.name))
    onnx.checker.check_model(model, full_check=True)
    [output] = onnx.shape_inference.infer_shapes(model).graph.output
    assert [d.dim_param or d.dim_value for d in output.type.tensor_type.shape.dim] == ["tokens", "texts", 384]


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=5), st.integers(-(2**63), 2**63 - 1))
def test_numbers_of_any_size_are_read_back(values: list[int], axis: int) -> None:
    """Constants and attributes go through the whole range of 64-bit integers, negative ones included."""
    import onnx

    graph = Graph()
    output = graph.add("Anything", graph.integers(*values), axis=axis, perm=values, epsilon=0.5)
    model = onnx.load_from_string(graph.model({"x": (INT64, ("n", 3))}, output, (3,)))
    [node], [constant] = model.graph.node, model.graph.initializer
    assert onnx.numpy_helper.to_array(constant).tolist() == values
    attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    assert attributes == {"axis": axis, "perm": values, "epsilon": 0.5}


def test_a_small_graph_computes_what_it_says() -> None:
    """The reference evaluator of the onnx package runs a written graph."""
    import numpy as np
    import onnx
    from onnx.reference import ReferenceEvaluator

    graph = Graph()
    total = graph.add("Add", graph.add("Mul", "x", "x"), "x")
    model = onnx.load_from_string(graph.model({"x": (FLOAT, ("n",))}, total, ("n",)))
    [found] = ReferenceEvaluator(model).run(None, {"x": np.array([1, 2, 3], dtype=np.float32)})
    assert np.array_equal(found, [2, 6, 12])


def test_floats_are_little_endian() -> None:
    """An attribute of 32-bit floats is written as the format says, whatever the machine."""
    graph = Graph()
    graph.add("Anything", "x", epsilon=1e-12)
    assert struct.pack("<f", 1e-12) in graph.nodes[0]
