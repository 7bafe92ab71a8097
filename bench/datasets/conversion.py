"""Writing a data set as ours, as JSON Lines or in LIAAD's layout, and saying what the target cannot hold."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bench.datasets.formats.json_lines import line_of
from bench.datasets.formats.own_folder import CARD
from bench.datasets.integrity import checked
from bench.datasets.seal import seal
from bench.datasets.source import Entry, Source
from bench.errors import InputError, UnknownNameError
from bench.records import Annotation, Article

_UNSAFE = frozenset('/\\:*?"<>|\0')


def convert(source: Source, to: str, path: Path) -> tuple[str, ...]:
    """Write a data set at a path that is not there yet, one article at a time.

    `to` is `folder` (ours), `jsonl` or `liaad`.

    Returns:
        Sentences about what could not be taken over.

    Raises:
        InputError: The path exists or cannot be written, or an id cannot be a file's name.
        UnknownNameError: Nobody writes that format.
    """
    if to not in WRITERS:
        raise UnknownNameError("target format", to, WRITERS)
    if path.exists():
        raise InputError("exists already", place=str(path), remedy="Name a new file or folder")
    try:
        return WRITERS[to](source, path)
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror})", place=error.filename or str(path), remedy="Check the path"
        ) from None


def _entries(source: Source) -> Iterator[Entry]:
    return (item for item in checked(source.read()) if isinstance(item, Entry))


def _name(identifier: str, place: str) -> str:
    if _UNSAFE & set(identifier) or identifier.strip(". ") != identifier or not identifier:
        raise InputError(
            f"the id {identifier!r} cannot be a file's name", place=place, remedy="Convert to jsonl instead"
        )
    return identifier


def _jsonl(source: Source, path: Path) -> tuple[str, ...]:
    blank = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for entry in _entries(source):
            out.write(line_of(entry.article, has_gold=entry.has_gold) + "\n")
            blank += entry.article.annotation.blank_lines
    kept = source.header
    lost = _blank(blank)
    if kept.licence or kept.source or kept.gold_stem:
        lost.append("JSON Lines hold no header: licence, source, version and whether the gold is stemmed are not in it")
    return tuple(lost)


def _blank(lines: int) -> list[str]:
    """What is said of blank gold lines that a target of lists does not have; the digest is another without them."""
    if not lines:
        return []
    return [f"blank lines of the gold files, which some published scores count: {lines} left out; the digest changes"]


def _liaad(source: Source, path: Path) -> tuple[str, ...]:
    lost: Counter[str] = Counter()
    (path / "docsutf8").mkdir(parents=True)
    (path / "keys").mkdir()
    (path / "lan.txt").write_text(source.header.language + "\n", encoding="utf-8")
    for entry in _entries(source):
        article = entry.article
        name = _name(article.document.id, entry.place)
        (path / "docsutf8" / f"{name}.txt").write_text(article.document.text, encoding="utf-8", newline="\n")
        if not entry.has_gold:
            continue
        phrases = [" ".join(cluster.forms[0].split()) for cluster in article.annotation.gold]
        lines = "".join(f"{phrase}\n" for phrase in phrases)
        (path / "keys" / f"{name}.key").write_text(lines, encoding="utf-8", newline="\n")
        lost["further forms of keyphrases"] += sum(len(c.forms) - 1 for c in article.annotation.gold)
        lost["tiers"] += sum(bool(c.tier) for c in article.annotation.gold)
        lost["negatives"] += len(article.annotation.negatives)
        lost["published keywords"] += len(article.published)
        lost["annotators' passes"] += len(article.annotators)
        lost["titles as such"] += bool(article.document.title)
        lost["events"] += bool(article.event)
        lost["languages of single articles"] += article.document.language != source.header.language
    return tuple(f"LIAAD's layout cannot hold {what}: {count} left out" for what, count in lost.items() if count)


def _folder(source: Source, path: Path) -> tuple[str, ...]:
    (path / "articles").mkdir(parents=True)
    (path / "keyphrases").mkdir()
    tables: dict[str, dict[str, object]] = {"titles": {}, "events": {}, "languages": {}, "published": {}}
    blank = 0
    ids: list[str] = []
    for entry in _entries(source):
        article = entry.article
        document = article.document
        blank += article.annotation.blank_lines
        ids.append(document.id)
        name = _name(document.id, entry.place)
        (path / "articles" / f"{name}.txt").write_text(document.text, encoding="utf-8", newline="\n")
        if entry.has_gold:
            _toml(path / "keyphrases" / f"{name}.toml", article.annotation)
        for who, said in article.annotators.items():
            folder = path / "annotators" / _name(who, entry.place)
            folder.mkdir(parents=True, exist_ok=True)
            _toml(folder / f"{name}.toml", said)
        _note(tables, article, source.header.language)
    (path / CARD).write_text(_card(source, tables), encoding="utf-8", newline="\n")
    seal(path)
    lost = _blank(blank)
    if ids != sorted(ids):
        lost.append("a folder's articles are in the order of their ids, the source's were not: the digest changes")
    return tuple(lost)


def _note(tables: Mapping[str, dict[str, object]], article: Article, language: str) -> None:
    document = article.document
    if document.title:
        tables["titles"][document.id] = document.title
    if article.event:
        tables["events"][document.id] = article.event
    if document.language != language:
        tables["languages"][document.id] = document.language
    if article.published:
        tables["published"][document.id] = list(article.published)


def _card(source: Source, tables: Mapping[str, Mapping[str, object]]) -> str:
    header = source.header
    keys = ("name", "version", "language", "licence", "source", "annotation", "gold_stem")
    lines = ["schema = 1"] + [f"{key} = {_quoted(value)}" for key in keys if (value := getattr(header, key))]
    for name, table in tables.items():
        if table:
            lines += ["", f"[{name}]", *(f"{_quoted(key)} = {_quoted(value)}" for key, value in table.items())]
    return "\n".join(lines) + "\n"


def _toml(path: Path, annotation: Annotation) -> None:
    lines = []
    for cluster in annotation.gold:
        lines += ["[[keyphrases]]", f"phrase = {_quoted(cluster.forms[0])}"]
        if cluster.forms[1:]:
            lines.append(f"aliases = {_quoted(list(cluster.forms[1:]))}")
        lines += [f"tier = {_quoted(cluster.tier)}"] * bool(cluster.tier) + [""]
    for negative in annotation.negatives:
        lines += ["[[negatives]]", f"phrase = {_quoted(negative.forms[0])}"]
        if negative.forms[1:]:
            lines.append(f"aliases = {_quoted(list(negative.forms[1:]))}")
        for key in ("kind", "why"):
            lines += [f"{key} = {_quoted(getattr(negative, key))}"] * bool(getattr(negative, key))
        lines.append("")
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def _quoted(value: object) -> str:
    """A TOML string or list of strings: JSON's escapes are TOML's, but DEL must be escaped and slashes need not be."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


WRITERS: Mapping[str, Callable[[Source, Path], tuple[str, ...]]] = {
    "folder": _folder,
    "jsonl": _jsonl,
    "liaad": _liaad,
}
