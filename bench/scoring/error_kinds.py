"""Why each predicted phrase counts as it does and why each missed gold keyphrase was missed: one kind each.

A pure function of what scoring already said (`Verdict`), the gold and the text. Kinds are tried in a fixed order and
the first that holds is the phrase's, so that shares add up to one.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from bench.records import Article
from bench.scoring.conventions import DEFAULT, ScoringProtocol
from bench.scoring.gold import Cluster, gold_of, keyer, text_of
from bench.scoring.results import DocumentScore, Verdict
from bench.text.function_words import function_words
from bench.text.normalise import Key, contains, tokens

PhraseKind = Literal[
    "exact",
    "variant",
    "morphological",
    "below the cut",
    "negative",
    "noise",
    "near-duplicate",
    "sub-phrase",
    "super-phrase",
    "overlap",
    "wrong",
]
"""In the order in which they are tried.

`exact`: hits with the words of the keyphrase's first form; `variant`: with those of another form; `morphological`: only
after stemming. `below the cut`: would hit, but stands below the cut-off. `negative`: an annotated negative. `noise`: a
rule caught it. `near-duplicate`: another form of a hit keyphrase, or a part or an extension of a better-placed phrase.
`sub-phrase` and `super-phrase`: its words stand within a gold form, or a gold form within it. `overlap`: shares a word
that is no function word with a gold form. `wrong`: none of these.
"""

MissedKind = Literal[
    "below the cut",
    "lost to de-duplication",
    "absent",
    "never a candidate",
    "below the list",
    "near miss",
    "not put out",
]
"""In the order in which they are tried.

