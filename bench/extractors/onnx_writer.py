"""As much of the ONNX format as a graph of plain operators needs, written as protocol buffers.

ONNX files are protocol buffers (onnx.proto of the ONNX project, IR version 10); the numbers below are the field numbers
of its messages. The `onnx` package would do the same for 30 MB and a fifth of a second at every start; in the tests it
judges what is written here.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Attribute = int | float | Sequence[int]
Dimension = int | str

FLOAT, INT64 = 1, 7
"""Element types (TensorProto.DataType)."""

_IR_VERSION, _OPSET = 10, 21
_VARINT, _BYTES, _FIXED32 = 0, 2, 5


@dataclass
class Graph:
    """A graph in the making: nodes in order of execution, constants by name."""

    nodes: list[bytes] = field(default_factory=list)
    constants: dict[str, bytes] = field(default_factory=dict)

    def add(self, operator: str, *inputs: str, **attributes: Attribute) -> str:
        """Append a node with one output; returns the output's name."""
        output = f"{operator}_{len(self.nodes)}"
        self.nodes.append(
            b"".join(
                [
                    *(_text(1, name) for name in inputs),
                    _text(2, output),
                    _text(3, output),
                    _text(4, operator),
                    *(_message(5, _attribute(name, value)) for name, value in attributes.items()),
                ]
            )
        )
        return output

    def integers(self, *values: int) -> str:
        """A constant vector of 64-bit integers; returns its name."""
        name = "_".join(["ints", *map(str, values)])
        self.constants[name] = _tensor(name, INT64, [len(values)]) + _field(9, struct.pack(f"<{len(values)}q", *values))
        return name

    def weight(self, name: str, shape: Sequence[int]) -> str:
        """A constant of 32-bit floats whose values are handed to the runtime apart; returns its name."""
        location = _text(1, "location") + _text(2, "in-memory")
        self.constants[name] = _tensor(name, FLOAT, shape) + _message(13, location) + _number(14, 1)
        return name

    def model(
        self, inputs: Mapping[str, tuple[int, Sequence[Dimension]]], output: str, shape: Sequence[Dimension]
    ) -> bytes:
        """The whole file: `inputs` maps names to element type and shape, `output` is a 32-bit float of `shape`."""
        graph = b"".join(
            [
                *(_message(1, node) for node in self.nodes),
                _text(2, "graph"),
                *(_message(5, constant) for constant in self.constants.values()),
                *(_message(11, _value(name, kind, dimensions)) for name, (kind, dimensions) in inputs.items()),
                _message(12, _value(output, FLOAT, shape)),
            ]
        )
        return _number(1, _IR_VERSION) + _message(7, graph) + _message(8, _text(1, "") + _number(2, _OPSET))


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1  # negative numbers are written in two's complement
    digits = bytearray()
    while value > 0x7F:
        digits.append(value & 0x7F | 0x80)
        value >>= 7
    digits.append(value)
    return bytes(digits)


def _number(tag: int, value: int) -> bytes:
    return _varint(tag << 3 | _VARINT) + _varint(value)


def _field(tag: int, data: bytes) -> bytes:
    return _varint(tag << 3 | _BYTES) + _varint(len(data)) + data


_message = _field


def _text(tag: int, value: str) -> bytes:
    return _field(tag, value.encode())


def _tensor(name: str, kind: int, shape: Iterable[int]) -> bytes:
    return b"".join(_number(1, size) for size in shape) + _number(2, kind) + _text(8, name)


def _attribute(name: str, value: Attribute) -> bytes:
    match value:
        case float():
            return _text(1, name) + _varint(2 << 3 | _FIXED32) + struct.pack("<f", value) + _number(20, 1)
        case int():
            return _text(1, name) + _number(3, value) + _number(20, 2)
    return _text(1, name) + b"".join(_number(8, item) for item in value) + _number(20, 7)


def _value(name: str, kind: int, shape: Iterable[Dimension]) -> bytes:
    sizes = (_number(1, size) if isinstance(size, int) else _text(2, size) for size in shape)
    tensor = _number(1, kind) + _message(2, b"".join(_message(1, size) for size in sizes))
    return _text(1, name) + _message(2, _message(1, tensor))
