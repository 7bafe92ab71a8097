"""Metrics as values: a metric's written form (`F1@10`) is its identity, whatever case it is typed in.

`F1@10~includes` is the same metric under a partial match, beside the exact one and never instead of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from bench.errors import InputError, UnknownNameError
from bench.scoring.conventions import MATCHES

Cut = int | Literal["M", "O"] | None
"""How far down the list: k, all that was predicted (M), as many as there is gold (O), or the whole list (None)."""

Kind = Literal["hits", "corpus", "list", "noise", "negatives", "count"]
"""What a metric needs: hits on gold, on all documents at once, the list alone, noise rules, negatives, or counts."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a metric measures before a cut-off is chosen.

    `cuts` says which it takes: `k` a number, `M`, `O`, and `-` for none. `higher_is_better` is None where neither is.
    """

    name: str
    kind: Kind
    cuts: str
    meaning: str
    higher_is_better: bool | None = True
    unit: Literal["share", "count"] = "share"


_MEASURES = (
    Measure("P", "hits", "kMO", "precision: hits over k"),
    Measure("R", "hits", "kMO", "recall: hits over gold keyphrases"),
    Measure("F1", "hits", "kMO", "2PR / (P + R); of a data set as the protocol averages, by default the mean"),
    Measure("AP", "hits", "k-", "average precision over the gold keyphrases"),
    Measure("RR", "hits", "k-", "1 / rank of the first hit, 0 without one; its mean is MRR"),
    Measure("nDCG", "hits", "k-", "discounted hits over those of an ideal list with min(gold, k) hits"),
    Measure("Rprec", "hits", "-", "precision at as many predictions as there is gold"),
    Measure("Success", "hits", "k-", "1 where at least one prediction hits"),
    Measure("hits", "hits", "k-", "how many gold keyphrases are hit", unit="count"),
    Measure("P_available", "hits", "k", "precision over min(k, predicted)"),
    Measure("meanP", "hits", "kMO", "mean of the documents' precision, whatever the protocol averages"),
    Measure("meanR", "hits", "kMO", "mean of the documents' recall, whatever the protocol averages"),
    Measure("meanF1", "hits", "kMO", "mean of the documents' F1, whatever the protocol averages"),
    Measure("microP", "corpus", "kMO", "hits of all documents over their denominators"),
    Measure("microR", "corpus", "kMO", "hits of all documents over all gold keyphrases"),
    Measure("microF1", "corpus", "kMO", "F1 of microP and microR"),
    Measure("F1ofMeans", "corpus", "kMO", "F1 of mean precision and mean recall"),
    Measure("noise", "noise", "k", "share of predictions with a hard noise class", higher_is_better=False),
    Measure("noise_ref", "noise", "k", "the same, predictions that hit gold passed over", higher_is_better=False),
    Measure("presence", "noise", "k", "share of predictions that stand in the text"),
    Measure("readable", "noise", "k", "share of one to five tokens, a letter, no function word at an edge (heuristic)"),
    Measure("negatives", "negatives", "k", "share of predictions annotated as wrong", higher_is_better=False),
    Measure(
        "neg_hits",
        "negatives",
        "k",
        "how many predictions are annotated as wrong",
        higher_is_better=False,
        unit="count",
    ),
    Measure("net", "negatives", "k", "(hits - annotated wrong) / k, from -1 to 1; not to rank by"),
    Measure("dup_token_ratio", "list", "-", "1 - distinct stems / stems, repeats included", higher_is_better=False),
    Measure("unique_phrase_ratio", "list", "-", "distinct keys / predictions"),
    Measure("containment", "list", "k", "share of predictions inside, or around, another one", higher_is_better=False),
    Measure("coverage", "list", "k", "share of the text's stems, weighted by frequency, that the predictions hold"),
    Measure(
        "alias_dup",
        "hits",
        "k-",
        "predictions that are a further form of a hit keyphrase",
        higher_is_better=False,
        unit="count",
    ),
    Measure("n_gold", "count", "-", "gold keyphrases of a document", higher_is_better=None, unit="count"),
    Measure(
        "n_pred",
        "count",
        "-",
        "predictions of a document, blanks and repeats removed",
        higher_is_better=None,
        unit="count",
    ),
)

MEASURES: Mapping[str, Measure] = MappingProxyType({measure.name: measure for measure in _MEASURES})
"""Every measure by name, in the order in which they are listed."""

_ALIASES = {
    "map": "AP", "mrr": "RR", "precision": "P", "recall": "R", "hit_rate": "Success", "neg_rate": "negatives",
    "r_precision": "Rprec", "mean_p": "meanP", "mean_r": "meanR", "mean_f1": "meanF1", "micro_p": "microP",
    "micro_r": "microR", "micro_f1": "microF1", "f1_of_means": "F1ofMeans",
}  # fmt: skip
_BY_FOLDED = {**{name.casefold(): name for name in MEASURES}, **_ALIASES}
_WRITTEN = re.compile(r"(?P<measure>[a-z0-9_]+?)(?:@(?P<cut>[0-9]+|[mo]))?(?:~(?P<match>[a-z0-9_]+))?")
_PARTIAL = MATCHES[1:]
_EXAMPLE = {"k": "10", "M": "M", "O": "O"}


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure at a cut-off, under the protocol's match or a partial one; `str()` is its written form."""

    measure: str
    cut: Cut = None
    match: str | None = None

    def __str__(self) -> str:
        at = "" if self.cut is None else f"@{self.cut}"
        return f"{self.measure}{at}{f'~{self.match}' if self.match else ''}"

    @property
    def definition(self) -> Measure:
        """What it measures."""
        return MEASURES[self.measure]

    @property
    def higher_is_better(self) -> bool | None:
        """Which way is better; None for a plain count."""
        return self.definition.higher_is_better


