"""Runs scored whole: statuses, ids, subsets, verdicts, warnings."""

from dataclasses import replace

import pytest
from strategies import article, dataset, prediction

from bench.errors import InputError
from bench.records import Annotation, Article, Document, GoldKeyphrase, Keyphrase, Negative, Prediction
from bench.scoring.evaluation import evaluate, system
from bench.scoring.metrics import parse_metric
from bench.scoring.protocols import parse_protocol
from bench.scoring.results import DocumentScore, System, Verdict
from bench.scoring.tally import MISSING

F1, NOISE = parse_metric("F1@5"), parse_metric("noise@5")

GOLD = dataset(
    article("ok", [("soyuz",)], "The Soyuz came back."),
    article("failed", [("orbit",)], "An orbit."),
    article("slow", [("crew",)], "The crew."),
    article("silent", [("film",)], "A film."),
    article("missing", [("moon",)], "The moon."),
    article("bare", [], "Nothing was annotated here, the Soyuz apart."),
)
ROW = system(
    "row",
    [
        Prediction("bare", (Keyphrase("soyuz"),)),
        prediction("ok", ["soyuz", "crew"]),
        Prediction("failed", (Keyphrase("orbit"),), "failed", error="ValueError: no words"),
        Prediction("slow", (), "timeout", error="stopped after 60 s"),
        prediction("silent", []),
        prediction("stranger", ["soyuz"]),
    ],
)


def test_statuses_and_ids_are_counted_and_named() -> None:
    """Failed, timed out, empty and missing documents score 0 and stay in the mean; one without gold is left out."""
    (evaluation,) = evaluate([ROW], GOLD, metrics=[F1, NOISE])
    assert evaluation.metrics["F1@5"].value == pytest.approx((2 / 6) / 5)
    found = {score.document_id: (score.status, score.values["F1@5"], score.error) for score in evaluation.documents}
    assert found == {
        "ok": ("ok", pytest.approx(2 / 6), None),
        "failed": ("failed", 0, "ValueError: no words"),
        "slow": ("timeout", 0, "stopped after 60 s"),
        "silent": ("empty", 0, None),
        "missing": ("failed", 0, MISSING),
        "bare": ("ok", None, None),
    }
    assert (evaluation.scored, evaluation.failed, evaluation.empty, evaluation.without_gold) == (5, 2, 1, 1)
    assert (evaluation.missing, evaluation.extra) == (("missing",), ("stranger",))
    # A list of nothing is not free of noise: only the two documents with phrases have a value.
    assert [score.values["noise@5"] for score in evaluation.documents] == [0.5, None, None, None, None, 0.0]
    assert evaluation.signature.endswith("|docs:5/6|v:0.1.0")


def test_conventions_for_failures_and_for_no_gold() -> None:
    """Skipped where a protocol says so; 0 in the mean where it says that."""
    skipped = evaluate([ROW], GOLD, parse_protocol("default:failed=skip"), [F1])[0]
    assert skipped.metrics["F1@5"].value == pytest.approx((2 / 6) / 2)
    assert (skipped.scored, skipped.failed, skipped.missing) == (2, 2, ("missing",))
    zero = evaluate([ROW], GOLD, parse_protocol("default:no_gold=zero"), [F1])[0]
    assert zero.metrics["F1@5"].value == pytest.approx((2 / 6) / 6)
    assert (zero.scored, zero.without_gold) == (6, 0)


def test_two_predictions_for_one_document_are_refused() -> None:
    """A run that says two things of one document is no run."""
    with pytest.raises(InputError, match=r"row: 1 document ids come more than once: d\. Keep one prediction"):
        system("row", [prediction("d", ["a"]), prediction("d", ["b"])])


def test_an_empty_run_and_a_run_of_other_documents() -> None:
    """Both score 0 on everything; ids that all miss are said to."""
    empty, strange = evaluate(
        [system("empty", []), system("strange", [prediction("x", ["soyuz"])])], GOLD, metrics=[F1]
    )
    assert empty.metrics["F1@5"].value == strange.metrics["F1@5"].value == 0
    assert (len(empty.missing), empty.extra, empty.warnings) == (6, (), ())
    assert (strange.extra, strange.warnings) == (("x",), ("none of the 1 ids of strange is in the data set",))


