"""The door: names from the metadata of installed distributions, and every way in which one cannot come in."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.errors import BenchError, InputError, UnknownNameError
from bench.extractors.door import build, listed

WORKING = """
class Fine:
    def __init__(self, *, size, colour="red"):
        if size == 13:
            raise ValueError("13 brings bad luck")
        self.size = size
    def extract(self, document, limit):
        return []

class NoExtract:
    pass

class Anything:
    def __init__(self, **options):
        if "colour" in options:
            raise TypeError("no colours")
    def extract(self, document, limit):
        return []

not_a_class = 7
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path in which distributions can be laid down; modules from it are forgotten afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if (sys.modules[name].__dict__.get("__file__") or "").startswith(str(tmp_path)):
            del sys.modules[name]


def lay_down(
    site: Path, name: str, points: dict[str, str], requires: tuple[str, ...] = (), version: str = "1.0"
) -> None:
    """What pip writes of a distribution that declares these entry points."""
    info = site / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    needed = "".join(f"Requires-Dist: {requirement}\n" for requirement in requires)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needed}")
    lines = "".join(f"{point} = {target}\n" for point, target in points.items())
    (info / "entry_points.txt").write_text(f"[bench.extractors]\n{lines}")


def problem(name: str) -> tuple[str, str]:
    """What the list says against the extractor, and the remedy."""
    [found] = [listing for listing in listed() if listing.name == name]
    assert found.available is (found.problem == "")
    return found.problem, found.remedy


def complaint(spec: str) -> str:
    """The message with which building `spec` fails."""
    with pytest.raises(BenchError) as caught:
        build(spec)
    assert caught.value.exit_code == 2
    return str(caught.value)


def test_the_built_in_extractors_come_through_the_same_door() -> None:
    """They are listed by name, each brought by this distribution, each available here."""
    found = {listing.name: listing for listing in listed() if listing.distribution == "keyphrase-bench"}
    assert set(found) == {"first-phrases", "keybert", "random", "tfidf", "yake"}
    assert all(listing.available for listing in found.values())


def test_listing_imports_no_extractor_and_no_library() -> None:
    """A fresh interpreter that has listed everything holds none of the modules that extraction needs."""
    heavy = ["yake", "keybert", "sklearn", "numpy", "scipy", "onnxruntime", "tokenizers", "bench.extractors.yake"]
    code = f"import sys; from bench.extractors.door import listed; listed(); print(set({heavy}) & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_an_unknown_name_gets_the_nearest_and_all_known_ones() -> None:
    """A slip of the finger is told what it was meant to be."""
    with pytest.raises(UnknownNameError, match=r"unknown extractor 'yakee'. Did you mean 'yake'\? Known: .*tfidf.*"):
        build("yakee")


def test_a_name_claimed_twice_names_both_owners_and_leaves_the_others_alone(site: Path) -> None:
    """Neither claim wins; which one is wanted is for the user to say."""
    (site / "acme_words.py").write_text(WORKING)
    lay_down(site, "acme-words", {"yake": "acme_words:Fine", "acme": "acme_words:Fine"})
    claims = (
        "the name is claimed twice, by acme-words (acme_words:Fine) and keyphrase-bench (bench.extractors.yake:Yake)"
    )
    assert problem("yake") == (claims, "Uninstall one of them or rename its entry point")
    assert complaint("yake") == f"extractor 'yake': {claims}. Uninstall one of them or rename its entry point"
    assert problem("acme") == ("", "")
    build("first-phrases")


def test_one_distribution_on_the_path_twice_is_no_clash(site: Path) -> None:
    """An editable install and a wheel of the same distribution claim the same name and mean the same."""
    (site / "acme_words.py").write_text(WORKING)
    lay_down(site, "Acme.Words", {"acme": "acme_words:Fine"})
    lay_down(site, "acme-words", {"acme": "acme_words:Fine"}, version="1.1")
    assert problem("acme") == ("", "")
    build("acme:size=1")


