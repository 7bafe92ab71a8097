"""The options of KeyBERT: the library's names and two short ones, judged before it can swallow a mistake."""

from collections.abc import Mapping

from bench.errors import InputError
from bench.extractors.options import (
    ngram_range,
    reject_unknown,
    require_between,
    require_kind,
    shown,
)

REFUSED = {
    "docs": "Documents are handed over by the benchmark",
    "top_n": "The length of the list is asked for with each document (--limit)",
    "min_df": "It counts documents of one call, and a document's keyphrases must not depend on its neighbours",
    "vectorizer": "A vectoriser cannot be written on the command line",
    "highlight": "It prints",
    "doc_embeddings": "The encoder makes them",
    "word_embeddings": "The encoder makes them",
    "threshold": "It is for large language models only",
    "llm": "It is for large language models only",
}
"""What `KeyBERT.extract_keywords` takes and we do not."""

OWN = ("ngrams", "mmr", "backend", "model", "cache", "threads")
_SHORT = {"ngrams": ("keyphrase_ngram_range",), "mmr": ("use_mmr", "diversity")}


def effective(given: Mapping[str, object], library: Mapping[str, object]) -> dict[str, object]:
    """The options to call the library with: its defaults, overridden by those given, short names written out.

    Raises:
        UnknownNameError: an option that neither the library nor we have.
        InputError: a value that the library would not take, or would take and leave without effect.
    """
    reject_unknown(given, {*library, *OWN}, REFUSED)
    for short, long in _SHORT.items():
        twice = [name for name in long if short in given and name in given]
        if twice:
            raise InputError(f"{short} and {twice[0]} say the same thing", remedy="Leave one of them out")
    options = {**library, **{name: value for name, value in given.items() if name not in _SHORT}}
    if "ngrams" in given:
        options["keyphrase_ngram_range"] = ngram_range("ngrams", given["ngrams"])
    if "mmr" in given:
        require_between("mmr", given["mmr"], 0, 1)
        options.update(use_mmr=True, diversity=given["mmr"])
    _judge(options)
    _judge_effect(given, options)
    return options


def _judge(options: Mapping[str, object]) -> None:
    ngram_range("keyphrase_ngram_range", options["keyphrase_ngram_range"])
    require_between("diversity", options["diversity"], 0, 1)
    require_between("nr_candidates", options["nr_candidates"], 1, whole=True)
    for name in ("use_mmr", "use_maxsum"):
        require_kind(name, options[name], bool)
    for name in ("candidates", "seed_keywords"):
        require_kind(name, options[name], tuple, list, optional=True)
    if options["stop_words"] not in ("english", "auto"):
        require_kind("stop_words", options["stop_words"], tuple, list, optional=True)


def _judge_effect(given: Mapping[str, object], options: Mapping[str, object]) -> None:
    if options["use_mmr"] and options["use_maxsum"]:
        raise InputError("use_mmr and use_maxsum exclude each other", remedy="Choose one")
    for name, switch in (("diversity", "use_mmr"), ("nr_candidates", "use_maxsum")):
        if name in given and not options[switch]:
            written = f"{name}={shown(given[name])}"
            raise InputError(f"{written} has no effect without {switch}", remedy=f"Add {switch}=true or leave it out")
