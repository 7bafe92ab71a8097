"""Messages between the program and its workers: length-prefixed JSON."""

import json
import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

from bench.records import Document

HEADER = struct.Struct("!Q")
"""Length of the payload that follows, in bytes."""

Message = list[Any]
"""A word that says what it is, then what belongs to it."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def frame(message: Message) -> bytes:
    """The bytes of one message; lone surrogates in texts survive."""
    payload = _ENCODER.encode(message).encode("utf-8", "surrogatepass")
    return HEADER.pack(len(payload)) + payload


def parse(payload: bytes) -> Message:
    """The message in a frame's payload."""
    message: Message = json.loads(payload.decode("utf-8", "surrogatepass"))
    return message


def take(buffer: bytearray) -> Iterator[Message]:
    """Take whole frames off the front of a buffer, leaving an unfinished one in it."""
    while len(buffer) >= HEADER.size:
        (length,) = HEADER.unpack_from(buffer)
        end = HEADER.size + length
        if len(buffer) < end:
            return
        message = parse(bytes(buffer[HEADER.size : end]))
        del buffer[:end]
        yield message


def read(stream: BinaryIO) -> Message | None:
    """The next message of a blocking stream; None at its end, also when it ends within a message."""
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    (length,) = HEADER.unpack(header)
    payload = stream.read(length)
    return parse(payload) if len(payload) == length else None


def pack_document(document: Document) -> list[str]:
    """A document as JSON."""
    return [document.id, document.text, document.language, document.title]


def unpack_document(packed: list[str]) -> Document:
    """The document that `pack_document` packed."""
    identity, text, language, title = packed
    return Document(id=identity, text=text, language=language, title=title)
