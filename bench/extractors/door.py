"""The door that extractors come through: entry points by name, found without importing what they point to."""

import re
from dataclasses import dataclass
from importlib import metadata

from bench.errors import BenchError, InputError, UnknownNameError
from bench.extractors.contract import GROUP, Extractor
from bench.extractors.options import check_call
from bench.extractors.requirements import lacking
from bench.extractors.specification import ExtractorSpec, parse_spec

__all__ = ["ExtractorSpec", "Listing", "build", "listed", "parse_spec"]


@dataclass(frozen=True, slots=True)
class Listing:
    """An extractor as a list shows it.

    `distribution` is who brings it, `target` its `module:attribute`. Where it cannot be used, `problem` says why and
    `remedy` what to do, such as the command that installs what is missing.
    """

    name: str
    distribution: str
    target: str
    problem: str = ""
    remedy: str = ""

    @property
    def available(self) -> bool:
        """Whether building it has a chance: no clash of names, nothing it needs is missing."""
        return not self.problem


def listed() -> tuple[Listing, ...]:
    """Every extractor that an installed distribution declares, by name; imports none of them nor their libraries."""
    return tuple(_listing(name, points) for name, points in sorted(_by_name().items()))


def build(spec: ExtractorSpec | str) -> Extractor:
    """The extractor that `spec` describes, configured and ready.

    Raises:
        UnknownNameError: no installed distribution declares the name, or the extractor has no such option.
        InputError: a name claimed twice, a library that is missing, a module that does not import, a wrong value.
    """
    spec = parse_spec(spec) if isinstance(spec, str) else spec
    found = _by_name()
    if spec.name not in found:
        raise UnknownNameError("extractor", spec.name, found)
    listing = _listing(spec.name, found[spec.name])
    if listing.problem:
        raise InputError(listing.problem, place=f"extractor {spec.name!r}", remedy=listing.remedy)
    (point,) = found[spec.name]
    return _configured(_loaded(point, listing), spec)


def _by_name() -> dict[str, list[metadata.EntryPoint]]:
    """Entry points by name; a distribution that lies on the path twice (editable and wheel) counts once."""
    found: dict[str, dict[tuple[str, str], metadata.EntryPoint]] = {}
    for point in metadata.entry_points(group=GROUP):
        found.setdefault(point.name, {}).setdefault((_normal(_owner(point)), point.value), point)
    return {name: list(points.values()) for name, points in found.items()}


def _listing(name: str, points: list[metadata.EntryPoint]) -> Listing:
    owners = [_owner(point) for point in points]
    targets = ", ".join(point.value for point in points)
    if len(points) > 1:
        claims = " and ".join(f"{owner} ({point.value})" for owner, point in zip(owners, points, strict=True))
        problem, remedy = f"the name is claimed twice, by {claims}", "Uninstall one of them or rename its entry point"
    else:
        problem, remedy = lacking(points[0])
    return Listing(name, ", ".join(dict.fromkeys(owners)), targets, problem, remedy)


def _owner(point: metadata.EntryPoint) -> str:
    return point.dist.name if point.dist is not None else "an unknown distribution"


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()


def _loaded(point: metadata.EntryPoint, listing: Listing) -> object:
    place = f"extractor {listing.name!r} of {listing.distribution}"
    try:
        return point.load()
    except BenchError:
        raise
    except (Exception, SystemExit) as error:  # a plug-in's module may raise anything
        reason = f"{type(error).__name__}: {error}"
        raise InputError(
            f"{point.value} cannot be imported ({reason})",
            place=place,
            remedy=f"Mend or reinstall {listing.distribution}; the other extractors are not affected",
        ) from error


def _configured(factory: object, spec: ExtractorSpec) -> Extractor:
    place = f"extractor {spec.label or spec.name!r}"
    if not callable(factory):
        raise InputError(f"its entry point is {factory!r}, not a class", place=place, remedy="Point it at the class")
    check_call(factory, spec.options, place)
    try:
        extractor: object = factory(**spec.options)
    except BenchError as error:
        if not error.place:
            error.place = place
        raise
    except (TypeError, ValueError, ImportError) as error:
        reason = f"{type(error).__name__}: {error}".rstrip(".")
        raise InputError(reason, place=place, remedy="Change the option's value") from error
    if not isinstance(extractor, Extractor):
        raise InputError(
            f"{type(extractor).__name__} has no method extract(document, limit)",
            place=place,
            remedy="Write one: it is all that an extractor needs",
        )
    return extractor
