"""Gold lists without texts: lines `ID<TAB>phrase;phrase`, as evaluation scripts keep their references.

The documents have no text, so that nothing can be run on them; lists made elsewhere can be scored. Repeated phrases
stay. A document that comes twice is an error. Boudin, IJCNLP 2013, keeps Inspec's references so.
"""

from collections.abc import Iterator, Mapping

from bench.datasets.formats.parts import opening, separated
from bench.datasets.source import Entry, Header, Item, Problem, Source
from bench.datasets.specification import Request
from bench.datasets.tree import Tree
from bench.errors import InputError
from bench.records import Annotation, Article, Document

TITLE = "gold lists without texts: ID<TAB>phrase;phrase"
LOOKED_FOR = "one file of lines ID<TAB>phrase;phrase"
OPTIONS: Mapping[str, str] = {}


def recognise(tree: Tree) -> bool:
    """A single file whose first line is an id and, after its only tab, a list."""
    if len(tree.names) != 1:
        return False
    first = next((line for line in opening(tree, tree.names[0]).split("\n") if line.strip()), "")
    before, tab, after = first.partition("\t")
    return bool(before.strip()) and bool(tab) and "\t" not in after and "\0" not in first


def source(tree: Tree, request: Request) -> Source:
    """The lines of the file as articles without text.

    Raises:
        InputError: There is not exactly one file.
    """
    if len(tree.names) != 1:
        raise InputError(f"holds {len(tree.names)} files", place=tree.label, remedy="Name the one with the lists")
    header = Header(request.name, "tabbed", language=request.language())
    return Source(header, lambda: _items(tree, tree.names[0], request))


def _items(tree: Tree, name: str, request: Request) -> Iterator[Item]:
    yield Problem("no-texts", "the gold comes without texts: what needs one is not computed", tree.place(name))
    with tree.open(name) as stream:
        for number, data in enumerate(stream, start=1):
            place = f"{tree.place(name)}, line {number}"
            line = request.text(data, place)
            if not line.strip():
                continue
            document_id, tab, phrases = line.partition("\t")
            if not tab or not document_id.strip():
                raise InputError("has no id with a tab after it", place=place, remedy="Write ID<TAB>phrase;phrase")
            document = Document(document_id.strip(), "", request.language())
            yield Entry(Article(document, Annotation(separated(phrases, ";"))), place)
