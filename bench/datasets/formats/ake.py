"""ake-datasets (Boudin): CoreNLP XML and `references/SPLIT.ANNOTATOR[.stem].json` = {document: [[variant, ...], ...]}.

A folder, or an archive of the XML with `?references=` naming the JSON beside it. Each kind of reference (`uncontr`,
`contr`, `author`, `reader`, `combined`) is an annotator. Gold that is not stemmed is preferred; where only `.stem` is
there, that is what is read, and the header says so: it must not be stemmed again by another stemmer.
Boudin, Mougard and Cram, WNUT 2016.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bench.datasets.decoding import parsed_json
from bench.datasets.formats.core_nlp import read_xml
from bench.datasets.formats.json_lines import clusters_of
from bench.datasets.formats.parts import chosen, gold, stem, without_articles, without_gold
from bench.datasets.source import Entry, Header, Item, Source
from bench.datasets.specification import Request
from bench.datasets.tree import Tree, at
from bench.errors import InputError
from bench.records import Annotation, Article, Document

TITLE = "ake-datasets: references/*.json and CoreNLP XML"
LOOKED_FOR = "references/*.json or *.xml with <sentences>"
OPTIONS: Mapping[str, str] = {
    "references": "a JSON of references elsewhere, as seen from beside the path or from here",
    "split": "which split of the references: test, dev, train",
    "part": "which folder of XML, where there are several",
}
_USUAL = ("combined", "uncontr", "reader", "author", "contr")
"""Which annotator is the gold where none is asked for."""


@dataclass(frozen=True, slots=True)
class _References:
    annotators: Mapping[str, Mapping[str, Annotation]]
    chosen: str
    stemmed: bool
    place: str


def recognise(tree: Tree) -> bool:
    """There is XML, and references beside it or CoreNLP's marks in it."""
    xml = [name for name in tree.names if name.endswith(".xml")]
    if not xml:
        return False
    if any(_is_reference(name) for name in tree.names):
        return True
    with tree.open(xml[0]) as stream:
        return b"<sentences>" in stream.read(600)


def _is_reference(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix == ".json" and path.parent.name == "references"


def source(tree: Tree, request: Request) -> Source:
    """The XML documents that the references of a split name."""
    references = _references(tree, request)
    folders = sorted({str(PurePosixPath(name).parent) for name in tree.names if name.endswith(".xml")})
    folder = chosen(folders, "part", request, tree, "folder of XML")
    header = Header(
        request.name,
        "ake",
        language=request.language(),
        annotation=f"references {references.chosen}" + (", already stemmed by Porter" if references.stemmed else ""),
        gold_stem="porter-original" if references.stemmed else "",
    )
    return Source(header, lambda: _items(tree, folder, references, request))


def _references(tree: Tree, request: Request) -> _References:
    if request.option("references"):
        asked = Path(request.option("references")).expanduser()
        path = Path(tree.label).parent / asked
        beside = at(asked if asked.exists() and not path.exists() else path)
        name = beside.names[0]
        return _read({name: beside.read(name)}, beside.place(name), request)
    found = {name: b"" for name in tree.names if _is_reference(name)}
    splits = sorted({PurePosixPath(name).name.split(".")[0] for name in found})
    if not splits:
        raise InputError(
            "there are no references/*.json", place=tree.label, remedy="Name the JSON: append '?references=PATH'"
        )
    split = (
        "test" if "test" in splits and not request.option("split") else chosen(splits, "split", request, tree, "split")
    )
    files = {name: tree.read(name) for name in found if PurePosixPath(name).name.startswith(split + ".")}
    return _read(files, tree.place("references"), request)


def _read(files: Mapping[str, bytes], place: str, request: Request) -> _References:
    plain = {name for name in files if ".stem." not in name}
    stemmed = not plain
    annotators = {}
    for name in sorted(plain or files):
        text = request.text(files[name], f"{place}/{stem(name)}.json")
        table = parsed_json(text, f"{place}/{stem(name)}.json")
        if not isinstance(table, dict):
            raise InputError("must be a JSON object of documents", place=place, remedy='Write {"ID": [["..."], ...]}')
        parts = stem(name).split(".")
        who = parts[1] if len(parts) > 1 else parts[0]
        annotators[who] = {
            identifier: Annotation(gold(clusters_of(said, identifier, place))) for identifier, said in table.items()
        }
    usual = next((who for who in _USUAL if who in annotators), next(iter(annotators)))
    return _References(annotators, usual, stemmed, place)


def _items(tree: Tree, folder: str, references: _References, request: Request) -> Iterator[Item]:
    known = references.annotators[references.chosen]
    there = {stem(n) for n in tree.names if n.endswith(".xml") and str(PurePosixPath(n).parent) == folder}
    yield from without_articles(sorted(known.keys() - there), len(known), references.place, request)
    for name, data in tree.walk():
        if not name.endswith(".xml") or str(PurePosixPath(name).parent) != folder:
            continue
        place, identifier = tree.place(name), stem(name)
        title, text = read_xml(data, place)
        said = {who: table[identifier] for who, table in references.annotators.items() if identifier in table}
        if identifier not in known:
            yield without_gold(place)
        document = Document(identifier, text, request.language(), title)
        annotation = known.get(identifier, Annotation())
        yield Entry(Article(document, annotation, annotators=said), place, identifier in known)
