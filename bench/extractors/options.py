"""Options of an extractor checked before they reach a library, which might swallow them in silence."""

import inspect
from collections.abc import Callable, Collection, Mapping

from bench.errors import InputError, UnknownNameError

_NAMES = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a word",
    tuple: "a list a;b",
}


def defaults(function: Callable[..., object], without: Collection[str] = ()) -> dict[str, object]:
    """The named parameters of a library's function and their defaults, save those in `without`."""
    return {
        name: parameter.default
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.default is not parameter.empty and name not in without
    }


def reject_unknown(given: Collection[str], known: Collection[str], refused: Mapping[str, str] | None = None) -> None:
    """Complain of the first option that is not known.

    `refused` maps options that the library has and we do not take to the reason.

    Raises:
        UnknownNameError: with the nearest known name and all of them.
        InputError: for a refused one, with the reason.
    """
    for name in given:
        if refused and name in refused:
            raise InputError(f"option {name!r} is not taken", remedy=refused[name])
        if name not in known:
            raise UnknownNameError("option", name, known)


def require_kind(name: str, value: object, *kinds: type, optional: bool = False) -> None:
    """Complain unless `value` is of one of `kinds` (an integer will do for a float, a boolean for nothing else).

    Raises:
        InputError: with what was found and what is wanted.
    """
    if optional and value is None:
        return
    for kind in kinds:
        if isinstance(value, bool):
            if kind is bool:
                return
        elif isinstance(value, kind) or (kind is float and isinstance(value, int)):
            return
    wanted = " or ".join([_NAMES.get(kind, kind.__name__) for kind in kinds] + ["none"] * optional)
    raise InputError(f"{name}={shown(value)} must be {wanted}", remedy="Change the value")


def require_between(name: str, value: object, low: float, high: float | None = None, *, whole: bool = False) -> None:
    """Complain unless the number `value`, a whole one if so said, is at least `low` and at most `high`.

    Raises:
        InputError: with what was found and the bounds.
    """
    require_kind(name, value, int if whole else float)
    if isinstance(value, int | float) and not (low <= value and (high is None or value <= high)):
        bounds = f"between {low:g} and {high:g}" if high is not None else f"{low:g} or more"
        raise InputError(f"{name}={shown(value)} must be {bounds}", remedy="Change the value")


def require_choice(name: str, value: object, choices: Collection[str]) -> None:
    """Complain unless `value` is one of `choices`.

    Raises:
        UnknownNameError: with the nearest and all choices.
    """
    if value not in choices:
        raise UnknownNameError(f"value of {name}", shown(value), choices)


def require_choices(name: str, value: object, choices: Collection[str]) -> None:
    """Complain unless `value` is None or a list of some of `choices`.

    Raises:
        InputError: when it is no list.
        UnknownNameError: with the nearest and all choices.
    """
    require_kind(name, value, tuple, list, optional=True)
    for item in value if isinstance(value, tuple | list) else ():
        require_choice(name, item, choices)


def ngram_range(name: str, value: object) -> tuple[int, int]:
    """`value` as the smallest and largest number of words of a phrase.

    Raises:
        InputError: when it is not a range such as 1-3, from 1 upwards.
    """
    match value:
        case (int(low), int(high)) if 1 <= low <= high and bool not in (type(low), type(high)):
            return low, high
    raise InputError(f"{name}={shown(value)} must be a range of words", remedy=f"Write {name}=1-3, smallest first")


def shown(value: object) -> str:
    """An option's value as it is written on the command line."""
    match value:
        case None:
            return "none"
        case bool():
            return str(value).lower()
        case (int(low), int(high)) if min(low, high) >= 0 and bool not in (type(low), type(high)):
            return f"{low}-{high}"
        case tuple() | list():
            return ";".join(shown(item) for item in value)
    return str(value)


def check_call(factory: Callable[..., object], given: Mapping[str, object], place: str) -> None:
    """Complain of options that `factory` has no parameter for, and of parameters that were not given.

    A factory that takes any keyword is left to judge for itself.

    Raises:
        UnknownNameError: an option it has not, with the known ones.
        InputError: an option that must be given.
    """
    try:
        parameters = inspect.signature(factory).parameters.values()
    except (TypeError, ValueError):  # a compiled class without a signature judges for itself
        return
    named = {p.name: p for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)}
    if not any(p.kind is p.VAR_KEYWORD for p in parameters):
        for name in given:
            if name not in named:
                raise UnknownNameError("option", name, named, place=place)
    for name, parameter in named.items():
        if parameter.default is parameter.empty and name not in given:
            raise InputError(f"option {name!r} must be given", place=place, remedy=f"Write NAME:{name}=value")
