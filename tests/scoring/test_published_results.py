"""Published outputs of real systems, scored here: the authors' own figures come out."""

import tarfile
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from strategies import article, dataset, prediction

from bench.records import Annotation, Article, Dataset, Document, GoldKeyphrase
from bench.scoring.evaluation import evaluate, system
from bench.scoring.metrics import parse_metric
from bench.scoring.protocols import parse_protocol
from bench.scoring.results import Evaluation

SHARED = Path(__file__).parents[2] / "../shared"
IJCNLP = SHARED / "system-outputs/ijcnlp13-inspec"
YAKE = SHARED / "system-outputs/yake-liaad"
METHODS = {"textrank": 0.3220, "degree": 0.3217, "closeness": 0.3324, "betweenness": 0.2882, "eigenvector": 0.3015}

needs_outputs = pytest.mark.skipif(not IJCNLP.is_dir(), reason="the published outputs do not lie beside the project")


def phrases_by_document(path: Path) -> dict[str, list[str]]:
    """A file of `ID<TAB>phrase;phrase;...` lines, in its order."""
    lines = (line.partition("\t") for line in path.read_text("utf-8").splitlines())
    return {document_id: [each for each in phrases.split(";") if each.strip()] for document_id, _, phrases in lines}


def scored(gold: Dataset, lists: Mapping[str, list[str]], protocol: str, *metrics: str) -> Evaluation:
    """Lists by document id under a protocol."""
    row = system("row", [prediction(document_id, phrases) for document_id, phrases in lists.items()])
    wanted = [parse_metric(metric) for metric in metrics]
    return evaluate([row], gold, parse_protocol(protocol), wanted, verdicts=False)[0]


def boudin(method: str) -> Evaluation:
    """A method's list of 2013 under its protocol."""
    gold = phrases_by_document(IJCNLP / "inspec.ref")
    articles = [article(document_id, [(phrase,) for phrase in phrases]) for document_id, phrases in gold.items()]
    lists = phrases_by_document(IJCNLP / f"candidats.{method}")
    return scored(dataset(*articles), lists, "ijcnlp2013", "P@10", "R@10", "F1@10")


Row = tuple[float | None, ...]


def authors_rows(method: str) -> list[Row]:
    """P, R, F of each document as the authors' file has them, rounded to three decimals."""
    lines = (IJCNLP / f"candidats.{method}.scores").read_text("utf-8").splitlines()[1:]
    return [tuple(map(float, line.split())) for line in lines]


@needs_outputs
@pytest.mark.parametrize("method", METHODS)
def test_boudin_2013_on_inspec(method: str) -> None:
    """The authors' mean F at 10, taken over values rounded to three decimals; ours is within that rounding."""
    evaluation = boudin(method)
    rounded = [round(score.values["F1@10"] or 0, 3) for score in evaluation.documents]
    assert len(rounded) == 500
    assert sum(rounded) / 500 == pytest.approx(METHODS[method], abs=0.00005 + 1e-9)
    assert evaluation.metrics["F1@10"].value == pytest.approx(METHODS[method], abs=0.0001)


@needs_outputs
def test_boudin_2013_document_by_document() -> None:
    """For every document P, R and F of all five methods together stand as one row across the authors' five files.

    Their files name no documents and keep the order of a hash table, the same in all five: so rows of fifteen numbers
    are compared, each of which must be there as often as here.
    """
    ours = [
        [tuple(round(value or 0, 3) for value in score.values.values()) for score in boudin(method).documents]
        for method in METHODS
    ]
    theirs = [authors_rows(method) for method in METHODS]
    assert Counter(zip(*ours, strict=True)) == Counter(zip(*theirs, strict=True))


def liaad(name: str) -> Dataset:
    """The gold of a LIAAD archive, with its blank lines counted."""
    articles = []
    with zipfile.ZipFile(SHARED / f"datasets/liaad/{name}.zip") as files:
        for member in files.namelist():
            if member.endswith(".key"):
                lines = files.read(member).decode("utf-8").split("\n")
                gold = tuple(GoldKeyphrase((line,)) for line in lines if line.strip())
                blank = sum(not line.strip() for line in lines)
                articles.append(Article(Document(Path(member).stem, ""), Annotation(gold, blank_lines=blank)))
    return dataset(*articles)


def yake_lists(name: str) -> dict[str, list[str]]:
    """The lines of every `ID.key` of a tar archive, blank ones dropped."""
    found = {}
    with tarfile.open(YAKE / f"{name}.tar.gz") as files:
        for member in files.getmembers():
            content = files.extractfile(member) if member.name.endswith(".key") else None
            if content is not None:
                lines = content.read().decode("utf-8").splitlines()
                found[Path(member.name).stem] = [line for line in lines if line.strip()]
    return found


@needs_outputs
@pytest.mark.parametrize(
    ("name", "phantom", "published"),
    [
        ("Inspec", 2000, [0.1307, 0.1423]),
        ("SemEval2017", 493, [0.1456, 0.1802]),
        ("500N-KPCrowd-v1.1", 7, [0.1157, 0.1739]),
    ],
)
def test_yake_by_the_rakun_authors(name: str, phantom: int, published: list[float]) -> None:
    """The published F@10 and F@20 to four decimals, blank lines counted as they were; honestly counted it is more."""
    pytest.importorskip("segtok", reason="segtok's tokenizer comes with yake")
    gold, lists = liaad(name), yake_lists(name)
    assert sum(each.annotation.blank_lines > 0 for each in gold.articles) == phantom
    with_phantom = scored(gold, lists, "keep", "F1@10", "F1@20")
    assert (with_phantom.missing, with_phantom.extra) == ((), ())
    found = [value.value or 0 for value in with_phantom.metrics.values()]
    assert [round(value, 4) for value in found] == published
    honest = [
        value.value or 0 for value in scored(gold, lists, "keep:blank_gold=drop", "F1@10", "F1@20").metrics.values()
    ]
    assert all(without > counted for without, counted in zip(honest, found, strict=True))
    if name == "Inspec":
        assert round(honest[0], 4) == 0.1369
