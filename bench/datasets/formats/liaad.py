"""LIAAD's layout (KeywordExtractor-Datasets): `docsutf8/ID.txt`, `keys/ID.key` with a phrase a line, `lan.txt`.

A folder or zip; the two folders may lie some levels deep. Every `.key` file ends in a line end, which is no phrase.
Campos et al., YAKE!, Information Sciences 509 (2020).
"""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from bench.datasets.formats.parts import blank_lines, chosen, gold_lines, without_articles, without_gold
from bench.datasets.source import Entry, Header, Item, Source
from bench.datasets.specification import Request
from bench.datasets.tree import Tree
from bench.records import Annotation, Article, Document

TITLE = "docsutf8/*.txt with keys/*.key"
LOOKED_FOR = "docsutf8/*.txt and keys/*.key"
OPTIONS: Mapping[str, str] = {"part": "which of several sets in one archive, by its folder"}

_DOCS, _KEYS = "docsutf8", "keys"


def recognise(tree: Tree) -> bool:
    """Both folders are there."""
    return bool(_roots(tree))


def _roots(tree: Tree) -> list[str]:
    def roots(folder: str) -> set[str]:
        parents = (PurePosixPath(name).parent for name in tree.names)
        return {str(parent.parent) for parent in parents if parent.name == folder}

    return sorted(roots(_DOCS) & roots(_KEYS))


def source(tree: Tree, request: Request) -> Source:
    """The set below the one root that has both folders."""
    root = PurePosixPath(chosen(_roots(tree), "part", request, tree, "set of docsutf8/ and keys/"))
    language = request.option("language") or _language(tree, root, request) or "en"
    header = Header(request.name, "liaad", language=language)
    return Source(header, lambda: _items(tree, root, language, request))


def _language(tree: Tree, root: PurePosixPath, request: Request) -> str:
    name = str(root / "lan.txt")
    said = request.text(tree.read(name), tree.place(name)) if name in tree.names else ""
    return said.strip().replace("_", "-").split("-")[0].casefold()


def _items(tree: Tree, root: PurePosixPath, language: str, request: Request) -> Iterator[Item]:
    texts = _of(tree, root / _DOCS, ".txt")
    keys = _of(tree, root / _KEYS, ".key")
    yield from without_articles(sorted(keys.keys() - texts.keys()), len(keys), tree.place(str(root / _KEYS)), request)
    for identifier, name in texts.items():
        place = tree.place(name)
        document = Document(identifier, request.text(tree.read(name), place), language)
        if identifier not in keys:
            yield without_gold(place)
            yield Entry(Article(document), place, has_gold=False)
            continue
        at = tree.place(keys[identifier])
        lines = request.text(tree.read(keys[identifier]), at)
        gold, problems = gold_lines(lines, at)
        yield from problems
        yield Entry(Article(document, Annotation(gold, blank_lines=blank_lines(lines))), place)


def _of(tree: Tree, folder: PurePosixPath, suffix: str) -> dict[str, str]:
    names = (PurePosixPath(name) for name in tree.names)
    return {n.name.removesuffix(suffix): str(n) for n in names if n.parent == folder and n.name.endswith(suffix)}
