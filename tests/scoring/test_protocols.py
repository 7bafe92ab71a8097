"""Protocols: written forms, what is refused and how, and the signature that is made from the whole record."""

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import article, dataset, prediction

from bench import __version__
from bench.errors import BenchError, InputError, UnknownNameError
from bench.records import DatasetInfo
from bench.reporting.conventions import short
from bench.scoring.conventions import DEFAULT, ScoringProtocol, option_values, written
from bench.scoring.evaluation import evaluate, system
from bench.scoring.metrics import parse_metric
from bench.scoring.protocols import PROTOCOLS, base_of, parse_protocol
from bench.scoring.signature import signature

INFO = DatasetInfo("news", digest="0123456789abcdef" * 4, version="3")

LONG = (
    "protocol:default|normaliser:norm-1|case:norm-1|punctuation:norm-1|tokens:norm-1|stem:porter-nltk|"
    "fold_diacritics:false|dedup_predictions:before_cut|dedup_gold:merge|gold_copies:one|alternatives:cluster|"
    "blank_gold:drop|subset:all|presence:tokens|filtered:both|match:exact|fuzzy_threshold:0.9|assignment:optimal|"
    "denominator:k|denominator_at_o:gold|averaging:mean_of_docs|no_gold:null|failed:zero|ndcg_ideal:cut|"
    f"ap_normaliser:gold|reciprocal:first|gold:news@3#0123456789ab|docs:4/5|v:{__version__}"
)


def test_the_shipped_protocols() -> None:
    """Eleven, the default first, each explained and with its source."""
    assert list(PROTOCOLS) == [
        "default", "jcdl2020", "pke", "kpeval", "kpg", "one2seq", "sifrank", "keep", "ijcnlp2013", "kex", "semeval2010",
    ]  # fmt: skip
    assert all(shipped.explanation.endswith(".") and shipped.source for shipped in PROTOCOLS.values())
    assert all(shipped.name == name for name, shipped in PROTOCOLS.items())


@pytest.mark.parametrize("name", PROTOCOLS)
def test_a_shipped_protocol_is_read_back_from_every_form(name: str) -> None:
    """By name in any case, by its signature in the long and the short form."""
    protocol = PROTOCOLS[name].protocol
    assert parse_protocol(name.upper()) == protocol
    fixed = dataclasses.replace(protocol, stem="porter-nltk" if protocol.stem == "auto" else protocol.stem)
    assert parse_protocol(signature(protocol, INFO, (4, 5), ["en"])) == fixed
    assert parse_protocol(short(signature(protocol, INFO, (4, 5), ["en"]))) == fixed


def test_the_long_form() -> None:
    """Every field by name, then gold, documents and version."""
    assert signature(DEFAULT, INFO, (4, 5), ["en"]) == LONG


def test_the_short_form() -> None:
    """What was changed, the stemmer with its version, and the same end."""
    changed = parse_protocol("default:denominator=available,stem=snowball-english")
    assert re.fullmatch(
        r"protocol:default\|stem:snowball-english@[0-9.]+\|denominator:available"
        r"\|gold:news@3#0123456789ab\|docs:4/5\|v:[0-9a-z.]+",
        short(signature(changed, INFO, (4, 5), ["en"])),
    )


def test_a_stemmer_that_goes_by_language_is_spelt_out() -> None:
    """Over documents of several languages the signature says what each got, and is read back as `auto`."""
    line = signature(DEFAULT, INFO, (4, 5), ["fr", "en", "fr", "zh"])
    stem = line.partition("|stem:")[2].partition("|")[0]
    assert re.fullmatch(r"auto\(en=porter-nltk,fr=snowball-french@[0-9.]+,zh=none\)", stem)
    assert parse_protocol(line) == DEFAULT


def test_a_field_added_to_the_record_stands_in_the_signature() -> None:
    """The line is made from the record's fields, so no convention can be left out of it."""
    grown = dataclasses.make_dataclass(
        "Grown", [("margin", str, "wide")], bases=(ScoringProtocol,), frozen=True, slots=True, kw_only=True
    )
    line = signature(grown(), INFO, (4, 5), ["en"])
    assert line == LONG.replace("|gold:", "|margin:wide|gold:")
    assert signature(grown(margin="none"), INFO, (4, 5), ["en"]) != line


@pytest.mark.parametrize("name", [each.name for each in dataclasses.fields(ScoringProtocol) if each.name != "name"])
def test_every_option_moves_the_signature(name: str) -> None:
    """Another value of any option is another line."""
    values = option_values()[name] or ("0.8",)
    lines = set()
    for value in values:
        try:
            lines.add(signature(parse_protocol(f"default:{name}={value}"), INFO, (4, 5), ["en"]))
        except InputError as error:
            assert "contradicts" in str(error)  # noqa: PT017 the value contradicts the default's other options
    assert lines


