"""Keyphrases out of B-I-O tags over tokens."""

from collections.abc import Sequence

from bench.datasets.formats.core_nlp import restored
from bench.datasets.formats.parts import distinct


def phrases(tokens: Sequence[str], tags: Sequence[str]) -> list[str]:
    """The tagged phrases in their order, each once; an I without a B before it begins a phrase (IOB1).

    `B`, `I`, `O` may carry a type (`B-KEY`, `I-Process`); a change of type begins a new phrase.
    """
    found: list[list[str]] = []
    before = "O"
    for token, tag in zip(tokens, tags, strict=True):
        mark, kind = tag[:1], tag[1:]
        if mark == "B" or (mark == "I" and before != "B" + kind and before != "I" + kind):
            found.append([token])
        elif mark == "I":
            found[-1].append(token)
        before = tag
    return distinct(" ".join(restored(token) for token in phrase) for phrase in found)


def text_of(tokens: Sequence[str]) -> str:
    """The tokens with a blank between them, brackets in their own characters; the spacing is not to be had back."""
    return " ".join(restored(token) for token in tokens)
