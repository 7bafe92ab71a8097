"""Runs as files: written once as a folder, read back from it, and from lists that were made elsewhere."""

import filecmp
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from itertools import chain
from pathlib import Path
from typing import Any, get_args

from bench.errors import BenchError, InputError
from bench.records import Prediction, Role, Run, RunInfo
from bench.running.candidate_lists import read_candidates, written_candidates
from bench.running.lists import EXPECTED, decoded, is_finite, read_key_folder, read_predictions, written
from bench.running.published_lists import (
    archive_name,
    has_tabbed_lines,
    is_archive,
    read_key_archive,
    read_tabbed_lines,
)
from bench.shelf import shelved_predictions

SCHEMA = 1
"""Of `run.json`. History: 1 (0.1.0), the fields of `RunInfo`, `schema`, `predictions_sha256`, and where candidates lie
beside the predictions, `candidates_sha256`."""

PREDICTIONS = "predictions.jsonl"
CANDIDATES = "candidates.jsonl"
INFO = "run.json"


def folder_name(info: RunInfo) -> str:
    """`<extractor>-<8 hexadecimal digits>` of what decides the lists: configuration, limit and foreign corpus."""
    decisive = [info.extractor, info.configuration, info.limit, "" if info.transductive else info.corpus]
    canonical = json.dumps(decisive, sort_keys=True, default=str)
    return f"{_slug(info.extractor)}-{hashlib.sha256(canonical.encode()).hexdigest()[:8]}"


def dataset_folder(results: Path, dataset: str) -> Path:
    """Where everything about a data set lies under the results."""
    return results / _slug(dataset)


def write_run(results: Path, run: Run) -> Path:
    """Write a run to `<results>/<dataset>/runs/<extractor>-<hash>/` and return that folder; see `write_predictions`."""
    return write_predictions(results, run.info, run.predictions, run.candidates.items())


