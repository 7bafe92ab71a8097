"""Predictions met with gold: which ranks hit, how much, and which gold keyphrase each found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bench.scoring.conventions import ScoringProtocol
from bench.scoring.gold import Gold
from bench.scoring.partial import assigned, similarity
from bench.scoring.rankings import Ranking
from bench.text.normalise import Key


@dataclass(frozen=True, slots=True)
class Matching:
    """A ranking with the gold cluster that each prediction found (`found`) or found again (`again`), by index."""

    ranking: Ranking
    found: tuple[int | None, ...]
    again: tuple[int | None, ...]


def match(keys: Sequence[Key], gold: Gold, mode: str, protocol: ScoringProtocol) -> Matching:
    """Meet ranked keys with the gold, exactly or by a partial `mode`, each prediction with at most one cluster."""
    if mode == "exact":
        return _exact(keys, gold, finds_all=protocol.gold_copies == "all")
    return _partial(keys, gold, similarity(mode, protocol.fuzzy_threshold), is_greedy=protocol.assignment != "optimal")


def _exact(keys: Sequence[Key], gold: Gold, *, finds_all: bool) -> Matching:
    taken: set[int] = set()
    ranks: list[int] = []
    hits = [0]
    repeats: list[int] = []
    found: list[int | None] = [None] * len(keys)
    again: list[int | None] = [None] * len(keys)
    by_key = gold.by_key
    for place, key in enumerate(keys):
        if key not in by_key:
            continue
        clusters = by_key[key]
        free = [index for index in clusters if index not in taken]
        if not free:
            again[place] = clusters[0]
            repeats.append(place + 1)
            continue
        hit = free if finds_all else free[:1]
        taken.update(hit)
        found[place] = hit[0]
        ranks.append(place + 1)
        hits.append(len(taken))
    so_far = range(len(hits)) if hits[-1] == len(ranks) else hits
    return Matching(Ranking(ranks, so_far, gold.count, len(keys), repeats), tuple(found), tuple(again))


def _partial(keys: Sequence[Key], gold: Gold, alike: Callable[[Key, Key], float], *, is_greedy: bool) -> Matching:
    weights = [[max(alike(key, form) for form in cluster.keys) for cluster in gold.clusters] for key in keys]
    gained, found = assigned(weights, is_greedy=is_greedy)
    again = tuple(
        max(range(len(row)), key=row.__getitem__) if pair is None and any(row) else None
        for row, pair in zip(weights, found, strict=True)
    )
    ranks = [rank for rank, gain in enumerate(gained, 1) if gain > 0]
    hits = list(accumulate((gain for gain in gained if gain > 0), initial=0.0))
    repeats = [place + 1 for place, index in enumerate(again) if index is not None]
    return Matching(Ranking(ranks, hits, gold.count, len(keys), repeats), tuple(found), again)
