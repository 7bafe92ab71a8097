"""Rows made from gold, not by extractors: what bounds a score from above, and what came with the articles."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bench.errors import InputError
from bench.records import Article, Dataset, Keyphrase, Prediction
from bench.scoring.aggregation import mean
from bench.scoring.by_document import FromGold
from bench.scoring.conventions import ScoringProtocol
from bench.scoring.evaluation import evaluate
from bench.scoring.gold import gold_of, keyer, text_of
from bench.scoring.metrics import HEADLINE, Metric
from bench.scoring.results import DocumentScore, Evaluation, System, Value

ORACLE, PUBLISHED, ANNOTATORS = "oracle", "published", "annotators"


def oracle(dataset: Dataset, protocol: ScoringProtocol) -> System:
    """The gold that stands in the text, in the order of the gold: what extraction could reach at best.

    Of each gold keyphrase the first form that the text holds, tokens side by side under the protocol's keys.
    """

    def made(article: Article) -> Prediction:
        return _prediction(article, _present(article, protocol))

    return System(ORACLE, FromGold(dataset.articles, made), "ceiling")


def _present(article: Article, protocol: ScoringProtocol) -> list[str]:
    keys = keyer(protocol, article.document.language)
    text = text_of(article, keys, characters=protocol.presence == "characters")
    gold = gold_of(article.annotation, keys, protocol, text)
    held = ((form for form in cluster.keyphrase.forms if text.holds(keys.key(form))) for cluster in gold.clusters)
    return [form for forms in held if (form := next(forms, None)) is not None]


def published(dataset: Dataset) -> System:
    """The keyword lists that came with the articles; scored over the documents that have one, and no others."""

    def came(article: Article) -> Prediction | None:
        return _prediction(article, article.published) if article.published else None

    return System(PUBLISHED, FromGold(dataset.articles, came), "published")


def _prediction(article: Article, phrases: Sequence[str]) -> Prediction:
    # No scores: nothing measured these phrases, their order is the gold's or the page's.
    keyphrases = tuple(Keyphrase(phrase) for phrase in phrases)
    return Prediction(article.document.id, keyphrases, "ok" if keyphrases else "empty")


def annotators(dataset: Dataset, protocol: ScoringProtocol, metrics: Sequence[Metric] = HEADLINE) -> Evaluation:
    """Each annotation pass scored against each other pass; a document's value is the mean over ordered pairs.

    A keyphrase of the pass under test is put out as the form that the other pass accepts, and otherwise as its first.
    Documents with fewer than two passes are null.
    """
    names = sorted({name for article in dataset.articles for name in article.annotators})
    pairs = [(tested, held) for tested in names for held in names if tested != held]
    evaluations = [evaluation for pair in pairs for evaluation in _pair(dataset, *pair, protocol, metrics)]
    merged = _merged(dataset, evaluations, metrics)
    bare = evaluate([System(ANNOTATORS, {}, "ceiling")], dataset, protocol, (), verdicts=False)[0]
    return replace(
        bare,
        metrics={str(metric): _over_pairs(metric, evaluations, merged) for metric in metrics},
        documents=merged,
        scored=sum(any(value is not None for value in score.values.values()) for score in merged),
        failed=0,
        empty=0,
        missing=(),
        without_gold=0,
    )


def _pair(
    dataset: Dataset, tested: str, held: str, protocol: ScoringProtocol, metrics: Sequence[Metric]
) -> Iterator[Evaluation]:
    articles = [article for article in dataset.articles if tested in article.annotators and held in article.annotators]
    if not articles:
        return
    predictions = {
        article.document.id: _prediction(article, _forms(article, tested, held, protocol)) for article in articles
    }
    against = replace(dataset, articles=tuple(replace(a, annotation=a.annotators[held]) for a in articles))
    yield from evaluate(
        [System(f"{tested}|{held}", predictions, "ceiling")], against, protocol, metrics, verdicts=False
    )


def _forms(article: Article, tested: str, held: str, protocol: ScoringProtocol) -> list[str]:
    key = keyer(protocol, article.document.language).key
    accepted = {key(form) for keyphrase in article.annotators[held].gold for form in keyphrase.forms}
    return [
        next((form for form in keyphrase.forms if key(form) in accepted), keyphrase.forms[0])
        for keyphrase in article.annotators[tested].gold
    ]


def _merged(
    dataset: Dataset, evaluations: Sequence[Evaluation], metrics: Sequence[Metric]
) -> tuple[DocumentScore, ...]:
    by_document: dict[str, list[DocumentScore]] = {}
    for evaluation in evaluations:
        for score in evaluation.documents:
            by_document.setdefault(score.document_id, []).append(score)
    merged = []
    for article in dataset.articles:
        scores = by_document.get(article.document.id, [])
        merged.append(
            DocumentScore(
                document_id=article.document.id,
                status="ok" if scores else "empty",
                values={str(metric): mean(score.values[str(metric)] for score in scores) for metric in metrics},
                n_gold=len(article.annotation.gold),
                n_predicted=round(sum(score.n_predicted for score in scores) / len(scores)) if scores else 0,
                event=article.event,
            )
        )
    return tuple(merged)


def _over_pairs(metric: Metric, evaluations: Sequence[Evaluation], documents: Sequence[DocumentScore]) -> Value:
    name = str(metric)
    if metric.definition.kind == "corpus":
        return Value(mean(evaluation.metrics[name].value for evaluation in evaluations))
    return Value(mean(score.values[name] for score in documents))


def reachable(dataset: Dataset, protocol: ScoringProtocol, metric: Metric) -> Mapping[str, float | None]:
    """What a list of phrases taken from the text could score at best, by document id; None without gold.

    Raises:
        InputError: the match is partial (a phrase of the text can then score on gold that is not in it), or the metric
            is not made from hits on a document's gold.
    """
    if metric.match or protocol.match != "exact":
        raise InputError(
            f"the best that extraction can reach under {metric.match or protocol.match} is not known",
            place=f"metric {metric}",
            remedy="Ask for a metric of exact match",
        )
    if metric.definition.kind != "hits":
        raise InputError(
            f"{metric} is not made from hits on a document's gold", place="reachable", remedy="Ask for F1@10 or R@10"
        )
    return ceilings(dataset, protocol, (metric,))[str(metric)]


def ceilings(
    dataset: Dataset, protocol: ScoringProtocol, metrics: Sequence[Metric]
) -> dict[str, Mapping[str, float | None]]:
    """What a list of phrases taken from the text could score at best: by metric, then by document id.

    Only for the metrics of which that is known, those of hits under exact match; empty under a partial match.
    """
    if protocol.match != "exact":
        return {}
    known = [metric for metric in metrics if metric.definition.kind == "hits" and not metric.match]
    best = evaluate([oracle(dataset, protocol)], dataset, protocol, known, verdicts=False)[0]
    return {str(m): {score.document_id: score.values[str(m)] for score in best.documents} for m in known}
