"""Hypothesis strategies that several rooms share: words, phrases, gold clusters, ranked lists, small data sets."""

from collections.abc import Sequence

from hypothesis import strategies as st

from bench.records import Annotation, Article, Dataset, DatasetInfo, Document, GoldKeyphrase, Keyphrase, Prediction

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=40)
"""Any string at all: lone surrogates, control and format characters, combining marks included."""

TRICKY_TEXT = st.text(
    alphabet=st.sampled_from("abstuABSTU019 .'’`´-_/\u2013\u00ad\u200b\u0301éÉßİﬁＡ हिन्दी中\n\t!?#"), max_size=30
)
"""Strings made of what normalisation has rules about."""

WORDS = st.sampled_from(
    ["space", "station", "stations", "crew", "film", "filming", "launch", "soyuz", "orbit", "actor", "actors", "model"]
)
"""A small vocabulary, so that phrases meet by chance, some of them only after stemming."""

PHRASES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
PHRASE_LISTS = st.lists(PHRASES, max_size=14)
CLUSTERS = st.lists(st.lists(PHRASES, min_size=1, max_size=3).map(tuple), max_size=8)


def prediction(document_id: str, phrases: Sequence[str]) -> Prediction:
    """A prediction of these phrases, best first."""
    keyphrases = tuple(Keyphrase(phrase, -float(rank)) for rank, phrase in enumerate(phrases))
    return Prediction(document_id, keyphrases, "ok" if keyphrases else "empty")


def dataset(*articles: Article, name: str = "made-up") -> Dataset:
    """A data set of these articles with a digest that says nothing."""
    return Dataset(DatasetInfo(name, digest="0" * 64), articles)


def article(document_id: str, clusters: Sequence[tuple[str, ...]], text: str = "", language: str = "en") -> Article:
    """An article with these gold clusters."""
    gold = tuple(GoldKeyphrase(forms) for forms in clusters)
    return Article(Document(document_id, text, language), Annotation(gold))
