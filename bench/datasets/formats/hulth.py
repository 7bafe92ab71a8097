"""Hulth's layout of Inspec: `ID.abstr` (title and abstract), `ID.contr` and `ID.uncontr` (phrases joined by ";").

Lines are wrapped by a line end and a tab, inside phrases too. The two gold files are two annotators, `contr` (the
thesaurus) and `uncontr` (free); the gold is `uncontr`, as in Hulth, EMNLP 2003. A semicolon inside a phrase
("(0;1)-matrices") cannot be told from one between two: it is cut as everybody cuts it, and the linter finds
the bracket.
"""

import re
from collections.abc import Iterator, Mapping

from bench.datasets.formats.parts import separated, stem, without_articles, without_gold
from bench.datasets.source import Entry, Header, Item, Problem, Source
from bench.datasets.specification import Request
from bench.datasets.tree import Tree
from bench.records import Annotation, Article, Document

TITLE = "Hulth's ID.abstr, ID.contr, ID.uncontr"
LOOKED_FOR = "*.abstr with *.uncontr or *.contr"
OPTIONS: Mapping[str, str] = {}

_GOLD = {"uncontr": ".uncontr", "contr": ".contr"}


def recognise(tree: Tree) -> bool:
    """There are abstracts and gold files."""
    return any(n.endswith(".abstr") for n in tree.names) and any(n.endswith((".uncontr", ".contr")) for n in tree.names)


def source(tree: Tree, request: Request) -> Source:
    """Every abstract with both kinds of gold."""
    header = Header(
        request.name,
        "hulth",
        language=request.language(),
        annotation="professional indexers: contr from the Inspec thesaurus, uncontr free; the gold is uncontr",
    )
    return Source(header, lambda: _items(tree, request))


def unwrapped(text: str) -> list[str]:
    """The logical lines: a line end followed by white space is a blank."""
    lines = re.sub(r"\n[ \t]+", " ", text).split("\n")
    return [" ".join(line.split()) for line in lines if line.strip()]


def _items(tree: Tree, request: Request) -> Iterator[Item]:
    articles = {stem(name): name for name in tree.names if name.endswith(".abstr")}
    gold = {who: {stem(name): name for name in tree.names if name.endswith(suffix)} for who, suffix in _GOLD.items()}
    named = {identifier for files in gold.values() for identifier in files}
    yield from without_articles(sorted(named - articles.keys()), len(named), tree.label, request)
    for identifier, name in articles.items():
        place = tree.place(name)
        lines = unwrapped(request.text(tree.read(name), place))
        title = lines[0] if lines else ""
        said = {}
        for who, files in gold.items():
            if identifier in files:
                at = tree.place(files[identifier])
                listed = request.text(tree.read(files[identifier]), at).strip()
                said[who] = Annotation(separated(listed, ";"))
                if "\n" in listed:
                    yield Problem("wrapped-gold", "a list of gold is wrapped over lines", at, is_note=True)
        if not said:
            yield without_gold(place)
        annotation = said.get("uncontr") or said.get("contr") or Annotation()
        text = "\n\n".join([title, "\n".join(lines[1:])]) if lines[1:] else title
        document = Document(identifier, text, request.language(), title)
        yield Entry(Article(document, annotation, annotators=said), place, bool(said))
