"""Our own layout: `dataset.toml`, `articles/ID.txt`, `keyphrases/ID.toml`, `annotators/NAME/ID.toml`.

Gold and negatives of a document stand in one file that a human edits and reviews in a diff:

    [[keyphrases]]
    phrase = "International Space Station"
    aliases = ["ISS"]
    tier = "essential"

    [[negatives]]
    phrase = "zoé pallier 7"
    kind = "byline"
    why = "the reporter's name run together with the hour"

In `dataset.toml`, `published_prefix` opens the published keyword line of an article, `event` names what all articles
have in common, and the tables `titles`, `events`, `languages` and `published` say what is so of single articles, by
id. `sha256` describes every article, gold file and pass. In a gold file `votes` (how many annotators
said so) is for the reader alone.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from bench.datasets.decoding import decoded, known_keys, parsed_toml, string, strings
from bench.datasets.formats.parts import GoldWithoutArticleError
from bench.datasets.source import Entry, Header, Item, Problem, Source
from bench.datasets.specification import Request
from bench.datasets.tree import Tree
from bench.errors import InputError
from bench.records import Annotation, Article, Document, GoldKeyphrase, Negative
from bench.text.keyword_line import split_published_line

TITLE = "a folder with dataset.toml (this project's own)"
LOOKED_FOR = "dataset.toml beside articles/*.txt"
OPTIONS: Mapping[str, str] = {}

CARD = "dataset.toml"
SCHEMA = 1
_CARD_KEYS = (
    "schema", "name", "version", "language", "licence", "rights", "source", "annotation", "citation",
    "published_prefix", "event", "gold_stem", "titles", "events", "languages", "published", "sha256",
)  # fmt: skip
_DESCRIBED = ("articles/", "keyphrases/", "annotators/")


@dataclass(frozen=True, slots=True)
class Card:
    """What `dataset.toml` says."""

    header: Header
    published_prefix: str
    event: str
    titles: Mapping[str, str]
    events: Mapping[str, str]
    languages: Mapping[str, str]
    published: Mapping[str, tuple[str, ...]]
    sha256: Mapping[str, str]


def recognise(tree: Tree) -> bool:
    """There is a dataset.toml at the top."""
    return CARD in tree.names


def source(tree: Tree, request: Request) -> Source:
    """The set as its `dataset.toml` describes it; every file with a digest there is checked against it."""
    card = read_card(tree, request)
    return Source(card.header, lambda: _items(tree, card))


def read_card(tree: Tree, request: Request) -> Card:
    """`dataset.toml`, checked.

    Raises:
        InputError: It is missing, malformed, of a newer schema, or has keys that mean nothing.
    """
    place = tree.place(CARD)
    table = parsed_toml(decoded(tree.read(CARD), place), place)
    known_keys(table, _CARD_KEYS, place)
    schema = table.get("schema", SCHEMA)
    if schema != SCHEMA:
        raise InputError(f"schema {schema!r} is not known here", place=place, remedy=f"This release reads {SCHEMA}")
    header = Header(
        name=request.option("name") or string(table, "name", place, request.name),
        format="folder",
        version=string(table, "version", place, "1"),
        language=request.language(string(table, "language", place, "en")),
        licence=string(table, "licence", place, ""),
        source=string(table, "source", place, ""),
        annotation=string(table, "annotation", place, ""),
        gold_stem=string(table, "gold_stem", place, ""),
    )
    return Card(
        header,
        published_prefix=string(table, "published_prefix", place, ""),
        event=string(table, "event", place, ""),
        titles=_texts(table, "titles", place),
        events=_texts(table, "events", place),
        languages=_texts(table, "languages", place),
        published={
            identifier: strings(value, f"'published.{identifier}'", place)
            for identifier, value in _table(table, "published", place).items()
        },
        sha256=_texts(table, "sha256", place),
    )


def _table(table: Mapping[str, object], key: str, place: str) -> dict[str, object]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise InputError(f"{key!r} must be a table", place=place, remedy=f"Write [{key}] and ID = ... under it")
    return value


def _texts(table: Mapping[str, object], key: str, place: str) -> dict[str, str]:
    values = _table(table, key, place)
    return {name: string(values, name, f"{place}, [{key}]") for name in values}


def described_files(tree: Tree) -> tuple[str, ...]:
    """The files that digests are about: articles, gold and the annotators' passes."""
    return tuple(name for name in tree.names if name.startswith(_DESCRIBED))


def _checked(tree: Tree, card: Card, name: str) -> bytes:
    data = tree.read(name)
    if not card.sha256:
        return data
    found = hashlib.sha256(data).hexdigest()
    seal = f"If the change is meant, raise the version in {CARD} and run `bench data seal {tree.label}`"
    if name not in card.sha256:
        raise InputError(f"is not among the files that {CARD} describes", place=tree.place(name), remedy=seal)
    if card.sha256[name] != found:
        raise InputError(
            f"has changed since {CARD} was sealed (sha256 {found[:12]}..., described {card.sha256[name][:12]}...)",
            place=tree.place(name),
            remedy=seal,
        )
    return data


