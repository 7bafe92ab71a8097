"""The contract of an extractor as a suite of runnable checks, for the tests of anyone who writes one.

    @pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
    def test_contract(check):
        assert check(MyExtractor) == []

`check_extractor(MyExtractor)` runs them all. A check is given a function that makes a new, configured extractor, and
returns sentences about what does not hold. What an extractor raises comes through as it is.
"""

import contextlib
import io
import json
import math
import os
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.extractors.contract import (
    Extractor,
    ExtractsMany,
    FitsCorpus,
    FitsInParts,
    describe,
    needs_corpus,
    plain,
    tells_candidates,
)
from bench.records import Document, Keyphrase

Factory = Callable[[], Extractor]
Check = Callable[[Factory], list[str]]

LIMIT = 20

_HARBOUR = """The night ferry of Port Selwyn

The night ferry of Port Selwyn was taken out of service on Monday, after 41 years. The harbour authority said that the
ferry's engine room had been flooded twice since March. "We could not insure the night ferry any longer," the harbour
master said; the insurance costs had doubled within a year.

A catamaran will take over the crossing in spring. Its electric engines are charged at the quay while cars drive off."""

_BAKERY = """Sourdough starters differ from bakery to bakery. A study of 500 sourdough starters found lactic acid
bacteria in nearly all of them, and acetic acid bacteria in every third. Flour matters less than the baker's hands, the
microbiologists wrote, and the distance between two bakeries matters least of all."""

_SENTENCE = "The night ferry crosses the cold harbour and the harbour master counts the cars on the long quay. "

ODD_TEXTS: dict[str, str] = {
    "empty": "",
    "blank": " \t\n\u00a0\u2003\n ",
    "one word": "harbour",
    "one letter": "a",
    "stop words only": "the of and to in a is that it was for on as with",
    "punctuation": "... --- !!! ??? ,;: ()[]{} \u2014 \u2026",
    "digits": "1 22 333 4.444 5,555 66-77",
    "emoji": "\U0001f680\U0001f680 \U0001f468\u200d\U0001f680 \U0001f1f5\U0001f1f9",
    "Chinese and Japanese": "太空电影。宇宙で映画を撮影した。",
    "Hebrew": "\u05e1\u05e8\u05d8 \u05d1\u05d7\u05dc\u05dc.",
    "Arabic": "\u0641\u064a\u0644\u0645 \u0641\u064a \u0627\u0644\u0641\u0636\u0627\u0621",
    "control characters": "harbour\x00master\x07 night\x1bferry\x7f \x85 quay\u2028crossing\u200f",
    "lone surrogate": "harbour \ud83d master \udc00 ferry",
    "combining marks": "cafe\u0301 zoe\u0301 \u0301 Z\u0351\u036b\u0343a\u0334l\u0335g\u0336o",
    "line ends": "Night ferry\r\nout of service\rharbour\x0bmaster\x0cquay\r\n\r\n",
    "byte-order mark": "\ufeffNight ferry out of service",
    "one long word": "harbour" * 2_000,
    "long": _SENTENCE * 1_000,
}
"""Texts that an extractor must survive; an empty list is a right answer to any of them."""

ORDINARY = (
    Document("harbour", _HARBOUR, title="The night ferry of Port Selwyn"),
    Document("bakery", _BAKERY),
    Document("both", f"{_BAKERY}\n\n{_HARBOUR}"),
)
"""Texts of which an extractor should have something to say."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not hold: the name of the check, and a sentence."""

    check: str
    message: str


def check_extractor(factory: Factory) -> tuple[Finding, ...]:
    """Run every check; an extractor keeps the contract when nothing is found."""
    return tuple(Finding(check.__name__, message) for check in CHECKS for message in check(factory))


def lists_are_well_formed(factory: Factory) -> list[str]:
    """Keyphrases with a phrase that is not blank, scores finite and falling, no phrase twice, within the limit."""
    extractor = ready(factory)
    return [
        f"{document.id}, limit {limit}: {complaint}"
        for document in ORDINARY
        for limit in (1, 5, LIMIT)
        for complaint in _complaints(extractor.extract(document, limit), limit)
    ]


def something_comes_out(factory: Factory) -> list[str]:
    """Ordinary prose gives at least one keyphrase."""
    extractor = ready(factory)
    return [f"{d.id}: nothing came out" for d in ORDINARY if not extractor.extract(d, LIMIT)]


