"""A scoring protocol: a frozen record of every convention that moves a number, and its written form.

Two scores compare only where these conventions agree, so nothing that changes a score may live outside this record.
The written form is a name with changes: `default:denominator=available,stem=none`. A printed signature is read too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from bench.errors import InputError, UnknownNameError
from bench.text.stemmers import stemmer_names

MATCHES = ("exact", "includes", "part_of", "approx_both", "head", "token_f1", "jaccard12", "fuzzy")
"""Ways to compare a prediction with a gold keyphrase; all but the first are partial."""

NORM_1 = "norm-1"
_FALSE, _TRUE = ("false", "no", "off", "0"), ("true", "yes", "on", "1")


def _option(default: Any, meaning: str, *values: str) -> Any:  # noqa: ANN401 the field's own type is declared where it stands
    return field(default=default, metadata={"meaning": meaning, "values": values})


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringProtocol:
    """Every scoring convention. The defaults are those of the protocol called `default`.

    Raises:
        InputError: options that contradict one another, or a value that is none of those an option takes.
    """

    name: str = "default"
    normaliser: str = _option(
        NORM_1, "how a phrase becomes a key: norm-1, or plain with the three below", NORM_1, "plain"
    )
    case: str = _option(NORM_1, "plain only: lower-cased, or kept", NORM_1, "lower", "keep")
    punctuation: str = _option(NORM_1, "plain only: kept, or every ASCII mark a blank", NORM_1, "keep", "blank")
    tokens: str = _option(
        NORM_1,
        "plain only: split at white space, at what is no word character, or by segtok's web tokenizer",
        NORM_1, "whitespace", "nonword", "web",
    )  # fmt: skip
    stem: str = _option("auto", "stemmer; auto goes by the document's language", *stemmer_names())
    fold_diacritics: bool = _option(default=False, meaning="whether é counts as e")
    dedup_predictions: str = _option(
        "before_cut",
        "repeats of a key are removed before the cut at k, after it, or keep their rank without being a hit",
        "before_cut", "after_cut", "no",
    )  # fmt: skip
    dedup_gold: str = _option("merge", "gold clusters that share a key: merged, or each counted", "merge", "no")
    gold_copies: str = _option("one", "where copies are counted: a prediction finds one of them, or all", "one", "all")
    alternatives: str = _option(
        "cluster",
        "accepted forms of a gold keyphrase: one cluster, each a gold keyphrase of its own, or the first alone",
        "cluster", "separate", "first",
    )  # fmt: skip
    blank_gold: str = _option(
        "drop", "blank lines of gold files: dropped, or together one gold keyphrase of their document", "drop", "count"
    )
    subset: str = _option(
        "all", "gold and predictions: all, only present in the text, only absent", "all", "present", "absent"
    )
    presence: str = _option(
        "tokens", "present means: the key's tokens stand together, or its characters do", "tokens", "characters"
    )
    filtered: str = _option("both", "a subset filters gold and predictions, or gold alone", "both", "gold")
    match: str = _option("exact", "when a prediction meets a gold keyphrase", *MATCHES)
    fuzzy_threshold: float = _option(0.9, "least similarity for fuzzy, above 0 and at most 1")
    assignment: str = _option(
        "optimal", "partial matches one to one: the best assignment, or greedy by rank", "optimal", "greedy_rank"
    )
    denominator: str = _option(
        "k", "precision at k is over: k, min(k, predicted), or min(k, gold)", "k", "available", "gold"
    )
    denominator_at_o: str = _option(
        "gold", "precision @O is over: the number of gold, or min(gold, predicted)", "gold", "available"
    )
    averaging: str = _option(
        "mean_of_docs",
        "P, R, F1 of a data set: mean over documents, F1 of mean P and mean R, or counts summed first",
        "mean_of_docs", "f1_of_means", "micro",
    )  # fmt: skip
    no_gold: str = _option("null", "a document without gold: out of the mean, or 0 in it", "null", "zero")
    failed: str = _option("zero", "a failed or missing document: 0 in the mean, or out of it", "zero", "skip")
    ndcg_ideal: str = _option(
        "cut", "nDCG's ideal holds: min(gold, k) hits, all gold, or only the hits found", "cut", "gold", "found"
    )
    ap_normaliser: str = _option("gold", "AP is over: gold, the hits found, or min(gold, k)", "gold", "found", "cut")
    reciprocal: str = _option("first", "RR: of the first hit, or the mean over all hits", "first", "all")

    def __post_init__(self) -> None:
        for each in fields(self):
            values = each.metadata.get("values", ())
            value = getattr(self, each.name)
            if values and value not in values:
                raise UnknownNameError(f"value of {each.name}", str(value), values, place=f"protocol {self.name}")
        _refuse_contradictions(self)

    @property
    def options(self) -> Mapping[str, object]:
        """Every convention by name, the protocol's own name left out."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "name"}


