"""What public scorers do wrong, one test each: our scorer must not do this."""

import subprocess
import sys

import pytest
from strategies import article, dataset, prediction

from bench.errors import InputError, UnknownNameError
from bench.records import Annotation, Article, Document, GoldKeyphrase
from bench.scoring.conventions import ScoringProtocol
from bench.scoring.evaluation import evaluate, system
from bench.scoring.metrics import parse_metric
from bench.scoring.protocols import parse_protocol
from bench.scoring.results import Evaluation


def scored(gold: list[str], phrases: list[str], *metrics: str, protocol: str = "default") -> list[float | None]:
    """One document's values."""
    evaluation = evaluated({"d": gold}, {"d": phrases}, *metrics, protocol=parse_protocol(protocol))
    return list(evaluation.documents[0].values.values())


def evaluated(
    gold: dict[str, list[str]], lists: dict[str, list[str]], *metrics: str, protocol: ScoringProtocol | None = None
) -> Evaluation:
    """Lists scored against gold, both by document id."""
    made = dataset(*(article(document_id, [(phrase,) for phrase in phrases]) for document_id, phrases in gold.items()))
    row = system("row", [prediction(document_id, phrases) for document_id, phrases in lists.items()])
    wanted = [parse_metric(metric) for metric in metrics]
    return evaluate([row], made, protocol or parse_protocol("default"), wanted)[0]


