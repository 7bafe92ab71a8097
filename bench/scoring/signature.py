"""The signature: one line, made from the whole protocol by construction, that says how a number was made.

Every field of the protocol record, whatever fields it has, then gold, documents and version. `parse_protocol` reads it
back, and so it does the short form that reporting makes of it (`bench.reporting.conventions.short`).
"""

from collections.abc import Sequence
from dataclasses import fields

from bench import __version__
from bench.records import DatasetInfo
from bench.scoring.conventions import ScoringProtocol, text_of
from bench.text.stemmers import AUTO, stemmer, stemmer_for

DIGEST_SHOWN = 12
"""How much of a data set's digest a signature carries, in hexadecimal digits."""


def signature(
    protocol: ScoringProtocol, info: DatasetInfo, documents: tuple[int, int], languages: Sequence[str]
) -> str:
    """The long form.

    Args:
        protocol: every convention.
        info: whose name, version and digest are named.
        documents: how many have gold under the protocol, and how many there are.
        languages: of the documents; they settle what an automatic stemmer is.
    """
    parts = []
    for each in fields(protocol):
        value = getattr(protocol, each.name)
        key = "protocol" if each.name == "name" else each.name
        parts.append(f"{key}:{_stem(value, languages) if key == 'stem' else text_of(value)}")
    return "|".join((*parts, *_end(info, documents)))


def _end(info: DatasetInfo, documents: tuple[int, int]) -> tuple[str, str, str]:
    gold = f"gold:{info.name}@{info.version}#{info.digest[:DIGEST_SHOWN]}"
    return gold.replace("|", "_"), f"docs:{documents[0]}/{documents[1]}", f"v:{__version__}"


def _stem(name: str, languages: Sequence[str]) -> str:
    """The stemmer with its version; what `auto` comes to for each language where there are several."""
    if name != AUTO:
        return _pinned(name)
    settled = {language: stemmer_for(AUTO, language) for language in sorted(set(languages))}
    if len(set(settled.values())) == 1:
        return _pinned(next(iter(settled.values())))
    return f"{AUTO}({','.join(f'{language}={_pinned(name)}' for language, name in settled.items())})"


def _pinned(name: str) -> str:
    version = stemmer(name).version
    return f"{name}@{version}" if version else name
