"""What an extractor may return, checked where it is returned."""

import math
from collections.abc import Sequence
from numbers import Real

from bench.records import Keyphrase


class AnswerError(Exception):
    """What an extractor returned is no list of keyphrases; the message says which part of it is not."""


def checked(answer: object, limit: int) -> tuple[Keyphrase, ...]:
    """The first `limit` keyphrases of what an extractor returned, scores as plain floats.

    Blank phrases and duplicates stay: scoring drops and counts them, where it can be seen. Numbers of other libraries
    (numpy's) are taken as scores, text and truth values are not.

    Raises:
        AnswerError: not a sequence, an item that is no `Keyphrase`, a phrase that is no string, a score that is no
            finite number.
    """
    if isinstance(answer, str | bytes | bytearray) or not isinstance(answer, Sequence):
        raise AnswerError(f"returned {_kind(answer)}, not a sequence of Keyphrase")
    return tuple(_keyphrase(item, number) for number, item in enumerate(answer[:limit], start=1))


def checked_many(answers: object, limit: int, documents: int) -> tuple[tuple[Keyphrase, ...], ...]:
    """`checked` for each list of a batch.

    Raises:
        AnswerError: as `checked`, or not one list a document.
    """
    if isinstance(answers, str | bytes | bytearray) or not isinstance(answers, Sequence):
        raise AnswerError(f"extract_many returned {_kind(answers)}, not one sequence a document")
    if len(answers) != documents:
        raise AnswerError(f"extract_many returned {len(answers)} lists for {documents} documents")
    return tuple(checked(answer, limit) for answer in answers)


def checked_candidates(answer: object) -> tuple[Keyphrase, ...]:
    """The phrases that an extractor said it chooses from, each once, without scores.

    Raises:
        AnswerError: not a sequence, an item that is no string.
    """
    if isinstance(answer, str | bytes | bytearray) or not isinstance(answer, Sequence):
        raise AnswerError(f"candidates returned {_kind(answer)}, not a sequence of strings")
    for number, item in enumerate(answer, start=1):
        if not isinstance(item, str):
            raise AnswerError(f"candidate {number} is {_kind(item)}, not a string")
    return tuple(Keyphrase(phrase) for phrase in dict.fromkeys(map(str, answer)))


def _keyphrase(item: object, number: int) -> Keyphrase:
    if not isinstance(item, Keyphrase):
        raise AnswerError(f"item {number} is {_kind(item)}, not a Keyphrase")
    phrase: object = item.phrase
    score: object = item.score
    if not isinstance(phrase, str):
        raise AnswerError(f"the phrase of item {number} is {_kind(phrase)}, not a string")
    if score is None:
        return Keyphrase(str(phrase), None)
    if isinstance(score, bool) or not isinstance(score, Real):
        raise AnswerError(f"the score of item {number} ({phrase!r}) is {_kind(score)}, not a number")
    value = float(score)
    if not math.isfinite(value):
        raise AnswerError(f"the score of item {number} ({phrase!r}) is {value}, not a finite number")
    return Keyphrase(str(phrase), value)


def _kind(value: object) -> str:
    name = type(value).__name__
    return name if value is None else f"{'an' if name[:1].casefold() in 'aeiou' else 'a'} {name}"