def parse_metric(text: str) -> Metric:
    """The metric that a written form stands for, in any case: `f1@10`, `AP`, `p@M`, `Rprec~includes`.

    Names as other scorers spell them (`neg_rate@10`, `micro_f1@10`, `rprec_includes`) are understood.

    Raises:
        UnknownNameError: no metric has that name; the nearest is suggested.
        InputError: a cut-off is missing, not allowed, or not positive.
    """
    found = _WRITTEN.fullmatch(_match_at_the_end(text.strip().casefold()))
    name = _BY_FOLDED.get(found["measure"]) if found else None
    if found is None or name is None:
        raise UnknownNameError("metric", text.strip(), written_forms())
    definition = MEASURES[name]
    match = found["match"]
    if match is not None:
        folded = {each.casefold(): each for each in _PARTIAL}
        if match not in folded:
            raise UnknownNameError("partial match", match, _PARTIAL, place=f"metric {text.strip()}")
        if definition.kind not in ("hits", "corpus"):
            raise InputError(f"{name} compares nothing with gold", place=f"metric {text.strip()}", remedy=_forms(name))
        match = folded[match]
    return Metric(name, _cut(found["cut"], definition, text.strip()), match)


def _match_at_the_end(text: str) -> str:
    """`f1_includes@10` and `rprec_includes`, as other scorers write them, in our written form."""
    head, at, cut = text.partition("@")
    for match in _PARTIAL:
        if head.endswith(f"_{match}") and "~" not in text:
            return f"{head.removesuffix(f'_{match}')}{at}{cut}~{match}"
    return text


def _cut(text: str | None, definition: Measure, asked: str) -> Cut:
    kind = "-" if text is None else "k" if text.isdigit() else text.upper()
    if kind not in definition.cuts:
        found = f"{definition.name} needs a cut-off" if text is None else f"{definition.name} takes no cut-off {text!r}"
        raise InputError(found, place=f"metric {asked}", remedy=_forms(definition.name))
    if text is None:
        return None
    if not text.isdigit():
        return "M" if text == "m" else "O"
    if int(text) < 1:
        raise InputError("the cut-off is 0", place=f"metric {asked}", remedy="Give a cut-off of 1 or more")
    return int(text)


def _forms(name: str) -> str:
    return "Write " + " or ".join(_examples(name))


def _examples(name: str) -> list[str]:
    return [name if cut == "-" else f"{name}@{_EXAMPLE[cut]}" for cut in MEASURES[name].cuts]


def known() -> tuple[tuple[str, str], ...]:
    """Every measure as it is written (`@k` stands for a cut-off) with its meaning."""
    shown = {"k": "@k", "M": "@M", "O": "@O", "-": ""}
    return tuple((" ".join(name + shown[cut] for cut in each.cuts), each.meaning) for name, each in MEASURES.items())


def written_forms() -> tuple[str, ...]:
    """One written form for each measure and way of cutting, `k` shown as 10."""
    return tuple(form for name in MEASURES for form in _examples(name))


HEADLINE: tuple[Metric, ...] = tuple(
    parse_metric(form)
    for form in (
        "P@5",
        "R@5",
        "F1@5",
        "P@10",
        "R@10",
        "F1@10",
        "AP",
        "RR",
        "nDCG@10",
        "Rprec",
        "noise@10",
        "negatives@10",
    )
)
"""What is computed where nothing else is asked for."""
