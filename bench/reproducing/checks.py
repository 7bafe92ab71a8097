"""The published figures that can be made again, as they stand in `published.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

SCHEMA = 1
"""Of `published.toml`. History: 1 (0.1.0)."""

_CHECK = {"id", "what", "list", "extractor", "dataset", "protocol", "source", "tolerance", "must_hold", "cause", "why"}


@dataclass(frozen=True, slots=True)
class PublishedSource:
    """Where figures were published: a short name, what it is, and where it is to be found."""

    name: str
    citation: str
    where: str


@dataclass(frozen=True, slots=True)
class DataPlace:
    """A data set that figures were published for; `path` is relative to a folder of data, `options` as after a `?`."""

    name: str
    title: str
    path: str
    format: str = ""
    options: str = ""


@dataclass(frozen=True, slots=True)
class PublishedCell:
    """One figure: the metric's written form, and the value as published in points (a fraction times 100)."""

    metric: str
    expected: float


@dataclass(frozen=True, slots=True)
class Check:
    """Figures published for one list of predictions on one data set under one protocol.

    `list` is the path of the list, relative to a folder of data, or "" where `extractor` is to be run. `tolerance` is
    in points. `must_hold` marks figures that nothing known keeps from being met; `cause` names in a word and `why` in a
    sentence what makes the others differ.
    """

    id: str
    what: str
    dataset: DataPlace
    protocol: str
    source: PublishedSource
    cells: tuple[PublishedCell, ...]
    tolerance: float
    list: str = ""
    extractor: str = ""
    must_hold: bool = False
    cause: str = ""
    why: str = ""


@cache
def published_checks() -> tuple[Check, ...]:
    """Every check in the order of the file.

    Raises:
        ValueError: the file does not have this form; it comes with the package, and a test reads it.
    """
    text = resources.files("bench.reproducing").joinpath("published.toml").read_text(encoding="utf-8")
    return checks_of(tomllib.loads(text))


def checks_of(table: Mapping[str, Any]) -> tuple[Check, ...]:
    """The checks of a table that was read from TOML.

    Raises:
        ValueError: another schema, an unknown key, an id that comes twice, or neither or both of list and extractor.
        KeyError: a data set or source that is not described.
    """
    if table.get("schema") != SCHEMA:
        raise ValueError(f"schema {table.get('schema')!r} instead of {SCHEMA}")
    sources = {name: PublishedSource(name, **entry) for name, entry in table["sources"].items()}
    places = {name: DataPlace(name, **entry) for name, entry in table["datasets"].items()}
    checks = tuple(_check(entry, sources, places) for entry in table["checks"])
    ids = [check.id for check in checks]
    if len(set(ids)) < len(ids):
        raise ValueError(f"ids come twice: {sorted({each for each in ids if ids.count(each) > 1})}")
    return checks


def _check(entry: Mapping[str, Any], sources: Mapping[str, PublishedSource], places: Mapping[str, DataPlace]) -> Check:
    unknown = entry.keys() - _CHECK - {"cells"}
    if unknown or bool(entry.get("list")) == bool(entry.get("extractor")):
        raise ValueError(f"{entry.get('id')}: unknown keys {sorted(unknown)}, or not one of list and extractor")
    cells = tuple(PublishedCell(metric, float(expected)) for metric, expected in entry["cells"].items())
    resolved = {"dataset": places[entry["dataset"]], "source": sources[entry["source"]], "cells": cells}
    return Check(**{**entry, **resolved})
