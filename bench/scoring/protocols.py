"""The protocols that ship: other people's conventions under their names, each with what it says and where from.

What a source's own code does on broken input (precision above 1, a crash on an empty list, scores that depend on the
hash seed) is not reproduced, and `not_reproduced` says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bench.errors import InputError, UnknownNameError
from bench.scoring.conventions import DEFAULT, ScoringProtocol, changed

SIGNATURE_ONLY = frozenset({"gold", "docs", "test", "v"})
"""Parts of a signature that are no conventions of scoring."""


@dataclass(frozen=True, slots=True)
class ShippedProtocol:
    """A protocol with its explanation in words, where it comes from, and what of its source is left out."""

    protocol: ScoringProtocol
    explanation: str
    source: str
    not_reproduced: str = ""

    @property
    def name(self) -> str:
        """The protocol's name."""
        return self.protocol.name


def _plain(name: str, stem: str, **options: str) -> ScoringProtocol:
    settled = {"normaliser": "plain", "case": "lower", "punctuation": "keep", "tokens": "whitespace", "stem": stem}
    return ScoringProtocol(name=name, **{**settled, **options})  # type: ignore[arg-type] # these options are all text


_SHIPPED = (
    ShippedProtocol(
        DEFAULT,
        "Clusters of accepted forms that count once, norm-1 keys, Porter's stems, everything de-duplicated before the"
        " cut, precision over k, mean of the documents' F1; a document without gold is left out, a failed one is 0.",
        "docs/metrics.md",
    ),
    ShippedProtocol(
        _plain(
            "jcdl2020",
            "porter-nltk",
            dedup_predictions="no",
            dedup_gold="no",
            gold_copies="all",
            presence="characters",
            denominator="available",
            no_gold="zero",
        ),
        "Porter on both sides, variants accepted, every gold phrase that equals a prediction counts, copies included;"
        " precision over min(k, predicted), mean of the documents' F; present means a substring of the text.",
        "Gallina, Boudin, Daille: Large-Scale Evaluation of Keyphrase Extraction Models, JCDL 2020 (arXiv 2003.04628);"
        " ygorg/JCDL_2020_KPE_Eval 3d5ca46, evaluation/util.py",
        "Precision above 1 where one prediction equals several copies (cut to 1); documents missing from the output"
        " dropped (here 0); NLTK's word_tokenize (here split at white space); a repeat counted again in AP.",
    ),
    ShippedProtocol(
        _plain(
            "pke", "snowball-porter", dedup_predictions="no", dedup_gold="no", denominator="available", no_gold="zero"
        ),
        "Porter's original stems, hits as a set intersection, precision over the number returned, recall over the gold"
        " list as it is, mean of the documents' F.",
        "boudinfl/pke-benchmarking 31e6d14, notebooks; pke's example of an evaluation",
        "A division by zero on an empty list (here 0); spaCy's tokens (here split at white space).",
    ),
    ShippedProtocol(
        _plain("kpeval", "porter-nltk", averaging="f1_of_means", no_gold="zero", ndcg_ideal="found"),
        "Split at blanks, Porter, both lists de-duplicated, precision over a fixed k; its macro F1 is the F1 of mean"
        " precision and mean recall, and its nDCG is normalised by the hits found.",
        "Wu, Yin, Chang: KPEval, Findings of ACL 2024 (arXiv 2303.15422); uclanlp/KPEval aead599,"
        " metrics/exact_matching_metric.py",
        "A filter for invalid phrases whose flag is inverted.",
    ),
    ShippedProtocol(
        _plain(
            "kpg",
            "porter-nltk",
            tokens="nonword",
            dedup_gold="no",
            subset="present",
            denominator="available",
            denominator_at_o="available",
            ndcg_ideal="gold",
            reciprocal="all",
        ),
        "Meng's line: present phrases only, over documents that have one; split at what is no word character, Porter;"
        " precision over min(k, predicted), reciprocal rank as the mean over all hits, nDCG's ideal all gold.",
        "Meng et al. 2017; Meng et al., An Empirical Study on Neural Keyphrase Generation (arXiv 2009.10229);"
        " memray/OpenNMT-kpg-release d16bf09, onmt/keyphrase/eval.py",
        "A repeated prediction counted as a hit each time (here once); digits replaced by <digit>. Its code can also"
        " count documents without present gold as 0: kpg:no_gold=zero.",
    ),
    ShippedProtocol(
        _plain(
            "one2seq",
            "porter-nltk",
            subset="present",
            averaging="f1_of_means",
            no_gold="zero",
            ndcg_ideal="found",
        ),
        "Chan's line: present phrases only, both lists de-duplicated, short lists padded with wrong answers to k, macro"
        " F1 as the F1 of mean precision and mean recall.",
        "Chan et al.: Neural Keyphrase Generation via Reinforcement Learning with Adaptive Rewards, ACL 2019"
        " (arXiv 1906.04106); kenchan0226/keyphrase-generation-rl 1a3b20b, evaluate_prediction.py",
        "Recall above 1 where two variants of one gold phrase are predicted.",
    ),
    ShippedProtocol(
        _plain(
            "sifrank",
            "porter-nltk",
            dedup_predictions="no",
            dedup_gold="no",
            denominator="available",
            averaging="micro",
            no_gold="zero",
        ),
        "Micro: hits, predictions and gold summed over the documents; split at blanks, Porter, precision over"
        " min(k, predicted), nothing de-duplicated. MDERank and PromptRank score alike.",
        "Sun et al.: SIFRank, IEEE Access 2020; sunyilgdx/SIFRank 274d84b, eval/sifrank_eval.py (its paper says macro,"
        " its author agrees that it is micro: sunyilgdx/SIFRank#6)",
        "A phrase put out three times counted as three hits (here one).",
    ),
    ShippedProtocol(
        _plain("keep", "none", punctuation="blank", tokens="web", denominator="available", blank_gold="count"),
        "trec_eval over lower-cased strings whose punctuation is blanks, split by segtok's web tokenizer, not stemmed;"
        " both lists de-duplicated; precision over the number returned. Where a gold file has an empty line (after its"
        " last line end, as a rule) that counts as one gold phrase; blank_gold=drop gives the honest figure.",
        "Campos et al.: YAKE!, Information Sciences 2020, with the KEEP tool; re-run in SkBlaz/rakun ed47cb6",
    ),
    ShippedProtocol(
        _plain("ijcnlp2013", "snowball-english-2", dedup_gold="no", no_gold="zero"),
        "Lower-cased, split at blanks, Snowball's English stems (as of its release 2), repeated candidates removed"
        " after stemming, precision over a fixed k, recall over the gold list with its repeats, mean of documents' F.",
        "Boudin: A Comparison of Centrality Measures for Graph-Based Keyphrase Extraction, IJCNLP 2013;"
        " boudinfl/centrality_measures_ijcnlp13 26021ed",
    ),
    ShippedProtocol(
        _plain("kex", "porter-nltk", subset="present", filtered="gold", denominator="gold"),
        "Porter, gold limited to what can be extracted, precision over min(k, gold), reciprocal rank of the first hit.",
        "Ushio, Liberatore, Camacho-Collados: Back to the Basics, EMNLP 2021; asahi417/kex 08717dd",
        "Gold limited to the system's own candidates (here to phrases present in the text); 1 / (number of documents"
        " + 1) as reciprocal rank where nothing is found (here 0); gold split at commas.",
    ),
    ShippedProtocol(
        _plain("semeval2010", "porter-original", denominator="k", averaging="micro", no_gold="zero"),
        "Micro: hits, k and gold summed over the documents, at 5, 10 and 15; Porter's original stems; alternatives of a"
        " gold phrase count once.",
        "Kim, Medelyan, Kan, Baldwin: SemEval-2010 Task 5 (S10-1004), and the task's ranking page",
        "Gold that is already stemmed must be scored with stem=none on both sides or from unstemmed gold.",
    ),
)

