"""One document: prepared once under a protocol, then scored for each system, phrase by phrase."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.records import Article, GoldKeyphrase, Prediction
from bench.scoring.conventions import ScoringProtocol
from bench.scoring.formulas import refuse_undefined
from bench.scoring.free_measures import Shown, free_value
from bench.scoring.gold import Gold, Keyer, Text, gold_of, keyer, text_of
from bench.scoring.listing import Listed, listed
from bench.scoring.matching import Matching, match
from bench.scoring.metrics import Metric
from bench.scoring.noise import NoiseJudge, NoiseLabels
from bench.scoring.rankings import Ranking
from bench.scoring.results import DocumentScore, Verdict
from bench.text.function_words import function_words
from bench.text.normalise import Key

RankingId = tuple[str, int | None]
"""A match mode, and the cut-off where repeats are removed after it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be computed for every document: settled once.

    `rankings` are those that some metric is made from, `negatives` says whether the data set annotates any, `covers`
    whether the frequencies of a text's words are wanted.
    """

    protocol: ScoringProtocol
    metrics: Mapping[str, Metric]
    rankings: tuple[RankingId, ...]
    verdicts: bool
    negatives: bool
    covers: bool

    @property
    def skips_failed(self) -> bool:
        """Whether failed documents are left out of the mean."""
        return self.protocol.failed == "skip"

    def ranking_of(self, metric: Metric) -> RankingId:
        """The ranking that a metric is computed from."""
        cut = metric.cut if self.protocol.dedup_predictions == "after_cut" and isinstance(metric.cut, int) else None
        return metric.match or self.protocol.match, cut


def plan_of(protocol: ScoringProtocol, metrics: Sequence[Metric], *, verdicts: bool, negatives: bool) -> Plan:
    """Settle what each metric needs.

    Raises:
        InputError: a metric that is undefined under the protocol.
    """
    for metric in metrics:
        refuse_undefined(metric, protocol)
    named = {str(metric): metric for metric in metrics}
    covers = any(metric.measure == "coverage" for metric in metrics)
    bare = Plan(protocol, named, (), verdicts, negatives, covers)
    rankings = {bare.ranking_of(metric) for metric in named.values()} | {(protocol.match, None)}
    return Plan(protocol, named, tuple(sorted(rankings, key=str)), verdicts, negatives, covers)


def is_of_hits(metric: Metric) -> bool:
    """Whether a metric is made from rankings, many of them at a time."""
    return metric.definition.kind in ("hits", "corpus")


def needs_text(metric: Metric) -> bool:
    """Whether a metric looks at the article's text, whatever the protocol."""
    return metric.definition.kind == "noise" or metric.measure == "coverage"


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article's gold and text as the plan's protocol sees them; `judge` reads the text when first asked.

    Gold may come without texts. Then nothing that looks at the text has a value (`has_text`), and under a protocol
    that scores what is present or absent nothing has one (`is_open`): a phrase is not noise, nor absent, because the
    text is not there.
    """

    article: Article
    keys: Keyer
    gold: Gold
    text: Text | None
    judge: NoiseJudge
    weights: Mapping[str, int]
    has_text: bool
    is_open: bool


def prepared(article: Article, plan: Plan) -> Prepared:
    """Make an article ready for every system."""
    protocol, document = plan.protocol, article.document
    keys = keyer(protocol, document.language)
    text = None
    if protocol.subset != "all":
        text = text_of(article, keys, characters=protocol.presence == "characters")
    gold = gold_of(article.annotation, keys, protocol, text)
    judge = NoiseJudge(document.text, published=article.published, language=document.language)
    has_text = bool(document.text.strip())
    weights = _weights(article, keys) if plan.covers else {}
    return Prepared(article, keys, gold, text, judge, weights, has_text, has_text or protocol.subset == "all")


def _weights(article: Article, keys: Keyer) -> Mapping[str, int]:
    idle = {stem for word in function_words(article.document.language) for stem in keys.key(word)}
    return Counter(stem for stem in keys.stems(article.document.text) if stem not in idle)


@dataclass(frozen=True, slots=True)
class Scored:
    """A document's score with the rankings that metrics of hits are made from; without any, it is in no mean.

    The score's values are those of the other metrics; they are complete where there are no rankings. `longest` is the
    number of tokens in the longest phrase.
    """

    score: DocumentScore
    rankings: Mapping[RankingId, Ranking]
    longest: int = 0


def scored(prediction: Prediction, ready: Prepared, plan: Plan) -> Scored:
    """Score one system's prediction for a prepared document; a failed one counts as an empty list."""
    if not ready.is_open:
        undefined: dict[str, float | None] = dict.fromkeys(plan.metrics)
        return Scored(DocumentScore(ready.article.document.id, prediction.status, undefined), {})
    lost = prediction.status in ("failed", "timeout")
    keyphrases = () if lost else prediction.keyphrases
    own = listed(keyphrases, ready.keys, plan.protocol, ready.text)
    matchings = {each: _matching(each, own, ready.gold, plan) for each in plan.rankings}
    rankings = {each: matching.ranking for each, matching in matchings.items()}
    phrases = [keyphrase.phrase for keyphrase in keyphrases]
    main = matchings[plan.protocol.match, None]
    score = DocumentScore(
        document_id=ready.article.document.id,
        status=prediction.status if lost else "ok" if own.shown else "empty",
        values=_values(own, phrases, rankings, ready, plan),
        n_gold=ready.gold.count,
        n_predicted=len(own.ranked),
        verdicts=_verdicts(prediction, own, main, ready, plan) if plan.verdicts and not lost else (),
        missed=_missed(main, ready) if plan.verdicts else (),
        event=ready.article.event,
        error=prediction.error,
    )
    return Scored(score, rankings, max(map(len, own.keys), default=0))


