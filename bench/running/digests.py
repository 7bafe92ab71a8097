"""Digests that decide whether a kept prediction is still the answer to what is asked."""

import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from bench.extractors.contract import GROUP
from bench.records import Document
from bench.running.plan import Loaded, Plan

LENGTH = 32
"""Hexadecimal digits that are kept of a sha256: 128 bits."""


def of_json(value: object) -> str:
    """Digest of a value's canonical JSON: keys sorted, tuples as lists."""
    written = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(written.encode("ascii")).hexdigest()[:LENGTH]


def of_document(document: Document) -> str:
    """Digest of all that an extractor sees of a document; the id too, since a seeded extractor may use it."""
    parts = (document.id, document.text, document.language, document.title)
    whole = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        whole.update(len(encoded).to_bytes(8, "big"))
        whole.update(encoded)
    return whole.hexdigest()[:LENGTH]


def of_corpus(digests: Iterable[str]) -> str:
    """Digest of documents in their order, from their own digests."""
    whole = hashlib.sha256()
    for digest in digests:
        whole.update(digest.encode("ascii"))
    return whole.hexdigest()[:LENGTH]


def of_sources(target: str) -> str:
    """Digest of the Python files beside a `module:attribute`, found without importing it; "" where there are none.

    A method's author edits and runs again without a new version number: what was kept must not answer for the new
    code. The files are those of the package that the module lies in; for built-in extractors also what they share.
    """
    name = target.partition(":")[0]
    top, *rest = name.split(".")
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        return ""
    if spec is None or spec.origin is None:
        return ""
    if not spec.submodule_search_locations:
        return _of_files((Path(spec.origin),))
    home = Path(next(iter(spec.submodule_search_locations)))
    inner = home.joinpath(*rest)
    folder = inner if inner.is_dir() else inner.parent
    shared = (home / "text", home / "records.py") if top == "bench" else ()
    return _of_files((folder, *shared))


def _of_files(places: tuple[Path, ...]) -> str:
    whole = hashlib.sha256()
    for place in places:
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            whole.update(f"{path.name}\0".encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:LENGTH]


@dataclass(frozen=True, slots=True)
class Code:
    """What a plan's extractor would be built from, known without importing it."""

    target: str
    versions: str
    sources: str


def code(plan: Plan) -> Code:
    """The installed code behind a plan: finding it reads the metadata of every installed distribution."""
    if plan.target:
        return Code(plan.target, "", of_sources(plan.target))
    points = [point for point in metadata.entry_points(group=GROUP) if point.name == plan.extractor.name]
    target = " ".join(sorted(point.value for point in points))
    versions = " ".join(sorted(point.dist.version for point in points if point.dist is not None))
    return Code(target, versions, of_sources(target))


def asked(plan: Plan, code: Code) -> str:
    """Digest of what a plan asks for, known without importing the extractor or its libraries."""
    spec = plan.extractor
    return of_json([spec.name, spec.options, code.target, code.versions, code.sources, plan.limit, python()])


def answered(plan: Plan, code: Code, loaded: Loaded, corpus: str) -> str:
    """Digest of what decides a prediction besides the document: the key of a journal."""
    description = loaded.description
    return of_json(
        [
            plan.target or plan.extractor.name,
            description.version,
            description.configuration,
            description.libraries,
            code.sources,
            python(),
            plan.limit,
            corpus,
        ]
    )


def python() -> str:
    """The interpreter, as far as it can change an extractor's output."""
    return f"{sys.implementation.name}-{sys.version_info.major}.{sys.version_info.minor}"


def installed(name: str) -> str | None:
    """The version of a distribution, read from its metadata; None where there is none of that name."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
