"""What scoring hands to reporting: frozen, unrounded, complete enough that no table needs the texts again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.records import GoldKeyphrase, Prediction, Role, Status


@dataclass(frozen=True, slots=True)
class System:
    """One row to be scored: a name, what the row stands for, and its predictions by document id."""

    name: str
    predictions: Mapping[str, Prediction]
    role: Role = "extractor"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one predicted phrase, in the extractor's order.

    `rank` counts from 1 after blanks and duplicates have been dropped; None for a dropped one, with the reason in
    `dropped` ("blank", "duplicate", "subset"). `match` is the shown form of the gold keyphrase it hit, `alias_of` that
    of a keyphrase which an earlier prediction had already hit. `noise` are class names (docs/noise.md),
    `cause` says why a phrase stands nowhere in the text, `negative` is the kind of the annotated negative it equals.
    """

    phrase: str
    score: float | None
    key: tuple[str, ...]
    rank: int | None
    match: str | None = None
    alias_of: str | None = None
    dropped: str | None = None
    noise: tuple[str, ...] = ()
    cause: str | None = None
    negative: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """One document's values by the metric's written form; None where a metric is undefined for the document."""

    document_id: str
    status: Status
    values: Mapping[str, float | None]
    n_gold: int = 0
    n_predicted: int = 0
    verdicts: tuple[Verdict, ...] = ()
    missed: tuple[GoldKeyphrase, ...] = ()
    event: str = ""
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A metric over a data set, with its 95 % interval; None where undefined or not warranted."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A run scored under a protocol.

    `documents` are in the data set's order. `scored` counts those with gold; `without_gold` those left out of the
    mean; `missing` names documents of the gold that the run does not hold (scored 0), `extra` ids that only the run
    holds (not scored). `longest` is the number of tokens in the longest phrase of all lists: 0 where there is none,
    None where it is not known. Many documents may be no tuple but a sequence that makes each score when asked for it.
    """

    system: str
    role: Role
    protocol: str
    signature: str
    metrics: Mapping[str, Value]
    documents: Sequence[DocumentScore]
    scored: int
    failed: int
    empty: int
    without_gold: int
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """System `a` against `b` under one metric over the documents that both have; unit of the test: document or event.

    `n` counts the documents, `units` the independent units among them (an event's documents are one), `skipped` the
    documents that only one of the two has a value for. `difference` is the mean of a - b; a win is a document on which
    `a` is better. `detectable` is the smallest mean difference that a test on so many units finds four times in five.
    `p`, `p_holm`, `low`, `high` are None where too few units make them meaningless; `d_z` None where sd is 0.
    """

    a: str
    b: str
    metric: str
    n: int
    difference: float
    low: float | None
    high: float | None
    p: float | None
    p_holm: float | None
    wins: int
    losses: int
    ties: int
    d_z: float | None
    detectable: float | None = None
    units: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """All declared differences under one metric, what may be concluded, and groups of systems that cannot be parted.

    `rank_groups` maps a system's name to its rank (1 is best); systems that the test cannot part share one. It is
    empty where no test was possible. `sentence` says in words what may (not) be concluded.
    """

    metric: str
    signature: str
    differences: tuple[Difference, ...]
    sentence: str
    rank_groups: Mapping[str, int] = field(default_factory=dict)
