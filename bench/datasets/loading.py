"""From what a user writes to a data set: as a stream (`open_source`) or as a whole (`load`)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from bench.datasets.annotators import with_annotator
from bench.datasets.catalogue import catalogue, known_set
from bench.datasets.closed_titles import with_titles
from bench.datasets.digests import Digest
from bench.datasets.fetching import fetched_spec
from bench.datasets.formats.registry import FORMATS, Reader, no_articles, reader, recognised
from bench.datasets.integrity import checked
from bench.datasets.shipped import shipped, shipped_folder
from bench.datasets.source import Entry, Source
from bench.datasets.specification import COMMON_OPTIONS, Request, Specification, check_options, parse
from bench.datasets.tree import ARCHIVE_SUFFIXES, Tree, at
from bench.errors import InputError, UnknownNameError
from bench.records import Article, Dataset, DatasetInfo
from bench.shelf import shelved_articles
from bench.text.stemmers import stemmer


def load(spec: str) -> Dataset:
    """The whole data set: a shipped name, a path whose format is recognised, or `format:path`.

    Options follow after `?`, e.g. `maui:teams?annotator=majority`.

    Raises:
        InputError: The input cannot be read as what it should be; names the file, and the line or byte.
        UnknownNameError: No data set, format or option of that name.
    """
    return materialise(open_source(spec))


def materialise(source: Source) -> Dataset:
    """A source read to its end and checked on the way; many articles are put on a shelf, not held in memory."""
    whole = Digest()
    tally: Counter[str] = Counter()
    first: dict[str, str] = {}
    has_gold = False

    def articles() -> Iterator[Article]:
        nonlocal has_gold
        for item in checked(source.read()):
            if isinstance(item, Entry):
                has_gold = has_gold or item.has_gold
                whole.add(item.article)
                yield item.article
            elif not item.is_note:
                tally[item.message] += 1
                first.setdefault(item.message, item.place)

    held = shelved_articles(articles())
    header = source.header
    info = DatasetInfo(
        name=header.name,
        digest=whole.hexdigest(),
        version=header.version,
        language=header.language,
        licence=header.licence,
        source=header.source,
        annotation=header.annotation,
        format=header.format,
        has_gold=has_gold,
        problems=problem_sentences(tally, first),
        gold_stem=header.gold_stem,
    )
    if not held:
        raise no_articles(header)
    return Dataset(info, held)


def problem_sentences(tally: Counter[str], first: dict[str, str]) -> tuple[str, ...]:
    """One sentence a kind of problem: how often, and the first place."""
    return tuple(
        f"{message}: {first[message]}" if count == 1 else f"{message}: {count} times, first {first[message]}"
        for message, count in tally.items()
    )


def open_source(spec: str) -> Source:
    """The data set as a stream that holds one article at a time.

    Raises:
        InputError: Nothing lies there or its layout is not known.
        UnknownNameError: No data set, format or option of that name.
    """
    asked = _from_cache(parse(spec, FORMATS))
    tree, name = _located(asked)
    found = asked.format or recognised(tree)
    chosen: Reader = reader(found)
    check_options(asked.options, {**COMMON_OPTIONS, **chosen.OPTIONS}, spec)
    source = chosen.source(tree, Request(asked.options.get("name", name), asked.options))
    if "gold_stem" in asked.options:
        stem = stemmer(asked.options["gold_stem"]).name
        source = Source(replace(source.header, gold_stem=stem), source.read)
    if "titles" in asked.options:
        source = with_titles(source, asked.options["titles"])
    return with_annotator(source, asked.options["annotator"]) if "annotator" in asked.options else source


def _from_cache(asked: Specification) -> Specification:
    """A name of the catalogue as the path of what was fetched."""
    if asked.format or asked.target in shipped() or Path(asked.target).exists() or asked.target not in catalogue():
        return asked
    spec = fetched_spec(known_set(asked.target))
    if spec is None:
        raise InputError(
            "is known but not on this machine", place=asked.target, remedy=f"`bench data fetch {asked.target}` gets it"
        )
    cached = parse(spec, FORMATS)
    return replace(cached, options={"name": asked.target, **cached.options, **asked.options})


def _located(asked: Specification) -> tuple[Tree, str]:
    folder = shipped_folder()
    if folder is not None and asked.target in shipped() and asked.format in ("", "folder"):
        return at(_shown(folder / asked.target)), asked.target
    path = Path(asked.target).expanduser()
    if path.is_fifo() or asked.target == "-":
        raise InputError(
            "data sets are not read from a pipe", place=asked.target, remedy="Write it to a file that ends in .jsonl"
        )
    if path.exists():
        return at(path), _name_of(path)
    if any(mark in asked.target for mark in "/\\.~") or asked.format:
        raise InputError("there is no such file or folder", place=asked.target, remedy="Check the path")
    raise UnknownNameError("data set", asked.target, [*shipped(), *catalogue()])


def _shown(path: Path) -> Path:
    """The path as a person in this folder would write it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _name_of(path: Path) -> str:
    name = path.resolve().name
    for suffix in sorted(ARCHIVE_SUFFIXES, key=len, reverse=True):
        if name.endswith(suffix):
            return name.removesuffix(suffix)
    return Path(name.removesuffix(".gz")).stem if path.is_file() else name


def entries(source: Source) -> Iterable[Entry]:
    """The checked entries of a source."""
    return (item for item in checked(source.read()) if isinstance(item, Entry))
