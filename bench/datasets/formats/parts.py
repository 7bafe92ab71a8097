"""What readers of foreign layouts have in common: gold from lines and lists, articles that are not there, openings."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from bench.datasets.source import Problem
from bench.datasets.specification import Request
from bench.datasets.tree import Tree
from bench.errors import InputError, UnknownNameError
from bench.records import GoldKeyphrase

OPENING = 1 << 15
"""Bytes that `recognise` may look at."""


class GoldWithoutArticleError(InputError):
    """Gold names documents that are not there."""


def stem(name: str, suffix: str = "") -> str:
    """The file's name without folder and suffix."""
    last = PurePosixPath(name).name
    return last.removesuffix(suffix) if suffix else PurePosixPath(last).stem


def gold(clusters: Iterable[Sequence[str]]) -> tuple[GoldKeyphrase, ...]:
    """Clusters of forms as gold; blank forms are dropped, forms are stripped, and a cluster without any form goes."""
    kept = (tuple(form.strip() for form in forms if form.strip()) for forms in clusters)
    return tuple(GoldKeyphrase(forms) for forms in kept if forms)


def distinct(phrases: Iterable[str]) -> list[str]:
    """The phrases in their order, each once as it is written."""
    return list(dict.fromkeys(phrases))


def gold_lines(text: str, place: str) -> tuple[tuple[GoldKeyphrase, ...], list[Problem]]:
    r"""One phrase a line. Blank lines are no phrases; one that is not at the end is a problem to be counted.

    `text.split("\n")` would make an empty gold phrase of the line end that every file has.
    """
    lines = text.rstrip().split("\n")
    blank = [
        Problem("blank-gold-line", "a blank line inside a gold file is no phrase", f"{place}, line {number}")
        for number, line in enumerate(lines, start=1)
        if not line.strip()
    ]
    if text.endswith("\n") and text.strip():
        message = "a gold file ends in a line end, which is no phrase (cut at line ends, it would be an empty one)"
        blank.append(Problem("gold-line-end", message, place, is_note=True))
    return gold([line] for line in lines), blank if text.strip() else []


def blank_lines(text: str) -> int:
    """How many blank lines a file of one phrase a line has when it is cut at line ends, the last one included."""
    return sum(not line.strip() for line in text.split("\n"))


def separated(text: str, separator: str) -> tuple[GoldKeyphrase, ...]:
    """A list in one string; white space inside a phrase (a wrapped line) becomes one blank."""
    return gold([" ".join(part.split())] for part in text.split(separator))


def without_articles(missing: Sequence[str], total: int, place: str, request: Request) -> Iterator[Problem]:
    """Gold whose articles are not there: an error, or counted where `?missing=skip` was asked for.

    Raises:
        GoldWithoutArticleError: Names how many, and the first.
    """
    if not missing:
        return
    if request.option("missing", "error") != "skip":
        raise GoldWithoutArticleError(
            f"there is gold for {total} documents, {len(missing)} of them have no article, the first {missing[0]!r}",
            place=place,
            remedy="Add the articles, or append '?missing=skip' to leave these documents out and count them",
        )
    for name in missing:
        yield Problem("gold-without-article", "gold without an article was left out", f"{place}: {name}")


def without_gold(place: str) -> Problem:
    """An article that the gold does not know."""
    return Problem("article-without-gold", "an article has no gold", place)


def opening(tree: Tree, name: str) -> str:
    """The beginning of a file, as well as it can be read; "" where it cannot."""
    try:
        with tree.open(name) as stream:
            return stream.read(OPENING).decode("utf-8", "replace")
    except InputError:
        return ""


def chosen(found: Sequence[str], option: str, request: Request, tree: Tree, what: str) -> str:
    """The one that is there, or the one that the option names.

    Raises:
        UnknownNameError: The option names none of them.
        InputError: There are several and none was named, or there is none.
    """
    asked = request.option(option)
    if asked:
        if asked not in found:
            raise UnknownNameError(what, asked, found, place=tree.label)
        return asked
    if len(found) == 1:
        return found[0]
    if not found:
        raise InputError(f"there is no {what}", place=tree.label, remedy="Check the path, or force another format")
    raise InputError(
        f"there are several to choose from: {', '.join(found[:12])}",
        place=tree.label,
        remedy=f"Name one: append '?{option}={found[0]}'",
    )