def _stems(tree: Tree, folder: str, suffix: str) -> dict[str, str]:
    """Id to file name for the files of one kind directly in a folder."""
    names = (PurePosixPath(name) for name in tree.names)
    return {p.stem: str(p) for p in names if str(p.parent) == folder and p.suffix == suffix}


@dataclass(frozen=True, slots=True)
class _Files:
    """Id to file name for each kind of file."""

    articles: Mapping[str, str]
    gold: Mapping[str, str]
    passes: Mapping[str, Mapping[str, str]]


def _laid_out(tree: Tree, card: Card) -> _Files:
    """Who is who among the files.

    Raises:
        InputError: A described file is missing, gold stands without its article, or there are no articles at all.
    """
    annotators = sorted({PurePosixPath(name).parts[1] for name in tree.names if name.startswith("annotators/")})
    files = _Files(
        _stems(tree, "articles", ".txt"),
        _stems(tree, "keyphrases", ".toml"),
        {name: _stems(tree, f"annotators/{name}", ".toml") for name in annotators},
    )
    for described in card.sha256.keys() - set(tree.names):
        raise InputError(f"is described by {CARD} but missing", place=tree.place(described), remedy="Restore it")
    for kind in (files.gold, *files.passes.values()):
        for identifier in kind.keys() - files.articles.keys():
            raise GoldWithoutArticleError(
                f"is gold without an article: there is no articles/{identifier}.txt",
                place=tree.place(kind[identifier]),
                remedy="Add the article or take the gold away",
            )
    if not files.articles:
        raise InputError("there are no articles", place=tree.place("articles"), remedy="Put ID.txt files there")
    return files


def _items(tree: Tree, card: Card) -> Iterator[Item]:
    files = _laid_out(tree, card)
    known = {*files.articles.values(), *files.gold.values(), *(n for p in files.passes.values() for n in p.values())}
    for name in described_files(tree):
        if name not in known:
            yield Problem("skipped-file", "a file that is neither article nor gold was skipped", tree.place(name))
    for identifier, name in files.articles.items():
        if identifier not in files.gold:
            yield Problem("article-without-gold", "an article has no gold file", tree.place(name))
        yield _entry(tree, card, files, identifier)


def _entry(tree: Tree, card: Card, files: _Files, identifier: str) -> Entry:
    place = tree.place(files.articles[identifier])
    text, published = split_published_line(
        decoded(_checked(tree, card, files.articles[identifier]), place), card.published_prefix
    )
    gold = files.gold.get(identifier)
    annotation = _annotation(tree, card, gold) if gold else Annotation()
    said = {who: _annotation(tree, card, p[identifier]) for who, p in files.passes.items() if identifier in p}
    language = card.languages.get(identifier, card.header.language)
    document = Document(identifier, text, language, card.titles.get(identifier, ""))
    published = card.published.get(identifier, published)
    event = card.events.get(identifier, card.event)
    return Entry(Article(document, annotation, published, said, event), place, gold is not None)


def _annotation(tree: Tree, card: Card, name: str) -> Annotation:
    place = tree.place(name)
    return parse_annotation(decoded(_checked(tree, card, name), place), place)


def parse_annotation(text: str, place: str) -> Annotation:
    """One file of gold and negatives.

    Raises:
        InputError: It is malformed, or has keys or values that mean nothing; names the entry.
    """
    table = parsed_toml(text, place)
    known_keys(table, ("keyphrases", "negatives"), place)
    gold = []
    for where, entry in _tables(table, "keyphrases", place):
        known_keys(entry, ("phrase", "aliases", "tier", "votes"), where)
        gold.append(GoldKeyphrase(_forms(entry, where), string(entry, "tier", where, "")))
    negatives = []
    for where, entry in _tables(table, "negatives", place):
        known_keys(entry, ("phrase", "aliases", "kind", "why", "votes"), where)
        kind, why = string(entry, "kind", where, ""), string(entry, "why", where, "")
        negatives.append(Negative(_forms(entry, where), kind, why))
    return Annotation(tuple(gold), tuple(negatives))


def _tables(table: Mapping[str, object], key: str, place: str) -> Iterator[tuple[str, dict[str, object]]]:
    entries = table.get(key, [])
    if not isinstance(entries, list):
        raise InputError(f"{key!r} must be a list of tables", place=place, remedy=f"Write [[{key}]] before each entry")
    for number, entry in enumerate(entries, start=1):
        where = f"{place}, {key} {number}"
        if not isinstance(entry, dict):
            raise InputError("must be a table", place=where, remedy=f"Write [[{key}]] and phrase = ... under it")
        yield where, entry


def _forms(entry: Mapping[str, object], place: str) -> tuple[str, ...]:
    phrase = string(entry, "phrase", place)
    if not phrase.strip():
        raise InputError("the phrase is blank", place=place, remedy="Write one, or take the entry away")
    return (phrase, *strings(entry.get("aliases", []), "'aliases'", place))