def test_no_documents_at_all() -> None:
    """Nothing to score is null, not an error."""
    (evaluation,) = evaluate([system("row", [])], dataset(), metrics=[F1, parse_metric("microF1@5"), NOISE])
    assert [value.value for value in evaluation.metrics.values()] == [None, None, None]
    assert (evaluation.scored, evaluation.documents) == (0, ())


def test_a_published_row_is_scored_where_a_list_was_published() -> None:
    """Articles without a published list are no failures of it."""
    row = System("published", {"ok": prediction("ok", ["soyuz"])}, "published")
    (evaluation,) = evaluate([row], GOLD, metrics=[F1])
    assert [score.document_id for score in evaluation.documents] == ["ok"]
    assert (evaluation.scored, evaluation.missing, evaluation.failed) == (1, (), 0)


def test_every_phrase_has_its_verdict() -> None:
    """Hit, alias of a hit, negative, noise with its cause, blank and duplicate: the whole account of a list."""
    annotation = Annotation(
        (GoldKeyphrase(("International Space Station", "ISS"), "core"), GoldKeyphrase(("Soyuz",))),
        (Negative(("steppes",), "stray"), Negative(("landing",))),
    )
    text = "The ISS, or International Space Station, saw a Soyuz leave. It came down in the steppes, a hard landing."
    gold = dataset(replace(article("d", [], text), annotation=annotation, event="return"))
    phrases = ["ISS", "...", "international space stations", "Steppes", "iss", "leave station", "landing"]
    (evaluation,) = evaluate([system("row", [prediction("d", phrases)])], gold, metrics=[F1])
    iss = ("iss",)
    station = ("intern", "space", "station")
    assert evaluation.documents[0] == DocumentScore(
        document_id="d",
        status="ok",
        values={"F1@5": 2 * 0.2 * 0.5 / 0.7},
        n_gold=2,
        n_predicted=5,
        verdicts=(
            Verdict("ISS", -0.0, iss, 1, match="International Space Station"),
            Verdict("...", -1.0, (), None, dropped="blank", noise=("EMPTY",)),
            Verdict("international space stations", -2.0, station, 2, alias_of="International Space Station"),
            Verdict("Steppes", -3.0, ("stepp",), 3, negative="stray"),
            Verdict("iss", -4.0, iss, None, dropped="duplicate"),
            Verdict("leave station", -5.0, ("leav", "station"), 4, noise=("NOT_IN_TEXT",), cause="reordered"),
            Verdict("landing", -6.0, ("land",), 5, negative="negative"),
        ),
        missed=(GoldKeyphrase(("Soyuz",)),),
        event="return",
    )


def test_a_subset_filters_both_sides_but_hides_no_noise() -> None:
    """Under `present` an invented phrase has no rank, and still counts as noise and as shown."""
    gold = dataset(article("d", [("soyuz",), ("space race",)], "The Soyuz came back."))
    metrics = [parse_metric(form) for form in ("P@M", "n_pred", "n_gold", "noise@5")]
    row = system("row", [prediction("d", ["soyuz", "warp drive"])])
    (evaluation,) = evaluate([row], gold, parse_protocol("default:subset=present"), metrics)
    assert list(evaluation.documents[0].values.values()) == [1, 1, 1, 0.5]
    assert [verdict.dropped for verdict in evaluation.documents[0].verdicts] == [None, "subset"]


def test_after_the_cut_repeats_take_a_place() -> None:
    """Removing repeats after the cut at k leaves fewer than k; before it, later phrases move up."""
    gold = dataset(article("d", [("soyuz",), ("crew",)]))
    row = system("row", [prediction("d", ["soyuz", "Soyuz", "crew"])])
    metrics = [parse_metric("P_available@2"), parse_metric("R@2"), parse_metric("AP")]
    before, after = (
        evaluate([row], gold, parse_protocol(f"default:dedup_predictions={when}"), metrics)[0].documents[0].values
        for when in ("before_cut", "after_cut")
    )
    assert list(before.values()) == [1, 1, 1]
    assert list(after.values()) == [1, 0.5, 1]


def test_negatives_are_null_where_none_are_annotated() -> None:
    """A data set whose annotators marked no negatives says nothing of them; one with some counts 0 elsewhere."""
    rate = parse_metric("negatives@5")
    row = system("row", [prediction("a", ["x"]), prediction("b", ["x"])])
    bare = dataset(article("a", [("y",)]), article("b", [("y",)]))
    assert evaluate([row], bare, metrics=[rate])[0].metrics["negatives@5"].value is None
    marked = dataset(Article(Document("a", ""), Annotation((), (Negative(("x",)),))), article("b", [("y",)]))
    values = [score.values["negatives@5"] for score in evaluate([row], marked, metrics=[rate])[0].documents]
    assert values == [1, 0]


