"""Maui and KEA: `ID.txt` and `ID.key` (a phrase a line, perhaps a tab and a count), or a folder of keys an annotator.

With several folders (`teams/team1/ID.key`) each is an annotator by the folder's name, and the gold is their union until
`?annotator=` says otherwise. Medelyan, PhD thesis, Waikato 2009.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from bench.datasets.annotators import union
from bench.datasets.formats.parts import gold_lines, stem, without_articles, without_gold
from bench.datasets.source import Entry, Header, Item, Problem, Source
from bench.datasets.specification import Request
from bench.datasets.tree import Tree
from bench.records import Annotation, Article, Document

TITLE = "Maui or KEA: ID.txt and ID.key, one folder of keys an annotator"
LOOKED_FOR = "*.key with *.txt of the same names"
OPTIONS: Mapping[str, str] = {}

_NUMBERED = re.compile(r"^\d+:\s+(?=\S)")
"""The article's number in Wikipedia before its title, as in wiki20: "233488: Machine learning"."""


def recognise(tree: Tree) -> bool:
    """Some .key has a .txt of its name."""
    texts = {stem(name) for name in tree.names if name.endswith(".txt")}
    return any(stem(name) in texts for name in tree.names if name.endswith(".key"))


def source(tree: Tree, request: Request) -> Source:
    """Every text with what each annotator says of it."""
    folders = sorted({str(PurePosixPath(name).parent) for name in tree.names if name.endswith(".key")}, key=_natural)
    several = len(folders) > 1
    header = Header(
        request.name,
        "maui",
        language=request.language(),
        annotation=f"{len(folders)} annotators; the gold is their union" if several else "",
    )
    return Source(header, lambda: _items(tree, folders, request))


def _natural(name: str) -> tuple[int, str]:
    return len(name), name


def _items(tree: Tree, folders: list[str], request: Request) -> Iterator[Item]:
    keys = {
        PurePosixPath(folder).name: {
            stem(n): n for n in tree.names if n.endswith(".key") and str(PurePosixPath(n).parent) == folder
        }
        for folder in folders
    }
    named = {identifier for files in keys.values() for identifier in files}
    texts = {stem(n): n for n in tree.names if n.endswith(".txt") and stem(n) in named}
    for name in tree.names:
        if name.endswith(".txt") and stem(name) not in named:
            yield Problem("article-without-gold", "a .txt without any .key was left out", tree.place(name))
    yield from without_articles(sorted(named - texts.keys()), len(named), tree.label, request)
    for identifier, name in texts.items():
        place = tree.place(name)
        said = {}
        for who, files in keys.items():
            if identifier in files:
                said[who], problems = _read(tree, files[identifier], request)
                yield from problems
        language = request.language()
        document = Document(identifier, request.text(tree.read(name), place), language)
        if not said:
            yield without_gold(place)
        several = len(folders) > 1
        annotation = union(said, language) if several else next(iter(said.values()), Annotation())
        yield Entry(Article(document, annotation, annotators=said if several else {}), place, bool(said))


def _read(tree: Tree, name: str, request: Request) -> tuple[Annotation, list[Problem]]:
    place = tree.place(name)
    text = request.text(tree.read(name), place)
    lines = (_NUMBERED.sub("", line.split("\t")[0]) for line in text.split("\n"))
    found, problems = gold_lines("\n".join(lines), place)
    return Annotation(found), problems
