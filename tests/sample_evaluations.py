"""A small world written by hand for the tests of reports: two articles with gold, one without, and six rows."""

from collections.abc import Sequence

from bench.records import (
    Annotation,
    Article,
    Dataset,
    DatasetInfo,
    Document,
    GoldKeyphrase,
    Negative,
    Prediction,
    Role,
    Run,
    RunInfo,
    Status,
)
from bench.scoring.results import Comparison, Difference, DocumentScore, Evaluation, Value, Verdict
from bench.text.normalise import normaliser

SIGNATURE = (
    "protocol:default|normaliser:norm-1|stem:porter-nltk|dedup_predictions:before_cut|subset:all|match:exact|"
    "denominator:k|averaging:mean_of_docs|no_gold:null|failed:zero|gold:lake-news@1#abababababab|docs:2/3|v:0.1.0"
)

FERRY = Article(
    Document(
        "ferry",
        "By Harbour Desk 8:15 a.m., May 3, 2024\n\n"
        "The old ferry came back to Lake Orme on Friday after two winters in a dry dock.\n\n"
        "Engineers of the harbour trust replaced its steam engine with electric motors. "
        "The ferry, provisionally called\n\nThe Heron\n\n, will carry forty passengers.\n\n"
        "Read more: the price of bread\n",
    ),
    Annotation(
        gold=(
            GoldKeyphrase(("Lake Orme",), "essential"),
            GoldKeyphrase(("old ferry", "ferry"), "essential"),
            GoldKeyphrase(("electric motors", "electric motor"), "good"),
            GoldKeyphrase(("ship conversion",), "absent"),
        ),
        negatives=(
            Negative(("Harbour Desk 8",), "byline", "the desk run together with the hour"),
            Negative(("price of bread",), "teaser", "a link to another story"),
        ),
    ),
    published=("ferry", "harbour desk 8", "calledthe heron"),
    event="ferry",
)
BRIDGE = Article(
    Document("bridge", "Bridge closed\n\nThe stone bridge over the Tarn is closed until June. Divers found cracks.\n"),
    Annotation(gold=(GoldKeyphrase(("stone bridge",), "essential"), GoldKeyphrase(("cracks",), "good"))),
)
NOTICE = Article(Document("notice", "Office hours change on Monday.\n"))
DATASET = Dataset(
    DatasetInfo("lake-news", digest="ab" * 32, licence="CC0-1.0", source="written for these tests"),
    (FERRY, BRIDGE, NOTICE),
)

METRICS = ("P@10", "R@10", "F1@10", "noise@10", "negatives@10")


def verdict(
    phrase: str,
    rank: int | None,
    *,
    score: float | None = None,
    match: str | None = None,
    alias_of: str | None = None,
    dropped: str | None = None,
    noise: tuple[str, ...] = (),
    cause: str | None = None,
    negative: str | None = None,
) -> Verdict:
    """A verdict whose key is the phrase's own."""
    key = normaliser().key(phrase)
    return Verdict(phrase, score, key, rank, match, alias_of, dropped, noise, cause, negative)


def scored(article: Article, verdicts: Sequence[Verdict], status: Status = "ok", error: str = "") -> DocumentScore:
    """What a list got on an article: values from the hits among its first ten, by their definitions."""
    top = [v for v in verdicts if v.rank is not None and v.rank <= 10]
    gold = article.annotation.gold
    hits = sum(v.match is not None for v in top)
    found = {v.match for v in verdicts}
    values: dict[str, float | None] = dict.fromkeys(METRICS)
    if gold:
        values |= {"P@10": hits / 10, "R@10": hits / len(gold), "F1@10": 2 * hits / (10 + len(gold))}
    if top:
        values["noise@10"] = sum(bool(v.noise) for v in top) / len(top)
        values["negatives@10"] = sum(v.negative is not None for v in top) / len(top)
    missed = tuple(g for g in gold if g.forms[0] not in found)
    return DocumentScore(
        article.document.id, status, values, len(gold), len(top), tuple(verdicts), missed, article.event, error or None
    )


def evaluation(system: str, role: Role, documents: Sequence[DocumentScore], signature: str = SIGNATURE) -> Evaluation:
    """A row with the means of its documents' values."""
    metrics = {}
    for metric in METRICS:
        values = [v for d in documents if (v := d.values.get(metric)) is not None]
        metrics[metric] = Value(sum(values) / len(values) if values else None)
    return Evaluation(
        system,
        role,
        "default",
        signature,
        metrics,
        tuple(documents),
        scored=sum(d.values["F1@10"] is not None for d in documents),
        failed=sum(d.status in {"failed", "timeout"} for d in documents),
        empty=sum(d.status == "empty" for d in documents),
        without_gold=sum(d.values["F1@10"] is None for d in documents),
    )


