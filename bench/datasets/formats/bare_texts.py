"""Texts without gold: a flat folder (or archive) of `.txt` files, an article a file, ids from file names."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from bench.datasets.keyword_lines import AUTO, KEEP, OPTION_HELP, taken_off
from bench.datasets.source import Entry, Header, Item, Problem, Source
from bench.datasets.specification import Request
from bench.datasets.tree import Tree
from bench.records import Article, Document

TITLE = "a folder of .txt files without gold"
LOOKED_FOR = "*.txt"
OPTIONS: Mapping[str, str] = {"published": OPTION_HELP}


def recognise(tree: Tree) -> bool:
    """A `.txt` file lies at the top."""
    return any(_is_text(name) for name in tree.names)


def _is_text(name: str) -> bool:
    return "/" not in name and name.casefold().endswith(".txt")


def source(tree: Tree, request: Request) -> Source:
    """Every `.txt` at the top as an article; everything else is skipped and counted."""
    header = Header(
        request.name, "texts", language=request.language(), source=f"the .txt files of {tree.label}", annotation="none"
    )
    return Source(header, lambda: _items(tree, request))


def _items(tree: Tree, request: Request) -> Iterator[Item]:
    prefix = request.option("published", AUTO)
    for name, data in tree.walk():
        place = tree.place(name)
        if not _is_text(name):
            yield Problem("skipped-file", "a file that is no .txt at the top of the folder was skipped", place)
            continue
        text, published = taken_off(request.text(data, place), prefix)
        if published and prefix == AUTO:
            yield Problem(
                "published-line",
                f"a published keyword line was taken off the text (?published={KEEP} leaves it in)",
                place,
            )
        document = Document(PurePosixPath(name).stem, text, request.language())
        yield Entry(Article(document, published=published), place, has_gold=False)
