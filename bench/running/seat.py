"""A worker process and what it is busy with."""

from collections import deque
from dataclasses import dataclass, field
from time import monotonic

from bench.running.parts import Part
from bench.running.process import WorkerProcess
from bench.running.todo import Job

TICK_SECONDS = 0.5
"""How often dead workers are looked for that left a child holding their pipe."""


@dataclass(eq=False)
class Seat:
    """A worker process, the jobs handed to it, and what it does since when.

    `state` is "loading", "learning" (parts of a corpus), "fitting", "ready", or "retired" when it is to be replaced;
    `since` is when it last said something, `pace` its seconds a job, `cause` which bound it has overstepped, in words.
    """

    number: int
    worker: WorkerProcess
    jobs: deque[Job] = field(default_factory=deque)
    part: Part = ()
    state: str = "loading"
    since: float = field(default_factory=monotonic)
    pace: float | None = None
    fed: bool = False
    cause: str = ""
    _looked: float = field(default_factory=monotonic)

    def left(self) -> float:
        """About how many seconds of work have reached the worker, 0 where that cannot be told."""
        there = len(self.jobs) - self.worker.unsent
        return there * self.pace if self.state == "ready" and self.pace is not None else 0.0

    def left_its_pipe(self) -> bool:
        """Whether the worker is gone while a child of its own holds its pipe open; the system is asked now and then."""
        if monotonic() - self._looked < TICK_SECONDS:
            return False
        self._looked = monotonic()
        return self.worker.has_died()
