"""memray's JSON Lines pair (seq2seq-keyphrase): `X.src` with {title, abstract, id}, `X.tgt` with {keywords, id}.

Line n of the one belongs to line n of the other, and their ids must say so too. Meng et al., ACL 2017.
"""

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from bench.datasets.formats.json_lines import clusters_of, objects
from bench.datasets.formats.parts import chosen, gold, stem
from bench.datasets.source import Entry, Header, Item, Source
from bench.datasets.specification import Request
from bench.datasets.titles import whole_text
from bench.datasets.tree import Tree
from bench.errors import InputError
from bench.records import Annotation, Article, Document

TITLE = "memray's X.src and X.tgt JSON Lines"
LOOKED_FOR = "X.src beside X.tgt"
OPTIONS: Mapping[str, str] = {"split": "which pair, by the name before .src"}


def recognise(tree: Tree) -> bool:
    """A .src and a .tgt of one name."""
    return bool(_pairs(tree))


def _pairs(tree: Tree) -> list[str]:
    if len(tree.names) == 1 and tree.names[0].endswith((".src", ".tgt")):
        return [stem(tree.names[0])]
    return sorted(n[:-4] for n in tree.names if n.endswith(".src") and n[:-4] + ".tgt" in tree.names)


def source(tree: Tree, request: Request) -> Source:
    """The pair as articles."""
    pair = chosen(_pairs(tree), "split", request, tree, "pair of .src and .tgt")
    return Source(Header(request.name, "memray", language=request.language()), lambda: _items(tree, pair, request))


def _items(tree: Tree, pair: str, request: Request) -> Iterator[Item]:
    sources, targets = objects(tree, pair + ".src", request), objects(tree, pair + ".tgt", request)
    for here, there in zip_longest(sources, targets):
        if here is None or there is None:
            longer = (here or there or ({}, pair, 0))[1]
            raise InputError(
                "one of the two files is longer", place=longer, remedy="Line n of .src belongs to line n of .tgt"
            )
        (table, place, _), (said, at, _) = here, there
        identifier = str(table.get("id", ""))
        if identifier != str(said.get("id", identifier)):
            raise InputError(
                f"has the id {said.get('id')!r}, but its article has {identifier!r}", place=at, remedy="Align the files"
            )
        title, text = str(table.get("title") or ""), str(table.get("abstract") or "")
        clusters = clusters_of(said.get("keywords"), "keywords", at)
        document = Document(identifier or stem(place), whole_text(title, text), request.language(), title)
        yield Entry(Article(document, Annotation(gold(clusters))), place)