PROTOCOLS: Mapping[str, ShippedProtocol] = MappingProxyType({each.protocol.name: each for each in _SHIPPED})
"""The shipped protocols by name, `default` first."""


def parse_protocol(spec: str) -> ScoringProtocol:
    """The protocol that a name with changes, or a printed signature, stands for.

    `default`, `keep:blank_gold=drop`, `default:denominator=available,stem=none`, or a line such as
    `protocol:default|...|gold:...|docs:5/5|v:0.1.0` in its short or long form.

    Raises:
        UnknownNameError: a protocol, option or value that does not exist, with the known ones.
        InputError: a change that is no `option=value`, or options that contradict one another.
    """
    if "|" in spec or spec.strip().startswith("protocol:"):
        return _parse_signature(spec)
    name, _, changes = spec.strip().partition(":")
    return changed(_named(name, spec), _pairs(changes, spec), place=f"protocol {spec!r}")


def base_of(protocol: ScoringProtocol) -> ScoringProtocol:
    """The shipped protocol of the same name, or the default one where none has it."""
    shipped = PROTOCOLS.get(protocol.name)
    return shipped.protocol if shipped else DEFAULT


def _named(name: str, spec: str) -> ScoringProtocol:
    known = {each.casefold(): shipped.protocol for each, shipped in PROTOCOLS.items()}
    if name.strip().casefold() not in known:
        raise UnknownNameError("protocol", name.strip(), PROTOCOLS, place=f"protocol {spec!r}" if ":" in spec else "")
    return known[name.strip().casefold()]


def _pairs(changes: str, spec: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for change in filter(None, (part.strip() for part in changes.split(","))):
        option, equals, value = (part.strip() for part in change.partition("="))
        if not equals:
            raise InputError(
                f"{change!r} is no change of an option", place=f"protocol {spec!r}", remedy="Write option=value"
            )
        if option in pairs:
            raise InputError(f"{option} is given twice", place=f"protocol {spec!r}", remedy="Give it once")
        pairs[option] = value
    return pairs


def _parse_signature(line: str) -> ScoringProtocol:
    named = "default"
    options: dict[str, str] = {}
    seen: set[str] = set()
    line = line.strip().removeprefix("Signature:").strip().strip("`")
    for part in filter(None, (part.strip() for part in line.split("|"))):
        key, colon, value = part.partition(":")
        if not colon:
            raise InputError(f"{part!r} is no part of a signature", place="protocol", remedy="Write key:value parts")
        if key in seen:
            raise InputError(f"{key} stands twice in the signature", place="protocol", remedy="Give it once")
        seen.add(key)
        if key == "protocol":
            named = value
        elif key == "stem":
            # What follows pins the stemmer's version, or says what auto came to.
            options[key] = value.partition("(")[0].partition("@")[0]
        elif key not in SIGNATURE_ONLY:
            options[key] = value
    if not seen:
        raise InputError("the signature is empty", place="protocol", remedy="Give the line as it was printed")
    return changed(parse_protocol(named), options, place="signature")