`below the cut`: hit, but below the cut-off. `lost to de-duplication`: its key came out, but was dropped or spent on
another keyphrase of the same key. `absent`: no form stands in the text. Where it is known what the extractor chose
from: `never a candidate`: no form was there to choose; `below the list`: one was, and was not put out. Where it is not
known: `near miss`: part of it, or more than it, came out within the cut-off and is no annotated negative; `not put
out`: nothing like it did.
"""

PHRASE_KINDS: tuple[PhraseKind, ...] = get_args(PhraseKind)
MISSED_KINDS: tuple[MissedKind, ...] = get_args(MissedKind)
TOLD: frozenset[str] = frozenset({"never a candidate", "below the list"})
"""The kinds of missed gold that can be told only where candidates are known."""
UNTOLD: frozenset[str] = frozenset({"near miss", "not put out"})
"""The kinds in their place where candidates are not known."""
RIGHT: frozenset[str] = frozenset({"exact", "variant", "morphological"})
"""The kinds that are hits."""

_SOFT = frozenset({"TOO_LONG", "TOO_SHORT"})


@dataclass(frozen=True, slots=True)
class PhraseError:
    """A predicted phrase with its kind; `of` is the gold keyphrase or better-placed phrase that it is measured by."""

    phrase: str
    rank: int
    kind: PhraseKind
    of: str = ""


@dataclass(frozen=True, slots=True)
class MissedError:
    """A gold keyphrase that was not hit within the cut-off, with its kind; `of` is the phrase that came nearest."""

    keyphrase: str
    kind: MissedKind
    of: str = ""


@dataclass(frozen=True, slots=True)
class DocumentErrors:
    """One document of one system, phrase by phrase: the first `cut` and every later hit, and all missed gold."""

    document_id: str
    phrases: tuple[PhraseError, ...]
    missed: tuple[MissedError, ...]


class Reader(Protocol):
    """`error_kinds` for one article."""

    def __call__(self, score: DocumentScore, candidates: Iterable[str] | None = None, /) -> DocumentErrors:
        """The kinds for one system."""


def error_kinds(
    score: DocumentScore,
    article: Article,
    protocol: ScoringProtocol = DEFAULT,
    *,
    cut: int = 10,
    candidates: Iterable[str] | None = None,
) -> DocumentErrors:
    """Every ranked phrase up to `cut` (and hits below it) and every missed gold keyphrase, with the kind of each.

    `score` holds verdicts and was made from this article under this protocol. `candidates` are the phrases that the
    extractor chose from, None where that is not known.
    """
    return error_reader(article, protocol, cut=cut)(score, candidates)


def error_reader(article: Article, protocol: ScoringProtocol = DEFAULT, *, cut: int = 10) -> Reader:
    """`error_kinds` for one article, made ready once for the scores of many systems."""
    keys = keyer(protocol, article.document.language)
    text = text_of(article, keys, characters=protocol.presence == "characters")
    clusters = gold_of(article.annotation, keys, protocol, text).clusters
    present = [any(map(text.holds, cluster.keys)) for cluster in clusters]
    idle = {stem for word in function_words(article.document.language) for stem in keys.key(word)}

    def read(score: DocumentScore, candidates: Iterable[str] | None = None) -> DocumentErrors:
        chosen_from = None if candidates is None else {keys.key(phrase) for phrase in candidates}
        ranked = [v for v in score.verdicts if v.rank is not None]
        phrases = [
            _phrase(verdict, ranked[:place], clusters, idle, cut)
            for place, verdict in enumerate(ranked)
            if place < cut or verdict.match
        ]
        hits = Counter(v.match for v in ranked[:cut] if v.match)
        missed = []
        for cluster, is_present in zip(clusters, present, strict=True):
            form = cluster.keyphrase.forms[0]
            if hits[form]:
                hits[form] -= 1
            else:
                missed.append(_missed(cluster, score.verdicts, chosen_from, is_present=is_present, cut=cut))
        return DocumentErrors(score.document_id, tuple(phrases), tuple(missed))

    return read


def _phrase(
    verdict: Verdict, better: Sequence[Verdict], clusters: Sequence[Cluster], idle: set[str], cut: int
) -> PhraseError:
    place = len(better) + 1
    if verdict.match:
        kind: PhraseKind = "below the cut" if place > cut else _way_of_hitting(verdict, clusters)
        return PhraseError(verdict.phrase, place, kind, verdict.match)
    if verdict.negative is not None:
        return PhraseError(verdict.phrase, place, "negative", verdict.negative)
    if any(label not in _SOFT for label in verdict.noise):
        return PhraseError(verdict.phrase, place, "noise", ", ".join(verdict.noise))
    twin = verdict.alias_of or next((b.phrase for b in better if _is_part(b.key, verdict.key)), None)
    if twin:
        return PhraseError(verdict.phrase, place, "near-duplicate", twin)
    content = set(verdict.key) - idle
    tests: tuple[tuple[PhraseKind, Callable[[Key], object]], ...] = (
        ("sub-phrase", lambda key: contains(key, verdict.key)),
        ("super-phrase", lambda key: contains(verdict.key, key)),
        ("overlap", lambda key: content & set(key)),
    )
    for kind, holds in tests:
        near = next((c.keyphrase.forms[0] for c in clusters if any(map(holds, c.keys))), None)
        if near is not None:
            return PhraseError(verdict.phrase, place, kind, near)
    return PhraseError(verdict.phrase, place, "wrong")


def _way_of_hitting(verdict: Verdict, clusters: Sequence[Cluster]) -> PhraseKind:
    words = tokens(verdict.phrase)
    forms = next((c.keyphrase.forms for c in clusters if c.keyphrase.forms[0] == verdict.match), ())
    found = next((n for n, form in enumerate(forms) if tokens(form) == words), None)
    if found is None:
        return "morphological"
    return "exact" if found == 0 else "variant"


def _missed(
    cluster: Cluster, verdicts: Sequence[Verdict], chosen_from: set[Key] | None, *, is_present: bool, cut: int
) -> MissedError:
    form = cluster.keyphrase.forms[0]
    below = next((v for v in verdicts if v.match == form and v.rank is not None and v.rank > cut), None)
    spent = next((v for v in verdicts if v.key in cluster.keys), None)
    top = [v for v in verdicts if v.rank is not None and v.rank <= cut and v.negative is None]
    near = next((v for v in top if any(_is_part(v.key, key) for key in cluster.keys)), None)
    if below is not None:
        return MissedError(form, "below the cut", below.phrase)
    if spent is not None:
        return MissedError(form, "lost to de-duplication", spent.phrase)
    if not is_present:
        return MissedError(form, "absent")
    if chosen_from is not None:
        told: MissedKind = "never a candidate" if chosen_from.isdisjoint(cluster.keys) else "below the list"
        return MissedError(form, told, near.phrase if near is not None else "")
    return MissedError(form, "near miss", near.phrase) if near is not None else MissedError(form, "not put out")


def _is_part(a: Key, b: Key) -> bool:
    """Whether one key's tokens stand within the other's, or both have the same tokens in any order."""
    if len(a) == len(b):
        return bool(a) and (a == b or sorted(a) == sorted(b))
    return contains(a, b) or contains(b, a)
