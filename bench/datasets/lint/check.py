"""The linter: every finding of one or several data sets, in two passes over the streams."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import fsum

from bench.datasets.formats.parts import GoldWithoutArticleError
from bench.datasets.formats.registry import looked_for
from bench.datasets.lint import languages, near
from bench.datasets.lint.findings import CODES, Finding, finding
from bench.datasets.lint.golds import gold_findings
from bench.datasets.lint.repeats import Repeats
from bench.datasets.lint.stemmed import StemmedGold
from bench.datasets.lint.texts import is_mojibake_known, is_truncated, text_findings
from bench.datasets.source import Entry, Source
from bench.errors import BenchError
from bench.records import Article

LONG_LIST = 10
"""Gold keyphrases a document from which recall@10 has a ceiling below 1."""
OPEN_SHARE = 0.1
"""Share of texts without an end from which it is the set's habit."""
FEWEST_OPEN = 10
MOST_TRUNCATED = 1000


def lint(*sources: Source, near_duplicates: bool = True) -> Iterator[Finding]:
    """Everything that is wrong with the data sets, each alone and (for repeats) all together.

    Memory does not grow with the sets unless near duplicates are looked for, which needs `datasketch`.
    """
    repeats = Repeats()
    compare = near.NearDuplicates() if near_duplicates and near.is_installed() else None
    lacking = {
        "near duplicates": ("datasketch", near_duplicates and compare is None),
        "languages": ("py3langid", not languages.is_installed()),
        "encodings": ("ftfy", not is_mojibake_known()),
    }
    for what, (library, is_lacking) in lacking.items():
        if is_lacking:
            yield finding("check-skipped", sources[0].header.name, f"{what}: pip install {library}")
    for source in sources:
        yield from _alone(source, repeats, compare)
    for source in sources:
        for entry in _entries(source):
            repeats.look(entry.article, entry.place, source.header.name)
    yield from repeats.found()


def _entries(source: Source) -> Iterator[Entry]:
    """The entries up to where the source cannot be read on; the first pass has said so."""
    try:
        for item in source.read():
            if isinstance(item, Entry):
                yield item
    except BenchError:
        return


def _alone(source: Source, repeats: Repeats, compare: near.NearDuplicates | None) -> Iterator[Finding]:
    whole = _Whole()
    is_whole = True
    try:
        for item in source.read():
            if not isinstance(item, Entry):
                if CODES[item.code].severity == "note":
                    whole.note(item.code, item.place)
                else:
                    yield finding(item.code, item.place)
                continue
            article, place = item.article, item.place
            repeats.count(article)
            whole.add(article, place)
            yield from text_findings(article, place)
            yield from gold_findings(article, place, source.header.gold_stem)
            yield from languages.language_findings(article, place)
            if compare is not None:
                yield from compare.findings(article, place)
    except BenchError as error:
        is_whole = False
        code = "gold-without-article" if isinstance(error, GoldWithoutArticleError) else "unreadable"
        yield Finding(code, error.place, "error", error.message, error.remedy)
    if whole.documents:
        yield from whole.findings(source)
    elif is_whole:
        yield finding("no-articles", source.header.name, looked_for(source.header.format))


@dataclass
class _Whole:
    """What is said of the set and not of an article."""

    documents: int = 0
    variants: int = 0
    gold: int = 0
    lengths: list[float] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    open_endings: int = 0
    truncated: list[Finding] = field(default_factory=list)
    stemmed: StemmedGold = field(default_factory=StemmedGold)

    def note(self, code: str, place: str) -> None:
        """Count something that is said once for all places."""
        self.counts[code] = self.counts.get(code, 0) + 1
        self.notes.setdefault(code, [place])

    def add(self, article: Article, place: str) -> None:
        """Take in one article."""
        self.documents += 1
        if is_truncated(article.document.text):
            self.open_endings += 1
            if len(self.truncated) < MOST_TRUNCATED:
                last = " ".join(article.document.text.split()[-6:])
                self.truncated.append(finding("truncated-document", place, f"ends in {last!r}"))
        clusters = article.annotation.gold
        self.gold += len(clusters)
        self.variants += sum(len(cluster.forms) > 1 for cluster in clusters)
        if clusters:
            self.lengths.append(min(1.0, LONG_LIST / len(clusters)))
        self.stemmed.add(article)

    def findings(self, source: Source) -> Iterator[Finding]:
        """Everything about a set that has articles as a whole."""
        name = source.header.name
        for code, places in self.notes.items():
            yield finding(code, places[0], f"{self.counts[code]} times, this is the first")
        if self.open_endings > max(FEWEST_OPEN, OPEN_SHARE * self.documents):
            yield finding("open-endings", name, f"{self.open_endings} of {self.documents}")
        else:
            yield from self.truncated
        if self.variants:
            yield finding("gold-variants", name, f"{self.variants} of {self.gold} keyphrases")
        if verdict := self.stemmed.verdict():
            told = source.header.gold_stem
            shares = f"{verdict.as_words:.0%} of its words stand in the texts, {verdict.as_stems:.0%} are stems of them"
            said = f"by {verdict.stemmer}: {shares}" + (f" (and is read as {told})" if told else "")
            yield finding("stemmed-gold", name, said)
        if self.lengths and (ceiling := fsum(self.lengths) / len(self.lengths)) < 1:
            mean = self.gold / len(self.lengths)
            yield finding("long-list", name, f"{mean:.1f} keyphrases a document; R@10 cannot exceed {ceiling:.3f}")
        yield from _namesakes(name, self.documents)


def _namesakes(name: str, documents: int) -> Iterator[Finding]:
    from bench.datasets.catalogue import family

    others = family(name)
    if len(others) > 1:
        listed = "; ".join(f"{e.name} ({e.documents} documents, {e.gold_per_document:g} gold each)" for e in others)
        yield finding("ambiguous-name", name, f"this one has {documents} documents. Known: {listed}")


def severities(findings: Sequence[Finding]) -> dict[str, int]:
    """How many findings of each severity."""
    counts = {"error": 0, "warning": 0, "note": 0}
    for one in findings:
        counts[one.severity] += 1
    return counts
