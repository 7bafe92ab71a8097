"""Lists of predictions as files: JSON Lines in two forms, and folders of `ID.key` files."""

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, TypeGuard, cast, get_args

from bench.errors import InputError
from bench.records import Keyphrase, Prediction, Status
from bench.shelf import shelved_predictions

EXPECTED = (
    "Give a run folder (with run.json), a .jsonl of predictions, a folder or archive of ID.key files, "
    "or a file of lines ID<TAB>phrase;phrase"
)

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_FORMS = 'Write {"id": "...", "keyphrases": ["...", ...]}, or {"phrase": "...", "score": 0.5} for each keyphrase'
_STATUSES = get_args(Status)
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_predictions(path: Path) -> Iterator[Prediction]:
    """The predictions in a JSON Lines file, in either form, one by one.

    Raises:
        InputError: a malformed line or an id that comes twice.
    """
    seen: dict[str, int] = {}
    with opened(path) as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            place = f"{path}:{number}"
            prediction = _parsed(decoded(line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line, place), place)
            first = seen.setdefault(prediction.document_id, number)
            if first != number:
                raise InputError(
                    f"the id {prediction.document_id!r} stands in line {first} already",
                    place=place,
                    remedy="Keep one line for each document",
                )
            yield prediction


def read_key_folder(folder: Path) -> Sequence[Prediction]:
    """The predictions in a folder of `ID.key` files, in the order of the names.

    Raises:
        InputError: no such file in it, or one that is not UTF-8.
    """
    paths = sorted(folder.glob("*.key"))
    if not paths:
        raise InputError("holds neither run.json nor .key files", place=str(folder), remedy=EXPECTED)
    return shelved_predictions(map(_read_key_file, paths))


def _read_key_file(path: Path) -> Prediction:
    with opened(path) as file:
        return prediction_of_lines(path.stem, file.read(), str(path))


def prediction_of_lines(document_id: str, data: bytes, place: str) -> Prediction:
    """The list in a `.key` file: one phrase a line.

    Blank lines are dropped; a byte-order mark and carriage returns are not part of a phrase.

    Raises:
        InputError: the bytes are not UTF-8.
    """
    return unscored(document_id, decoded(data.removeprefix(BYTE_ORDER_MARK), place).split("\n"))


def unscored(document_id: str, phrases: Iterable[str]) -> Prediction:
    """A list made elsewhere, best first; phrases are stripped, blank ones dropped."""
    keyphrases = tuple(Keyphrase(phrase) for each in phrases if (phrase := each.strip()))
    return Prediction(document_id, keyphrases, "ok" if keyphrases else "empty")


def written(prediction: Prediction) -> bytes:
    """One line, in the full form; escaped throughout where a lone surrogate leaves no other way."""
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


def _parsed(line: str, place: str) -> Prediction:
    try:
        entry = json.loads(line.strip())
    except json.JSONDecodeError as reason:
        found = f"not JSON ({reason.msg}, character {reason.pos + 1})"
        raise InputError(found, place=place, remedy="Write one JSON object a line") from reason
    except (ValueError, RecursionError) as reason:
        raise InputError(f"not JSON to be read ({reason})", place=place, remedy="Write one object a line") from reason
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
    if not (error is None or isinstance(error, str)) or not (seconds is None or (is_finite(seconds) and seconds >= 0)):
        raise InputError("'error' is no text, or 'seconds' no number from 0 up", place=place, remedy=_FORMS)
    return Prediction(identity, keyphrases, cast("Status", status), None if seconds is None else float(seconds), error)


def _keyphrase(item: object, number: int, place: str) -> Keyphrase:
    if isinstance(item, str):
        return Keyphrase(item)
    if not isinstance(item, dict) or not isinstance(item.get("phrase"), str):
        raise InputError(
            f"keyphrase {number} is neither text nor an object with a 'phrase'", place=place, remedy=_FORMS
        )
    score = item.get("score")
    if score is not None and not is_finite(score):
        raise InputError(f"the score of keyphrase {number} is no finite number: {score!r}", place=place, remedy=_FORMS)
    return Keyphrase(item["phrase"], None if score is None else float(score))


def is_finite(value: object) -> TypeGuard[int | float]:
    """Whether a value read from JSON is a number that can be calculated with."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def opened(path: Path) -> BinaryIO:
    """The file, open for reading bytes, or an error that says what may be given."""
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", place=str(path), remedy=EXPECTED) from error


def decoded(data: bytes, place: str) -> str:
    """The bytes as UTF-8 text, or an error that says where they are not."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"not UTF-8 (byte 0x{data[error.start]:02x} at offset {error.start})",
            place=place,
            remedy="Save it as UTF-8, for instance with: iconv -f latin1 -t utf-8",
        ) from error
