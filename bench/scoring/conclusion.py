"""What may be concluded from a family of differences, in words that stand under a table."""

from collections.abc import Iterable, Sequence

from bench.scoring.corrections import ALPHA
from bench.scoring.intervals import LEAST_UNITS
from bench.scoring.results import Difference
from bench.scoring.warrant import too_few


def conclusion(differences: Sequence[Difference], family: int) -> str:
    """What the tests of a family of `family` comparisons showed, or why there is none."""
    if not differences:
        return _NOTHING
    tested = [d for d in differences if d.p is not None]
    if not tested:
        largest = _largest(differences)
        return too_few(largest.n, largest.units, family) or ""
    significant = sum(d.p_holm is not None and d.p_holm <= ALPHA for d in tested)
    if family > 1:
        found = f"{significant} of {family} differences are significant at {ALPHA} after Holm's correction"
    else:
        found = f"the difference is {'' if significant else 'not '}significant at {ALPHA}"
    sentence = f"{_count(tested)}: by the paired sign-flip test {found}."
    if len(tested) < len(differences):
        sentence += f" {len(differences) - len(tested)} of the pairs share too few documents to be tested."
    return sentence


def conclusion_without_test(differences: Sequence[Difference], metric: str) -> str:
    """The same for a metric that is reported by interval alone."""
    if not differences:
        return _NOTHING
    largest = _largest(differences)
    few = too_few(largest.n, largest.units) if largest.units < LEAST_UNITS else None
    return few or f"{_count(differences)}: {metric} is a secondary metric, so there are intervals and no p."


def remarks(
    differences: Sequence[Difference], unpaired: int, joined: Sequence[tuple[str, str]], signatures: int
) -> list[str]:
    """What a reader must know besides: documents left out, pairs without any, odd rank groups, mixed signatures."""
    found = []
    skipped = [d.skipped for d in differences if d.skipped]
    if skipped:
        found.append(
            f"Documents with a value for one system only are left out: up to {max(skipped)}, in {len(skipped)} of "
            f"{len(differences)} pairs."
        )
    if unpaired:
        found.append(f"Pairs without a document in common, not compared: {unpaired}.")
    found += [f"{a} and {b} share a rank with the best of their group, though the test parts them." for a, b in joined]
    if signatures > 1:
        found.append(f"Mixed: the systems were scored under {signatures} different signatures.")
    return found


_NOTHING = "There are no two systems to compare."


def _largest(differences: Sequence[Difference]) -> Difference:
    return max(differences, key=lambda d: (d.units, d.n))


def _count(differences: Sequence[Difference]) -> str:
    documents = _span(str(n) for n in sorted(d.n for d in differences))
    units = _span(str(n) for n in sorted(d.units for d in differences))
    return f"n = {documents} documents" + (f" in {units} independent units" if units != documents else "")


def _span(ordered: Iterable[str]) -> str:
    known = list(ordered)
    return known[0] if known[0] == known[-1] else f"{known[0]} to {known[-1]}"
