"""A data set that Hugging Face's `datasets` saved to disk (`save_to_disk`), where that library is installed.

Its rows are read as midas JSON, KPTimes JSON or our interchange form, whichever their columns say.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.datasets.formats import json_lines, kptimes, midas_json
from bench.datasets.formats.parts import chosen, without_gold
from bench.datasets.source import Entry, Header, Item, Source
from bench.datasets.specification import Request
from bench.datasets.tree import Tree
from bench.errors import InputError

TITLE = "a data set saved to disk by Hugging Face's datasets"
LOOKED_FOR = "state.json or dataset_dict.json beside *.arrow"
OPTIONS: Mapping[str, str] = {
    **json_lines.OPTIONS,
    **kptimes.OPTIONS,
    "split": "which split, where several were saved",
}


def recognise(tree: Tree) -> bool:
    """The library's own files are there."""
    return any(n.rsplit("/", 1)[-1] in ("state.json", "dataset_dict.json") for n in tree.names) and any(
        n.endswith(".arrow") for n in tree.names
    )


def source(tree: Tree, request: Request) -> Source:
    """The rows as articles.

    Raises:
        InputError: The library is not installed, or it cannot read the folder.
    """
    rows = _rows(tree, request)
    return Source(
        Header(request.name, "huggingface", language=request.language()), lambda: _items(rows, tree.label, request)
    )


def _rows(tree: Tree, request: Request) -> Any:  # noqa: ANN401 - the library's own class
    try:
        library: Any = import_module("datasets")
    except ModuleNotFoundError:
        library = None
    # Any folder called `datasets` on the path would be imported under that name.
    if not hasattr(library, "load_from_disk"):
        raise InputError("reading this needs the package datasets", place=tree.label, remedy="pip install datasets")
    if not Path(tree.label).is_dir():
        raise InputError("must be a folder", place=tree.label, remedy="Unpack it first")
    try:
        found = library.load_from_disk(tree.label)
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read ({error})", place=tree.label, remedy="Save it again") from None
    if isinstance(found, library.DatasetDict):
        return found[chosen(sorted(found), "split", request, tree, "split")]
    return found


def _items(rows: Any, label: str, request: Request) -> Iterator[Item]:  # noqa: ANN401 - the library's own class
    for number, row in enumerate(rows, start=1):
        entry = _entry(row, f"{label}, row {number}", number, request)
        if not entry.has_gold:
            yield without_gold(entry.place)
        yield entry


def _entry(row: Mapping[str, object], place: str, number: int, request: Request) -> Entry:
    if midas_json.is_midas(row):
        return midas_json.entry_of(row, place, number, request)
    if kptimes.is_kptimes(row):
        return kptimes.entry_of(row, place, number, request)
    return json_lines.entry_of(row, place, json_lines.fields(request), request)
