"""The convention matrix: the same predictions under several protocols, and whether the winner depends on which."""

from collections.abc import Mapping, Sequence

from bench.records import Dataset
from bench.reporting import conventions, rows
from bench.reporting.quality import number_format, unpaired
from bench.reporting.table import Block, Cell, Column, Marked, Missing, Table, one_block
from bench.scoring.direction import lower_is_better
from bench.scoring.results import Evaluation

BEST = "*"
"""The mark behind the best value of each protocol."""


_TIE = 1e-12


def convention_matrix(
    by_protocol: Mapping[str, Sequence[Evaluation]], metric: str, dataset: Dataset, *, is_turned: bool = False
) -> Table:
    """One row a run, one column a protocol, the spread; the best extractor under each protocol bears a mark.

    `by_protocol` maps a protocol's written form to the evaluations under it, the same systems under each. `is_turned`
    gives one row a protocol and one column a run, which fits a terminal better where there are many protocols.
    """
    first = next(iter(by_protocol.values()), ())
    systems = [(role, [e.system for e in block]) for role, block in rows.by_role(first)]
    values = {protocol: {e.system: _value(e, metric) for e in found} for protocol, found in by_protocol.items()}
    competitors = {e.system for e in first if e.role in {"extractor", "list"}} or {e.system for e in first}
    winners = {protocol: _winners(found, competitors, metric) for protocol, found in values.items()}

    def cell(protocol: str, system: str) -> Cell:
        value = values[protocol].get(system)
        if value is None:
            return Missing(f"{metric} is undefined under {protocol}")
        return Marked(value, BEST) if system in winners[protocol] else value

    protocols = list(by_protocol)
    style = number_format(metric)
    if is_turned:
        names = [name for _, block in systems for name in block]
        columns = [Column("protocol"), *(Column(name, style, rank) for rank, name in enumerate(names))]
        blocks = [
            *one_block([(p, *(cell(p, name) for name in names)) for p in protocols]),
            *one_block([("spread", *(_spread(values, name) for name in names))]),
        ]
    else:
        columns = [Column("row"), *(Column(p, style, 1 + rank) for rank, p in enumerate(protocols))]
        columns.append(Column("spread", style))
        blocks = [
            Block(rows.HEADINGS[role], tuple((n, *(cell(p, n) for p in protocols), _spread(values, n)) for n in block))
            for role, block in systems
        ]
    return Table(
        title=f"{metric} on {dataset.info.name} under {len(protocols)} protocols",
        columns=tuple(columns),
        blocks=tuple(blocks),
        notes=tuple(_notes(by_protocol, winners, style)),
        signature=_signature(by_protocol),
    )


def _value(evaluation: Evaluation, metric: str) -> float | None:
    found = evaluation.metrics.get(metric)
    return None if found is None else found.value


def _winners(values: Mapping[str, float | None], competitors: set[str], metric: str) -> tuple[str, ...]:
    known = {name: value for name, value in values.items() if value is not None and name in competitors}
    if len(known) < 2:
        return ()
    best = (min if lower_is_better(metric) else max)(known.values())
    return tuple(sorted(name for name, value in known.items() if abs(value - best) <= _TIE))


def _spread(values: Mapping[str, Mapping[str, float | None]], system: str) -> Cell:
    known = [value for found in values.values() if (value := found.get(system)) is not None]
    return max(known) - min(known) if len(known) > 1 else Missing()


def _notes(
    by_protocol: Mapping[str, Sequence[Evaluation]], winners: Mapping[str, tuple[str, ...]], style: str
) -> list[str]:
    notes = ["Values are fractions times 100; spread is the most less the least."] if style == "points" else []
    notes.append("The same predictions throughout: every difference in a row comes from the conventions alone.")
    won: dict[tuple[str, ...], list[str]] = {}
    for protocol, names in winners.items():
        if names:
            won.setdefault(names, []).append(protocol)
    if len(won) > 1:
        told = "; ".join(f"{' and '.join(names)} under {', '.join(found)}" for names, found in won.items())
        notes.append(f"{BEST} best extractor. The winner depends on the protocol: {told}.")
    elif won:
        names = next(iter(won))
        notes.append(f"{BEST} best extractor: {' and '.join(names)} under every protocol.")
    signatures = {protocol: found[0].signature for protocol, found in by_protocol.items() if found}
    base = next(iter(signatures.items()), None)
    for protocol, signature in signatures.items():
        if base is None or protocol == base[0]:
            notes.append(f"Conventions of {protocol}: {conventions.in_words(signature)}.")
        else:
            changed = conventions.differences(base[1], signature)
            notes.append(f"{protocol}, other than {base[0]}: {changed or 'nothing'}.")
    return [*notes, *_warnings(by_protocol)]


def _warnings(by_protocol: Mapping[str, Sequence[Evaluation]]) -> list[str]:
    """What must be known of single rows, each sentence once for all rows and protocols that it holds for."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for protocol, evaluations in by_protocol.items():
        for each in evaluations:
            for said in (*unpaired(each), *each.warnings):
                found.setdefault(said, {}).setdefault(each.system, {})[protocol] = None
    notes: dict[tuple[str, str], list[str]] = {}
    for said, systems in found.items():
        for name, protocols in systems.items():
            under = "" if len(protocols) == len(by_protocol) else f" (under {', '.join(protocols)})"
            notes.setdefault((said, under), []).append(name)
    return [f"{', '.join(names)}{under}: {said}" for (said, under), names in notes.items()]


def _signature(by_protocol: Mapping[str, Sequence[Evaluation]]) -> str:
    """The protocols by name, then what they share: gold, documents, version."""
    known = [found[0].signature for found in by_protocol.values() if found]
    if not known:
        return ""
    shared = conventions.parts(known[0])
    ends = [f"{name}:{shared[name]}" for name in ("gold", "v") if name in shared]
    return "|".join([f"protocols:{'+'.join(by_protocol)}", *ends])