YAKE = evaluation(
    "yake",
    "extractor",
    (
        scored(
            FERRY,
            (
                verdict("Lake Orme", 1, score=0.9, match="Lake Orme"),
                verdict("ferry", 2, score=0.8, match="old ferry"),
                verdict("Harbour Desk 8", 3, score=0.7, noise=("BYLINE", "DATETIME"), negative="byline"),
                verdict("old ferry", 4, score=0.6, alias_of="old ferry"),
                verdict("dry dock", 5, score=0.5),
                verdict("lake orme", None, score=0.4, dropped="duplicate"),
            ),
        ),
        scored(BRIDGE, (verdict("stone bridge", 1, match="stone bridge"), verdict("Divers found", 2))),
        scored(NOTICE, (verdict("Office hours", 1),)),
    ),
)
TFIDF = evaluation(
    "tfidf",
    "extractor",
    (
        scored(
            FERRY,
            (
                verdict("electric", 1),
                verdict("calledthe", 2, noise=("GLUED",)),
                verdict("ferry", 3, match="old ferry"),
            ),
        ),
        scored(BRIDGE, (), "failed", "ValueError: empty vocabulary; perhaps the documents hold only stop words"),
        scored(NOTICE, (), "empty"),
    ),
)
GLUER = evaluation(
    "gluer:ngrams=1-3",
    "extractor",
    (
        scored(
            FERRY,
            (
                verdict("ferry came lake", 1, noise=("NOT_IN_TEXT",), cause="over-stop-words"),
                verdict("motors electric", 2, noise=("NOT_IN_TEXT",), cause="reordered"),
                verdict("submarine", 3, noise=("NOT_IN_TEXT",), cause="unseen"),
            ),
        ),
        scored(BRIDGE, (verdict("cracks", 1, match="cracks"),)),
        scored(NOTICE, (verdict("hours", 1),)),
    ),
)
FIRST = evaluation(
    "first-phrases",
    "floor",
    (
        scored(FERRY, (verdict("Harbour Desk", 1, noise=("BYLINE",)), verdict("May", 2, noise=("DATETIME",)))),
        scored(BRIDGE, (verdict("Bridge", 1), verdict("stone bridge", 2, match="stone bridge"))),
        scored(NOTICE, (verdict("Office", 1),)),
    ),
)
PUBLISHED = evaluation(
    "published",
    "published",
    (
        scored(
            FERRY,
            (
                verdict("ferry", 1, match="old ferry"),
                verdict("harbour desk 8", 2, noise=("BYLINE", "DATETIME", "PARTIAL_TOKEN"), negative="byline"),
                verdict("calledthe heron", 3, noise=("GLUED",)),
            ),
        ),
    ),
    SIGNATURE.replace("docs:2/3", "docs:1/3"),
)
ORACLE = evaluation(
    "oracle",
    "ceiling",
    (
        scored(
            FERRY,
            (
                verdict("Lake Orme", 1, match="Lake Orme"),
                verdict("old ferry", 2, match="old ferry"),
                verdict("electric motors", 3, match="electric motors"),
            ),
        ),
        scored(BRIDGE, (verdict("stone bridge", 1, match="stone bridge"), verdict("cracks", 2, match="cracks"))),
        scored(NOTICE, (), "empty"),
    ),
)
EVALUATIONS = (PUBLISHED, ORACLE, TFIDF, FIRST, YAKE, GLUER)

COMPARISON = Comparison(
    "F1@10",
    SIGNATURE,
    (
        Difference("yake", "tfidf", "F1@10", 2, 0.1547619, None, None, None, None, 2, 0, 0, 9.19, 0.03, 2),
        Difference("yake", "first-phrases", "F1@10", 2, 0.0714286, None, None, None, None, 1, 0, 1, 0.7, 0.2, 2),
    ),
    "n = 2 documents: the smallest attainable two-sided p of a paired exact test is 0.5, so no difference can be "
    "significant at 0.05. Values are descriptive.",
)


def info(name: str, **more: object) -> RunInfo:
    """How a run of the sample was made; the machine is made up."""
    fields: dict[str, object] = {
        "extractor": name.partition(":")[0],
        "dataset": "lake-news",
        "dataset_digest": "ab" * 32,
        "version": "1.2.3",
        "libraries": {name.partition(":")[0]: "1.2.3"},
        "started": "2024-05-04T10:00:00+00:00",
        "seconds": 2.0,
        "load_seconds": 0.5,
        "machine": {"processor": "a made-up chip", "cores": "2", "python": "3.11.9"},
    }
    return RunInfo(name=name, **(fields | more))  # type: ignore[arg-type]  # every field of RunInfo goes through


INFOS = {
    "yake": info("yake"),
    "tfidf": info("tfidf", transductive=True, corpus="ab" * 32, fit_seconds=0.0425),
    "gluer:ngrams=1-3": info("gluer:ngrams=1-3", note="reads the first 256 word pieces of a document only."),
}
RUNS = tuple(
    Run(
        INFOS[name],
        (
            Prediction("ferry", seconds=times[0]),
            Prediction("bridge", seconds=times[1]),
            Prediction("notice", seconds=times[2]),
        ),
    )
    for name, times in {
        "yake": (0.2, 0.01, 0.03),
        "tfidf": (0.002, 0.0015, 0.0005),
        "gluer:ngrams=1-3": (1.5, 0.25, 0.125),
    }.items()
)
