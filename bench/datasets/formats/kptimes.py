"""KPTimes and KP20k JSON Lines: {title, abstract, keyword(s), id, ...}.

`keyword` is a list of lists of variants, a list, or one string joined by ";" (variants inside it only where
`?variants=,` says so). The text is title and abstract; a headline is not part of it. Gallina et al., INLG 2019.
"""

from collections.abc import Iterator, Mapping

from bench.datasets.formats.json_lines import clusters_of, first_object, objects, the_file
from bench.datasets.formats.parts import gold, without_gold
from bench.datasets.source import Entry, Header, Item, Source
from bench.datasets.specification import Request
from bench.datasets.titles import whole_text
from bench.datasets.tree import Tree
from bench.errors import InputError
from bench.records import Annotation, Article, Document, GoldKeyphrase

TITLE = "KPTimes or KP20k JSON: title, abstract, keyword"
LOOKED_FOR = "*.jsonl whose first line has 'title', 'abstract' and 'keyword', 'keywords' or 'keyphrases'"
OPTIONS: Mapping[str, str] = {"variants": "what parts variants inside one keyword of a string"}

_GOLD = ("keyword", "keywords", "keyphrases")


def recognise(tree: Tree) -> bool:
    """The first line has the keys."""
    return (name := the_file(tree)) is not None and is_kptimes(first_object(tree, name))


def is_kptimes(row: Mapping[str, object]) -> bool:
    """Whether a row has this shape."""
    return "abstract" in row and "title" in row and any(key in row for key in _GOLD)


def source(tree: Tree, request: Request) -> Source:
    """The lines as articles."""
    name = the_file(tree) or tree.label
    return Source(Header(request.name, "kptimes", language=request.language()), lambda: _items(tree, name, request))


def _items(tree: Tree, name: str, request: Request) -> Iterator[Item]:
    for number, (row, place, _) in enumerate(objects(tree, name, request), start=1):
        entry = entry_of(row, place, number, request)
        if not entry.has_gold:
            yield without_gold(place)
        yield entry


def entry_of(row: Mapping[str, object], place: str, number: int, request: Request) -> Entry:
    """One row as an article; `number` is the id where the row has none.

    Raises:
        InputError: Title or abstract is no text, or the keywords are neither list nor text.
    """
    title, text = row.get("title") or "", row.get("abstract") or ""
    if not isinstance(title, str) or not isinstance(text, str):
        raise InputError("'title' and 'abstract' must be texts", place=place, remedy="Put them in quotation marks")
    key = next((key for key in _GOLD if row.get(key) is not None), None)
    said = _clusters(row[key], key, place, request) if key else ()
    identifier = row.get("id")
    document = Document(
        str(number if identifier is None else identifier), whole_text(title, text), request.language(), title
    )
    return Entry(Article(document, Annotation(said)), place, key is not None)


def _clusters(value: object, key: str, place: str, request: Request) -> tuple[GoldKeyphrase, ...]:
    if not isinstance(value, str):
        return gold(clusters_of(value, key, place))
    variants = request.option("variants")
    return gold(part.split(variants) if variants else [part] for part in value.split(";"))
