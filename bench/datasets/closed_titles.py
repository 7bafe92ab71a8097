"""Titles as sentences of their own, for extractors to which a line break is a blank.

Where a title ends in no mark, such an extractor takes it and the first sentence for one. Corpora differ in whether they
close it, and scores differ with them: it is part of which version of a text was read, and changes the digest.
"""

from collections.abc import Iterator
from dataclasses import replace

from bench.datasets.source import Entry, Item, Source
from bench.errors import UnknownNameError

KEPT, CLOSED = "kept", "closed"
_MARKS = (".", "!", "?", ":", ";", "…", "。")


def with_titles(source: Source, how: str) -> Source:
    """The source with its titles as they are (`kept`), or with a full stop after each that ends in no mark (`closed`).

    Raises:
        UnknownNameError: another word than these two.
    """
    if how not in (KEPT, CLOSED):
        raise UnknownNameError("value of titles", how, (KEPT, CLOSED), place=source.header.name)
    return source if how == KEPT else Source(source.header, lambda: _items(source))


def _items(source: Source) -> Iterator[Item]:
    for item in source.read():
        yield _closed(item) if isinstance(item, Entry) else item


def _closed(entry: Entry) -> Entry:
    document = entry.article.document
    title = document.title.rstrip()
    if not title or title.endswith(_MARKS) or not document.text.startswith(title):
        return entry
    text = f"{title}.{document.text[len(title) :]}"
    return replace(entry, article=replace(entry.article, document=replace(document, text=text)))
