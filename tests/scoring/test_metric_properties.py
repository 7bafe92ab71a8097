"""Laws that every metric keeps, over generated gold and lists."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CLUSTERS, PHRASE_LISTS, PHRASES, article, dataset, prediction

from bench.records import Annotation, Article, Document, GoldKeyphrase, Negative
from bench.scoring.conventions import MATCHES, ScoringProtocol
from bench.scoring.evaluation import evaluate, system
from bench.scoring.metrics import MEASURES, Metric, parse_metric, written_forms
from bench.scoring.protocols import PROTOCOLS, parse_protocol
from bench.scoring.results import Evaluation

EVERY_METRIC = tuple(parse_metric(form) for form in (*written_forms(), "F1@5", "nDCG@5", "AP@5", "P_available@5"))
SHARES = tuple(metric for metric in EVERY_METRIC if metric.definition.unit == "share" and metric.measure != "net")
PARTIAL = tuple(
    parse_metric(f"{form}~{match}")
    for match in MATCHES[1:]
    for form in ("F1@10", "R@M", "AP", "nDCG@10", "RR", "Rprec")
)
TEXT = "The space station crew launched the film. Actors filming a Soyuz model in orbit met stations."
Clusters = list[tuple[str, ...]]
PROTOCOL = st.sampled_from([shipped.protocol for shipped in PROTOCOLS.values()])


def evaluated(
    clusters: Clusters, phrases: list[str], metrics: tuple[Metric, ...], protocol: ScoringProtocol | None = None
) -> Evaluation:
    """One document scored."""
    row = system("row", [prediction("d", phrases)])
    return evaluate([row], dataset(article("d", clusters, TEXT)), protocol or parse_protocol("default"), metrics)[0]


def values(
    clusters: Clusters, phrases: list[str], metrics: tuple[Metric, ...], protocol: ScoringProtocol | None = None
) -> dict[str, float | None]:
    """Its values, per document."""
    return dict(evaluated(clusters, phrases, metrics, protocol).documents[0].values)


@given(CLUSTERS, PHRASE_LISTS, PROTOCOL)
def test_every_share_lies_between_0_and_1(clusters: Clusters, phrases: list[str], protocol: ScoringProtocol) -> None:
    """Per document and over the data set, under every shipped protocol."""
    evaluation = evaluated(clusters, phrases, SHARES, protocol)
    found = [*evaluation.documents[0].values.values(), *(value.value for value in evaluation.metrics.values())]
    assert all(value is None or -1e-12 <= value <= 1 + 1e-12 for value in found)


@given(CLUSTERS, PHRASE_LISTS, st.sampled_from(["optimal", "greedy_rank"]))
def test_every_partial_share_lies_between_0_and_1(clusters: Clusters, phrases: list[str], assignment: str) -> None:
    """Partial matches keep the bounds too, and the optimal assignment is worth at least the greedy one."""
    protocol = parse_protocol(f"default:assignment={assignment}")
    found = values(clusters, phrases, PARTIAL, protocol)
    assert all(value is None or -1e-9 <= value <= 1 + 1e-9 for value in found.values())


@given(CLUSTERS, PHRASE_LISTS, st.sampled_from(MATCHES[1:]))
def test_partial_is_never_below_exact_and_optimal_never_below_greedy(
    clusters: Clusters, phrases: list[str], match: str
) -> None:
    """Equal keys are wholly alike under every match, so hits can only grow; greedy is one of the assignments."""
    metrics = (Metric("hits", 10), Metric("hits", 10, match))
    optimal = values(clusters, phrases, metrics)
    greedy = values(clusters, phrases, metrics, parse_protocol("default:assignment=greedy_rank"))
    if optimal["hits@10"] is not None:
        exact, partial, taken = optimal["hits@10"], optimal[str(metrics[1])], greedy[str(metrics[1])]
        assert partial is not None
        assert taken is not None
        assert exact <= partial + 1e-9
        assert taken <= partial + 1e-9


@given(CLUSTERS.filter(bool))
def test_a_perfect_list_scores_1(clusters: Clusters) -> None:
    """The gold itself, one form of each keyphrase, is 1 under all metrics that do not divide by a fixed k."""
    evaluation = evaluated(clusters, [forms[0] for forms in clusters], (parse_metric("n_gold"),))
    kept = [verdict.phrase for verdict in evaluation.documents[0].verdicts if verdict.match]
    names = ("P@M", "R@M", "F1@M", "P@O", "F1@O", "AP", "RR", "nDCG@10", "nDCG", "Rprec", "Success@5", "P_available@5")
    found = values(clusters, kept, tuple(map(parse_metric, names)))
    assert found == pytest.approx(dict.fromkeys(names, 1.0))


@given(CLUSTERS, PHRASE_LISTS, st.randoms(use_true_random=False))
def test_order_of_gold_and_of_aliases_changes_nothing(
    clusters: Clusters, phrases: list[str], shuffler: random.Random
) -> None:
    """Gold and its forms are sets to every metric."""
    turned = [tuple(shuffler.sample(forms, len(forms))) for forms in shuffler.sample(clusters, len(clusters))]
    assert values(turned, phrases, EVERY_METRIC) == pytest.approx(values(clusters, phrases, EVERY_METRIC), nan_ok=True)


@given(CLUSTERS, PHRASE_LISTS.filter(bool), st.data())
def test_a_repeated_prediction_changes_nothing(clusters: Clusters, phrases: list[str], data: st.DataObject) -> None:
    """A phrase put out again further down is dropped, for every metric but those that measure repetition."""
    place = data.draw(st.integers(0, len(phrases) - 1))
    after = data.draw(st.integers(place + 1, len(phrases)))
    repeated = [*phrases[:after], phrases[place].upper(), *phrases[after:]]
    metrics = tuple(m for m in EVERY_METRIC if m.measure not in ("dup_token_ratio", "unique_phrase_ratio"))
    assert values(clusters, repeated, metrics) == values(clusters, phrases, metrics)


@given(CLUSTERS, st.lists(PHRASES, min_size=10, max_size=12, unique=True), PHRASE_LISTS)
def test_what_stands_beyond_k_changes_nothing(clusters: Clusters, phrases: list[str], more: list[str]) -> None:
    """For every metric at k = 5, where the list already holds five different phrases."""
    metrics = (*(Metric(name, 5) for name, each in MEASURES.items() if "k" in each.cuts), Metric("F1", 5, "includes"))
    head = evaluated(clusters, phrases, (parse_metric("n_pred"),)).documents[0]
    if (head.n_predicted or 0) >= 5:
        assert values(clusters, [*phrases, *more], metrics) == values(clusters, phrases, metrics)


@given(st.lists(st.tuples(CLUSTERS, PHRASE_LISTS), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_documents_moves_no_digit(
    documents: list[tuple[Clusters, list[str]]], shuffler: random.Random
) -> None:
    """Sums are exact, so the mean of a data set is the same to the last bit in any order."""
    articles = [article(str(number), clusters, TEXT) for number, (clusters, _) in enumerate(documents)]
    row = system("row", [prediction(str(number), phrases) for number, (_, phrases) in enumerate(documents)])
    turned = shuffler.sample(articles, len(articles))
    protocol = parse_protocol("default")
    first, second = (evaluate([row], dataset(*each), protocol, EVERY_METRIC)[0] for each in (articles, turned))
    assert first.metrics == second.metrics


@given(CLUSTERS, PHRASE_LISTS)
def test_negatives_and_noise_never_move_f1(clusters: Clusters, phrases: list[str]) -> None:
    """What must not come out is counted beside the score, never in it."""
    gold = tuple(GoldKeyphrase(forms) for forms in clusters)
    bad = tuple(Negative((phrase,), "stray") for phrase in phrases[:3])
    metrics = tuple(map(parse_metric, ("P@5", "F1@10", "AP", "nDCG@10")))
    row = system("row", [prediction("d", phrases)])
    plain, marked = (
        evaluate([row], dataset(Article(Document("d", TEXT), Annotation(gold, negatives))), metrics=metrics)[0]
        for negatives in ((), bad)
    )
    assert plain.metrics == marked.metrics


@given(CLUSTERS, PHRASE_LISTS, PROTOCOL)
def test_identities_between_metrics(clusters: Clusters, phrases: list[str], protocol: ScoringProtocol) -> None:
    """P@O is R@O and Rprec, F1 is the harmonic mean, RR within Success, under every protocol that divides by gold."""
    names = ("P@O", "R@O", "F1@O", "Rprec", "P@5", "R@5", "F1@5", "RR@5", "Success@5", "meanF1@5")
    found = values(clusters, phrases, tuple(map(parse_metric, names)), protocol)
    if any(value is None for value in found.values()):
        assert set(found.values()) == {None}
        return
    known = {name: value or 0.0 for name, value in found.items()}
    if protocol.denominator_at_o == "gold" and protocol.gold_copies == "one":
        assert len({round(known[name], 12) for name in ("P@O", "R@O", "F1@O", "Rprec")}) == 1
    p, r = known["P@5"], known["R@5"]
    assert known["F1@5"] == pytest.approx(2 * p * r / (p + r) if p + r else 0)
    assert known["meanF1@5"] == known["F1@5"]
    assert known["RR@5"] <= known["Success@5"] + 1e-12
