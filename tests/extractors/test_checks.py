"""The checks offered to authors of plug-ins: the built-in extractors pass them, and each catches what it is for."""

import os
import random
from collections.abc import Callable, Iterable, Iterator, Sequence

import pytest

from bench.extractors import checks
from bench.extractors.checks import CHECKS, Check, check_extractor
from bench.extractors.contract import Extractor, text_of
from bench.extractors.door import build
from bench.records import Document, Keyphrase

BUILT_IN = (
    "first-phrases",
    "first-phrases:max-words=2",
    "random",
    "random:ngrams=2-2,seed=7",
    "tfidf",
    "tfidf:ngrams=1-1,stop-words=none,sublinear-tf=true",
    "yake",
    "yake:dedup-lim=1.0,n=2",
    "yake:dedup-func=levs,window-size=2",
    "keybert",
    "keybert:ngrams=1-3,mmr=0.5",
    "keybert:use-maxsum=true,nr-candidates=20",
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: str(check.__name__))
@pytest.mark.parametrize("spec", BUILT_IN)
def test_a_built_in_extractor_keeps_the_contract(spec: str, check: Check) -> None:
    """What is asked of a plug-in holds for the extractors that ship."""
    assert check(lambda: build(spec)) == []


class Sound:
    """An extractor that keeps the contract, to be spoilt in one way at a time."""

    def extract(self, document: Document, limit: int) -> Sequence[Keyphrase]:
        """The text's words in order, each once."""
        words = dict.fromkeys(text_of(document).split())
        return [Keyphrase(word, 1 / (1 + rank)) for rank, word in enumerate(words)][:limit]


def spoilt(change: Callable[[list[Keyphrase]], Sequence[object]]) -> type[Extractor]:
    """A class whose lists are those of `Sound`, changed."""

    class Spoilt(Sound):
        def extract(self, document: Document, limit: int) -> Sequence[Keyphrase]:
            return change(list(super().extract(document, limit)))  # type: ignore[return-value]

    return Spoilt


class Remembers(Sound):
    """Says what it said before."""

    def __init__(self) -> None:
        self.seen: list[Keyphrase] = []

    def extract(self, document: Document, limit: int) -> Sequence[Keyphrase]:
        """All that was said so far."""
        self.seen = [*self.seen, *super().extract(document, limit)]
        return [Keyphrase(phrase) for phrase in dict.fromkeys(k.phrase for k in self.seen)][:limit]


class Drifts(Sound):
    """Draws from the hidden generator."""

    def extract(self, document: Document, limit: int) -> Sequence[Keyphrase]:
        """Words in an order that nobody can foresee."""
        words = document.text.split()
        return [Keyphrase(word) for word in dict.fromkeys(random.sample(words, len(words)))][:limit]


class Chatters(Sound):
    """Prints, and leaves a variable in the environment."""

    def extract(self, document: Document, limit: int) -> Sequence[Keyphrase]:
        """The right list, and noise beside it."""
        print("working")  # noqa: T201 - that it prints is the point
        os.environ["CHATTERS"] = document.id
        return super().extract(document, limit)


class Batches(Sound):
    """Flattens a list of one, as some libraries do."""

    def extract_many(self, documents: Sequence[Document], limit: int) -> Sequence[Sequence[Keyphrase]]:
        """Right lists, save where there is one."""
        lists = [super(Batches, self).extract(document, limit) for document in documents]
        return lists if len(lists) != 1 else [[keyphrase] for keyphrase in lists[0]]


class Breaks(Sound):
    """Fails where there is no word."""

    def extract(self, document: Document, limit: int) -> Sequence[Keyphrase]:
        """The longest word."""
        return [Keyphrase(max(document.text.split(), key=len))][:limit]


class Forgives(Sound):
    """Takes a text of None for an empty one."""

    def extract(self, document: Document, limit: int) -> Sequence[Keyphrase]:
        """An empty list where an error belongs."""
        return super().extract(document, limit) if isinstance(document.text, str) else []


class Mute(Sound):
    """Never finds anything."""

    def extract(self, document: Document, limit: int) -> Sequence[Keyphrase]:  # noqa: ARG002 - the contract's
        """Nothing."""
        document.text.split()
        return []


class Changes(Sound):
    """Counts its calls in what it says of itself."""

    def __init__(self, *, calls: int = 0) -> None:
        self.calls = calls

    def extract(self, document: Document, limit: int) -> Sequence[Keyphrase]:
        """The right list, counted."""
        self.calls += 1
        return super().extract(document, limit)


@pytest.fixture(autouse=True)
def environment() -> Iterator[None]:
    """Put back what `Chatters` changes."""
    yield
    os.environ.pop("CHATTERS", None)


class Forgets(Sound):
    """Fitted in parts, it keeps the last part alone."""

    def __init__(self) -> None:
        self.seen = 0

    def fit(self, documents: Iterable[Document]) -> None:
        """Count the documents."""
        self.seen = len(list(documents))

    def fit_part(self, documents: Iterable[Document]) -> int:
        """Count a part's documents."""
        return len(list(documents))

    def fit_merged(self, parts: Iterable[int]) -> None:
        """Keep the last count."""
        *_, self.seen = parts

    def extract(self, document: Document, limit: int) -> Sequence[Keyphrase]:
        """As many of the text's words as documents were seen."""
        return super().extract(document, limit)[: self.seen]


class Invents(Sound):
    """Puts out what it does not name among its candidates."""

    def candidates(self, document: Document) -> list[str]:
        """One phrase, whatever the text."""
        return ["never in a text"] if document.text else []


class Answers(Sound):
    """Gives its candidates as one string."""

    def candidates(self, document: Document) -> str:
        """The text."""
        return document.text


@pytest.mark.parametrize(
    ("kind", "check"),
    [
        (spoilt(lambda found: found * 30), "lists_are_well_formed"),
        (spoilt(lambda found: [k.phrase for k in found]), "lists_are_well_formed"),
        (spoilt(lambda found: [*found[:-1], Keyphrase(" ", 0.0)]), "lists_are_well_formed"),
        (spoilt(lambda found: [Keyphrase(k.phrase, float("nan")) for k in found]), "lists_are_well_formed"),
        (spoilt(lambda found: found[::-1]), "lists_are_well_formed"),
        (spoilt(lambda found: [Keyphrase(found[0].phrase), *found[1:]] if found else []), "lists_are_well_formed"),
        (Mute, "something_comes_out"),
        (Breaks, "odd_texts_are_survived"),
        (Forgives, "wrong_text_is_refused"),
        (Drifts, "same_again"),
        (Remembers, "documents_do_not_meet"),
        (Batches, "many_are_as_one_by_one"),
        (Chatters, "nothing_else_changes"),
        (Changes, "it_can_be_described"),
        (Forgets, "parts_are_as_the_whole"),
        (Invents, "candidates_hold_the_lists"),
        (Answers, "candidates_hold_the_lists"),
    ],
)
def test_each_check_catches_what_it_is_for(kind: type[Extractor], check: str) -> None:
    """A class that is spoilt in one way is found out by the check for it."""
    assert check in {finding.check for finding in check_extractor(kind)}


def test_a_sound_extractor_is_found_sound() -> None:
    """No check complains of a plain class that does its work."""
    assert check_extractor(Sound) == ()


def test_every_check_has_an_extractor_that_it_catches() -> None:
    """The list above leaves no check without a proof that it can fail."""
    marks = test_each_check_catches_what_it_is_for.pytestmark  # type: ignore[attr-defined]
    assert {check for _, check in marks[0].args[1]} == {check.__name__ for check in checks.CHECKS}
