"""What the HTML page knows, as plain values: small things at once, articles in packed blocks that open on demand."""

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.records import Article, Dataset, Run
from bench.reporting import charts, conventions, escape, judgement, quality, rows
from bench.reporting.article import beginning
from bench.reporting.error_page import NONE_KNOWN, Candidates
from bench.reporting.places import Located, located, places
from bench.scoring.conventions import DEFAULT, ScoringProtocol
from bench.scoring.direction import lower_is_better
from bench.scoring.error_kinds import PhraseError, Reader, error_reader
from bench.scoring.results import Comparison, DocumentScore, Evaluation, Value, Verdict
from bench.text.normalise import Key, Normaliser

BLOCK = 40
"""How many articles are packed together."""

MARKED = 3
"""How many places of a predicted phrase are marked in the text."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A data set scored under one protocol: what one setting of the page's protocol switch shows."""

    protocol: str
    evaluations: tuple[Evaluation, ...]
    comparison: Comparison | None = None


def page_values(scored: Sequence[Scored], dataset: Dataset, runs: Sequence[Run] = ()) -> dict[str, object]:
    """Leaderboards by protocol, chart specifications, and one line a document; the first protocol is shown first."""
    main = scored[0].evaluations if scored else ()
    metrics = list(dict.fromkeys(m for each in scored for m in quality.metric_order(each.evaluations)))
    return {
        "dataset": _facts(dataset),
        "metrics": [
            {"name": m, "lower": lower_is_better(m), "share": quality.number_format(m) == "points"} for m in metrics
        ],
        "headline": rows.HEADLINE,
        "protocols": [_leaderboard(each) for each in scored],
        "charts": _charts(main, runs),
        "documents": [
            [_shown(article.document.id), _shown(beginning(article)), len(article.annotation.gold)]
            for article in dataset.articles
        ],
        "block": BLOCK,
    }


def article_blocks(
    evaluations: Sequence[Evaluation],
    dataset: Dataset,
    normaliser: Normaliser,
    protocol: ScoringProtocol = DEFAULT,
    candidates: Candidates = NONE_KNOWN,
    *,
    with_text: bool = True,
) -> list[str]:
    """The articles with everything that the page shows of each, `BLOCK` to a block, in the data set's order."""
    shown = rows.with_lists(evaluations)
    scores = {e.system: {s.document_id: s for s in e.documents} for e in shown}
    packed_blocks = []
    for start in range(0, len(dataset.articles), BLOCK):
        articles = dataset.articles[start : start + BLOCK]
        made = [_article(each, scores, normaliser, protocol, candidates, with_text=with_text) for each in articles]
        packed_blocks.append(packed(made))
    return packed_blocks


def value_block(evaluations: Sequence[Evaluation], dataset: Dataset) -> str:
    """Each row's value on each document, by metric, in the data set's order: what the difference chart is made of."""
    ids = [article.document.id for article in dataset.articles]
    values: dict[str, dict[str, list[float | None]]] = {}
    for e in rows.with_lists(evaluations):
        by_id = {s.document_id: s.values for s in e.documents}
        for metric in e.metrics:
            column = [by_id.get(i, {}).get(metric) for i in ids]
            rounded = [None if v is None else round(v, 5) for v in column]
            values.setdefault(metric, {})[_shown(e.system)] = rounded
    return packed(values)


def packed(values: object) -> str:
    """Plain values as JSON, compressed, in characters that HTML leaves alone."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(text.encode("utf-8"), compresslevel=6, mtime=0)).decode("ascii")


def _facts(dataset: Dataset) -> dict[str, object]:
    info = dataset.info
    facts = {"name": info.name, "version": info.version, "language": info.language, "licence": info.licence}
    shown: dict[str, object] = {name: _shown(value) for name, value in facts.items()}
    return {**shown, "digest": info.digest[:12], "documents": len(dataset.articles)}


def _leaderboard(scored: Scored) -> dict[str, object]:
    oracle = rows.oracle(scored.evaluations)
    signature = next((e.signature for e in scored.evaluations if e.signature), "")
    groups = scored.comparison.rank_groups if scored.comparison else {}
    return {
        "name": _shown(scored.protocol),
        "signature": _shown(signature, None),
        "conventions": _shown(conventions.in_words(signature), None),
        "sentence": _shown(scored.comparison.sentence, None) if scored.comparison else "",
        "rows": [
            {
                "name": _shown(e.system),
                "role": e.role,
                "rank": groups.get(e.system),
                "scored": e.scored,
                "failed": e.failed,
                "empty": e.empty,
                "reachable": _reachable(e, oracle),
                "values": {metric: _value(value) for metric, value in e.metrics.items()},
            }
            for e in rows.in_order(scored.evaluations)
        ],
    }


def _reachable(evaluation: Evaluation, oracle: Evaluation | None) -> float | None:
    share = quality.reachable(evaluation, oracle) if oracle is not None else None
    return share if isinstance(share, float) else None


def _value(value: Value) -> list[float | None]:
    return [value.value, value.low, value.high] if value.low is not None else [value.value]


def _charts(evaluations: Sequence[Evaluation], runs: Sequence[Run]) -> list[dict[str, object]]:
    """Each chart with its sentence, and last the one that the page itself fills with two rows' values."""
    difference = charts.Chart(
        "difference", charts.document_differences(), "One bar a document: the first row's value less the second's."
    )
    made = (*charts.charts_of(evaluations, runs), difference)
    return [{"id": chart.name, "spec": chart.spec, "caption": chart.caption} for chart in made]