def odd_texts_are_survived(factory: Factory) -> list[str]:
    """Texts without words, in other scripts, with broken characters or very long give a list, if only an empty one."""
    extractor = ready(factory)
    found = []
    for name, text in ODD_TEXTS.items():
        try:
            keyphrases = extractor.extract(Document(name, text), LIMIT)
        except Exception as error:  # noqa: BLE001 - whatever it raises is the finding
            found.append(f"{name}: {type(error).__name__}: {error}")
        else:
            found.extend(f"{name}: {complaint}" for complaint in _complaints(keyphrases, LIMIT))
    return found


def wrong_text_is_refused(factory: Factory) -> list[str]:
    """None or bytes for a text is an error, not an empty list that reads like a poor result."""
    extractor = ready(factory)
    found = []
    for text in (None, b"harbour master"):
        try:
            extractor.extract(Document("wrong", text), LIMIT)  # type: ignore[arg-type]  # that it is wrong is the point
        except Exception:  # noqa: BLE001, S112 - any error will do
            continue
        found.append(f"a text of {type(text).__name__} gave a list and no error")
    return found


def same_again(factory: Factory) -> list[str]:
    """Two extractors made alike say the same, and so does one that is asked twice."""
    first, second = ready(factory), ready(factory)
    found = []
    for document in ORDINARY:
        lists = [list(x.extract(document, LIMIT)) for x in (first, first, second)]
        if lists[0] != lists[1]:
            found.append(f"{document.id}: asked twice, it says two things")
        if lists[0] != lists[2]:
            found.append(f"{document.id}: another extractor made alike says something else")
    return found


def documents_do_not_meet(factory: Factory) -> list[str]:
    """What is said of a document does not depend on those before it; an odd one leaves nothing behind."""
    extractor, fresh = ready(factory), ready(factory)
    alone = [list(fresh.extract(document, LIMIT)) for document in ORDINARY]
    for name in ("empty", "stop words only", "lone surrogate", "emoji"):
        with contextlib.suppress(Exception):
            extractor.extract(Document(name, ODD_TEXTS[name]), LIMIT)
    backwards = [list(extractor.extract(document, LIMIT)) for document in reversed(ORDINARY)][::-1]
    return [
        f"{document.id}: other keyphrases in another order of documents"
        for document, before, after in zip(ORDINARY, alone, backwards, strict=True)
        if before != after
    ]


def many_are_as_one_by_one(factory: Factory) -> list[str]:
    """`extract_many`, where there is one, gives the lists that `extract` gives, odd documents among them or not."""
    extractor = ready(factory)
    if not isinstance(extractor, ExtractsMany):
        return []
    documents = [ORDINARY[0], Document("empty", ""), *ORDINARY[1:], Document("stop", ODD_TEXTS["stop words only"])]
    alone = ready(factory)
    one_by_one = [list(alone.extract(document, LIMIT)) for document in documents]
    found = []
    for batch in (documents, documents[:1], [documents[1]], []):
        together = [list(keyphrases) for keyphrases in extractor.extract_many(batch, LIMIT)]
        if together != one_by_one[: len(batch)] and batch != [documents[1]]:
            found.append(f"{len(batch)} documents together: not the lists of one by one")
        if batch == [documents[1]] and together != [one_by_one[1]]:
            found.append("an empty document alone: not one list")
    return found


def parts_are_as_the_whole(factory: Factory) -> list[str]:
    """`fit_part` and `fit_merged`, where they are, give what `fit` gives, however the corpus is parted."""
    whole = ready(factory)
    if not (isinstance(whole, FitsInParts) and isinstance(whole, FitsCorpus)):
        return []
    corpus = [*ORDINARY, Document("empty", ""), Document("stop", ODD_TEXTS["stop words only"])]
    whole.fit(iter(corpus))
    expected = [list(whole.extract(document, LIMIT)) for document in corpus]
    found = []
    for parts in ([corpus], [corpus[:1], corpus[1:]], [[document] for document in reversed(corpus)]):
        merged = factory()
        told = []
        for part in parts:
            counter = factory()
            told.append(json.loads(json.dumps(counter.fit_part(iter(part)))))  # type: ignore[attr-defined]  # as `whole`
        merged.fit_merged(iter(told))  # type: ignore[attr-defined]  # as `whole`
        if [list(merged.extract(document, LIMIT)) for document in corpus] != expected:
            found.append(f"fitted in {len(parts)} parts: not the lists of the corpus fitted whole")
    return found


