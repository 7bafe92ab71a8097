"""The signature of a table read aloud: what each part of it means, and where two signatures differ."""

from collections.abc import Mapping
from types import MappingProxyType

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "norm:norm-1": "phrases compared as norm-1 keys",
        "stem:porter-nltk": "Porter stems (NLTK's variant)",
        "stem:none": "no stemming",
        "dedup:pred+gold": "duplicates dropped from predictions and gold before the cut",
        "match:exact": "exact match of keys",
        "subset:all": "all gold counts",
        "subset:present": "only gold that stands in the text counts",
        "subset:absent": "only gold that does not stand in the text counts",
        "P:/k": "precision divides by k",
        "P:/min(k,n)": "precision divides by k or by the number predicted, whichever is less",
        "avg:mean-of-docs": "means over documents of per-document values",
        "avg:micro": "hits, predictions and gold summed before dividing",
        "avg:f1-of-means": "F1 of mean precision and mean recall",
        "nogold:skip": "documents without gold left out",
        "nogold:zero": "documents without gold count as 0",
        "fail:zero": "failed documents count as 0",
    }
)


def parts(signature: str) -> dict[str, str]:
    """The parts of a signature, `name:value` between bars, by name."""
    pairs = (part.partition(":") for part in signature.split("|") if part)
    return {name: value for name, _, value in pairs}


def in_words(signature: str) -> str:
    """One line that says how the numbers were made; parts without words of their own stand as they are."""
    skipped = {"gold", "docs", "test", "v", "digest", "protocol"}
    said = (f"{name}:{value}" for name, value in parts(signature).items() if name not in skipped)
    return "; ".join(_WORDS.get(part, part) for part in said)


def differences(signature: str, other: str) -> str:
    """The parts of `other` that are not as in `signature`, written as they stand there; "" where there is none.

    How many documents were scored is no convention: tables have a column for it.
    """
    ours, theirs = parts(signature) | {"docs": ""}, parts(other) | {"docs": ""}
    changed = [
        f"{name}:{theirs.get(name, '(none)')}" for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)
    ]
    return ", ".join(changed)