TEN = [f"gold {word}" for word in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")]


def test_01_predictions_are_a_list_not_a_set() -> None:
    """The score does not change with the hash seed: the first k predictions count, in their order."""
    code = (
        "from bench.records import *; from bench.scoring.evaluation import *; from bench.scoring.metrics import *\n"
        "words = 'soyuz orbit crew film actor model launch earth moon mars'.split()\n"
        "gold = Annotation(tuple(GoldKeyphrase((w,)) for w in words[:5:2]))\n"
        "data = Dataset(DatasetInfo('x', '0'), (Article(Document('d', 'soyuz and film'), gold),))\n"
        "row = system('row', [Prediction('d', tuple(Keyphrase(w) for w in words[2:] + words[:2]))])\n"
        "print(evaluate([row], data)[0])"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1", "2", "3")
    }
    assert len(printed) == 1
    assert "'F1@5': 0.5" in printed.pop()


@pytest.mark.parametrize("match", ["includes", "part_of", "approx_both", "head", "token_f1", "jaccard12", "fuzzy"])
def test_02_no_overlap_is_no_partial_match(match: str) -> None:
    """Two phrases without a word in common score 0."""
    assert scored(["solar wind"], ["film crew"], f"F1@5~{match}", f"hits@5~{match}") == [0, 0]


def test_02_a_list_is_cut_at_k() -> None:
    """What stands beyond k changes nothing, and F1 stays within 1."""
    gold = ["soyuz", "orbit", "crew"]
    assert scored(gold, ["soyuz", "orbit", "crew", "film"], "F1@2", "P@2") == pytest.approx([0.8, 1])
    assert scored(gold, ["soyuz", "orbit"], "F1@2", "P@2") == pytest.approx([0.8, 1])


def test_03_documents_are_paired_by_id() -> None:
    """A missing document shifts no other, whatever the order; it is named, and an id too many is named as well."""
    gold = {"a": ["soyuz"], "b": ["orbit"], "c": ["crew"]}
    evaluation = evaluated(gold, {"c": ["crew"], "z": ["soyuz"], "a": ["soyuz"]}, "RR")
    assert [(score.document_id, score.values["RR"]) for score in evaluation.documents] == [("a", 1), ("b", 0), ("c", 1)]
    assert (evaluation.missing, evaluation.extra) == (("b",), ("z",))


def test_04_ndcg_is_normalised_by_what_there_was_to_find() -> None:
    """One hit at the top with ten gold keyphrases is not 1: it is 1 over the sum of ten discounts."""
    assert scored(TEN, ["gold one"], "nDCG@10") == pytest.approx([0.2200917662980802])


def test_05_what_is_no_phrase_is_filtered_out() -> None:
    """Marks without a letter are dropped before ranks are counted, not kept by a flag that is the wrong way round."""
    evaluation = evaluated({"d": ["soyuz"]}, {"d": [",", "…", "soyuz"]}, "RR")
    assert [verdict.dropped for verdict in evaluation.documents[0].verdicts] == ["blank", "blank", None]
    assert evaluation.documents[0].values["RR"] == 1


def test_06_nothing_is_not_the_most_diverse() -> None:
    """An empty list has no diversity at all, not the best."""
    assert scored(["soyuz"], [], "dup_token_ratio", "unique_phrase_ratio", "containment@10") == [None, None, None]


def test_07_no_hit_is_0_however_large_the_corpus() -> None:
    """The reciprocal rank of nothing found has no floor."""
    for size in (1, 50):
        gold = {str(number): ["soyuz"] for number in range(size)}
        assert evaluated(gold, {key: ["moon"] for key in gold}, "RR").metrics["RR"].value == 0


def test_08_a_comma_inside_a_phrase_parts_nothing() -> None:
    """Gold with a comma is one keyphrase, and the order of gold is the source's."""
    evaluation = evaluated({"d": ["war, peace and law", "soyuz"]}, {"d": ["war"]}, "n_gold", "R@5")
    assert list(evaluation.documents[0].values.values()) == [2, 0]
    assert [keyphrase.forms[0] for keyphrase in evaluation.documents[0].missed] == ["war, peace and law", "soyuz"]


def test_09_a_crash_on_a_hard_document_costs_its_score() -> None:
    """A document without output counts 0 in the mean."""
    gold = {"easy": ["soyuz"], "hard": ["orbit"]}
    assert evaluated(gold, {"easy": ["soyuz"]}, "RR").metrics["RR"].value == 0.5


def test_10_duplicates_leave_the_list_before_its_length_is_taken() -> None:
    """Hits and the denominator of precision are counted over the same list."""
    assert scored(["soyuz"], ["soyuz", "Soyuz", "SOYUZ"], "P_available@5", "P@M", "n_pred") == [1, 1, 1]


def test_11_a_duplicate_is_no_second_hit() -> None:
    """One phrase put out three times is one hit, even where a protocol keeps repeats in the list."""
    phrases = ["soyuz", "soyuz", "soyuz"]
    assert scored(["soyuz", "orbit"], phrases, "R@5", "hits@5", "AP") == [0.5, 1, 0.5]
    assert scored(["soyuz", "orbit"], phrases, "R@5", "hits@5", protocol="sifrank") == [0.5, 1]


def test_12_first_and_nowhere_are_not_the_same_rank() -> None:
    """Reciprocal rank is 1 for the first place and 0 for none; verdicts count ranks from 1."""
    assert scored(["soyuz"], ["soyuz"], "RR") == [1]
    assert scored(["soyuz"], ["moon"], "RR") == [0]
    evaluation = evaluated({"d": ["soyuz"]}, {"d": ["soyuz"]}, "RR")
    assert evaluation.documents[0].verdicts[0].rank == 1


ALL_FORMS = (
    "P@5", "R@5", "F1@5", "P@M", "F1@M", "P@O", "F1@O", "AP", "AP@5", "RR", "nDCG@5", "Rprec", "Success@5",
    "P_available@5", "F1@5~token_f1", "net@5",
)  # fmt: skip


@pytest.mark.parametrize("protocol", ["default", "jcdl2020", "pke", "sifrank", "kex", "default:ap_normaliser=found"])
def test_13_an_empty_list_is_no_division_by_zero(protocol: str) -> None:
    """Nothing predicted, nothing in the gold, or neither: zeros and nulls, no crash."""
    wanted = [form for form in ALL_FORMS if not ("~" in form and protocol == "jcdl2020")]
    for gold, phrases in ((["soyuz"], []), ([], ["soyuz"]), ([], [])):
        values = scored(gold, phrases, *wanted, protocol=protocol)
        assert all(value in (None, 0) for value in values)


def test_14_two_definitions_have_two_names() -> None:
    """The mean of F1 and the F1 of means differ on one run, and neither is called by a name that could be both."""
    gold = {"a": ["soyuz"], "b": ["orbit", "crew", "film", "moon"]}
    evaluation = evaluated(gold, {"a": ["soyuz"], "b": ["mars"]}, "F1@M", "F1ofMeans@M", "microF1@M")
    values = [value.value for value in evaluation.metrics.values()]
    assert values == pytest.approx([0.5, 0.5, 2 * 0.5 * 0.2 / 0.7])
    gold["b"] = ["orbit", "crew"]
    evaluation = evaluated(gold, {"a": ["soyuz"], "b": ["orbit", "mars", "sun"]}, "F1@M", "F1ofMeans@M")
    values = [value.value for value in evaluation.metrics.values()]
    assert values == pytest.approx([0.7, 2 * (2 / 3) * 0.75 / (2 / 3 + 0.75)])
    with pytest.raises(UnknownNameError, match="unknown metric 'macroF1@10'"):
        parse_metric("macroF1@10")
    with pytest.raises(InputError, match="F1 needs a cut-off"):
        parse_metric("F1")


def test_15_a_blank_last_line_is_no_gold() -> None:
    """A blank line of a gold file counts only where a protocol says so, to meet published scores that contain it."""
    annotation = Annotation((GoldKeyphrase(("soyuz",)),), blank_lines=1)
    made = dataset(Article(Document("d", ""), annotation))
    row = system("row", [prediction("d", ["soyuz"])])
    recall = parse_metric("R@5")
    for spec, value in (("default", 1), ("default:blank_gold=count", 0.5)):
        assert evaluate([row], made, parse_protocol(spec), [recall])[0].metrics["R@5"].value == value


STEMMED = ["univers studi", "comput languag", "machin translat", "statist analysi", "nois reduct", "histori teach"]
UNSTEMMED = ["university studies", "computing language", "machine translation", "statistical analysis"]
SENTENCE = (
    "the gold of made-up looks already stemmed (100 % of its words stand in the texts as stems only) and the protocol"
    " stems it again: use unstemmed gold, or stem=none with predictions stemmed alike"
)


def test_16_gold_that_is_already_stemmed_is_noticed() -> None:
    """A warning where a stemming protocol meets stemmed gold; none for words as people write them, none unstemmed."""
    text = (
        "University studies of computing languages and machine translation rest on statistical analysis,"
        " on the reduction of noises and on histories that teachers know."
    )

    def warnings(gold: list[str], protocol: str) -> tuple[str, ...]:
        made = dataset(*(article(str(number), [(phrase,) for phrase in gold], text) for number in range(4)))
        rows = [system("row", [])]
        return evaluate(rows, made, parse_protocol(protocol), [parse_metric("R@5")])[0].warnings

    assert warnings(STEMMED, "default") == (SENTENCE,)
    assert warnings(STEMMED, "default:stem=none") == ()
    assert warnings(UNSTEMMED, "default") == ()
