"""One page an article: its gold and negatives, what each row put out beside it, and what none of them found."""

from collections.abc import Sequence

from bench.records import Article
from bench.reporting import escape, judgement, rows
from bench.reporting.table import Cell, Column, Missing, Table, one_block
from bench.reporting.table_formats import markdown
from bench.reporting.wording import counted, quoted
from bench.scoring.references import ORACLE
from bench.scoring.results import DocumentScore, Evaluation, Verdict
from bench.text.normalise import Normaliser, contains
from bench.text.zones import lines

ABREAST = 4
"""How many rows' lists stand side by side before the next table begins."""

METRICS = ("P@10", "R@10", "F1@10", "AP", "noise@10", "negatives@10")


def article_page(article: Article, evaluations: Sequence[Evaluation], normaliser: Normaliser) -> str:
    """The whole page as Markdown."""
    document = article.document
    scores = _scores(document.id, evaluations)
    parts = [f"# {escape.markdown(document.id)}: {escape.markdown(beginning(article))}\n", _header(article)]
    if article.annotation.gold:
        parts.append(markdown(gold_table(article, evaluations, normaliser)))
    else:
        parts.append("## Gold\n\nThis article has no gold keyphrases; it is left out of every mean.\n")
    if article.annotation.negatives:
        parts.append(markdown(_negatives(article, scores, normaliser)))
    if article.published:
        shown = ", ".join(escape.markdown(quoted(phrase)) for phrase in article.published)
        parts.append(f"## Published keywords\n\n{shown}\n")
    if scores:
        parts.append(markdown(_values({**scores, **_best(document.id, evaluations)})))
        parts += ["## Lists side by side\n", f"{legend()}\n"]
        named = list(scores.items())
        parts += [markdown(lists_table(named[at : at + ABREAST])) for at in range(0, len(named), ABREAST)]
    return "\n".join(parts)


def beginning(article: Article, limit: int = 90) -> str:
    """The title, or where there is none the first line of the article itself, shortened; never the byline."""
    text = article.document.text
    body = [text[line.start : line.end].strip() for line in lines(text) if line.zone == "body"]
    shown = [article.document.title.strip(), *body, *text.split()]
    return escape.clipped(next((line for line in shown if line), "(an empty text)"), limit)


def legend(*, with_gold: bool = True) -> str:
    """The signs before phrases, explained on one line of Markdown."""
    marks = [m for m in judgement.LEGEND if with_gold or m not in {"hit", "repeat", "negative"}]
    return "; ".join(f"{judgement.SIGNS[mark]} {judgement.LEGEND[mark]}" for mark in marks) + "."


def gold_table(article: Article, evaluations: Sequence[Evaluation], normaliser: Normaliser) -> Table:
    """Each gold keyphrase, whether the text has it, and the place at which each row hit it."""
    scores = _scores(article.document.id, evaluations)
    text = tuple(normaliser.stems(article.document.text))
    columns = [Column("gold keyphrase"), Column("tier"), Column("other forms", limit=300), Column("in the text")]
    columns += [Column(name, "count") for name in scores]
    table_rows: list[tuple[Cell, ...]] = []
    never = []
    for gold in article.annotation.gold:
        present = any(contains(text, normaliser.key(form)) for form in gold.forms)
        hits = [_place_of(gold.forms, score) for score in scores.values()]
        if scores and all(place is None for place in hits):
            never.append(gold.forms[0])
        table_rows.append(
            (
                gold.forms[0],
                gold.tier,
                "; ".join(gold.forms[1:]),
                "yes" if present else "no",
                *(Missing() if place is None else place for place in hits),
            )
        )
    notes = []
    if scores:
        notes.append("Under a row's name: the place at which it hit the keyphrase; a dash where it never did.")
        if never:
            notes.append(f"Hit by none: {', '.join(map(quoted, never))}.")
    title = f"Gold: {counted(len(article.annotation.gold), 'keyphrase')}"
    return Table(title, tuple(columns), one_block(table_rows), tuple(notes))


