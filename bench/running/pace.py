"""How much work a worker gets ahead of time, and how long its parent may leave it alone.

A parent that wakes for each answer finds its caches cold: 0.4 ms of processor time an answer where the same work in a
row takes 0.06. Several answers a wake-up cost little more than one, so a worker has enough to do and the parent sleeps.
"""

from collections.abc import Iterable
from dataclasses import dataclass

AHEAD_SECONDS = 0.25
"""How long a worker should be busy with what it has been handed: nobody takes it over if it turns out to take long."""

LEAST, MOST = 2, 16
"""Jobs handed to a worker at once: one to go on with, so that it never waits for the parent, and not too many texts."""

NAP_SECONDS = 0.1
"""The longest that the parent sleeps without looking."""

WORTH_SECONDS = 0.01
"""A shorter nap spares nothing."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds a job, guessed from the jobs before: `least` on the quick side, `most` on the slow one.

    A job that is quicker or slower than guessed is believed at once, one that is nearer to the others by and by.
    """

    least: float
    most: float

    def after(self, took: float) -> "Pace":
        """The guess once another job took that long."""
        return Pace(min(took, self.least * 1.25), max(took, self.most * 0.8))


def ahead(pace: Pace | None) -> int:
    """How many jobs a worker of this pace may hold."""
    if pace is None:
        return LEAST
    return MOST if pace.most * MOST <= AHEAD_SECONDS else max(LEAST, round(AHEAD_SECONDS / pace.most))


def nap(left: Iterable[float], longest: float = NAP_SECONDS) -> float:
    """How long the parent may sleep, in seconds, when its workers have about `left` seconds of work to go on with.

    Half of the least, so that a worker whose documents turn out twice as quick still has one.
    """
    rest = min(longest, min(left, default=0.0) / 2)
    return rest if rest >= WORTH_SECONDS else 0.0