def test_merged_clusters_are_warned_of() -> None:
    """Gold keyphrases that share a key become one, and the reader is told where."""
    gold = dataset(*(article(name, [("model",), ("Models",)]) for name in "abcde"))
    (evaluation,) = evaluate([system("row", [])], gold, metrics=[F1])
    assert evaluation.warnings == (
        "gold keyphrases that share a key were merged in 5 documents of made-up: a, b, c and 2 more",
    )
    assert evaluation.documents[0].missed == (GoldKeyphrase(("model", "Models")),)


def test_each_document_is_stemmed_in_its_language() -> None:
    """`auto` stems French as French, and the signature says so."""
    gold = dataset(article("fr", [("universités",)], language="fr"), article("en", [("universities",)]))
    row = system("row", [prediction("fr", ["université"]), prediction("en", ["university"])])
    (evaluation,) = evaluate([row], gold, metrics=[parse_metric("R@5")])
    assert evaluation.metrics["R@5"].value == 1
    assert "|stem:auto(en=porter-nltk,fr=snowball-french@" in evaluation.signature


@pytest.mark.parametrize(
    "phrase", ["", "\ud800", "\x00\x07", "👩‍🚀", "宇宙站", "محطة الفضاء", "a" * 5000, "\u202e evil", "\ufeff"]
)
def test_no_phrase_is_too_strange(phrase: str) -> None:
    """Lone surrogates, control characters, emoji, CJK, right-to-left and very long phrases are scored like any."""
    gold = dataset(article("d", [(phrase,), ("soyuz",)], f"text {phrase}"))
    (evaluation,) = evaluate([system("row", [prediction("d", [phrase, "soyuz"])])], gold)
    assert evaluation.documents[0].values["R@5"] == 1


def test_a_metric_that_a_protocol_leaves_undefined_is_refused() -> None:
    """Where one prediction finds all copies there is no one-to-one match to be had."""
    row = system("row", [])
    with pytest.raises(InputError, match="F1@5~includes is undefined where one prediction finds all copies"):
        evaluate([row], GOLD, parse_protocol("jcdl2020"), [parse_metric("F1@5~includes")])
    with pytest.raises(InputError, match="presence@5 is undefined for absent keyphrases"):
        evaluate([row], GOLD, parse_protocol("default:subset=absent"), [parse_metric("presence@5")])


def test_measures_of_the_list_alone() -> None:
    """Repetition, overlap, presence, coverage and readability of one list, worked by hand."""
    gold = dataset(article("d", [], "Space crews met the crew of a station. The crew slept."))
    phrases = ["space crew", "crew", "crew", "the station", "moon"]
    forms = ("dup_token_ratio", "unique_phrase_ratio", "containment@5", "presence@5", "readable@5", "coverage@5")
    (evaluation,) = evaluate([system("row", [prediction("d", phrases)])], gold, metrics=[*map(parse_metric, forms)])
    # Stems: space crew crew crew the station moon; text without function words: space crew met crew station crew slept.
    assert evaluation.documents[0].values == pytest.approx(
        {
            "dup_token_ratio": 1 - 5 / 7,
            "unique_phrase_ratio": 4 / 5,
            "containment@5": 2 / 4,
            "presence@5": 2 / 4,
            "readable@5": 3 / 4,
            "coverage@5": 5 / 7,
        }
    )


def test_a_repeat_of_what_the_subset_left_out_takes_no_place() -> None:
    """With repeats removed after the cut, a filtered phrase stays out however often it comes, and hits nothing."""
    gold = dataset(article("d", [("alpha", "zeta")], "alpha stands in the market."))
    protocol = parse_protocol("default:subset=present,dedup_predictions=after_cut")

    def reciprocal(*phrases: str) -> float | None:
        row = system("s", [prediction("d", list(phrases))])
        return evaluate([row], gold, protocol, [parse_metric("RR@3")])[0].metrics["RR@3"].value

    assert (reciprocal("zeta"), reciprocal("zeta", "zeta")) == (0.0, 0.0)
    assert reciprocal("omega", "omega", "alpha") == 1.0
