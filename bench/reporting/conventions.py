"""The signature of a table read aloud: what its conventions mean, and where two signatures differ."""

from collections.abc import Mapping
from types import MappingProxyType

from bench.scoring.conventions import DEFAULT, text_of
from bench.scoring.protocols import PROTOCOLS, SIGNATURE_ONLY

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "normaliser:norm-1": "phrases compared as norm-1 keys",
        "normaliser:plain": "phrases compared as plain strings",
        "dedup_predictions:before_cut": "repeats dropped before the cut",
        "dedup_predictions:after_cut": "repeats dropped after the cut",
        "dedup_predictions:no": "repeats keep their rank",
        "subset:all": "all gold counts",
        "subset:present": "only gold that stands in the text counts",
        "subset:absent": "only gold that does not stand in the text counts",
        "match:exact": "exact match",
        "denominator:k": "precision over k",
        "denominator:available": "precision over min(k, predicted)",
        "denominator:gold": "precision over min(k, gold)",
        "averaging:mean_of_docs": "mean of the documents' F1",
        "averaging:f1_of_means": "F1 of mean precision and mean recall",
        "averaging:micro": "counts summed over documents, then divided",
        "no_gold:null": "documents without gold left out",
        "no_gold:zero": "documents without gold count as 0",
        "failed:zero": "failed documents count as 0",
        "failed:skip": "failed documents left out",
    }
)
_ALWAYS = tuple(dict.fromkeys(said.partition(":")[0] for said in _WORDS))


def parts(signature: str) -> dict[str, str]:
    """The parts of a signature, `name:value` between bars, by name."""
    pairs = (part.partition(":") for part in signature.split("|") if part)
    return {name: value for name, _, value in pairs}


def in_words(signature: str) -> str:
    """One line on how the numbers were made: the conventions that move scores most, and whatever is unusual."""
    found = parts(signature)
    said = []
    for name, value in found.items():
        if name in SIGNATURE_ONLY | {"protocol"}:
            continue
        if name == "stem":
            said.append("no stemming" if value == "none" else f"stems by {value}")
        elif name in _ALWAYS:
            said.append(_WORDS.get(f"{name}:{value}", f"{name}={value}"))
        elif value != text_of(getattr(DEFAULT, name, None)):
            said.append(f"{name}={value}")
    named = f"protocol {found['protocol']}: " if "protocol" in found else ""
    return named + "; ".join(said)


def short(signature: str) -> str:
    """The signature without the conventions that the shipped protocol of its name settles; it can be read back."""
    found = parts(signature)
    shipped = PROTOCOLS.get(found.get("protocol", ""))
    if shipped is None:
        return signature
    settled = {name: text_of(value) for name, value in shipped.protocol.options.items() if name != "stem"}
    return "|".join(f"{name}:{value}" for name, value in found.items() if settled.get(name) != value)


def differences(signature: str, other: str) -> str:
    """The parts of `other` that are not as in `signature`, written as they stand there; "" where there is none.

    How many documents were scored is no convention: tables have a column for it.
    """
    ours, theirs = parts(signature) | {"docs": ""}, parts(other) | {"docs": ""}
    names = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
    if len(names) > 1 and "protocol" in names:
        names.remove("protocol")  # the name says nothing beyond the conventions that follow
    return ", ".join(f"{name}:{theirs.get(name, '(none)')}" for name in names)