def write_predictions(
    results: Path,
    info: RunInfo,
    predictions: Iterable[Prediction],
    candidates: Iterable[tuple[str, Sequence[str]]] = (),
) -> Path:
    """Write a run whose predictions come one by one, so that they need not be in memory together.

    Each file is complete or not there, and `run.json`, which is written last, names the digests of those it belongs to.
    A folder that holds this very run already is left alone. `candidates` are pairs of a document's id and phrases;
    where there are none, those of an earlier run are removed.

    Raises:
        BenchError: the folder cannot be written.
    """
    folder = dataset_folder(results, info.dataset) / "runs" / folder_name(info)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        digest = _replace(folder / PREDICTIONS, map(written, predictions))
        described = {"schema": SCHEMA, **asdict(info), "predictions_sha256": digest}
        told = map(written_candidates, candidates)
        if (first := next(told, None)) is not None:
            described["candidates_sha256"] = _replace(folder / CANDIDATES, chain([first], told))
        else:
            (folder / CANDIDATES).unlink(missing_ok=True)
        text = json.dumps(described, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
        _replace(folder / INFO, [text.encode("utf-8", "backslashreplace")])
    except OSError as error:
        raise BenchError(
            f"cannot be written ({error.strerror or error})",
            place=str(folder),
            remedy="Make room there or give another --out",
        ) from error
    return folder


def read_run(path: Path | str, *, with_candidates: bool = False) -> Run:
    """Read a run folder, a `.jsonl` file of predictions, or a list as authors publish it.

    That is a folder or an archive of `ID.key` files, or a file of lines `ID<TAB>phrase;phrase`. What a run folder knows
    of candidates is read where it is asked for: it can be ten times the predictions.

    Raises:
        InputError: nothing there, not one of these, or a malformed part of it (file and line are named).
    """
    path = Path(path)
    if path.is_dir() and (path / INFO).exists():
        return _read_folder(path, with_candidates=with_candidates)
    if path.is_dir():
        # a folder of results, or one of its data sets; not every folder below, which may be a home folder
        runs = sorted(info.parent for where in ("", "runs/", "*/runs/") for info in path.glob(f"{where}*/{INFO}"))
        if runs and not any(path.glob("*.key")):
            raise InputError(f"holds {_counted_runs(runs)}", place=str(path), remedy=f"Name one, such as {runs[0]}")
        return Run(_foreign(path.resolve().name), read_key_folder(path))
    if path.is_fifo() or str(path) == "-":
        raise InputError(
            "lists are not read from a pipe", place=str(path), remedy="Write them to a file that ends in .jsonl"
        )
    if not path.exists():
        raise InputError("no such file or folder", place=str(path), remedy=EXPECTED)
    return _read_file(path, with_candidates=with_candidates)


def _counted_runs(runs: Sequence[Path]) -> str:
    return f"{len(runs)} runs and is none itself" if len(runs) > 1 else "a run and is none itself"


def _read_file(path: Path, *, with_candidates: bool) -> Run:
    if path.name == INFO or (path.name == PREDICTIONS and path.with_name(INFO).exists()):
        return _read_folder(path.parent, with_candidates=with_candidates)
    if is_archive(path):
        return Run(_foreign(archive_name(path)), read_key_archive(path))
    if path.suffix in (".jsonl", ".ndjson"):
        return Run(_foreign(path.stem), shelved_predictions(read_predictions(path)))
    if has_tabbed_lines(path):
        return Run(_foreign(path.name), shelved_predictions(read_tabbed_lines(path)))
    raise InputError("not a list of predictions", place=str(path), remedy=EXPECTED)


def find_runs(results: Path | str) -> tuple[Path, ...]:
    """The run folders under `results`, in the order of their paths; hidden folders are not looked into."""
    results = Path(results)
    found = (path.parent for path in results.rglob(INFO))
    return tuple(sorted(run for run in found if not any(p.startswith(".") for p in run.relative_to(results).parts)))


def _read_folder(folder: Path, *, with_candidates: bool) -> Run:
    info, digests = _read_info(folder / INFO)
    path = folder / PREDICTIONS
    predictions = shelved_predictions(read_predictions(path))
    if (digest := digests[PREDICTIONS]) and _digest(path) != digest:
        raise InputError(
            f"not the predictions that {INFO} was written with",
            place=str(path),
            remedy="Run again; a list changed by hand can be scored from a .jsonl file outside of a run folder",
        )
    return Run(info, predictions, _read_candidates(folder, digests[CANDIDATES]) if with_candidates else {})


def _read_candidates(folder: Path, digest: str) -> dict[str, tuple[str, ...]]:
    """The candidates that belong to the run: none where its record names none, or where the file was taken away."""
    path = folder / CANDIDATES
    if not digest or not path.is_file():
        return {}
    if _digest(path) != digest:
        raise InputError(
            f"not the candidates that {INFO} was written with", place=str(path), remedy="Run again, or remove the file"
        )
    return dict(read_candidates(path))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_info(path: Path) -> tuple[RunInfo, Mapping[str, str]]:
    try:
        described = json.loads(decoded(path.read_bytes(), str(path)))
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read ({error})", place=str(path), remedy="Run again") from error
    if not isinstance(described, dict) or not isinstance(described.get("schema"), int):
        raise InputError("no schema number", place=str(path), remedy="Run again")
    if not 1 <= described["schema"] <= SCHEMA:
        raise InputError(
            f"schema {described['schema']}, but this version reads 1 to {SCHEMA}",
            place=str(path),
            remedy="Install a newer version of keyphrase-bench",
        )
    values: dict[str, Any] = {}
    for field in fields(RunInfo):
        if field.name not in described:
            if field.name in ("name", "extractor", "dataset", "dataset_digest"):
                raise InputError(f"no {field.name!r}", place=str(path), remedy="Run again")
            continue
        value = described[field.name]
        if not _FITS[str(field.type).partition("[")[0]](value):
            raise InputError(f"{field.name!r} is {value!r}", place=str(path), remedy="Run again")
        values[field.name] = float(value) if field.type is float else value
    return RunInfo(**values), {
        name: str(described.get(f"{Path(name).stem}_sha256", "")) for name in (PREDICTIONS, CANDIDATES)
    }


_FITS: Mapping[str, Callable[[object], bool]] = {
    "<class 'str'>": lambda value: isinstance(value, str),
    "<class 'int'>": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "<class 'bool'>": lambda value: isinstance(value, bool),
    "<class 'float'>": is_finite,
    "typing.Literal": lambda value: value in get_args(Role),
    "collections.abc.Mapping": lambda value: isinstance(value, dict),
}


def _foreign(name: str) -> RunInfo:
    return RunInfo(name=name, extractor=name, dataset="", dataset_digest="", role="list")


def _replace(path: Path, pieces: Iterable[bytes]) -> str:
    """Write a file beside `path` and put it in its place, unless that holds the same bytes; returns its sha256."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    whole = hashlib.sha256()
    try:
        with temporary.open("wb") as file:
            for piece in pieces:
                whole.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if not path.exists() or not filecmp.cmp(temporary, path, shallow=False):
            temporary.replace(path)
        return whole.hexdigest()
    finally:
        temporary.unlink(missing_ok=True)


def _slug(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-.") or "unnamed"