def lists_table(named: Sequence[tuple[str, DocumentScore]]) -> Table:
    """The lists of some rows side by side, each phrase with its sign and the reasons; dropped phrases at the end."""
    lists = [
        (
            [v for v in score.verdicts if v.rank is not None],
            [v for v in score.verdicts if v.rank is None],
        )
        for _, score in named
    ]
    length = max((len(ranked) for ranked, _ in lists), default=0)
    extra = max((len(dropped) for _, dropped in lists), default=0)
    table_rows: list[tuple[Cell, ...]] = [
        *((at + 1, *(_phrase(ranked, at) for ranked, _ in lists)) for at in range(length)),
        *((Missing(), *(_phrase(dropped, at) for _, dropped in lists)) for at in range(extra)),
    ]
    columns = (Column("place", "count"), *(Column(name, limit=300) for name, _ in named))
    notes = []
    for name, score in named:
        if score.status in {"failed", "timeout"}:
            notes.append(f"{name}: {score.status}: {score.error or 'no reason recorded'}")
        elif not score.verdicts:
            notes.append(f"{name} put out nothing.")
    return Table("", columns, one_block(table_rows), tuple(notes))


def phrase_in_words(verdict: Verdict) -> str:
    """A phrase behind its sign, with the reasons why it counts as it does."""
    said = judgement.reasons(verdict)
    because = f" ({'; '.join(said)})" if said else ""
    return f"{judgement.SIGNS[judgement.mark(verdict)]} {escape.shorten(verdict.phrase, 60)}{because}"


def _scores(document_id: str, evaluations: Sequence[Evaluation]) -> dict[str, DocumentScore]:
    """What each row with lists got on the document; rows that were not run on it are left out."""
    return {
        e.system: score
        for e in rows.with_lists(evaluations)
        for score in e.documents
        if score.document_id == document_id and not (e.role == "published" and not score.verdicts)
    }


def _best(document_id: str, evaluations: Sequence[Evaluation]) -> dict[str, DocumentScore]:
    """The row that bounds what extraction can reach on the document, where one was made."""
    best = rows.oracle(evaluations)
    score = next((s for s in best.documents if s.document_id == document_id), None) if best else None
    return {ORACLE: score} if score else {}


def _header(article: Article) -> str:
    document = article.document
    said = [counted(len(document.text.split()), "word"), f"language {document.language}"]
    if article.event:
        said.append(f"event {article.event}")
    return f"{escape.markdown(', '.join(said))}.\n"


def _negatives(article: Article, scores: dict[str, DocumentScore], normaliser: Normaliser) -> Table:
    columns = (
        Column("negative", limit=300),
        Column("kind"),
        Column("why", limit=300),
        Column("put out by (place)", limit=400),
    )
    table_rows: list[tuple[Cell, ...]] = []
    for negative in article.annotation.negatives:
        keys = {normaliser.key(form) for form in negative.forms}
        by = [
            f"{name} ({verdict.rank})"
            for name, score in scores.items()
            for verdict in score.verdicts
            if verdict.rank is not None and verdict.key in keys
        ]
        table_rows.append(("; ".join(negative.forms), negative.kind, negative.why, ", ".join(by)))
    title = f"Negatives: {counted(len(article.annotation.negatives), 'phrase')} that must not come out"
    return Table(title, columns, one_block(table_rows))


def _values(scores: dict[str, DocumentScore]) -> Table:
    metrics = [m for m in METRICS if any(m in score.values for score in scores.values())]
    table_rows: list[tuple[Cell, ...]] = []
    for name, score in scores.items():
        cells: list[Cell] = []
        for metric in metrics:
            value = score.values.get(metric)
            cells.append(Missing() if value is None else value)
        table_rows.append((name, *cells, score.n_predicted))
    columns = (Column("row"), *(Column(m, "points") for m in metrics), Column("phrases", "count"))
    notes = (f"{ORACLE} is the most that extraction can reach here.",) if ORACLE in scores else ()
    return Table("Values on this article", columns, one_block(table_rows), notes)


def _place_of(forms: Sequence[str], score: DocumentScore) -> int | None:
    return next((v.rank for v in score.verdicts if v.match == forms[0]), None)


def _phrase(verdicts: Sequence[Verdict], at: int) -> Cell:
    return phrase_in_words(verdicts[at]) if at < len(verdicts) else ""
