"""A worker process and what it is busy with."""

from collections import deque
from dataclasses import dataclass, field
from time import monotonic

from bench.running.pace import Pace
from bench.running.parts import Part
from bench.running.plan import Plan
from bench.running.process import WorkerProcess
from bench.running.todo import Job

TICK_SECONDS = 0.5
"""How often dead workers are looked for that left a child holding their pipe."""


@dataclass(eq=False)
class Seat:
    """A worker process, the jobs handed to it, and what it does since when.

    `state` is "loading", "learning" (parts of a corpus), "fitting", "ready", or "retired" when it is to be replaced;
    `since` is when it began what it is at: when it last answered, or was given something with nothing to do.
    """

    number: int
    worker: WorkerProcess
    jobs: deque[Job] = field(default_factory=deque)
    part: Part = ()
    state: str = "loading"
    since: float = field(default_factory=monotonic)
    pace: Pace | None = None
    fed: bool = False
    _looked: float = field(default_factory=monotonic)

    @property
    def at(self) -> tuple[str, int]:
        """What the worker is at: the same only as long as it has said nothing new."""
        return self.state, id(self.jobs[0]) if self.jobs else 0

    def left(self) -> float:
        """About how many seconds of work have reached the worker beyond the job it is at, 0 where that is not known."""
        waiting = len(self.jobs) - self.worker.unsent - 1
        return max(0, waiting) * self.pace.least if self.state == "ready" and self.pace is not None else 0.0

    def answered(self, took: float) -> Job:
        """The job that the worker has just finished, after so many seconds."""
        self.pace = Pace(took, took) if self.pace is None else self.pace.after(took)
        return self.jobs.popleft()

    def left_its_pipe(self) -> bool:
        """Whether the worker is gone while a child of its own holds its pipe open; the system is asked now and then."""
        if monotonic() - self._looked < TICK_SECONDS:
            return False
        self._looked = monotonic()
        return self.worker.has_died()

    def bound(self, plan: Plan) -> float | None:
        """The seconds that what the worker does now may take."""
        if self.state == "loading":
            return plan.load_timeout
        if not self.jobs or plan.timeout is None:
            return None
        return plan.timeout * len(self.jobs[0])

    def overstepped(self, plan: Plan) -> str:
        """Which bound the worker has overstepped, in words; "" for none. Looking where it hangs takes a while."""
        bound = self.bound(plan)
        if bound is not None and monotonic() - self.since >= bound:
            where = self.worker.ask_where()
            return f"took longer than {bound:g} s" + (f" ({where})" if where else "")
        if plan.memory is not None and (resident := self.worker.resident() or 0) > plan.memory:
            return f"held {resident / 2**20:.0f} MiB of memory, more than the {plan.memory / 2**20:.0f} MiB allowed"
        return ""
