r"""JSON Lines, the interchange form: an article a line, as `.jsonl` or `.jsonl.gz`.

`{"id", "title", "text", "language", "keyphrases": [[form, form, ...], ...], "negatives": [{"forms": [...], "kind"}],
"published": [...]}`; a plain string in `keyphrases` is a cluster of one form. Only `id` and `text` are needed. `lang`
is read as `language`. Further keys that we write where they hold something: `tiers` (one a cluster), `why` in a
negative, `event`, `annotators` ({name: {"keyphrases", "negatives"}}). Keys that we do not know are left alone.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

from bench.datasets.decoding import parsed_json, without_lone_surrogates
from bench.datasets.formats.parts import opening
from bench.datasets.source import Entry, Header, Item, Problem, Source
from bench.datasets.specification import Request
from bench.datasets.titles import whole_text
from bench.datasets.tree import Tree
from bench.errors import InputError
from bench.records import Annotation, Article, Document, GoldKeyphrase, Negative

TITLE = "JSON Lines: id, text, keyphrases"
LOOKED_FOR = "*.jsonl or *.json whose first line has a 'text'"
OPTIONS: Mapping[str, str] = {
    "id_field": "the key of the id (id)",
    "title_field": "the key of the title (title)",
    "text_field": "the key of the text (text)",
    "gold_field": "the key of the gold keyphrases (keyphrases)",
}
SUFFIXES = (".jsonl", ".json", ".ndjson")


def recognise(tree: Tree) -> bool:
    """A single file whose first line is a JSON object with a text, or one whose name and opening say it should be."""
    name = the_file(tree)
    return name is not None and ("text" in first_object(tree, name) or _is_meant(tree, name))


def _is_meant(tree: Tree, name: str) -> bool:
    # Reading the file then says what is wrong in which line, better than a list of all layouts would.
    return (
        len(tree.names) == 1
        and name.casefold().endswith((".jsonl", ".ndjson"))
        and opening(tree, name).lstrip("\ufeff \t\r\n")[:1] in ("{", "")
    )


def the_file(tree: Tree, suffixes: tuple[str, ...] = SUFFIXES) -> str | None:
    """The name of the only file with one of the suffixes, None where there are none or several."""
    found = [name for name in tree.names if name.casefold().endswith(suffixes)]
    return found[0] if len(found) == 1 else None


def first_object(tree: Tree, name: str) -> Mapping[str, object]:
    """The first line as a JSON object; empty where it is none."""
    with tree.open(name) as stream:
        for line in stream:
            if line.strip():
                try:
                    value = json.loads(line)
                except ValueError:
                    return {}
                return value if isinstance(value, dict) else {}
    return {}


def source(tree: Tree, request: Request) -> Source:
    """The lines of the file as articles, read one at a time.

    Raises:
        InputError: There is no such file, or several.
    """
    name = the_file(tree)
    if name is None:
        raise InputError(f"holds no single {' or '.join(SUFFIXES)} file", place=tree.label, remedy="Name the file")
    return Source(Header(request.name, "jsonl", language=request.language()), lambda: _items(tree, name, request))


def objects(tree: Tree, name: str, request: Request) -> Iterator[tuple[dict[str, object], str, int]]:
    """Each line's object, its place, and how many lone surrogates were replaced in it; blank lines are passed over.

    Raises:
        InputError: A line is no JSON object; names file and line.
    """
    with tree.open(name) as stream:
        for number, data in enumerate(stream, start=1):
            place = f"{tree.place(name)}, line {number}"
            line = request.text(data, place)
            if not line.strip():
                continue
            value = parsed_json(line.rstrip("\n"), tree.place(name), number)
            if not isinstance(value, dict):
                raise InputError(f"must be a JSON object, not {line.strip()[:40]!r}", place=place, remedy="Write {...}")
            cleaned, lone = _cleaned(value) if "\\u" in line else (value, 0)
            yield cleaned, place, lone


def _cleaned(value: dict[str, object]) -> tuple[dict[str, object], int]:
    text, count = without_lone_surrogates(json.dumps(value, ensure_ascii=False))
    return json.loads(text), count


def _items(tree: Tree, name: str, request: Request) -> Iterator[Item]:
    named = fields(request)
    for table, place, lone in objects(tree, name, request):
        if lone:
            yield Problem("lone-surrogate", "a lone surrogate in a JSON escape was read as U+FFFD", place)
        entry = entry_of(table, place, named, request)
        if not entry.has_gold:
            yield Problem("article-without-gold", "an article has no gold", place)
        yield entry


_USUAL = {"id": "id", "title": "title", "text": "text", "gold": "keyphrases"}


def fields(request: Request) -> dict[str, str]:
    """The keys of id, title, text and gold, as usual or as asked for."""
    return {key: request.option(f"{key}_field", usual) for key, usual in _USUAL.items()}


def entry_of(table: Mapping[str, object], place: str, fields: Mapping[str, str], request: Request) -> Entry:
    """One line's object as an article.

    Raises:
        InputError: A key is missing or of the wrong type; names it.
    """
    identifier = table.get(fields["id"])
    if isinstance(identifier, bool) or not isinstance(identifier, str | int) or identifier == "":
        raise InputError(f"{fields['id']!r} must be a text", place=place, remedy="Give every article an id")
    title = _text(table, fields["title"], place, needed=False)
    text = whole_text(title, _text(table, fields["text"], place, needed=True))
    language = request.option("language") or _text(table, "language", place, needed=False)
    language = language or _text(table, "lang", place, needed=False) or "en"
    annotation = annotation_of(table, place, fields["gold"])
    said = table.get("annotators") or {}
    if not isinstance(said, dict) or not all(isinstance(one, dict) for one in said.values()):
        raise InputError("'annotators' must map names to objects", place=place, remedy='Write {"name": {...}}')
    article = Article(
        Document(str(identifier), text, language, title),
        annotation,
        tuple(_list(table.get("published"), "published", place)),
        {who: annotation_of(one, f"{place}, annotator {who}", "keyphrases") for who, one in said.items()},
        _text(table, "event", place, needed=False),
    )
    return Entry(article, place, table.get(fields["gold"]) is not None)


def annotation_of(table: Mapping[str, object], place: str, gold_field: str) -> Annotation:
    """The clusters and negatives of an object."""
    clusters = clusters_of(table.get(gold_field), gold_field, place)
    tiers = _list(table.get("tiers"), "tiers", place) or [""] * len(clusters)
    if len(tiers) != len(clusters):
        raise InputError(
            f"{len(tiers)} tiers for {len(clusters)} keyphrases", place=place, remedy="Give one tier a keyphrase"
        )
    gold = tuple(GoldKeyphrase(forms, tier) for forms, tier in zip(clusters, tiers, strict=True))
    return Annotation(gold, tuple(_negatives(table.get("negatives"), place)))


def clusters_of(value: object, name: str, place: str) -> list[tuple[str, ...]]:
    """A list of plain strings and lists of forms, as clusters.

    Raises:
        InputError: It is anything else.
    """
    if value is None:
        return []
    if not isinstance(value, list):
        raise InputError(f"{name!r} must be a list, not {str(value)[:60]!r}", place=place, remedy='Write ["...", ...]')
    clusters = []
    for number, forms in enumerate(value, start=1):
        listed = [forms] if isinstance(forms, str) else forms
        if not isinstance(listed, list) or not listed or not all(isinstance(form, str) for form in listed):
            raise InputError(
                f"{name!r} number {number} must be a text or a list of texts, not {str(forms)[:60]!r}",
                place=place,
                remedy="Write each keyphrase as a text, or as a list of its forms",
            )
        clusters.append(tuple(listed))
    return clusters


def _negatives(value: object, place: str) -> Iterator[Negative]:
    if value is None:
        return
    if not isinstance(value, list):
        raise InputError("'negatives' must be a list", place=place, remedy='Write [{"forms": ["..."], "kind": "..."}]')
    for number, one in enumerate(value, start=1):
        where = f"{place}, negative {number}"
        table = {"forms": [one]} if isinstance(one, str) else one
        if not isinstance(table, dict) or not _list(table.get("forms"), "forms", where):
            raise InputError("must be an object with 'forms'", place=where, remedy='Write {"forms": ["..."]}')
        kind, why = (_text(table, key, where, needed=False) for key in ("kind", "why"))
        yield Negative(tuple(_list(table["forms"], "forms", where)), kind, why)


def _text(table: Mapping[str, object], key: str, place: str, *, needed: bool) -> str:
    value = table.get(key)
    if value is None and not needed:
        return ""
    if not isinstance(value, str):
        found = "is missing" if value is None else f"must be a text, not {str(value)[:60]!r}"
        raise InputError(f"{key!r} {found}", place=place, remedy=f"The line has: {', '.join(table) or 'nothing'}")
    return value


def _list(value: object, name: str, place: str) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InputError(f"{name!r} must be a list of texts", place=place, remedy='Write ["...", ...]')
    return value


def line_of(article: Article, *, has_gold: bool = True) -> str:
    """An article as one line of the interchange form, without the line end."""
    document = article.document
    table: dict[str, object] = {"id": document.id, "title": document.title, "text": document.text}
    table["language"] = document.language
    if has_gold:
        table |= _said(article.annotation)
    table["published"] = list(article.published)
    if article.annotators:
        table["annotators"] = {who: _said(said) for who, said in article.annotators.items()}
    if article.event:
        table["event"] = article.event
    return json.dumps(table, ensure_ascii=False)


def _said(annotation: Annotation) -> dict[str, object]:
    said: dict[str, object] = {"keyphrases": [list(gold.forms) for gold in annotation.gold]}
    if any(gold.tier for gold in annotation.gold):
        said["tiers"] = [gold.tier for gold in annotation.gold]
    said["negatives"] = [_negative(negative) for negative in annotation.negatives]
    return said


def _negative(negative: Negative) -> dict[str, object]:
    table: dict[str, object] = {"forms": list(negative.forms), "kind": negative.kind}
    return {**table, "why": negative.why} if negative.why else table


def lines_of(articles: Iterable[tuple[Article, bool]]) -> Iterator[str]:
    """Articles (and whether each has gold) as lines."""
    return (line_of(article, has_gold=has_gold) for article, has_gold in articles)
