"""CoNLL columns: a token and its B-I-O tag a line, a blank line after each document.

Only what stands in the text can be tagged, so absent gold is missing from such a set by construction. The texts stay
tokenised. Documents are numbered from 1. Sahrawat et al., ECIR 2020 (midas).
"""

import re
from collections.abc import Iterator, Mapping

from bench.datasets.formats.bio_spans import phrases, text_of
from bench.datasets.formats.parts import chosen, gold, opening, stem
from bench.datasets.source import Entry, Header, Item, Source
from bench.datasets.specification import Request
from bench.datasets.tree import Tree
from bench.errors import InputError
from bench.records import Annotation, Article, Document

TITLE = "CoNLL: a token and its B-I-O tag a line"
LOOKED_FOR = "*.txt or *.conll whose lines are TOKEN <tab> B-..., I-... or O"
OPTIONS: Mapping[str, str] = {"split": "which file, by its name without suffix"}

_LINE = re.compile(r"\S+[\t ]+(?:\S+[\t ]+)*(?:O|[BI](?:-\S+)?)")
_SUFFIXES = (".txt", ".conll", ".bio", ".iob")


def recognise(tree: Tree) -> bool:
    """The first lines of a file are tokens and tags."""
    return any(_is_tagged(tree, name) for name in tree.names[:5] if name.endswith(_SUFFIXES))


def _is_tagged(tree: Tree, name: str) -> bool:
    lines = [line for line in opening(tree, name).split("\n")[:40] if line.strip()]
    return len(lines) > 1 and all(_LINE.fullmatch(line) for line in lines)


def source(tree: Tree, request: Request) -> Source:
    """The documents of one file."""
    files = {stem(name): name for name in tree.names if name.endswith(_SUFFIXES)}
    name = files[chosen(sorted(files), "split", request, tree, "file of tags")]
    return Source(
        Header(request.name, "bio", language=request.language(), annotation="spans of the text; no absent gold"),
        lambda: _items(tree, name, request),
    )


def _items(tree: Tree, name: str, request: Request) -> Iterator[Item]:
    tokens: list[str] = []
    tags: list[str] = []
    first, number, count = 1, 0, 0
    with tree.open(name) as stream:
        for number, data in enumerate(stream, start=1):
            line = request.text(data, f"{tree.place(name)}, line {number}").strip("\n")
            if line.strip():
                columns = line.split("\t") if "\t" in line else line.split(" ")
                if len(columns) < 2 or columns[-1][:1] not in ("B", "I", "O"):
                    raise InputError(
                        f"{line!r} is no token with a tag", place=f"{tree.place(name)}, line {number}", remedy="Mend it"
                    )
                tokens.append(columns[0])
                tags.append(columns[-1])
                continue
            if tokens:
                count += 1
                yield _entry(tokens, tags, count, f"{tree.place(name)}, line {first}", request)
            tokens, tags, first = [], [], number + 1
    if tokens:
        yield _entry(tokens, tags, count + 1, f"{tree.place(name)}, line {first}", request)


def _entry(tokens: list[str], tags: list[str], number: int, place: str, request: Request) -> Entry:
    document = Document(str(number), text_of(tokens), request.language())
    return Entry(Article(document, Annotation(gold([p] for p in phrases(tokens, tags)))), place)
