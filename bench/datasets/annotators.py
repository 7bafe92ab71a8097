"""Whose gold: one annotator's, the union of all, or what a majority of them says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from bench.datasets.integrity import key_of
from bench.datasets.source import Entry, Item, Source
from bench.errors import InputError, UnknownNameError
from bench.records import Annotation, GoldKeyphrase, Negative
from bench.text.normalise import Key

UNION, MAJORITY = "union", "majority"


def union(said: Mapping[str, Annotation], language: str) -> Annotation:
    """Everything that anybody says; clusters that share a key are one."""
    return _combined(said, language, 1)


def majority(said: Mapping[str, Annotation], language: str) -> Annotation:
    """What more than half of the annotators of a document say; clusters that share a key are one."""
    return _combined(said, language, len(said) // 2 + 1)


def _combined(said: Mapping[str, Annotation], language: str, votes: int) -> Annotation:
    key = key_of(language)
    gold = [(who, cluster.forms, cluster.tier) for who, one in said.items() for cluster in one.gold]
    negatives = [(who, cluster.forms, cluster.kind) for who, one in said.items() for cluster in one.negatives]
    kept = tuple(GoldKeyphrase(forms, label) for forms, label in _voted(gold, key, votes))
    right = {key(form) for cluster in kept for form in cluster.forms}
    wrong = tuple(
        Negative(forms, label)
        for forms, label in _voted(negatives, key, votes)
        if not right & {key(form) for form in forms}
    )
    return Annotation(kept, wrong)


def _voted(
    clusters: Sequence[tuple[str, Sequence[str], str]], key: Callable[[str], Key], votes: int
) -> list[tuple[tuple[str, ...], str]]:
    """Clusters joined where they share a key, in order of first mention, those with enough voters."""
    joined: list[tuple[set[Key], dict[str, None], set[str], str]] = []
    for who, forms, label in clusters:
        keys = {key(form) for form in forms} - {()}
        if not keys:
            continue
        meets = [one for one in joined if one[0] & keys]
        whole = meets[0] if meets else (set(), {}, set(), label)
        for other in meets[1:]:
            whole[0].update(other[0])
            whole[1].update(other[1])
            whole[2].update(other[2])
        joined = [one for one in joined if not any(one is other for other in meets[1:])]
        if not meets:
            joined.append(whole)
        whole[0].update(keys)
        whole[1].update(dict.fromkeys(forms))
        whole[2].add(who)
    return [(tuple(forms), label) for _, forms, who, label in joined if len(who) >= votes]


def with_annotator(source: Source, name: str) -> Source:
    """The source with another gold: an annotator's by name, `union` or `majority`.

    A document that the annotator has not read has no gold.

    Raises:
        InputError: While reading: the set has no annotators at all.
        UnknownNameError: While reading: no document was read by an annotator of that name.
    """
    header = replace(source.header, annotation=f"{source.header.annotation}; here: {name}".strip("; "))
    return Source(header, lambda: _items(source, name))


def _items(source: Source, name: str) -> Iterator[Item]:
    seen: set[str] = set()
    for item in source.read():
        if isinstance(item, Entry):
            seen.update(item.article.annotators)
            yield _chosen(item, name)
        else:
            yield item
    if not seen:
        raise InputError(
            "has no separate annotators", place=source.header.name, remedy=f"Leave '?annotator={name}' out"
        )
    if name not in (UNION, MAJORITY) and name not in seen:
        raise UnknownNameError("annotator", name, [*seen, UNION, MAJORITY], place=source.header.name)


def _chosen(entry: Entry, name: str) -> Entry:
    article = entry.article
    language = article.document.language
    if name == UNION:
        annotation = union(article.annotators, language)
    elif name == MAJORITY:
        annotation = majority(article.annotators, language)
    else:
        annotation = article.annotators.get(name, Annotation())
    is_known = bool(article.annotators) if name in (UNION, MAJORITY) else name in article.annotators
    return replace(entry, article=replace(article, annotation=annotation), has_gold=is_known)
