"""The convention matrix: the same predictions under several protocols, and whether the winner depends on which."""

from collections.abc import Mapping, Sequence

from bench.records import Dataset
from bench.reporting import conventions, rows
from bench.reporting.quality import number_format, unpaired
from bench.reporting.table import Block, Cell, Column, Marked, Missing, Table, one_block
from bench.scoring.matrix import ConventionMatrix, matrix
from bench.scoring.results import Evaluation

BEST = "*"
"""The mark behind the best value of each protocol."""


def convention_matrix(
    by_protocol: Mapping[str, Sequence[Evaluation]], metric: str, dataset: Dataset, *, is_turned: bool = False
) -> Table:
    """One row a run, one column a protocol, the spread; the best extractor under each protocol bears a mark.

    `by_protocol` maps a protocol's written form to the evaluations under it, the same systems under each. `is_turned`
    gives one row a protocol and one column a run, which fits a terminal better where there are many protocols.
    """
    first = next(iter(by_protocol.values()), ())
    systems = [(role, [e.system for e in block]) for role, block in rows.by_role(first)]
    competitors = {e.system for e in first if e.role in {"extractor", "list"}} or {e.system for e in first}
    found = matrix(by_protocol, metric, competitors)

    def cell(protocol: str, system: str) -> Cell:
        value = found.values[system].get(protocol)
        if value is None:
            return Missing(f"{metric} is undefined under {protocol}")
        return Marked(value, BEST) if system in found.winners[protocol] else value

    protocols = list(by_protocol)
    style = number_format(metric)
    if is_turned:
        names = [name for _, block in systems for name in block]
        columns = [Column("protocol"), *(Column(name, style, rank) for rank, name in enumerate(names))]
        blocks = [
            *one_block([(p, *(cell(p, name) for name in names)) for p in protocols]),
            *one_block([("spread", *(_spread(found, name) for name in names))]),
        ]
    else:
        columns = [Column("row"), *(Column(p, style, 1 + rank) for rank, p in enumerate(protocols))]
        columns.append(Column("spread", style))
        blocks = [
            Block(rows.HEADINGS[role], tuple((n, *(cell(p, n) for p in protocols), _spread(found, n)) for n in block))
            for role, block in systems
        ]
    return Table(
        title=f"{metric} on {dataset.info.name} under {len(protocols)} protocols",
        columns=tuple(columns),
        blocks=tuple(blocks),
        notes=tuple(_notes(by_protocol, found, style)),
        signature=_signature(by_protocol),
    )


def _spread(found: ConventionMatrix, system: str) -> Cell:
    ends = found.spread(system)
    defined = sum(value is not None for value in found.values[system].values())
    return Missing() if ends is None or defined < 2 else ends[1] - ends[0]


def _notes(by_protocol: Mapping[str, Sequence[Evaluation]], found: ConventionMatrix, style: str) -> list[str]:
    notes = ["Values are fractions times 100; spread is the most less the least."] if style == "points" else []
    notes.append("The same predictions throughout: every difference in a row comes from the conventions alone.")
    won: dict[tuple[str, ...], list[str]] = {}
    for protocol, names in found.winners.items():
        if names:
            won.setdefault(names, []).append(protocol)
    if found.winner_depends:
        told = "; ".join(f"{' and '.join(names)} under {', '.join(protocols)}" for names, protocols in won.items())
        notes.append(f"{BEST} best extractor. The winner depends on the protocol: {told}.")
    elif won:
        always = set.intersection(*map(set, won))
        notes.append(f"{BEST} best extractor: {' and '.join(sorted(always))} under every protocol.")
    signatures = {protocol: each[0].signature for protocol, each in by_protocol.items() if each}
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
