"""The error page: what each row's phrases are, why gold was missed, where each row is good, what rows know together."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from bench.records import Dataset
from bench.reporting import escape, rows
from bench.reporting.table import Block, Cell, Column, Interval, Missing, Table, one_block
from bench.reporting.table_formats import markdown
from bench.reporting.wording import counted, quoted
from bench.scoring.combination import pairs_together, unique_hits
from bench.scoring.conventions import DEFAULT, ScoringProtocol
from bench.scoring.error_kinds import MISSED_KINDS, PHRASE_KINDS, TOLD, UNTOLD, DocumentErrors, error_reader
from bench.scoring.intervals import LEAST_UNITS
from bench.scoring.results import Evaluation
from bench.scoring.slices import Slice, document_slices, gold_slices

CUT = 10
PAIRS = 5
"""How many pairs of rows are shown by what they know together."""

_NO_GOLD = Missing("no gold")

EXAMPLES = 3
"""How many phrases a row shows of each kind."""

_IN_THE_CUT = tuple(kind for kind in PHRASE_KINDS if kind != "below the cut")
_MEANINGS: Mapping[str, str] = {
    "exact": "hits with the words of the keyphrase itself",
    "variant": "hits with the words of another accepted form",
    "morphological": "hits only after stemming",
    "negative": "annotated as wrong",
    "noise": "caught by a noise rule",
    "near-duplicate": "another form of a hit keyphrase, or a part or an extension of a better-placed phrase",
    "sub-phrase": "part of a gold form",
    "super-phrase": "a gold form with words around it",
    "overlap": "shares a content word with a gold form",
    "wrong": "none of these",
    "below the cut": f"hit, but below place {CUT}",
    "lost to de-duplication": "its key came out but was dropped, or spent on another keyphrase",
    "absent": "no form of it stands in the text",
    "never a candidate": "the extractor says what it chooses from, and no form of it is there",
    "below the list": "it was there to choose, but ranked too low to be put out, or dropped by the extractor itself",
    "near miss": f"part of it, or more than it, in the top {CUT}",
    "not put out": f"nothing like it in the top {CUT}",
}


Candidates = Mapping[str, Mapping[str, Sequence[str]]]
"""The phrases that a row's extractor chose from, by row and document id, as far as they are known."""

NONE_KNOWN: Candidates = {}


def error_page(
    evaluations: Sequence[Evaluation],
    dataset: Dataset,
    protocol: ScoringProtocol = DEFAULT,
    candidates: Candidates = NONE_KNOWN,
) -> str:
    """The whole page as Markdown."""
    analysed = analyse(evaluations, dataset, protocol, candidates)
    shown = rows.with_lists(evaluations)
    parts = [
        f"# Errors on {escape.markdown(dataset.info.name)}\n",
        markdown(phrase_table(shown, analysed)),
        markdown(missed_table(shown, analysed, candidates)),
        *(markdown(table) for table in slice_tables(shown, dataset, protocol)),
    ]
    extractors = [e for e in shown if e.role in {"extractor", "list"}]
    if len(extractors) > 1:
        parts.append(markdown(together_table(extractors)))
    parts.append("## Examples\n")
    parts += [markdown(_examples(e, analysed[e.system]), level=3) for e in extractors]
    return "\n".join(parts)


def analyse(
    evaluations: Sequence[Evaluation],
    dataset: Dataset,
    protocol: ScoringProtocol = DEFAULT,
    candidates: Candidates = NONE_KNOWN,
) -> dict[str, tuple[DocumentErrors, ...]]:
    """Every row's phrases and missed gold by kind, document by document, over the documents with gold."""
    readers = {article.document.id: error_reader(article, protocol, cut=CUT) for article in dataset.articles}
    return {
        e.system: tuple(
            readers[score.document_id](score, candidates.get(e.system, {}).get(score.document_id))
            for score in e.documents
            if score.n_gold and score.document_id in readers
        )
        for e in rows.with_lists(evaluations)
    }