def _missed(main: Matching, ready: Prepared) -> tuple[GoldKeyphrase, ...]:
    found = set(main.found)
    return tuple(each.keyphrase for index, each in enumerate(ready.gold.clusters) if index not in found)


def _matching(which: RankingId, own: Listed, gold: Gold, plan: Plan) -> Matching:
    mode, cut = which
    if cut is None:
        return match(own.ranked_keys(), gold, mode, plan.protocol)
    # Repeats are removed after the cut: they took a place in it.
    filtered = {key for key, dropped in zip(own.keys, own.dropped, strict=True) if dropped == "subset"}
    kept = (key for key, dropped in zip(own.keys, own.dropped, strict=True) if dropped in (None, "duplicate"))
    raw = [key for key in kept if key not in filtered][:cut]
    return match(list(dict.fromkeys(raw)), gold, mode, plan.protocol)


def _values(
    own: Listed, phrases: Sequence[str], rankings: Mapping[RankingId, Ranking], ready: Prepared, plan: Plan
) -> Mapping[str, float | None]:
    values: dict[str, float | None] = {}
    shown: Shown | None = None
    for name, metric in plan.metrics.items():
        if is_of_hits(metric):
            continue
        if metric.measure == "n_gold":
            values[name] = float(ready.gold.count)
        elif metric.measure == "n_pred":
            values[name] = float(len(own.ranked))
        elif not ready.has_text and needs_text(metric):
            values[name] = None
        else:
            shown = shown or _shown(own, phrases, ready, plan)
            hits = _hits_within(rankings[plan.ranking_of(metric)], metric, plan) if metric.measure == "net" else None
            values[name] = free_value(metric, shown, hits)
    return values


def _hits_within(ranking: Ranking, metric: Metric, plan: Plan) -> float | None:
    if not ranking.gold and plan.protocol.no_gold == "null":
        return None
    last = metric.cut if isinstance(metric.cut, int) else ranking.predicted
    return ranking.hits[bisect_right(ranking.ranks, last)]


def _shown(own: Listed, phrases: Sequence[str], ready: Prepared, plan: Plan) -> Shown:
    return Shown(
        keys=[own.keys[place] for place in own.shown],
        phrases=[phrases[place] for place in own.shown],
        all_keys=[key for key in own.keys if key],
        judge=ready.judge,
        gold_keys=ready.gold.by_key,
        negatives=ready.gold.negatives if plan.negatives else None,
        weights=ready.weights,
    )


def _verdicts(prediction: Prediction, own: Listed, main: Matching, ready: Prepared, plan: Plan) -> tuple[Verdict, ...]:
    rank_at = {place: rank for rank, place in enumerate(own.ranked)}

    def shown_form(index: int | None) -> str | None:
        return None if index is None else ready.gold.clusters[index].keyphrase.forms[0]

    def verdict(place: int, key: Key) -> Verdict:
        keyphrase = prediction.keyphrases[place]
        rank = rank_at.get(place)
        judged = ready.judge.labels(keyphrase.phrase) if ready.has_text else NoiseLabels()
        negative = ready.gold.negatives.get(key) if plan.negatives else None
        return Verdict(
            phrase=keyphrase.phrase,
            score=keyphrase.score,
            key=key,
            rank=None if rank is None else rank + 1,
            match=None if rank is None else shown_form(main.found[rank]),
            alias_of=None if rank is None else shown_form(main.again[rank]),
            dropped=own.dropped[place],
            noise=judged.labels,
            cause=judged.cause,
            negative=negative.kind or "negative" if negative else None,
        )

    return tuple(verdict(place, key) for place, key in enumerate(own.keys))
