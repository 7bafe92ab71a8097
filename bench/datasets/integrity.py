"""What must hold in any data set before a number is made from it: ids are unique, no phrase is both right and wrong."""

from collections.abc import Callable, Iterable, Iterator

from bench.datasets.source import Entry, Item
from bench.errors import InputError
from bench.records import Annotation, Article
from bench.text.normalise import Key, normaliser
from bench.text.stemmers import AUTO, stemmer_for


def key_of(language: str) -> Callable[[str], Key]:
    """The norm-1 key under the stemmer that the language gets."""
    return normaliser(stemmer_for(AUTO, language)).key


def contradictions(annotation: Annotation, language: str) -> Iterator[tuple[str, str]]:
    """Pairs (gold form, negative form) of one document that have one key."""
    if not annotation.negatives:
        return
    key = key_of(language)
    gold = {key(form): form for cluster in annotation.gold for form in cluster.forms}
    for negative in annotation.negatives:
        for form in negative.forms:
            if key(form) and key(form) in gold:
                yield gold[key(form)], form


def checked(items: Iterable[Item]) -> Iterator[Item]:
    """The same items, each checked as it passes.

    Raises:
        InputError: Two articles have one id, or a phrase is in gold and in negatives of one document; names both.
    """
    seen: dict[str, str] = {}
    for item in items:
        if isinstance(item, Entry):
            _unique(item, seen)
            _consistent(item.article, item.place)
        yield item


def _unique(entry: Entry, seen: dict[str, str]) -> None:
    identifier = entry.article.document.id
    if identifier in seen:
        raise InputError(
            f"the id {identifier!r} was already used in {seen[identifier]}",
            place=entry.place,
            remedy="Give every article an id of its own",
        )
    seen[identifier] = entry.place


def _consistent(article: Article, place: str) -> None:
    said = [article.annotation, *article.annotators.values()]
    for annotation in said:
        for gold, negative in contradictions(annotation, article.document.language):
            raise InputError(
                f"document {article.document.id!r} has {gold!r} in its gold and {negative!r} in its negatives, "
                "which are the same phrase after normalisation",
                place=place,
                remedy="Take one of them out",
            )
