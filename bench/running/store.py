"""Runs as files: written once as a folder, read back from it, and from lists that were made elsewhere."""

import filecmp
import hashlib
import json
import math
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, BinaryIO, cast, get_args

from bench.errors import BenchError, InputError
from bench.records import Keyphrase, Prediction, Role, Run, RunInfo, Status

SCHEMA = 1
"""Of `run.json`. History: 1 (0.1.0), the fields of `RunInfo`, `schema` and `predictions_sha256`."""

PREDICTIONS = "predictions.jsonl"
INFO = "run.json"
_STATUSES = get_args(Status)
_SURROGATE = re.compile("[\ud800-\udfff]")


def folder_name(info: RunInfo) -> str:
    """`<extractor>-<8 hexadecimal digits>` of what decides the lists: configuration, limit and foreign corpus."""
    decisive = [info.extractor, info.configuration, info.limit, "" if info.transductive else info.corpus]
    written = json.dumps(decisive, sort_keys=True, default=str)
    return f"{_slug(info.extractor)}-{hashlib.sha256(written.encode()).hexdigest()[:8]}"


def dataset_folder(results: Path, dataset: str) -> Path:
    """Where everything about a data set lies under the results."""
    return results / _slug(dataset)


def write_run(results: Path, run: Run) -> Path:
    """Write a run to `<results>/<dataset>/runs/<extractor>-<hash>/` and return that folder; see `write_predictions`."""
    return write_predictions(results, run.info, run.predictions)


