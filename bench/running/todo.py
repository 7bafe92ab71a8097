"""Documents that no worker has yet."""

from collections import deque
from collections.abc import Iterable
from itertools import islice

from bench.records import Document

Job = tuple[Document, ...]
"""Documents that a worker gets at once."""


class Todo:
    """Documents that no worker has yet: those put back first, one by one, then the rest in batches.

    Several workers get smaller batches towards the end: none should be busy with a large one when nothing is left for
    the others.
    """

    def __init__(self, documents: Iterable[Document], count: int, batch: int, workers: int = 1) -> None:
        self._documents = iter(documents)
        self._back: deque[Document] = deque()
        self._batch = batch
        self._workers = workers
        self.count = count

    def take(self, *, single: bool) -> Job:
        """The next job, of one document where it was put back or `single` asks for it."""
        if self._back:
            job: Job = (self._back.popleft(),)
        else:
            job = tuple(islice(self._documents, 1 if single else self._size()))
        self.count = self.count - len(job) if job else 0
        return job

    def put_back(self, job: Job) -> None:
        """Take back documents that were not finished."""
        self._back.extendleft(reversed(job))
        self.count += len(job)

    def _size(self) -> int:
        if self._workers == 1:
            return self._batch
        return max(1, min(self._batch, self.count // (2 * self._workers)))