def candidates_hold_the_lists(factory: Factory) -> list[str]:
    """`candidates`, where it is, gives strings, among them every phrase of the list, and the same ones each time."""
    extractor, other = ready(factory), ready(factory)
    if not tells_candidates(extractor):
        return []
    found = []
    odd = [Document(name, text) for name, text in ODD_TEXTS.items()]
    for document in (*ORDINARY, *odd):
        try:
            before = list(extractor.extract(document, LIMIT))
            told = extractor.candidates(document)  # type: ignore[attr-defined]  # it tells candidates
            again = other.candidates(document)  # type: ignore[attr-defined]  # as above
            after = list(extractor.extract(document, LIMIT))
        except Exception as error:  # noqa: BLE001 - whatever it raises is the finding
            found.append(f"{document.id}: {type(error).__name__}: {error}")
            continue
        if isinstance(told, str) or not all(isinstance(phrase, str) for phrase in told):
            found.append(f"{document.id}: the candidates are not all strings")
            continue
        missing = [keyphrase.phrase for keyphrase in before if keyphrase.phrase not in set(told)]
        if missing:
            found.append(f"{document.id}: {missing[0]!r} came out and is no candidate")
        if list(told) != list(again):
            found.append(f"{document.id}: another extractor made alike has other candidates")
        if before != after:
            found.append(f"{document.id}: it says something else once it was asked for its candidates")
    return found


def nothing_else_changes(factory: Factory) -> list[str]:
    """The process is left as it was: random numbers, environment, working folder, standard output."""
    printed = io.StringIO()
    before = random.getstate(), dict(os.environ), os.getcwd(), sys.argv[:]  # noqa: PTH109 - compared, not used
    with contextlib.redirect_stdout(printed):
        extractor = ready(factory)
        for document in ORDINARY:
            extractor.extract(document, LIMIT)
    after = random.getstate(), dict(os.environ), os.getcwd(), sys.argv[:]  # noqa: PTH109 - compared, not used
    names = ("the state of the random module", "the environment", "the working folder", "sys.argv")
    found = [f"{name} was changed" for name, a, b in zip(names, before, after, strict=True) if a != b]
    return [*found, f"it printed {printed.getvalue()[:60]!r}"] if printed.getvalue() else found


def it_can_be_described(factory: Factory) -> list[str]:
    """The description is the same for two extractors made alike, before and after work, and fits into JSON."""
    extractor = ready(factory)
    before = describe(extractor)
    extractor.extract(ORDINARY[0], LIMIT)
    found = []
    if describe(extractor) != before or describe(ready(factory)) != before:
        found.append("the description changes with use, or from one extractor to the next")
    if plain(before.configuration) != before.configuration:
        found.append("the configuration holds values that JSON cannot")
    return found


CHECKS: tuple[Check, ...] = (
    lists_are_well_formed,
    something_comes_out,
    odd_texts_are_survived,
    wrong_text_is_refused,
    same_again,
    documents_do_not_meet,
    many_are_as_one_by_one,
    parts_are_as_the_whole,
    candidates_hold_the_lists,
    nothing_else_changes,
    it_can_be_described,
)
"""Every check, in the order in which they say most."""


def ready(factory: Factory) -> Extractor:
    """A new extractor, fitted on ordinary texts where it needs a corpus."""
    extractor = factory()
    if needs_corpus(extractor) and isinstance(extractor, FitsCorpus):
        extractor.fit(iter(ORDINARY))
    return extractor


def _complaints(keyphrases: Sequence[Keyphrase], limit: int) -> Iterator[str]:
    if len(keyphrases) > limit:
        yield f"{len(keyphrases)} keyphrases"
    for item in keyphrases:
        if not isinstance(item, Keyphrase) or not isinstance(item.phrase, str) or not item.phrase.strip():
            yield f"{item!r} is not a Keyphrase with a phrase"
            return
        if item.score is not None and not (type(item.score) is float and math.isfinite(item.score)):
            yield f"the score of {item.phrase!r} is {item.score!r}, not a finite float or None"
            return
    scores = [item.score for item in keyphrases if item.score is not None]
    if 0 < len(scores) < len(keyphrases):
        yield "some keyphrases have a score and some have none"
    if scores != sorted(scores, reverse=True):
        yield "the scores do not fall: a higher one is better, and the best comes first"
    phrases = [item.phrase for item in keyphrases]
    if len(set(phrases)) < len(phrases):
        yield "the same phrase comes twice"
