"""A document's gold as a protocol sees it: prepared once, then met by every system."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bench.records import Annotation, Article, GoldKeyphrase, Negative
from bench.scoring.conventions import NORM_1, ScoringProtocol
from bench.text.normalise import Key, normaliser
from bench.text.plain import plain_normaliser
from bench.text.stemmers import stemmer_for


@dataclass(frozen=True, slots=True)
class Keyer:
    """Phrases and texts into keys under one protocol and language."""

    key: Callable[[str], Key]
    stems: Callable[[str], list[str]]


def keyer(protocol: ScoringProtocol, language: str) -> Keyer:
    """What makes keys under the protocol for a document in this language."""
    stem = stemmer_for(protocol.stem, language)
    if protocol.normaliser == NORM_1:
        norm_1 = normaliser(stem, fold_diacritics=protocol.fold_diacritics)
        return Keyer(norm_1.key, norm_1.stems)
    plain = plain_normaliser(protocol.case, protocol.punctuation, protocol.tokens, stem)
    return Keyer(plain.key, plain.stems)


@dataclass(frozen=True, slots=True)
class Text:
    """A text's stems, joined so that `holds` is one search; `characters` asks for a substring, not whole tokens."""

    joined: str
    characters: bool

    def holds(self, key: Key) -> bool:
        """Whether the key's tokens stand in the text next to one another (or its characters do)."""
        phrase = " ".join(key)
        return bool(key) and (phrase in self.joined if self.characters else f" {phrase} " in self.joined)


def text_of(article: Article, keys: Keyer, *, characters: bool = False) -> Text:
    """The article's text made ready to be searched."""
    return Text(f" {' '.join(keys.stems(article.document.text))} ", characters)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A gold keyphrase with the keys of its forms; never without a key."""

    keys: tuple[Key, ...]
    keyphrase: GoldKeyphrase


@dataclass(frozen=True, slots=True)
class Gold:
    """The clusters that count, those that each key belongs to, and the negatives by key.

    `count` is R, the number of gold keyphrases: the clusters, and one more where blank gold is counted.
    `merged` says how many clusters shared a key with an earlier one.
    """

    clusters: tuple[Cluster, ...]
    count: int
    by_key: Mapping[Key, tuple[int, ...]]
    negatives: Mapping[Key, Negative] = field(default_factory=dict)
    merged: int = 0


def gold_of(annotation: Annotation, keys: Keyer, protocol: ScoringProtocol, text: Text | None) -> Gold:
    """The gold of an annotation under the protocol; `text` is needed where the protocol asks for a subset."""
    stated = _clusters(annotation.gold, keys, protocol)
    clusters = merged_clusters(stated) if protocol.dedup_gold == "merge" else stated
    merged = len(stated) - len(clusters)
    if text is not None and protocol.subset != "all":
        wanted = protocol.subset == "present"
        clusters = [cluster for cluster in clusters if any(map(text.holds, cluster.keys)) == wanted]
    by_key: dict[Key, tuple[int, ...]] = {}
    for index, cluster in enumerate(clusters):
        for key in cluster.keys:
            by_key[key] = (*by_key.get(key, ()), index)
    negatives = {
        key: negative
        for negative in reversed(annotation.negatives)
        for form in negative.forms
        if (key := keys.key(form))
    }
    phantom = protocol.blank_gold == "count" and annotation.blank_lines > 0
    return Gold(tuple(clusters), len(clusters) + phantom, by_key, negatives, merged)


def _clusters(gold: Sequence[GoldKeyphrase], keys: Keyer, protocol: ScoringProtocol) -> list[Cluster]:
    if protocol.alternatives == "separate":
        gold = [GoldKeyphrase((form,), keyphrase.tier) for keyphrase in gold for form in keyphrase.forms]
    elif protocol.alternatives == "first":
        gold = [GoldKeyphrase(keyphrase.forms[:1], keyphrase.tier) for keyphrase in gold]
    found = []
    for keyphrase in gold:
        own = tuple(dict.fromkeys(filter(None, map(keys.key, keyphrase.forms))))
        if own:
            found.append(Cluster(own, keyphrase))
    return found


def merged_clusters(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Clusters that share a key, directly or through others, become one, where the first of them stood."""
    group_of: dict[Key, int] = {}
    groups: list[list[int]] = []
    for at, cluster in enumerate(clusters):
        touched = sorted({group_of[key] for key in cluster.keys if key in group_of})
        group = touched[0] if touched else len(groups)
        if not touched:
            groups.append([])
        for other in touched[1:]:
            groups[group] += groups[other]
            for member in groups[other]:
                group_of.update(dict.fromkeys(clusters[member].keys, group))
            groups[other] = []
        groups[group].append(at)
        group_of.update(dict.fromkeys(cluster.keys, group))
    return [_one([clusters[at] for at in sorted(group)]) for group in groups if group]


def _one(group: Sequence[Cluster]) -> Cluster:
    if len(group) == 1:
        return group[0]
    keys = tuple(dict.fromkeys(key for cluster in group for key in cluster.keys))
    forms = tuple(dict.fromkeys(form for cluster in group for form in cluster.keyphrase.forms))
    return Cluster(keys, GoldKeyphrase(forms, group[0].keyphrase.tier))