def test_a_plugin_whose_library_is_missing_is_listed_with_the_command_that_installs_it(site: Path) -> None:
    """The unconditional requirements of its distribution are looked up, those of extras are not."""
    (site / "acme_words.py").write_text(WORKING)
    requires = ("left-pad-for-words (>=2)", "keyphrase-bench", 'other-thing; extra == "all"')
    lay_down(site, "acme-words", {"acme": "acme_words:Fine"}, requires)
    said = ("needs left-pad-for-words, not installed", "Install with: pip install left-pad-for-words")
    assert problem("acme") == said
    assert complaint("acme:size=1") == f"extractor 'acme': {said[0]}. {said[1]}"


def test_a_built_in_extractor_whose_library_is_missing_is_listed_with_its_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The library's absence is simulated where Python looks for modules, not in our code."""
    hidden = {"keybert", "yake", "sklearn"}
    find_spec = __import__("importlib.util").util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name in hidden else find_spec(name))
    assert problem("yake") == ("needs yake, not installed", "Install with: pip install yake")
    assert problem("tfidf") == ("needs sklearn, not installed", "Install with: pip install scikit-learn")
    keybert = ("needs keybert, not installed", "Install with: pip install 'keyphrase-bench[keybert]'")
    assert problem("keybert") == keybert
    assert complaint("keybert") == f"extractor 'keybert': {keybert[0]}. {keybert[1]}"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import a_module_that_is_nowhere", "ModuleNotFoundError: No module named 'a_module_that_is_nowhere'"),
        ("raise RuntimeError('no licence')", "RuntimeError: no licence"),
        ("def (", "SyntaxError: invalid syntax (acme_words.py, line 1)"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("", "AttributeError: module 'acme_words' has no attribute 'Fine'"),
    ],
)
def test_a_plugin_that_does_not_import_is_named_with_its_reason(site: Path, source: str, reason: str) -> None:
    """Its distribution and the exception are named; the list and the other extractors do not suffer."""
    (site / "acme_words.py").write_text(source)
    lay_down(site, "acme-words", {"acme": "acme_words:Fine"})
    assert complaint("acme") == (
        f"extractor 'acme' of acme-words: acme_words:Fine cannot be imported ({reason}). "
        "Mend or reinstall acme-words; the other extractors are not affected"
    )
    assert problem("acme") == ("", "")
    build("first-phrases")


