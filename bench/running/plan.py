"""What is to be run, and under which bounds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.errors import InputError
from bench.extractors.contract import Description
from bench.extractors.specification import ExtractorSpec


@dataclass(frozen=True, slots=True)
class Plan:
    """One configured extractor and the bounds it runs under.

    `target` is a `module:attribute` to build the extractor from instead of an installed entry point. `timeout` is in
    seconds a document, `load_timeout` in seconds for import and construction (None: no bound); `memory` in bytes of
    resident memory a worker (None: no bound). `batch` bounds how many documents an extractor with `extract_many`
    gets at once; 1 asks for one by one. `fresh` ignores what earlier runs kept, `retry_failed` tries failed and
    timed-out documents of earlier runs again. `candidates` asks an extractor that can tell for the phrases that it
    chooses from, after its lists are made. `caches` is a folder for what extractors keep from run to run, such as
    vectors; "" is the user's.
    """

    extractor: ExtractorSpec
    target: str = ""
    limit: int = 20
    jobs: int = 1
    timeout: float | None = 300.0
    load_timeout: float | None = 600.0
    memory: int | None = None
    batch: int = 16
    fresh: bool = False
    retry_failed: bool = True
    candidates: bool = False
    caches: str = ""

    def __post_init__(self) -> None:
        """Refuse bounds that cannot hold.

        Raises:
            InputError: a count below 1, a time or memory that is not above 0.
        """
        for name in ("limit", "jobs", "batch"):
            if getattr(self, name) < 1:
                raise InputError(f"{getattr(self, name)} is less than 1", place=f"--{name}", remedy="Give 1 or more")
        for name in ("timeout", "load_timeout", "memory"):
            value = getattr(self, name)
            if value is not None and not value > 0:
                raise InputError(f"{value} is not above 0", place=f"--{name}", remedy="Leave it out for no bound")

    @property
    def name(self) -> str:
        """The row's name, as it was asked for."""
        return self.extractor.label or self.extractor.name


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a worker says once its extractor is built: what it is, what it can, and the seconds that took."""

    description: Description
    role: str = "extractor"
    needs_corpus: bool = False
    many: bool = False
    in_parts: bool = False
    candidates: bool = False
    load_seconds: float = 0.0

    def pack(self) -> dict[str, object]:
        """As JSON."""
        return {
            "configuration": self.description.configuration,
            "libraries": self.description.libraries,
            "version": self.description.version,
            "notes": list(self.description.notes),
            "timing_notes": list(self.description.timing_notes),
            "role": self.role,
            "needs_corpus": self.needs_corpus,
            "many": self.many,
            "in_parts": self.in_parts,
            "candidates": self.candidates,
            "load_seconds": self.load_seconds,
        }

    @classmethod
    def unpack(cls, packed: Mapping[str, object]) -> "Loaded":
        """What `pack` packed.

        Raises:
            KeyError, TypeError, ValueError: it was not.
        """
        configuration, libraries = packed["configuration"], packed["libraries"]
        notes, timing_notes = packed["notes"], packed["timing_notes"]
        if not (isinstance(configuration, dict) and isinstance(libraries, dict)):
            raise TypeError("not a packed description")
        if not (isinstance(notes, list) and isinstance(timing_notes, list)):
            raise TypeError("not a packed description")
        seconds = packed["load_seconds"]
        return cls(
            Description(
                configuration,
                {str(k): str(v) for k, v in libraries.items()},
                str(packed["version"]),
                tuple(map(str, notes)),
                tuple(map(str, timing_notes)),
            ),
            role=str(packed["role"]),
            needs_corpus=bool(packed["needs_corpus"]),
            many=bool(packed["many"]),
            in_parts=bool(packed.get("in_parts", False)),
            candidates=bool(packed["candidates"]),
            load_seconds=float(seconds) if isinstance(seconds, int | float) else 0.0,
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: documents finished of all, how many of them were kept from before, how many failed.

    `is_candidates` says that lists are made and candidates are asked for now, over as many documents again.
    """

    done: int
    total: int
    kept: int = 0
    failed: int = 0
    name: str = field(default="")
    is_candidates: bool = False
