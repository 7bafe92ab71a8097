"""Gold that comes without texts: exact matches count as ever, and what needs a text has no value."""

from strategies import article, dataset, prediction

from bench.scoring.evaluation import evaluate, system
from bench.scoring.metrics import parse_metric
from bench.scoring.protocols import parse_protocol
from bench.scoring.results import Evaluation

LISTS = [prediction("a", ["space station", "film crew"]), prediction("b", ["orbit"])]


def scored(protocol: str, *metrics: str, text_of_b: str = "") -> Evaluation:
    """Two documents, the first without a text, the second with the text given."""
    gold = dataset(article("a", [("space station",)]), article("b", [("orbit",), ("launch",)], text_of_b))
    wanted = [parse_metric(metric) for metric in metrics]
    return evaluate([system("row", LISTS)], gold, parse_protocol(protocol), wanted)[0]


def test_what_needs_a_text_has_no_value_and_the_row_says_so() -> None:
    """Hits do not change; noise, presence, readable and coverage are null, no phrase bears a label."""
    metrics = ("R@5", "noise@5", "noise_ref@5", "presence@5", "readable@5", "coverage@5", "unique_phrase_ratio")
    found = scored("default", *metrics)
    assert {name: value.value for name, value in found.metrics.items()} == {
        "R@5": 0.75,
        "noise@5": None,
        "noise_ref@5": None,
        "presence@5": None,
        "readable@5": None,
        "coverage@5": None,
        "unique_phrase_ratio": 1.0,
    }
    assert {verdict.noise for document in found.documents for verdict in document.verdicts} == {()}
    (warning,) = found.warnings
    assert warning == (
        "without a text there is no noise@5, no noise_ref@5, no presence@5, no readable@5, no coverage@5"
        " for 2 of 2 documents of made-up: a, b"
    )


def test_nothing_is_said_where_nothing_needed_a_text() -> None:
    """A score of exact matches over such gold is whole."""
    assert scored("default", "F1@5", "AP").warnings == ()


def test_a_document_with_a_text_keeps_its_noise() -> None:
    """Only the documents without a text are left out of the mean of what needs one."""
    found = scored("default", "noise@5", text_of_b="The orbit is low.")
    assert [document.values["noise@5"] for document in found.documents] == [None, 0.0]
    assert found.metrics["noise@5"].value == 0.0


def test_present_cannot_be_told_without_a_text() -> None:
    """Under a protocol of present phrases such documents are in no mean, pooled ones included, and in no count."""
    for protocol in ("one2seq", "default:subset=absent"):
        found = scored(protocol, "F1@5", "microF1@5", "F1ofMeans@5", "AP")
        assert {value.value for value in found.metrics.values()} == {None}
        assert found.scored == 0
        assert "|docs:0/2|" in found.signature
    assert found.warnings == (
        "what is absent cannot be told without a text, and default left out 2 of 2 documents of made-up: a, b",
    )


def test_present_is_told_of_the_documents_that_have_a_text() -> None:
    """The others do not count as 0, though the protocol counts documents without gold so."""
    found = scored("one2seq", "F1@5", "R@5", text_of_b="The orbit is low.")
    assert found.metrics["R@5"].value == 1.0
    assert found.scored == 1
