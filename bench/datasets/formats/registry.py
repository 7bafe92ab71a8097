"""The layouts that can be read, by name; and which of them a path looks like."""

from collections.abc import Mapping
from importlib import import_module
from typing import Protocol, cast

from bench.datasets.source import Header, Source
from bench.datasets.specification import Request
from bench.datasets.tree import Tree
from bench.errors import InputError, UnknownNameError

FORMATS: Mapping[str, str] = {
    "folder": "own_folder",
    "liaad": "liaad",
    "hulth": "hulth",
    "semeval": "semeval",
    "ake": "ake",
    "maui": "maui",
    "brat": "brat",
    "memray": "memray",
    "one2seq": "one2seq",
    "bio": "bio",
    "midas": "midas_json",
    "kptimes": "kptimes",
    "jsonl": "json_lines",
    "csv": "csv_table",
    "huggingface": "hugging_face",
    "tabbed": "tabbed_lists",
    "texts": "bare_texts",
}
"""Format name to module, in the order in which a path is tried: from the most to the least particular."""


class Reader(Protocol):
    """What a reader module offers."""

    TITLE: str
    """What the layout is, in a few words."""
    LOOKED_FOR: str
    """What `recognise` looks for, to be said when nothing is recognised."""
    OPTIONS: Mapping[str, str]
    """Options of this format besides the common ones, each with a word of help."""

    def recognise(self, tree: Tree) -> bool:
        """Whether the tree has this layout; looks at names and openings only."""

    def source(self, tree: Tree, request: Request) -> Source:
        """The data set as a stream."""


def reader(name: str) -> Reader:
    """The reader of a format.

    Raises:
        UnknownNameError: There is no such format.
    """
    if name not in FORMATS:
        raise UnknownNameError("format", name, FORMATS)
    return cast("Reader", import_module(f"bench.datasets.formats.{FORMATS[name]}"))


def looked_for(name: str) -> str:
    """What a format's reader looks for, for whoever finds nothing; "" for a source that no format of ours made."""
    return f"{name} looks for {reader(name).LOOKED_FOR}" if name in FORMATS else ""


def no_articles(header: Header) -> InputError:
    """The error for a source that was read to its end and gave nothing."""
    remedy = "; ".join(part for part in ("Check the path", looked_for(header.format)) if part)
    return InputError("there are no articles", place=header.name, remedy=remedy)


def recognised(tree: Tree) -> str:
    """The name of the first format that the tree looks like.

    Raises:
        InputError: None does; says what was looked for.
    """
    for name in FORMATS:
        if reader(name).recognise(tree):
            return name
    if not tree.names:
        raise InputError("the folder is empty", place=tree.label, remedy="Put articles into it")
    wanted = "; ".join(f"{name}: {reader(name).LOOKED_FOR}" for name in FORMATS)
    raise InputError(
        f"the layout is not known (it holds {', '.join(tree.names[:3])}{', ...' if len(tree.names) > 3 else ''})",
        place=tree.label,
        remedy=f"Force one with FORMAT:PATH. Looked for: {wanted}",
    )
