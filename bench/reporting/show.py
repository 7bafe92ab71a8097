"""An article in the terminal: its text with marks, its gold, and each row's list with the reasons."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from bench.records import Article
from bench.reporting import escape, judgement, rows
from bench.reporting.article import beginning
from bench.reporting.error_page import NONE_KNOWN, Candidates
from bench.reporting.places import located, places
from bench.reporting.table_terminal import rendered
from bench.reporting.wording import counted
from bench.scoring.error_kinds import MissedError, error_reader
from bench.scoring.results import DocumentScore, Evaluation, Verdict
from bench.text.normalise import Normaliser

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

_STYLES: Mapping[judgement.Mark, str] = MappingProxyType(
    {"hit": "green", "repeat": "cyan", "negative": "red", "noise": "yellow", "other": "", "dropped": "dim"}
)
_TEXT_LEGEND = "In the text: [+gold that a list hit] [-gold that none hit] [x negative]"


def show(
    article: Article,
    evaluations: Sequence[Evaluation],
    normaliser: Normaliser,
    candidates: Candidates = NONE_KNOWN,
    *,
    width: int = 80,
    colour: bool = False,
) -> str:
    """The article and what was made of it, at most `width` cells a line; without colour nothing is lost."""
    from rich.console import Group
    from rich.text import Text

    document_id = article.document.id
    scores = {
        e.system: score
        for e in rows.with_lists(evaluations)
        for score in e.documents
        if score.document_id == document_id and not (e.role == "published" and not score.verdicts)
    }
    hit = {v.match for score in scores.values() for v in score.verdicts if v.match}
    parts: list[RenderableType] = [
        Text(f"{escape.terminal(document_id)}: {escape.terminal(beginning(article))}", style="bold"),
        Text(""),
        marked_text(article, hit, normaliser),
        Text(""),
        Text(_TEXT_LEGEND, style="dim"),
    ]
    parts += _gold(article, hit)
    read = error_reader(article)
    for name, score in scores.items():
        told = candidates.get(name, {}).get(document_id)
        parts += _list(name, score, () if told is None else read(score, told).missed)
    if scores:
        signs = "  ".join(f"{judgement.PLAIN_SIGNS[mark]} {words}" for mark, words in judgement.LEGEND.items())
        parts += [Text(""), Text(signs, style="dim")]
    return rendered(Group(*parts), width=width, colour=colour)


def marked_text(article: Article, hit: set[str], normaliser: Normaliser) -> "Text":
    """The article's own text with brackets around gold and negatives; `hit` holds the gold that some list hit."""
    from rich.text import Text

    text = article.document.text.rstrip()
    gold, negatives = article.annotation.gold, article.annotation.negatives
    forms = [cluster.forms for cluster in gold] + [negative.forms for negative in negatives]
    keys = [[normaliser.key(form) for form in cluster] for cluster in forms]
    marked = Text()
    end = 0
    for place in places(located(text, normaliser), keys):
        marked.append(escape.visible(text[end : place.start], keep="\n"))
        sign, style = "x ", "red"
        if place.phrase < len(gold):
            found = gold[place.phrase].forms[0] in hit
            sign, style = ("+", "green") if found else ("-", "magenta")
        stretch = escape.visible(text[place.start : place.end], keep="\n")
        marked.append(f"[{sign}{stretch}]", style=style)
        end = place.end
    marked.append(escape.visible(text[end:], keep="\n"))
    return marked


def _gold(article: Article, hit: set[str]) -> "list[RenderableType]":
    from rich.text import Text

    gold = article.annotation.gold
    if not gold:
        return [Text(""), Text("This article has no gold keyphrases.", style="bold")]
    lines = []
    for cluster in gold:
        sign, style = ("+", "green") if cluster.forms[0] in hit else ("-", "magenta")
        others = f" ({'; '.join(cluster.forms[1:])})" if cluster.forms[1:] else ""
        tier = f" [{cluster.tier}]" if cluster.tier else ""
        lines.append((f" {sign}", escape.terminal(f"{cluster.forms[0]}{tier}{others}", 200), style))
    return [Text(""), Text(f"Gold: {counted(len(gold), 'keyphrase')}", style="bold"), _hanging(lines)]


def _list(name: str, score: DocumentScore, missed: Sequence[MissedError]) -> "list[RenderableType]":
    from rich.text import Text

    counts = counted(sum(1 for v in score.verdicts if v.match), "hit")
    how_many = f"{len(score.missed)} of {score.n_gold} gold missed"
    head = f"{counts}, {how_many}" if score.n_gold else counted(score.n_predicted, "phrase")
    lines: list[RenderableType] = [Text(""), Text(f"{escape.terminal(name)}: {head}", style="bold")]
    if score.status in {"failed", "timeout"}:
        lines.append(Text(f"  {score.status}: {escape.terminal(score.error or 'no reason recorded', 300)}"))
    elif not score.verdicts:
        lines.append(Text("  nothing came out"))
    lines.append(_hanging([_line(verdict) for verdict in score.verdicts]))
    for kind in ("never a candidate", "below the list"):
        forms = [escape.terminal(error.keyphrase, 60) for error in missed if error.kind == kind]
        if forms:
            lines.append(_hanging([("   -", f"{kind}: {'; '.join(forms)}", "magenta")]))
    return lines


def _line(verdict: Verdict) -> tuple[str, str, str]:
    kind = judgement.mark(verdict)
    place = str(verdict.rank) if verdict.rank is not None else ""
    said = judgement.reasons(verdict)
    because = f" ({'; '.join(said)})" if said else ""
    shown = f"{escape.terminal(verdict.phrase, 60)}{escape.terminal(because, 300)}"
    return f"{place:>4} {judgement.PLAIN_SIGNS[kind]}", shown, _STYLES[kind]


def _hanging(lines: Sequence[tuple[str, str, str]]) -> "RenderableType":
    """Lines of a head and a text, in a style; what does not fit goes on under the text."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 1, 0, 0))
    for head, text, style in lines:
        grid.add_row(Text(head, style=style), Text(text, style=style, overflow="fold"))
    return grid