def _refuse_contradictions(protocol: ScoringProtocol) -> None:
    plain = protocol.normaliser == "plain"
    for name in ("case", "punctuation", "tokens"):
        if (getattr(protocol, name) == NORM_1) == plain:
            settled = "plain leaves to you" if plain else "norm-1 settles itself"
            raise _contradiction(protocol, name, f"normaliser={protocol.normaliser}", f"which {settled}")
    if plain and protocol.fold_diacritics:
        raise _contradiction(protocol, "fold_diacritics", "normaliser=plain", "which keeps every character")
    if protocol.gold_copies == "all" and protocol.dedup_gold == "merge":
        raise _contradiction(protocol, "gold_copies", "dedup_gold=merge", "which leaves no copies")
    if protocol.match != "exact" and protocol.gold_copies == "all":
        raise _contradiction(protocol, "gold_copies", f"match={protocol.match}", "which pairs one to one")
    if protocol.subset == "all" and protocol.filtered != "both":
        raise _contradiction(protocol, "filtered", "subset=all", "which filters nothing")
    if not 0 < protocol.fuzzy_threshold <= 1:
        raise InputError(
            f"fuzzy_threshold is {protocol.fuzzy_threshold}",
            place=f"protocol {protocol.name}",
            remedy="Give a number above 0 and at most 1, such as 0.9",
        )


def _contradiction(protocol: ScoringProtocol, option: str, other: str, why: str) -> InputError:
    return InputError(
        f"{option}={getattr(protocol, option)} contradicts {other}, {why}",
        place=f"protocol {protocol.name}",
        remedy=f"Leave one of {option} and {other.partition('=')[0]} as it is, or change both",
    )


DEFAULT = ScoringProtocol()
"""Our own conventions: mean over documents, precision over k, gold clusters, repeats removed before the cut."""


def option_values() -> Mapping[str, tuple[str, ...]]:
    """The values that each option takes; () for a number, true and false for a switch."""
    known: dict[str, tuple[str, ...]] = {}
    for each in fields(ScoringProtocol):
        if each.name != "name":
            known[each.name] = ("false", "true") if isinstance(each.default, bool) else each.metadata["values"]
    return known


def changed(base: ScoringProtocol, options: Mapping[str, str], *, place: str = "") -> ScoringProtocol:
    """`base` with options changed, values as text.

    Raises:
        UnknownNameError: an option or value that does not exist, with the known ones.
        InputError: options that contradict one another.
    """
    known = {each.name: each for each in fields(ScoringProtocol) if each.name != "name"}
    values: dict[str, Any] = {}
    for option, text in options.items():
        if option not in known:
            raise UnknownNameError("protocol option", option, known, place=place)
        values[option] = _value(option, text, known[option].default, place)
    if values.get("normaliser") == "plain" and base.normaliser == NORM_1:
        values = {"case": "lower", "punctuation": "keep", "tokens": "whitespace", **values}
    if values.get("normaliser") == NORM_1:
        values = {"case": NORM_1, "punctuation": NORM_1, "tokens": NORM_1, **values}
    return replace(base, **values)


def _value(option: str, text: str, default: object, place: str) -> object:
    if isinstance(default, bool):
        if text.casefold() not in (*_TRUE, *_FALSE):
            raise UnknownNameError(f"value of {option}", text, ("true", "false"), place=place)
        return text.casefold() in _TRUE
    if isinstance(default, float):
        try:
            return float(text)
        except ValueError:
            raise InputError(f"{option} is {text!r}", place=place, remedy="Give a number such as 0.9") from None
    values = option_values()[option]
    folded = {value.casefold(): value for value in values}
    if text.casefold() not in folded:
        raise UnknownNameError(f"value of {option}", text, values, place=place)
    return folded[text.casefold()]


def written(protocol: ScoringProtocol, base: ScoringProtocol) -> str:
    """The written form: the name, and after a colon whatever is not as in the protocol of that name."""
    ours, theirs = protocol.options, base.options
    changes = ",".join(f"{name}={text_of(value)}" for name, value in ours.items() if value != theirs[name])
    return f"{protocol.name}:{changes}" if changes else protocol.name


def text_of(value: object) -> str:
    """An option's value as it is written on the command line."""
    return str(value).lower() if isinstance(value, bool) else str(value)
