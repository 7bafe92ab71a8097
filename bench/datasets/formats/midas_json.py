"""midas's JSON Lines: {id, document: [token], doc_bio_tags: [tag], extractive_keyphrases, abstractive_keyphrases}.

The gold is both lists, the extractive one first, each phrase once; where neither is given, the tagged spans.
"""

from collections.abc import Iterator, Mapping

from bench.datasets.formats.bio_spans import phrases, text_of
from bench.datasets.formats.json_lines import first_object, objects, the_file
from bench.datasets.formats.parts import distinct, gold
from bench.datasets.source import Entry, Header, Item, Source
from bench.datasets.specification import Request
from bench.datasets.tree import Tree
from bench.errors import InputError
from bench.records import Annotation, Article, Document

TITLE = "midas JSON: document, doc_bio_tags, extractive and abstractive keyphrases"
LOOKED_FOR = "*.jsonl whose first line has 'document' and 'doc_bio_tags' or 'extractive_keyphrases'"
OPTIONS: Mapping[str, str] = {}

_LISTS = ("extractive_keyphrases", "abstractive_keyphrases")


def recognise(tree: Tree) -> bool:
    """The first line has the keys."""
    return (name := the_file(tree)) is not None and is_midas(first_object(tree, name))


def is_midas(row: Mapping[str, object]) -> bool:
    """Whether a row has this shape."""
    return "document" in row and ("doc_bio_tags" in row or _LISTS[0] in row)


def source(tree: Tree, request: Request) -> Source:
    """The lines as articles."""
    name = the_file(tree) or tree.label
    return Source(Header(request.name, "midas", language=request.language()), lambda: _items(tree, name, request))


def _items(tree: Tree, name: str, request: Request) -> Iterator[Item]:
    for number, (row, place, _) in enumerate(objects(tree, name, request), start=1):
        yield entry_of(row, place, number, request)


def entry_of(row: Mapping[str, object], place: str, number: int, request: Request) -> Entry:
    """One row as an article; `number` is the id where the row has none.

    Raises:
        InputError: Tokens or tags are no lists of texts, or not as many of the one as of the other.
    """
    tokens, tags = _texts(row, "document", place), _texts(row, "doc_bio_tags", place)
    if tags and len(tags) != len(tokens):
        raise InputError(f"{len(tags)} tags for {len(tokens)} tokens", place=place, remedy="Give every token a tag")
    listed = [" ".join(phrase.split()) for key in _LISTS for phrase in _texts(row, key, place)]
    said = distinct(listed) if any(key in row for key in _LISTS) else phrases(tokens, tags)
    identifier = row.get("id")
    document = Document(str(number if identifier is None else identifier), text_of(tokens), request.language())
    return Entry(Article(document, Annotation(gold([phrase] for phrase in said))), place)


def _texts(row: Mapping[str, object], key: str, place: str) -> list[str]:
    value = row.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InputError(f"{key!r} must be a list of texts", place=place, remedy='Write ["...", ...]')
    return value
