"""What is kept of one configured extractor: its lists, and beside them the phrases that it chose them from."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bench.errors import ExtractorError
from bench.records import Document
from bench.running.engine import Session
from bench.running.journal import Journal

GIVE_UP_AFTER = 5
"""An extractor that fails to tell the candidates of each of so many documents, and has told none, is asked no more."""

OnTold = Callable[[int, int, int], None]
"""Called with the documents asked about so far, of how many, and how many of them failed."""


@dataclass(frozen=True)
class Kept:
    """Two journals with the same keys; `told` is None where candidates are not asked for, or the extractor has none."""

    lists: Journal
    told: Journal | None

    @classmethod
    def open(cls, path: Path, *, with_candidates: bool, fresh: bool = False) -> "Kept":
        """The journal at `path`, and the one of candidates beside it.

        Raises:
            JournalHeldError: another run has one of them open.
            BenchError: the folder cannot be written.
        """
        lists = Journal(path, fresh=fresh)
        if not with_candidates:
            return cls(lists, None)
        try:
            return cls(lists, Journal(path.with_name(f"{path.stem}-candidates.jsonl"), fresh=fresh))
        except BaseException:
            lists.close()
            raise

    def __enter__(self) -> Self:
        """The journals themselves."""
        return self

    def __exit__(self, *_raised: object) -> None:
        """Close both."""
        self.close()

    def close(self) -> None:
        """Close both journals."""
        try:
            self.lists.close()
        finally:
            if self.told is not None:
                self.told.close()

    def missing(self, keys: Sequence[str], *, retry: bool) -> list[int]:
        """Positions of the documents that are still to be extracted."""
        return [n for n, key in enumerate(keys) if key not in self.lists or (retry and self.lists.has_failed(key))]

    def untold(self, keys: Sequence[str], *, retry: bool) -> list[int]:
        """Positions of the documents with a list whose candidates are still to be asked for."""
        told = self.told
        if told is None:
            return []
        return [
            n
            for n, key in enumerate(keys)
            if self._has_list(key) and (key not in told or (retry and told.has_failed(key)))
        ]

    def candidates(self, keys: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Id and candidates of each document that has a list and of which they are known."""
        if self.told is None:
            return
        for key in keys:
            if self._has_list(key) and key in self.told and not self.told.has_failed(key):
                answer = self.told.prediction(key)
                yield answer.document_id, tuple(keyphrase.phrase for keyphrase in answer.keyphrases)

    def ask(
        self, session: Session, documents: Sequence[Document], keys: Sequence[str], *, retry: bool, on_told: OnTold
    ) -> None:
        """Ask for the candidates of the documents that are still untold; a failure costs nothing but them."""
        untold = self.untold(keys, retry=retry)
        if self.told is None or not untold:
            return
        by_id = {documents[n].id: keys[n] for n in untold}
        known_good = any(key in self.told and not self.told.has_failed(key) for key in keys)
        failed = 0
        try:
            answers = session.extract((documents[n] for n in untold), len(untold), "candidates")
            for done, (document, answer) in enumerate(answers, start=1):
                self.told.append(by_id[document.id], answer)
                failed += answer.status in ("failed", "timeout")
                on_told(done, len(untold), failed)
                if failed == done >= GIVE_UP_AFTER and not known_good:
                    return
        except ExtractorError:
            return  # the lists are made; the extractor's log says what became of it

    def _has_list(self, key: str) -> bool:
        return key in self.lists and not self.lists.has_failed(key)
