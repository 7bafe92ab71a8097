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

`votes` (how many annotators said so) may stand in either and is for the reader alone.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from bench.datasets.decoding import decoded, known_keys, parsed_toml, string, strings
from bench.datasets.keyword_lines import taken_off
from bench.datasets.source import Entry, Header, Item, Problem, Source
from bench.datasets.specification import Request
from bench.datasets.tree import Tree
from bench.errors import InputError
from bench.records import Annotation, Article, Document, GoldKeyphrase, Negative

TITLE = "a folder with dataset.toml (this project's own)"
LOOKED_FOR = "dataset.toml beside articles/*.txt"
OPTIONS: Mapping[str, str] = {}

CARD = "dataset.toml"
SCHEMA = 1
_CARD_KEYS = (
    "schema", "name", "version", "language", "licence", "rights", "source", "annotation", "citation",
    "published_prefix", "event", "titles", "sha256",
)  # fmt: skip
_DESCRIBED = ("articles/", "keyphrases/", "annotators/")


@dataclass(frozen=True, slots=True)
class Card:
    """What `dataset.toml` says."""

    header: Header
    published_prefix: str
    event: str
    titles: bool
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
    digests = table.get("sha256", {})
    if not isinstance(digests, dict):
        raise InputError("'sha256' must be a table", place=place, remedy="Write it with `bench data seal`")
    header = Header(
        name=request.option("name") or string(table, "name", place, request.name),
        format="folder",
        version=string(table, "version", place, "1"),
        language=request.language(string(table, "language", place, "en")),
        licence=string(table, "licence", place, ""),
        source=string(table, "source", place, ""),
        annotation=string(table, "annotation", place, ""),
    )
    return Card(
        header,
        published_prefix=string(table, "published_prefix", place, ""),
        event=string(table, "event", place, ""),
        titles=table.get("titles") is True,
        sha256={str(name): str(value) for name, value in digests.items()},
    )


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


def _items(tree: Tree, card: Card) -> Iterator[Item]:
    articles = _stems(tree, "articles", ".txt")
    gold = _stems(tree, "keyphrases", ".toml")
    passes = {
        name: _stems(tree, f"annotators/{name}", ".toml")
        for name in sorted({PurePosixPath(n).parts[1] for n in tree.names if n.startswith("annotators/")})
    }
    for described in card.sha256:
        if described not in tree.names:
            raise InputError(f"is described by {CARD} but missing", place=tree.place(described), remedy="Restore it")
    for kind in (gold, *passes.values()):
        for identifier in kind:
            if identifier not in articles:
                raise InputError(
                    f"is gold without an article: there is no articles/{identifier}.txt",
                    place=tree.place(kind[identifier]),
                    remedy="Add the article or take the gold away",
                )
    if not articles:
        raise InputError("there are no articles", place=tree.place("articles"), remedy="Put ID.txt files there")
    for name in described_files(tree):
        known = set(articles.values()) | set(gold.values()) | {f for p in passes.values() for f in p.values()}
        if name not in known:
            yield Problem("skipped-file", "a file that is neither article nor gold was skipped", tree.place(name))
    for identifier, name in articles.items():
        place = tree.place(name)
        text, published = taken_off(decoded(_checked(tree, card, name), place), card.published_prefix)
        title = text.lstrip("\n").split("\n", 1)[0].strip() if card.titles else ""
        annotation = Annotation()
        if identifier in gold:
            annotation = _annotation(tree, card, gold[identifier])
        else:
            yield Problem("article-without-gold", "an article has no gold file", place)
        said = {who: _annotation(tree, card, files[identifier]) for who, files in passes.items() if identifier in files}
        document = Document(identifier, text, card.header.language, title)
        yield Entry(Article(document, annotation, published, said, card.event), place, identifier in gold)


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