@given(st.data())
def test_changes_are_read_back_from_their_written_form(data: st.DataObject) -> None:
    """Any protocol that can be asked for is written so that it can be asked for again."""
    name = data.draw(st.sampled_from(list(PROTOCOLS)))
    options = data.draw(st.lists(st.sampled_from(list(option_values())), max_size=4, unique=True))
    changes = [f"{option}={data.draw(st.sampled_from(option_values()[option] or ('0.7',)))}" for option in options]
    try:
        protocol = parse_protocol(f"{name}:{','.join(changes)}")
    except InputError as error:
        assert "contradicts" in str(error)  # noqa: PT017 two of the options drawn cannot stand together
        return
    assert parse_protocol(written(protocol, base_of(protocol))) == protocol


REFUSED = {
    "defalt": (
        "unknown protocol 'defalt'. Did you mean 'default'? Known: default, ijcnlp2013, jcdl2020, keep, kex, kpeval,"
        " kpg, one2seq, pke, semeval2010, sifrank"
    ),
    "default:denominator=j": (
        "protocol 'default:denominator=j': unknown value of denominator 'j'. Known: available, gold, k"
    ),
    "default:stem=porter": "unknown value of stem 'porter'. Did you mean",
    "default:denominater=k": "unknown protocol option 'denominater'. Did you mean 'denominator'?",
    "default:denominator": "'denominator' is no change of an option. Write option=value",
    "default:stem=none,stem=auto": "protocol 'default:stem=none,stem=auto': stem is given twice. Give it once",
    "default:fold_diacritics=perhaps": "unknown value of fold_diacritics 'perhaps'. Known: false, true",
    "default:match=fuzzy,fuzzy_threshold=high": "fuzzy_threshold is 'high'. Give a number such as 0.9",
    "default:fuzzy_threshold=0": "fuzzy_threshold is 0.0. Give a number above 0 and at most 1, such as 0.9",
    "default:case=lower": (
        "protocol default: case=lower contradicts normaliser=norm-1, which norm-1 settles itself."
        " Leave one of case and normaliser as it is, or change both"
    ),
    "pke:tokens=norm-1": "tokens=norm-1 contradicts normaliser=plain, which plain leaves to you",
    "pke:fold_diacritics=true": "fold_diacritics=True contradicts normaliser=plain, which keeps every character",
    "default:gold_copies=all": "gold_copies=all contradicts dedup_gold=merge, which leaves no copies",
    "jcdl2020:match=token_f1": "gold_copies=all contradicts match=token_f1, which pairs one to one",
    "default:filtered=gold": "filtered=gold contradicts subset=all, which filters nothing",
    "protocol:default|stem:none|stem:auto": "stem stands twice in the signature. Give it once",
    "|": "the signature is empty. Give the line as it was printed",
    "protocol:default|nonsense": "'nonsense' is no part of a signature. Write key:value parts",
    "protocol:default|flavour:sweet": "signature: unknown protocol option 'flavour'",
}


@pytest.mark.parametrize("spec", REFUSED)
def test_what_is_refused(spec: str) -> None:
    """One message that says what was found, where, and what to do."""
    with pytest.raises(BenchError, match=re.escape(REFUSED[spec])):
        parse_protocol(spec)


def test_a_value_that_is_none_is_refused_in_code_too() -> None:
    """The record cannot hold a convention that nobody has defined."""
    with pytest.raises(UnknownNameError, match="unknown value of averaging 'median'"):
        ScoringProtocol(averaging="median")


def test_plain_brings_its_own_three() -> None:
    """Asking for plain keys alone settles case, punctuation and tokens as most scorers do; and back again."""
    protocol = parse_protocol("default:normaliser=plain")
    assert (protocol.case, protocol.punctuation, protocol.tokens) == ("lower", "keep", "whitespace")
    assert parse_protocol("pke:normaliser=norm-1").tokens == "norm-1"


GOLD = {"a": ["Space Station", "space station", "crew"], "b": ["orbits", "film-makers"]}
LISTS = {"a": ["crew", "moon", "space stations", "crew"], "b": ["orbit", "film makers", "sun"]}

BY_HAND = {
    # One value by hand for each convention that tells it from the others: F1@2, R@M, RR of the lists above.
    "default": (pytest.approx([(0.5 + 1) / 2, 1, 1])),
    "jcdl2020": (pytest.approx([(2 * 0.5 / 3 / (0.5 + 1 / 3) + 0.5) / 2, 0.75, 1])),
    "pke": (pytest.approx([(0.4 + 0.5) / 2, (2 / 3 + 0.5) / 2, 1])),
    "sifrank": (pytest.approx([2 * (2 / 4) * (2 / 5) / (2 / 4 + 2 / 5), 3 / 5, 1])),
    "kpeval": (pytest.approx([0.5, 0.75, 1])),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_worked_by_hand(name: str) -> None:
    """Two documents under a protocol: copies of gold, hyphens, repeats and averaging come out as worked out by hand."""
    made = dataset(*(article(key, [(phrase,) for phrase in phrases]) for key, phrases in GOLD.items()))
    row = system("row", [prediction(key, phrases) for key, phrases in LISTS.items()])
    metrics = [parse_metric(form) for form in ("F1@2", "R@M", "RR")]
    (evaluation,) = evaluate([row], made, parse_protocol(name), metrics)
    assert [value.value for value in evaluation.metrics.values()] == BY_HAND[name]
