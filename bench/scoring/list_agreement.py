"""How alike two ranked lists are, without any gold: overlap of the first k, and overlap weighted towards the top."""

from collections.abc import Sequence

Key = tuple[str, ...]

PERSISTENCE = 0.9
"""The p of rank-biased overlap: the first ten places carry 86 % of the weight."""


def jaccard(a: Sequence[Key], b: Sequence[Key], k: int = 10) -> float | None:
    """Shared keys over all keys of the first `k` of two lists; None where both are empty."""
    first, second = set(a[:k]), set(b[:k])
    if not first and not second:
        return None
    return len(first & second) / len(first | second)


def rbo(a: Sequence[Key], b: Sequence[Key], p: float = PERSISTENCE) -> float | None:
    """Rank-biased overlap, extrapolated to lists without end (Webber, Moffat and Zobel 2010, equation 32).

    The lists hold no key twice. None where both are empty; 0 where one is.
    """
    if not 0 < p < 1:
        message = f"the persistence of rank-biased overlap lies between 0 and 1, not {p}"
        raise ValueError(message)
    short, long = sorted((a, b), key=len)
    s, n = len(short), len(long)
    if n == 0:
        return None
    if s == 0:
        return 0.0
    overlap = _overlaps(short, long)
    x_s, x_l = overlap[s], overlap[n]
    weighted = sum(overlap[d] * p**d / d for d in range(1, n + 1))
    weighted += sum(x_s * (d - s) * p**d / (s * d) for d in range(s + 1, n + 1))
    return (1 - p) / p * weighted + ((x_l - x_s) / n + x_s / s) * p**n


def _overlaps(short: Sequence[Key], long: Sequence[Key]) -> list[int]:
    """How many keys the first d of both lists share, for d from 0 to the longer length."""
    seen_short: set[Key] = set()
    seen_long: set[Key] = set()
    overlap = [0]
    for depth in range(len(long)):
        seen_long.add(long[depth])
        if depth < len(short):
            seen_short.add(short[depth])
        overlap.append(len(seen_short & seen_long))
    return overlap