def phrase_table(evaluations: Sequence[Evaluation], analysed: Mapping[str, Sequence[DocumentErrors]]) -> Table:
    """The share of each row's top 10 that is of each kind; the shares of a row add up to 100."""
    columns = [Column("row"), Column("phrases", "count", 3)]
    columns += [Column(kind, "points", 1 + place) for place, kind in enumerate(_IN_THE_CUT)]

    def cells(evaluation: Evaluation) -> tuple[Cell, ...]:
        counts = Counter(p.kind for d in analysed[evaluation.system] for p in d.phrases if p.rank <= CUT)
        total = sum(counts.values())
        nothing = Missing("no phrase came out for any document with gold")
        return (evaluation.system, total, *(counts[k] / total if total else nothing for k in _IN_THE_CUT))

    notes = ["Shares of all top-10 phrases on documents with gold, times 100; each phrase is of one kind."]
    notes += [f"{kind}: {_MEANINGS[kind]}." for kind in _IN_THE_CUT]
    return Table(f"What the top {CUT} are", tuple(columns), _blocks(evaluations, cells), tuple(notes))


def missed_table(
    evaluations: Sequence[Evaluation],
    analysed: Mapping[str, Sequence[DocumentErrors]],
    candidates: Candidates = NONE_KNOWN,
) -> Table:
    """Where the gold went: found, or missed for each reason; the shares of a row add up to 100."""
    told = {e.system: _documents_told(e, candidates) for e in evaluations}
    is_unknown = {kind for kind in TOLD if not any(any(each) for each in told.values())}
    is_known = {kind for kind in UNTOLD if all(all(each) for each in told.values())}
    kinds = [kind for kind in MISSED_KINDS if kind not in is_unknown | is_known]
    columns = [Column("row"), Column("gold", "count", 3), Column("found", "points")]
    columns += [Column(kind, "points", 1 + place) for place, kind in enumerate(kinds)]

    def cells(evaluation: Evaluation) -> tuple[Cell, ...]:
        counts = Counter(m.kind for d in analysed[evaluation.system] for m in d.missed)
        gold = sum(score.n_gold for score in evaluation.documents)
        found = gold - sum(counts.values())
        shares = [counts[kind] / gold if gold else _NO_GOLD for kind in kinds]
        where = told[evaluation.system]
        for place, kind in enumerate(kinds):
            if kind in TOLD and not any(where):
                shares[place] = Missing("what it chooses from is not known")
            elif kind in UNTOLD and where and all(where):
                shares[place] = Missing("what it chooses from is known")
        return (evaluation.system, gold, found / gold if gold else _NO_GOLD, *shares)

    notes = ["Shares of all gold keyphrases, times 100."]
    notes += [f"{kind}: {_MEANINGS[kind]}." for kind in kinds]
    return Table("Where the gold went", tuple(columns), _blocks(evaluations, cells), tuple(notes))


def _documents_told(evaluation: Evaluation, candidates: Candidates) -> list[bool]:
    """For each document with gold, whether it is known what the row chose from."""
    told = candidates.get(evaluation.system, {})
    return [score.document_id in told for score in evaluation.documents if score.n_gold]


def slice_tables(
    evaluations: Sequence[Evaluation], dataset: Dataset, protocol: ScoringProtocol = DEFAULT
) -> tuple[Table, ...]:
    """One table a way of slicing: the headline by kind of document, recall by kind of gold keyphrase."""
    found: dict[str, dict[str, dict[str, Slice]]] = {}
    recall = set()
    for evaluation in evaluations:
        if evaluation.role == "published":
            continue  # on its few documents a slice says nothing
        by_document = document_slices(evaluation, dataset, rows.HEADLINE)
        by_gold = gold_slices(evaluation, dataset, protocol, cut=CUT)
        recall |= {each.by for each in by_gold}
        for each in (*by_document, *by_gold):
            found.setdefault(each.by, {}).setdefault(each.name, {})[evaluation.system] = each
    return tuple(
        _slice_table(by, slices, evaluations, f"R@{CUT}" if by in recall else rows.HEADLINE)
        for by, slices in found.items()
        if len(slices) > 1
    )


