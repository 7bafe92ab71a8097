"""brat stand-off: `ID.txt` and `ID.ann` with a tagged span a line, as in SemEval-2017 (ScienceIE).

`T1<tab>TYPE START END[;START END]<tab>TEXT` is a keyphrase; the same words twice are one.
`*<tab>Synonym-of T1 T2` makes one cluster of two. Other relations, attributes and notes are no
gold. Offsets count characters from 0; where the text at the offsets is not the words of the line, the line is believed
and the difference counted.
"""

import re
from collections.abc import Iterator, Mapping

from bench.datasets.formats.parts import distinct, gold, stem, without_articles, without_gold
from bench.datasets.source import Entry, Header, Item, Problem, Source
from bench.datasets.specification import Request
from bench.datasets.tree import Tree
from bench.errors import InputError
from bench.records import Annotation, Article, Document, GoldKeyphrase

TITLE = "brat stand-off: ID.txt and ID.ann"
LOOKED_FOR = "*.ann beside *.txt"
OPTIONS: Mapping[str, str] = {}

_SPAN = re.compile(r"(T\S*)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")


def recognise(tree: Tree) -> bool:
    """There are annotations and texts."""
    return any(n.endswith(".ann") for n in tree.names) and any(n.endswith(".txt") for n in tree.names)


def source(tree: Tree, request: Request) -> Source:
    """Every text with its spans."""
    return Source(Header(request.name, "brat", language=request.language()), lambda: _items(tree, request))


def _items(tree: Tree, request: Request) -> Iterator[Item]:
    texts = {stem(name): name for name in tree.names if name.endswith(".txt")}
    notes = {stem(name): name for name in tree.names if name.endswith(".ann")}
    yield from without_articles(sorted(notes.keys() - texts.keys()), len(notes), tree.label, request)
    for identifier, name in texts.items():
        place = tree.place(name)
        text = request.text(tree.read(name), place)
        document = Document(identifier, text, request.language())
        if identifier not in notes:
            yield without_gold(place)
            yield Entry(Article(document), place, has_gold=False)
            continue
        at = tree.place(notes[identifier])
        clusters, problems = _read(request.text(tree.read(notes[identifier]), at), text, at)
        yield from problems
        yield Entry(Article(document, Annotation(clusters)), place)


def _read(notes: str, text: str, place: str) -> tuple[tuple[GoldKeyphrase, ...], list[Problem]]:
    words: dict[str, str] = {}
    same: dict[str, set[str]] = {}
    problems = []
    for number, line in enumerate(notes.split("\n"), start=1):
        where = f"{place}, line {number}"
        if line.startswith("T"):
            found = _SPAN.fullmatch(line)
            if not found:
                raise InputError(f"{line[:60]!r} is no span", place=where, remedy="Write T1<tab>TYPE 0 4<tab>TEXT")
            words[found[1]] = " ".join(found[4].split())
            if _at(text, found[3]) != words[found[1]]:
                problems.append(Problem("span-mismatch", "a span's words are not the text at its offsets", where))
        elif line.startswith("*\tSynonym-of "):
            members = line.split("\t")[1].split()[1:]
            together = set(members).union(*(same.get(member, set()) for member in members))
            same.update(dict.fromkeys(together, together))
    order = list(words)
    clusters = []
    done: set[str] = set()
    for name in order:
        if name not in done:
            members = [other for other in order if other in same.get(name, {name})]
            done.update(members)
            clusters.append(distinct(words[member] for member in members))
    return gold(_merged(clusters)), problems


def _merged(clusters: list[list[str]]) -> list[list[str]]:
    """One cluster for all that share a form as it is written: the same words are tagged wherever they stand."""
    kept: list[list[str]] = []
    for cluster in clusters:
        meets = [other for other in kept if set(other) & set(cluster)]
        whole = distinct([form for other in meets for form in other] + cluster)
        at = kept.index(meets[0]) if meets else len(kept)
        kept = [other for other in kept if other not in meets]
        kept.insert(at, whole)
    return kept


def _at(text: str, offsets: str) -> str:
    pieces = (text[int(start) : int(end)] for start, end in (piece.split() for piece in offsets.split(";")))
    return " ".join(" ".join(pieces).split())
