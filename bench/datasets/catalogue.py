"""Known public data sets: their properties, where they are to be had, and the digests of their files."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from bench.datasets.decoding import parsed_toml, string
from bench.errors import InputError, UnknownNameError

_FILE = "catalogue.toml"


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """A file of a data set; `url` is "" where nobody is known to serve these very bytes."""

    name: str
    bytes: int
    sha256: str
    url: str


@dataclass(frozen=True, slots=True)
class KnownSet:
    """A data set that is known by name; a number that was not computed here is None.

    `family` is the name that it shares with others. `spec` says how to read it, its path relative to the folder of its
    files; without `files` it can be read, but not fetched.
    """

    name: str
    family: str
    title: str
    language: str
    annotators: str
    genre: str
    licence: str
    citation: str
    page: str
    documents: int | None = None
    gold_per_document: float | None = None
    present: float | None = None
    spec: str = ""
    files: tuple[CatalogueFile, ...] = ()


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, KnownSet]:
    """Every known set by name, in the catalogue's order."""
    text = (resources.files("bench.datasets") / _FILE).read_text(encoding="utf-8")
    entries = parsed_toml(text, _FILE)["dataset"]
    if not isinstance(entries, list):
        raise InputError("'dataset' must be a list of tables", place=_FILE, remedy="Write [[dataset]]")
    known = [_entry(table) for table in entries]
    return {one.name: one for one in known}


def _entry(table: Mapping[str, object]) -> KnownSet:
    name = string(table, "name", _FILE)
    place = f"{_FILE}, {name}"
    files = table.get("files", [])
    if not isinstance(files, list):
        raise InputError("'files' must be a list", place=place, remedy="Write files = [{ name = ... }]")
    texts = {
        key: string(table, key, place)
        for key in ("family", "title", "language", "annotators", "genre", "licence", "citation", "page")
    }
    return KnownSet(
        name=name,
        documents=_int(table, "documents"),
        gold_per_document=_number(table, "gold_per_document"),
        present=_number(table, "present"),
        spec=string(table, "spec", place, ""),
        files=tuple(_file(one, place) for one in files),
        **texts,
    )


def _file(table: Mapping[str, object], place: str) -> CatalogueFile:
    return CatalogueFile(
        string(table, "name", place),
        _int(table, "bytes") or 0,
        string(table, "sha256", place),
        string(table, "url", place, ""),
    )


def _int(table: Mapping[str, object], key: str) -> int | None:
    value = table.get(key)
    return value if isinstance(value, int) else None


def _number(table: Mapping[str, object], key: str) -> float | None:
    value = table.get(key)
    return float(value) if isinstance(value, int | float) else None


def known_set(name: str) -> KnownSet:
    """The set of that name.

    Raises:
        UnknownNameError: Nobody knows it; the nearest name is offered.
    """
    if name not in catalogue():
        raise UnknownNameError("data set", name, catalogue())
    return catalogue()[name]


def family(name: str) -> tuple[KnownSet, ...]:
    """The known sets that go by a name: those whose family a data set's name is, or begins with."""
    plain = name.casefold().replace("-", "").replace("_", "")
    return tuple(one for one in catalogue().values() if one.files and plain.startswith(one.family.replace("-", "")))