def together_table(evaluations: Sequence[Evaluation]) -> Table:
    """The pairs of rows whose lists hold most gold together, and how much of it each alone."""
    table_rows: list[tuple[Cell, ...]] = [
        (f"{p.a} + {p.b}", p.together, p.a_alone, p.b_alone) for p in pairs_together(evaluations, cut=CUT)[:PAIRS]
    ]
    columns = (
        Column("pair"),
        Column("R together", "points"),
        Column("first alone", "points", 1),
        Column("second alone", "points", 1),
    )
    told = ", ".join(f"{name} {number}" for name, number in unique_hits(evaluations, cut=CUT).items())
    notes = (
        f"R together: recall of both top-{CUT} lists put together, up to {2 * CUT} phrases; no score of either.",
        f"Gold keyphrases that one row alone hits in its top {CUT}: {told}.",
    )
    return Table("What rows know together", columns, one_block(table_rows), notes)


def _slice_table(
    by: str, slices: Mapping[str, Mapping[str, Slice]], evaluations: Sequence[Evaluation], metric: str
) -> Table:
    with_interval = any(each.low is not None for found in slices.values() for each in found.values())
    columns = [Column("row")]
    for place, name in enumerate(slices):
        columns.append(Column(name, "points", 1 + place))
        if with_interval:
            columns.append(Column(f"{name}, 95 %", "points", 50 + place))

    def cells(evaluation: Evaluation) -> tuple[Cell, ...]:
        found: list[Cell] = [evaluation.system]
        for values in slices.values():
            each = values.get(evaluation.system)
            found.append(Missing() if each is None or each.value is None else each.value)
            if with_interval:
                found.append(_interval(each))
        return tuple(found)

    sizes = []
    for name, values in slices.items():
        most = max(values.values(), key=lambda each: each.documents)
        sizes.append(f"{name}: {counted(most.documents, 'document')}, {most.gold} gold")
    notes = [f"{metric} times 100, means over documents. {'; '.join(sizes)}."]
    if not with_interval:
        notes.append(f"No intervals: no slice has {LEAST_UNITS} independent documents.")
    scored = [e for e in evaluations if e.role != "published"]
    return Table(f"By {by}", tuple(columns), _blocks(scored, cells), tuple(notes))


def _interval(each: Slice | None) -> Cell:
    if each is None or each.low is None or each.high is None:
        return Missing()
    return Interval(each.low, each.high)


def _examples(evaluation: Evaluation, documents: Sequence[DocumentErrors]) -> Table:
    by_kind: dict[str, list[str]] = {}
    for document in documents:
        for phrase in document.phrases:
            of = f" ({phrase.of})" if phrase.of and phrase.of.casefold() != phrase.phrase.casefold() else ""
            by_kind.setdefault(phrase.kind, []).append(f"{quoted(phrase.phrase)}{of}")
        for missed in document.missed:
            of = f" ({quoted(missed.of)})" if missed.of else ""
            by_kind.setdefault(f"missed: {missed.kind}", []).append(f"{quoted(missed.keyphrase)}{of}")
    order = (*PHRASE_KINDS, *(f"missed: {kind}" for kind in MISSED_KINDS))
    table_rows: list[tuple[Cell, ...]] = [
        (kind, len(by_kind[kind]), "; ".join(list(dict.fromkeys(by_kind[kind]))[:EXAMPLES]))
        for kind in order
        if kind in by_kind
    ]
    columns = (Column("kind"), Column("times", "count"), Column("for example", limit=400))
    return Table(evaluation.system, columns, one_block(table_rows))


def _blocks(evaluations: Sequence[Evaluation], cells: Callable[[Evaluation], tuple[Cell, ...]]) -> tuple[Block, ...]:
    return tuple(
        Block(rows.HEADINGS[role], tuple(cells(evaluation) for evaluation in block))
        for role, block in rows.by_role(evaluations)
    )
