"""SemEval-2010 task 5 as its organisers gave it: lines `C-41 : a,b,c+d` in `*.final`, or {"C-41": [["a"], ...]}.

"," parts keyphrases, "+" parts the accepted variants of one. The articles lie beside the references or below, as
`ID.txt`, `ID.txt.final` or CoreNLP's `ID.xml`. References that are not stemmed are preferred. Kim et al., SemEval 2010.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from bench.datasets.decoding import parsed_json
from bench.datasets.formats.core_nlp import read_xml
from bench.datasets.formats.json_lines import clusters_of
from bench.datasets.formats.parts import gold, opening, without_articles, without_gold
from bench.datasets.source import Entry, Header, Item, Source
from bench.datasets.specification import Request
from bench.datasets.tree import Tree
from bench.errors import InputError, UnknownNameError
from bench.records import Annotation, Article, Document, GoldKeyphrase

TITLE = "SemEval-2010 references: ID : a,b,c+d"
LOOKED_FOR = "*.final with lines 'ID : a,b,c+d'"
OPTIONS: Mapping[str, str] = {"references": "which file of references (default: the first that is not stemmed)"}

_LINE = re.compile(r"([\w.-]+) : (.*)")
_ARTICLE = (".txt.final", ".txt", ".xml")


def recognise(tree: Tree) -> bool:
    """A file of such lines is there."""
    return any(name.endswith(".final") and _LINE.match(opening(tree, name)) for name in _references(tree))


def _references(tree: Tree) -> list[str]:
    """Files of references, those not stemmed first."""
    found = [n for n in tree.names if n.endswith((".final", ".json")) and not n.endswith(".txt.final")]
    return sorted(found, key=lambda name: (".stem" in name, not name.endswith(".final"), name))


def source(tree: Tree, request: Request) -> Source:
    """The articles that lie beside the references."""
    found = _references(tree)
    asked = request.option("references")
    if asked and asked not in found:
        raise UnknownNameError("file of references", asked, found, place=tree.label)
    if not found:
        raise InputError("there are no references", place=tree.label, remedy="Put *.final or *.json there")
    name = asked or found[0]
    is_stemmed = ".stem" in name
    header = Header(
        request.name,
        "semeval",
        language=request.language(),
        annotation=name + (", already stemmed by Porter" if is_stemmed else ""),
        gold_stem="porter-original" if is_stemmed else "",
    )
    return Source(header, lambda: _items(tree, name, request))


def _items(tree: Tree, name: str, request: Request) -> Iterator[Item]:
    place = tree.place(name)
    text = request.text(tree.read(name), place)
    known = _from_json(text, place) if name.endswith(".json") else _from_lines(text, place)
    articles: dict[str, str] = {}
    for candidate in tree.names:
        suffix = next((suffix for suffix in _ARTICLE if candidate.endswith(suffix)), None)
        if suffix is not None:
            articles.setdefault(PurePosixPath(candidate).name.removesuffix(suffix), candidate)
    yield from without_articles(sorted(known.keys() - articles.keys()), len(known), place, request)
    for identifier, candidate in articles.items():
        at, data = tree.place(candidate), tree.read(candidate)
        title, whole = read_xml(data, at) if candidate.endswith(".xml") else ("", request.text(data, at))
        if identifier not in known:
            yield without_gold(at)
        document = Document(identifier, whole, request.language(), title)
        yield Entry(Article(document, Annotation(known.get(identifier, ()))), at, identifier in known)


def _from_lines(text: str, place: str) -> dict[str, tuple[GoldKeyphrase, ...]]:
    known = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line.strip())
        if not found:
            raise InputError(
                f"{line[:40]!r} is no line of references", place=f"{place}, line {number}", remedy="Write ID : a,b,c+d"
            )
        known[found[1]] = gold(part.split("+") for part in found[2].split(","))
    return known


def _from_json(text: str, place: str) -> dict[str, tuple[GoldKeyphrase, ...]]:
    table = parsed_json(text, place)
    if not isinstance(table, dict):
        raise InputError("must be a JSON object of documents", place=place, remedy='Write {"ID": [["..."], ...]}')
    return {identifier: gold(clusters_of(said, identifier, place)) for identifier, said in table.items()}