def write_predictions(results: Path, info: RunInfo, predictions: Iterable[Prediction]) -> Path:
    """Write a run whose predictions come one by one, so that they need not be in memory together.

    Each file is complete or not there, and `run.json` names the digest of the predictions it belongs to. A folder that
    holds this very run already is left alone.

    Raises:
        BenchError: the folder cannot be written.
    """
    folder = dataset_folder(results, info.dataset) / "runs" / folder_name(info)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        whole = hashlib.sha256()

        def lines() -> Iterator[bytes]:
            for prediction in predictions:
                line = _written(prediction)
                whole.update(line)
                yield line

        _replace(folder / PREDICTIONS, lines())
        described = {"schema": SCHEMA, **asdict(info), "predictions_sha256": whole.hexdigest()}
        text = json.dumps(described, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
        _replace(folder / INFO, [text.encode("utf-8", "backslashreplace")])
    except OSError as error:
        raise BenchError(
            f"cannot be written ({error.strerror or error})",
            place=str(folder),
            remedy="Make room there or give another --out",
        ) from error
    return folder


def read_run(path: Path | str) -> Run:
    """Read a run folder, a `.jsonl` file of predictions, or a folder of `ID.key` files.

    Raises:
        InputError: nothing there, not one of these, or a malformed part of it (file and line are named).
    """
    path = Path(path)
    if path.is_dir() and (path / INFO).exists():
        return _read_folder(path)
    if path.is_dir():
        return _read_key_folder(path)
    if not path.exists():
        raise InputError("no such file or folder", place=str(path), remedy=_EXPECTED)
    if path.name == INFO:
        return _read_folder(path.parent)
    if path.suffix not in (".jsonl", ".ndjson"):
        raise InputError("not a list of predictions", place=str(path), remedy=_EXPECTED)
    beside = path.with_name(INFO)
    if path.name == PREDICTIONS and beside.exists():
        return _read_folder(path.parent)
    return Run(_foreign(path.stem), tuple(read_predictions(path)))


def find_runs(results: Path | str) -> tuple[Path, ...]:
    """The run folders under `results`, in the order of their paths; hidden folders are not looked into."""
    results = Path(results)
    found = (path.parent for path in results.rglob(INFO))
    return tuple(sorted(run for run in found if not any(p.startswith(".") for p in run.relative_to(results).parts)))


def read_predictions(path: Path) -> Iterator[Prediction]:
    """The predictions in a JSON Lines file, in either form, one by one.

    Raises:
        InputError: a malformed line or an id that comes twice.
    """
    seen: dict[str, int] = {}
    with _opened(path) as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            place = f"{path}:{number}"
            prediction = _parsed(_text(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, place), place)
            first = seen.setdefault(prediction.document_id, number)
            if first != number:
                raise InputError(
                    f"the id {prediction.document_id!r} stands in line {first} already",
                    place=place,
                    remedy="Keep one line for each document",
                )
            yield prediction


_EXPECTED = "Give a run folder (with run.json), a .jsonl of predictions, or a folder of ID.key files"


def _read_folder(folder: Path) -> Run:
    info, digest = _read_info(folder / INFO)
    path = folder / PREDICTIONS
    predictions = tuple(read_predictions(path))
    if digest and hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        raise InputError(
            f"not the predictions that {INFO} was written with",
            place=str(path),
            remedy="Run again; a list changed by hand can be scored from a .jsonl file outside of a run folder",
        )
    return Run(info, predictions)


def _read_info(path: Path) -> tuple[RunInfo, str]:
    try:
        described = json.loads(_text(path.read_bytes(), str(path)))
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
    return RunInfo(**values), str(described.get("predictions_sha256", ""))


def _finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


_FITS: Mapping[str, Callable[[object], bool]] = {
    "<class 'str'>": lambda value: isinstance(value, str),
    "<class 'int'>": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "<class 'bool'>": lambda value: isinstance(value, bool),
    "<class 'float'>": _finite,
    "typing.Literal": lambda value: value in get_args(Role),
    "collections.abc.Mapping": lambda value: isinstance(value, dict),
}


def _read_key_folder(folder: Path) -> Run:
    paths = sorted(folder.glob("*.key"))
    if not paths:
        raise InputError(f"holds neither {INFO} nor .key files", place=str(folder), remedy=_EXPECTED)
    return Run(_foreign(folder.resolve().name), tuple(map(_read_key_file, paths)))


def _read_key_file(path: Path) -> Prediction:
    """One phrase a line; blank lines are dropped, a byte-order mark and carriage returns are not part of a phrase."""
    with _opened(path) as file:
        text = _text(file.read().removeprefix(b"\xef\xbb\xbf"), str(path))
    lines = (line.strip() for line in text.split("\n"))
    keyphrases = tuple(Keyphrase(line) for line in lines if line)
    return Prediction(path.stem, keyphrases, "ok" if keyphrases else "empty")


def _foreign(name: str) -> RunInfo:
    return RunInfo(name=name, extractor=name, dataset="", dataset_digest="", role="list")


def _parsed(line: str, place: str) -> Prediction:
    try:
        entry = json.loads(line)
    except ValueError as reason:
        raise InputError(f"not JSON ({reason})", place=place, remedy="Write one JSON object a line") from reason
    if not isinstance(entry, dict):
        raise InputError(f"{type(entry).__name__} instead of an object", place=place, remedy=_FORMS)
    identity = entry.get("id")
    if not isinstance(identity, str) or not identity:
        raise InputError("no 'id', or one that is no text", place=place, remedy=_FORMS)
    status, error, seconds = entry.get("status"), entry.get("error"), entry.get("seconds")
    listed = entry.get("keyphrases", [] if status in ("failed", "timeout", "empty") else None)
    if not isinstance(listed, list):
        raise InputError("no list 'keyphrases'", place=place, remedy=_FORMS)
    keyphrases = tuple(_keyphrase(item, number, place) for number, item in enumerate(listed, start=1))
    if status is None:
        status = "ok" if keyphrases else "empty"
    if status not in _STATUSES:
        raise InputError(f"unknown status {status!r}", place=place, remedy=f"Known: {', '.join(_STATUSES)}")
    if (status == "ok") is not bool(keyphrases):
        raise InputError(
            f"status {status!r} with {len(keyphrases)} keyphrases",
            place=place,
            remedy="Only 'ok' comes with keyphrases",
        )
    if not (error is None or isinstance(error, str)) or not (seconds is None or (_finite(seconds) and seconds >= 0)):
        raise InputError("'error' is no text, or 'seconds' no number from 0 up", place=place, remedy=_FORMS)
    return Prediction(identity, keyphrases, cast("Status", status), None if seconds is None else float(seconds), error)


_FORMS = 'Write {"id": "...", "keyphrases": ["...", ...]}, or {"phrase": "...", "score": 0.5} for each keyphrase'


def _keyphrase(item: object, number: int, place: str) -> Keyphrase:
    if isinstance(item, str):
        return Keyphrase(item)
    if not isinstance(item, dict) or not isinstance(item.get("phrase"), str):
        raise InputError(
            f"keyphrase {number} is neither a text nor an object with a 'phrase'", place=place, remedy=_FORMS
        )
    score = item.get("score")
    if score is not None and not _finite(score):
        raise InputError(f"the score of keyphrase {number} is no finite number: {score!r}", place=place, remedy=_FORMS)
    return Keyphrase(item["phrase"], None if score is None else float(score))


def _written(prediction: Prediction) -> bytes:
    entry = {
        "id": prediction.document_id,
        "status": prediction.status,
        "seconds": prediction.seconds,
        "keyphrases": [{"phrase": keyphrase.phrase, "score": keyphrase.score} for keyphrase in prediction.keyphrases],
        "error": prediction.error,
    }
    line = json.dumps(entry, ensure_ascii=False, allow_nan=False)
    if _SURROGATE.search(line):
        line = json.dumps(entry, ensure_ascii=True, allow_nan=False)
    return line.encode("utf-8") + b"\n"


def _replace(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file beside `path` and put it in its place, unless that holds the same bytes."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        if path.exists() and filecmp.cmp(temporary, path, shallow=False):
            return
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", place=str(path), remedy=_EXPECTED) from error


def _text(data: bytes, place: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"not UTF-8 (byte 0x{data[error.start]:02x} at offset {error.start})",
            place=place,
            remedy="Save it as UTF-8, for instance with: iconv -f latin1 -t utf-8",
        ) from error


def _slug(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-.") or "unnamed"
