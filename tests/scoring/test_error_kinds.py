"""Each predicted phrase and each missed gold keyphrase is of exactly one kind, and of the right one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_evaluations import FERRY, YAKE
from strategies import CLUSTERS, PHRASE_LISTS, article, dataset, prediction

from bench.records import Annotation, Article, Document, GoldKeyphrase, Negative
from bench.scoring.conventions import DEFAULT
from bench.scoring.error_kinds import MISSED_KINDS, PHRASE_KINDS, RIGHT, TOLD, UNTOLD, error_kinds
from bench.scoring.evaluation import evaluate, system
from bench.scoring.metrics import parse_metric

TEXT = (
    "The harbour pilots guide tall ships into the old harbour. A pilot boat waits at the northern mole. "
    "Ships pay a harbour fee before they leave.\n\nDuring the storm no ship left.\n"
)
ARTICLE = Article(
    Document("d", TEXT),
    Annotation(
        gold=(
            GoldKeyphrase(("harbour pilots", "pilots of the harbour")),
            GoldKeyphrase(("tall ships", "ships")),
            GoldKeyphrase(("northern mole",)),
            GoldKeyphrase(("lighthouse keepers",)),
            GoldKeyphrase(("harbour fee",)),
            GoldKeyphrase(("storm",)),
        ),
        negatives=(Negative(("A pilot boat waits",), "sentence"),),
    ),
)


def _errors(phrases: list[str], cut: int = 10) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    scored = evaluate([system("s", [prediction("d", phrases)])], dataset(ARTICLE))[0].documents[0]
    found = error_kinds(scored, ARTICLE, DEFAULT, cut=cut)
    return [(p.phrase, p.kind, p.of) for p in found.phrases], [(m.keyphrase, m.kind, m.of) for m in found.missed]


@pytest.mark.parametrize(
    ("phrase", "kind", "of"),
    [
        ("Harbour Pilots", "exact", "harbour pilots"),
        ("ships", "variant", "tall ships"),
        ("harbour pilot", "morphological", "harbour pilots"),
        ("A pilot boat waits", "negative", "sentence"),
        ("before they", "noise", "STOP_EDGE"),
        ("mole", "sub-phrase", "northern mole"),
        ("guide tall ships", "super-phrase", "tall ships"),
        ("old harbour", "overlap", "harbour pilots"),
        ("boat", "wrong", ""),
    ],
)
def test_one_phrase_alone(phrase: str, kind: str, of: str) -> None:
    """Each kind, by a phrase that is of no other."""
    assert _errors([phrase])[0] == [(phrase, kind, of)]


def test_near_duplicates_are_measured_by_the_better_placed_phrase() -> None:
    """A second form of a hit keyphrase, a part and an extension of an earlier phrase, the same words reordered."""
    phrases, _ = _errors(["tall ships", "ships", "boat", "pilot boat"])
    assert phrases == [
        ("tall ships", "exact", "tall ships"),
        ("ships", "near-duplicate", "tall ships"),
        ("boat", "wrong", ""),
        ("pilot boat", "near-duplicate", "boat"),
    ]


def test_a_hit_below_the_cut_is_right_but_late() -> None:
    """Phrases below the cut are listed only where they hit, and the keyphrase counts as missed for that reason."""
    phrases, missed = _errors(["boat", "guide", "northern mole", "leave"], cut=2)
    assert phrases == [
        ("boat", "wrong", ""),
        ("guide", "wrong", ""),
        ("northern mole", "below the cut", "northern mole"),
    ]
    assert ("northern mole", "below the cut", "northern mole") in missed


def test_missed_gold_has_its_reason() -> None:
    """Absent from the text, nearly met, or nothing like it."""
    _, missed = _errors(["harbour pilots", "guide tall ships", "mole"])
    assert missed == [
        ("tall ships", "near miss", "guide tall ships"),
        ("northern mole", "near miss", "mole"),
        ("lighthouse keepers", "absent", ""),
        ("harbour fee", "not put out", ""),
        ("storm", "not put out", ""),
    ]


def test_with_candidates_known_missed_gold_was_one_or_never_was() -> None:
    """Any form of a keyphrase makes it a candidate; what was put out below the cut, or is absent, stays what it is."""
    phrases = ["harbour pilots", "guide tall ships", "mole", "old harbour", "northern mole"]
    scored = evaluate([system("s", [prediction("d", phrases)])], dataset(ARTICLE))[0].documents[0]
    told = [*phrases, "Ship", "storms", "lighthouse keepers"]
    found = error_kinds(scored, ARTICLE, DEFAULT, cut=4, candidates=told)
    assert [(m.keyphrase, m.kind, m.of) for m in found.missed] == [
        ("tall ships", "below the list", "guide tall ships"),
        ("northern mole", "below the cut", "northern mole"),
        ("lighthouse keepers", "absent", ""),
        ("harbour fee", "never a candidate", ""),
        ("storm", "below the list", ""),
    ]
    nothing = error_kinds(scored, ARTICLE, DEFAULT, cut=4, candidates=())
    assert [m.kind for m in nothing.missed] == ["never a candidate", "below the cut", "absent"] + [
        "never a candidate"
    ] * 2
    assert found.phrases == nothing.phrases == error_kinds(scored, ARTICLE, DEFAULT, cut=4).phrases


def test_gold_lost_to_de_duplication() -> None:
    """Two clusters of one key, both counted: one phrase finds the first, its repeat is dropped, the second is lost."""
    twice = replace(ARTICLE, annotation=Annotation((GoldKeyphrase(("tall ship",)), GoldKeyphrase(("tall ships",)))))
    protocol = replace(DEFAULT, dedup_gold="no")
    lists = system("s", [prediction("d", ["tall ships", "tall ship"])])
    scored = evaluate([lists], dataset(twice), protocol)[0].documents[0]
    missed = error_kinds(scored, twice, protocol).missed
    assert [(m.keyphrase, m.kind) for m in missed] == [("tall ships", "lost to de-duplication")]


@given(CLUSTERS, PHRASE_LISTS, st.none() | PHRASE_LISTS)
def test_kinds_agree_with_the_scores(
    clusters: list[tuple[str, ...]], phrases: list[str], candidates: list[str] | None
) -> None:
    """Right kinds within the cut are the hits, and hits and missed together are the gold."""
    made = article("d", clusters, "space station crew film launch soyuz orbit actor model")
    metrics = [parse_metric("hits@10")]
    scored = evaluate([system("s", [prediction("d", phrases)])], dataset(made), DEFAULT, metrics)[0].documents[0]
    found = error_kinds(scored, made, candidates=candidates)
    right = sum(p.kind in RIGHT for p in found.phrases)
    assert right == scored.values["hits@10"] if scored.n_gold else right == 0
    assert right + len(found.missed) == scored.n_gold
    assert {p.kind for p in found.phrases} <= set(PHRASE_KINDS)
    assert {m.kind for m in found.missed} <= set(MISSED_KINDS) - (TOLD if candidates is None else UNTOLD)


def test_a_list_scored_by_hand_is_read_as_it_stands() -> None:
    """Only the verdicts count, so a row made elsewhere can be analysed too."""
    found = error_kinds(YAKE.documents[0], FERRY)
    assert [(p.phrase, p.kind) for p in found.phrases] == [
        ("Lake Orme", "exact"),
        ("ferry", "variant"),
        ("Harbour Desk 8", "negative"),
        ("old ferry", "near-duplicate"),
        ("dry dock", "wrong"),
    ]
