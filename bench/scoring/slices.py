"""Scores by kind of document and recall by kind of gold keyphrase, with intervals: where a system is good."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench.records import Article, Dataset, GoldKeyphrase
from bench.scoring.conventions import DEFAULT, ScoringProtocol
from bench.scoring.gold import Keyer, keyer
from bench.scoring.intervals import interval
from bench.scoring.results import DocumentScore, Evaluation
from bench.scoring.units import ratio, units_of
from bench.text.normalise import Key

_BANDS = ("first tenth", "first third", "later", "absent")


@dataclass(frozen=True, slots=True)
class Slice:
    """One value of one way of slicing: over `documents` documents, `gold` gold keyphrases among them.

    `value` is the mean of the documents' values (a metric, or recall within the slice); None where there is none.
    """

    by: str
    name: str
    value: float | None
    low: float | None
    high: float | None
    documents: int
    gold: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one document adds to a slice."""

    score: DocumentScore
    value: float
    gold: int


def document_slices(evaluation: Evaluation, dataset: Dataset, metric: str) -> tuple[Slice, ...]:
    """The metric's mean by language, by length of the text (words) and by number of gold, each in up to three parts."""
    articles = {article.document.id: article for article in dataset.articles}
    known = [(s, articles[s.document_id]) for s in evaluation.documents if s.values.get(metric) is not None]
    lengths = _thirds([len(article.document.text.split()) for _, article in known], "words")
    golds = _thirds([score.n_gold for score, _ in known], "gold")
    ways: Mapping[str, Callable[[DocumentScore, Article], str]] = {
        "language": lambda _, article: article.document.language,
        "length of the text": lambda _, article: lengths(len(article.document.text.split())),
        "number of gold": lambda score, _: golds(score.n_gold),
    }
    found: list[Slice] = []
    for by, name_of in ways.items():
        groups: dict[str, list[_Entry]] = {}
        for score, article in known:
            entry = _Entry(score, score.values[metric] or 0.0, score.n_gold)
            groups.setdefault(name_of(score, article), []).append(entry)
        found += [_slice(by, name, entries) for name, entries in sorted(groups.items(), key=_natural)]
    return tuple(found)


def gold_slices(
    evaluation: Evaluation, dataset: Dataset, protocol: ScoringProtocol = DEFAULT, *, cut: int = 10
) -> tuple[Slice, ...]:
    """Recall within the first `cut` by the gold keyphrase's length, tier, and first place in the text.

    Each document's recall is over its gold keyphrases of the slice; documents without any are left out of it.
    """
    scores = {score.document_id: score for score in evaluation.documents}
    tallies: dict[tuple[str, str], list[_Entry]] = {}
    for article in dataset.articles:
        score = scores.get(article.document.id)
        if score is None or not article.annotation.gold:
            continue
        keys = keyer(protocol, article.document.language)
        stems = keys.stems(article.document.text)
        hit = {v.match for v in score.verdicts if v.match and v.rank is not None and v.rank <= cut}
        counts: dict[tuple[str, str], tuple[int, int]] = {}
        for gold in article.annotation.gold:
            for where in _gold_groups(gold, keys, stems):
                hits, total = counts.get(where, (0, 0))
                counts[where] = (hits + (gold.forms[0] in hit), total + 1)
        for where, (hits, total) in counts.items():
            tallies.setdefault(where, []).append(_Entry(score, hits / total, total))
    return tuple(_slice(by, name, entries) for (by, name), entries in sorted(tallies.items(), key=_natural_pair))


def _slice(by: str, name: str, entries: Sequence[_Entry]) -> Slice:
    units = units_of((e.score.document_id, e.value, e.score.event) for e in entries)
    ends = interval(units)
    return Slice(
        by,
        name,
        ratio(units),
        ends.low if ends else None,
        ends.high if ends else None,
        len(entries),
        sum(e.gold for e in entries),
    )


def _gold_groups(gold: GoldKeyphrase, keys: Keyer, stems: Sequence[str]) -> list[tuple[str, str]]:
    words = len(keys.key(gold.forms[0]))
    groups = [("length of the keyphrase", "1 word" if words <= 1 else "2 words" if words == 2 else "3 or more words")]
    groups.append(("first place in the text", _band(gold, keys, stems)))
    if gold.tier:
        groups.append(("tier", gold.tier))
    return groups


def _band(gold: GoldKeyphrase, keys: Keyer, stems: Sequence[str]) -> str:
    """Where the first of its forms first begins, as a part of the text."""
    places = [at for form in gold.forms if (at := _first(stems, keys.key(form))) is not None]
    if not places:
        return "absent"
    share = min(places) / len(stems)
    return _BANDS[0] if share < 0.1 else _BANDS[1] if share < 1 / 3 else _BANDS[2]


def _first(stems: Sequence[str], key: Key) -> int | None:
    width = len(key)
    if not width:
        return None
    return next((at for at in range(len(stems) - width + 1) if tuple(stems[at : at + width]) == key), None)


def _thirds(values: Sequence[int], noun: str) -> Callable[[int], str]:
    """Names for three parts of equal size, or fewer where values repeat: `up to 300 words`, `301 to 600 words`, ..."""
    ordered = sorted(values)
    if not ordered or ordered[0] == ordered[-1]:
        return lambda value: f"{value} {noun}"
    bounds = sorted({ordered[len(ordered) // 3], ordered[2 * len(ordered) // 3]} - {ordered[-1]})
    bounds = bounds or [max(value for value in ordered if value < ordered[-1])]

    def name(value: int) -> str:
        below = next((bound for bound in bounds if value <= bound), None)
        previous = [bound for bound in bounds if bound < value]
        if below is None:
            return f"over {bounds[-1]} {noun}"
        return f"{previous[-1] + 1} to {below} {noun}" if previous else f"up to {below} {noun}"

    return name


def _natural(item: tuple[str, object]) -> tuple[int, str]:
    """Slices in the order of what they name: `up to` first, `over` last, parts of the text as they come."""
    name = item[0]
    if name in _BANDS:
        return (_BANDS.index(name), name)
    return (0 if name.startswith("up to") else 2 if name.startswith("over") else 1, name)


def _natural_pair(item: tuple[tuple[str, str], object]) -> tuple[str, int, str]:
    by, name = item[0]
    return (by, *_natural((name, None)))