def test_a_plugin_whose_module_is_gone_is_listed_so(site: Path) -> None:
    """Metadata without a module is a broken installation."""
    lay_down(site, "acme-words", {"acme": "acme_words:Fine"})
    remedy = "Install with: pip install --force-reinstall acme-words"
    assert problem("acme") == ("its module acme_words is not there", remedy)


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("fine", "extractor 'fine': option 'size' must be given. Write NAME:size=value"),
        ("fine:size=13", "extractor 'fine:size=13': ValueError: 13 brings bad luck. Change the option's value"),
        (
            "fine:size=1,color=blue",
            "extractor 'fine:size=1,color=blue': unknown option 'color'. Did you mean 'colour'? Known: colour, size",
        ),
        ("any:colour=red", "extractor 'any:colour=red': TypeError: no colours. Change the option's value"),
        ("seven", "extractor 'seven': its entry point is 7, not a class. Point it at the class"),
        (
            "mute",
            (
                "extractor 'mute': NoExtract has no method extract(document, limit). "
                "Write one: it is all that an extractor needs"
            ),
        ),
    ],
)
def test_a_wrong_call_is_one_message_with_its_place(site: Path, spec: str, message: str) -> None:
    """Whatever a constructor raises for its options becomes one line that names the extractor as it was written."""
    (site / "acme_words.py").write_text(WORKING)
    targets = {"fine": "Fine", "any": "Anything", "seven": "not_a_class", "mute": "NoExtract"}
    lay_down(site, "acme-words", {name: f"acme_words:{target}" for name, target in targets.items()})
    assert complaint(spec) == message


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("tfidf:ngrams=banana", "ngrams=banana must be a range of words. Write ngrams=1-3, smallest first"),
        ("tfidf:ngrams=3-1", "ngrams=3-1 must be a range of words. Write ngrams=1-3, smallest first"),
        ("tfidf:ngrams=0-1", "ngrams=0-1 must be a range of words. Write ngrams=1-3, smallest first"),
        ("tfidf:sublinear-tf=3", "sublinear_tf=3 must be true or false. Change the value"),
        ("tfidf:tokenizer=split", "option 'tokenizer' is not taken. A function cannot be written on the command line"),
        ("tfidf:stop-words=german", "stop_words=german must be a list a;b or none. Change the value"),
        ("yake:windowsSize=2", "option 'windowsSize' is not taken. It is called window_size since yake 0.6"),
        ("yake:n=0", "n=0 must be 1 or more. Change the value"),
        ("yake:n=two", "n=two must be a whole number. Change the value"),
        ("yake:dedup-lim=1.5", "dedup_lim=1.5 must be between 0 and 1. Change the value"),
        ("yake:lemmatize=yes", "lemmatize=yes must be true or false. Change the value"),
        (
            "yake:dedup-func=jarow",
            (
                "unknown value of dedup_func 'jarow'. Did you mean 'jaro'? "
                "Known: jaro, jaro_winkler, levs, seqm, sequencematcher"
            ),
        ),
        ("keybert:mmr=7", "mmr=7 must be between 0 and 1. Change the value"),
        ("keybert:mmr=true", "mmr=true must be a number. Change the value"),
        ("keybert:ngrams=2", "ngrams=2 must be a range of words. Write ngrams=1-3, smallest first"),
        ("keybert:mmr=0.5,diversity=0.7", "mmr and diversity say the same thing. Leave one of them out"),
        ("keybert:diversity=0.7", "diversity=0.7 has no effect without use_mmr. Add use_mmr=true or leave it out"),
        ("keybert:use-mmr=true,use-maxsum=true", "use_mmr and use_maxsum exclude each other. Choose one"),
        ("keybert:candidates=film;film", "Duplicate term in vocabulary: 'film'. Change the value"),
        (
            "keybert:model=all-mpnet-base-v2,backend=onnx",
            "backend=onnx runs all-MiniLM-L6-v2 only, not all-mpnet-base-v2. Write backend=sentence-transformers",
        ),
        ("random:seed=a", "seed=a must be a whole number. Change the value"),
        ("first-phrases:max-words=0", "max_words=0 must be 1 or more. Change the value"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_when_the_extractor_is_built(spec: str, message: str) -> None:
    """Not at the first document, and not in silence, which is how the libraries take some of these."""
    assert complaint(spec) == f"extractor {spec!r}: {message}"


def test_an_unknown_option_of_a_library_names_the_known_ones() -> None:
    """One library would swallow it in silence, the others answer with a traceback."""
    with pytest.raises(
        UnknownNameError, match=r"unknown option 'dedup_limit'. Did you mean 'dedup_lim'\?.*window_size"
    ):
        build("yake:dedup_limit=0.9")
    with pytest.raises(UnknownNameError, match=r"unknown option 'ngram'. Did you mean 'ngrams'\?.*sublinear_tf"):
        build("tfidf:ngram=1-2")
    with pytest.raises(UnknownNameError, match=r"unknown option 'nr_candidate'. Did you mean 'nr_candidates'\?.*mmr"):
        build("keybert:nr_candidate=30")


def test_an_error_of_the_constructor_keeps_its_cause(site: Path) -> None:
    """Whoever mends a plug-in finds the original exception behind the message."""
    (site / "acme_words.py").write_text(WORKING)
    lay_down(site, "acme-words", {"fine": "acme_words:Fine"})
    with pytest.raises(InputError) as caught:
        build("fine:size=13")
    assert isinstance(caught.value.__cause__, ValueError)