def _article(
    article: Article,
    scores: Mapping[str, Mapping[str, DocumentScore]],
    normaliser: Normaliser,
    protocol: ScoringProtocol,
    candidates: Candidates,
    *,
    with_text: bool,
) -> dict[str, object]:
    document, annotation = article.document, article.annotation
    text = located(document.text, normaliser)
    gold_keys = [[normaliser.key(form) for form in gold.forms] for gold in annotation.gold]
    negative_keys = [[normaliser.key(form) for form in negative.forms] for negative in annotation.negatives]
    shown, offsets = _with_offsets(document.text)
    read = error_reader(article, protocol)
    found: dict[str, object] = {
        "id": _shown(document.id),
        "language": _shown(document.language),
        "event": _shown(article.event),
        "published": [_shown(phrase, 120) for phrase in article.published],
        "gold": [
            {
                "forms": [_shown(form, 120) for form in gold.forms],
                "tier": _shown(gold.tier),
                "present": any(text.occurrences(key) for key in keys),
            }
            for gold, keys in zip(annotation.gold, gold_keys, strict=True)
        ],
        "negatives": [
            {"forms": [_shown(form, 120) for form in n.forms], "kind": _shown(n.kind), "why": _shown(n.why, 300)}
            for n in annotation.negatives
        ],
        "lists": {
            _shown(name): _list(
                by_id[document.id],
                read,
                candidates.get(name, {}).get(document.id),
                text if with_text else None,
                offsets,
            )
            for name, by_id in scores.items()
            if document.id in by_id
        },
    }
    if with_text:
        found["text"] = shown
        found["goldPlaces"] = _places(text, gold_keys, offsets)
        found["negativePlaces"] = _places(text, negative_keys, offsets)
    return found


def _list(
    score: DocumentScore,
    read: Reader,
    candidates: Sequence[str] | None,
    text: Located | None,
    offsets: Sequence[int] | None,
) -> dict[str, object]:
    errors = read(score, candidates) if score.n_gold else None
    kinds = {error.rank: error for error in errors.phrases} if errors else {}
    return {
        "status": score.status,
        "error": _shown(score.error or "", 300),
        "gold": score.n_gold,
        "values": {metric: value for metric, value in score.values.items() if value is not None},
        "phrases": [_phrase(verdict, kinds, _spots(verdict, text, offsets)) for verdict in score.verdicts],
        "missed": [[_shown(m.keyphrase, 120), m.kind, _shown(m.of, 120)] for m in errors.missed] if errors else [],
    }


def _phrase(verdict: Verdict, kinds: Mapping[int, PhraseError], spots: list[tuple[int, int]]) -> list[object]:
    """Phrase, rank, mark, kind of error, what it is measured by, reasons, places in the text."""
    error = kinds.get(verdict.rank) if verdict.rank is not None else None
    return [
        _shown(verdict.phrase, 120),
        verdict.rank,
        judgement.mark(verdict),
        error.kind if error else "",
        _shown(error.of, 120) if error else "",
        "; ".join(_shown(reason, 200) for reason in judgement.reasons(verdict)),
        spots,
    ]


def _places(text: Located, keys: Sequence[Sequence[Key]], offsets: Sequence[int] | None) -> list[tuple[int, int, int]]:
    return [(*_moved((p.start, p.end), offsets), p.phrase) for p in places(text, keys)]


def _spots(verdict: Verdict, text: Located | None, offsets: Sequence[int] | None) -> list[tuple[int, int]]:
    """The first places of a phrase in the text, where it is shown and the phrase is ranked."""
    if text is None or verdict.rank is None:
        return []
    return [_moved(text.stretch(*found), offsets) for found in text.occurrences(verdict.key)[:MARKED]]


def _moved(stretch: tuple[int, int], offsets: Sequence[int] | None) -> tuple[int, int]:
    return stretch if offsets is None else (offsets[stretch[0]], offsets[stretch[1]])


def _with_offsets(text: str) -> tuple[str, list[int] | None]:
    """The text with what has no ink as escapes, and where each character went; None where nothing moved."""
    shown = escape.visible(text, keep="\n")
    if shown == text:
        return text, None
    offsets, parts, at = [0], [], 0
    for character in text:
        part = escape.visible(character, keep="\n")
        parts.append(part)
        at += len(part)
        offsets.append(at)
    return "".join(parts), offsets


def _shown(text: str, limit: int | None = escape.LIMIT) -> str:
    return escape.visible(text, limit=limit)
