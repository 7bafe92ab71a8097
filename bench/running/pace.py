"""How much work a worker gets ahead of time, and how long its parent may leave it alone.

A parent that wakes for each answer finds its caches cold: 0.4 ms of processor time an answer where the same work in a
row takes 0.06. Several answers a wake-up cost little more than one, so a worker has enough to do and the parent sleeps.
"""

from collections.abc import Iterable

AHEAD_SECONDS = 0.5
"""How long a worker should be busy with what it has been handed."""

LEAST, MOST = 2, 32
"""Jobs handed to a worker at once: two, so that it never waits for the parent, and no more than memory allows for."""

NAP_SECONDS = 0.1
"""The longest that the parent sleeps without looking."""

WORTH_SECONDS = 0.01
"""A shorter nap spares nothing."""


def paced(before: float | None, took: float) -> float:
    """Seconds a job after one that took `took`: falls at once, rises slowly, so that work is seldom overestimated."""
    return took if before is None else min(took, before * 1.25)


def ahead(pace: float | None) -> int:
    """How many jobs a worker of this pace may hold."""
    if pace is None:
        return LEAST
    return MOST if pace * MOST <= AHEAD_SECONDS else max(LEAST, round(AHEAD_SECONDS / pace))


def nap(left: Iterable[float], longest: float = NAP_SECONDS) -> float:
    """How long the parent may sleep, in seconds, when its workers have about `left` seconds of work each.

    A quarter of the least, so that a worker whose documents turn out four times as quick still has one.
    """
    rest = min(longest, min(left, default=0.0) / 4)
    return rest if rest >= WORTH_SECONDS else 0.0
