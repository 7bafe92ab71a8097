"""The digest of a data set: two sets that could give different numbers have different digests."""

import hashlib
import json
from collections.abc import Iterable

from bench.records import Annotation, Article


class Digest:
    """A sha256 that grows article by article, so that a stream need not be held."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, article: Article) -> None:
        """Take in one article; the order of articles counts."""
        document = article.document
        parts = [
            [document.id, document.title, document.text, document.language, article.event],
            _annotation(article.annotation),
            list(article.published),
            [[name, _annotation(said)] for name, said in sorted(article.annotators.items())],
        ]
        self._hash.update(json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode("ascii"))
        self._hash.update(b"\n")

    def hexdigest(self) -> str:
        """The digest of everything taken in, as 64 hexadecimal digits."""
        return self._hash.hexdigest()


def _annotation(annotation: Annotation) -> list[object]:
    """Forms, tiers and kinds; not the reasons, which no number depends on."""
    said: list[object] = [
        [[list(gold.forms), gold.tier] for gold in annotation.gold],
        [[list(negative.forms), negative.kind] for negative in annotation.negatives],
    ]
    return [*said, annotation.blank_lines] if annotation.blank_lines else said


def digest(articles: Iterable[Article]) -> str:
    """The sha256 over ids, texts, gold, negatives, published keywords, annotators and events in document order."""
    whole = Digest()
    for article in articles:
        whole.add(article)
    return whole.hexdigest()
