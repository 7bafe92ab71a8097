"""What so few documents can and cannot show, in words that stand under a table."""

from bench.scoring.corrections import ALPHA, first_units, least_adjusted_p
from bench.scoring.signflip import least_p


def can_show(units: int, family: int = 1) -> bool:
    """Whether any difference over so many units could be significant at 0.05 after Holm over the family."""
    return least_adjusted_p(units, family) <= ALPHA


def too_few(documents: int, units: int, family: int = 1) -> str | None:
    """The sentence for too few units to test anything, or None where there are enough.

    `units` are independent: the documents of one event are one unit. Where even the documents, each taken alone, would
    be too few, the sentence says that first.
    """
    if can_show(units, family):
        return None
    if documents == 0:
        return "No document is scored for both, so nothing can be compared."
    counted = f"n = {documents} {'document' if documents == 1 else 'documents'}"
    if units == 1 and documents > 1:
        one = "no p, no stars and no interval"
        if can_show(documents, family):
            return (
                f"{counted} of one event: for any claim beyond that event they are one observation, so {one}. "
                "Values are descriptive."
            )
        return (
            f"{counted}: {_least(documents, family)} Values are descriptive. "
            f"All {documents} tell of one event, so for any claim beyond it they are one observation: {one}."
        )
    if units < documents:
        counted += f" in {units} independent units (the documents of one event count as one)"
    return f"{counted}: {_least(units, family)} Values are descriptive."


def _least(units: int, family: int) -> str:
    least = f"the smallest attainable two-sided p of a paired exact test is {least_p(units):.3g}"
    if can_show(units):
        adjusted = least_adjusted_p(units, family)
        least += f", {adjusted:.3g} after Holm over {family} comparisons"
        return f"{least}, so no difference can be significant at {ALPHA} below n = {first_units(family)}."
    return f"{least}, so no difference can be significant at {ALPHA}."
