"""CSV and TSV with a head line: columns `id`, `title`, `text`, `keyphrases`, or others by option.

A cell of keyphrases is a list joined by ";" (`?separator=` for another), or a JSON list of texts and lists of forms.
Without a column of ids the rows are numbered from 1.
"""

import csv
from collections.abc import Iterator, Mapping

from bench.datasets.decoding import parsed_json
from bench.datasets.formats.json_lines import clusters_of
from bench.datasets.formats.parts import gold, opening, separated, without_gold
from bench.datasets.source import Entry, Header, Item, Source
from bench.datasets.specification import Request
from bench.datasets.titles import whole_text
from bench.datasets.tree import Tree
from bench.errors import InputError, UnknownNameError
from bench.records import Annotation, Article, Document, GoldKeyphrase

TITLE = "CSV or TSV with named columns"
LOOKED_FOR = "one *.csv or *.tsv with a head line"
OPTIONS: Mapping[str, str] = {
    "id_field": "the column of the id (id)",
    "title_field": "the column of the title (title)",
    "text_field": "the column of the text (text)",
    "gold_field": "the column of the gold keyphrases (keyphrases)",
    "separator": "what parts keyphrases in a cell (;)",
}
_USUAL = {"id": "id", "title": "title", "text": "text", "gold": "keyphrases"}
_LONGEST_CELL = 2**31 - 1
"""Characters; the csv module refuses more than 131,072 until told otherwise."""


def recognise(tree: Tree) -> bool:
    """There is one such file."""
    return len(_tables(tree)) == 1


def _tables(tree: Tree) -> list[str]:
    return [name for name in tree.names if name.casefold().endswith((".csv", ".tsv"))]


def source(tree: Tree, request: Request) -> Source:
    """The rows as articles."""
    tables = _tables(tree)
    if len(tables) != 1:
        raise InputError("holds no single .csv or .tsv", place=tree.label, remedy="Name the file")
    return Source(Header(request.name, "csv", language=request.language()), lambda: _items(tree, tables[0], request))


def _delimiter(tree: Tree, name: str) -> str:
    head = opening(tree, name).split("\n", 1)[0]
    return "\t" if name.casefold().endswith(".tsv") else max((",", ";", "\t"), key=head.count)


def _items(tree: Tree, name: str, request: Request) -> Iterator[Item]:
    place = tree.place(name)
    csv.field_size_limit(_LONGEST_CELL)
    with tree.open(name) as stream:
        lines = (request.text(line, f"{place}, line {number}") for number, line in enumerate(stream, start=1))
        rows = csv.DictReader(lines, delimiter=_delimiter(tree, name), restkey="", strict=True)
        try:
            columns = _columns(list(rows.fieldnames or ()), request, place)
            for number, row in enumerate(rows, start=1):
                entry = _entry(row, columns, number, f"{place}, line {rows.line_num}", request)
                if not entry.has_gold:
                    yield without_gold(entry.place)
                yield entry
        except csv.Error as error:
            raise InputError(f"malformed: {error}", place=f"{place}, line {rows.line_num}", remedy="Mend it") from None


def _columns(names: list[str], request: Request, place: str) -> dict[str, str]:
    columns = {}
    for what, usual in _USUAL.items():
        asked = request.option(f"{what}_field")
        if asked and asked not in names:
            raise UnknownNameError("column", asked, names, place=place)
        if asked or usual in names:
            columns[what] = asked or usual
    if "text" not in columns:
        raise InputError(
            f"has no column 'text'; its columns are {', '.join(names) or 'none'}",
            place=place,
            remedy="Name it: append '?text_field=COLUMN&gold_field=COLUMN'",
        )
    return columns


def _entry(
    row: Mapping[str, str | None], columns: Mapping[str, str], number: int, place: str, request: Request
) -> Entry:
    def cell(what: str) -> str:
        return row.get(columns.get(what, "\0")) or ""

    if None in row.values() or "" in row:
        raise InputError("has more or fewer cells than the head line", place=place, remedy="Mend that row")
    title = cell("title")
    document = Document(cell("id") or str(number), whole_text(title, cell("text")), request.language(), title)
    said = _gold(cell("gold"), place, request)
    return Entry(Article(document, Annotation(said)), place, "gold" in columns)


def _gold(cell: str, place: str, request: Request) -> tuple[GoldKeyphrase, ...]:
    if cell.lstrip().startswith("["):
        return gold(clusters_of(parsed_json(cell, place), "keyphrases", place))
    return separated(cell, request.option("separator", ";"))
