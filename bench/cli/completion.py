"""What the shell completes: names of extractors, metrics and protocols; none of it imports an extractor library."""


def extractors(incomplete: str) -> list[str]:
    """Extractors that can run here."""
    from bench.extractors.door import listed

    return [listing.name for listing in listed() if listing.available and listing.name.startswith(incomplete)]


def metrics(incomplete: str) -> list[str]:
    """Metrics by their written form, read without regard to case, with the usual cut-offs for k."""
    from bench.scoring.metrics import known

    forms = [form for names, _ in known() for form in names.split()]
    names = [form.replace("@k", cut) for form in forms for cut in (("@5", "@10") if "@k" in form else ("",))]
    return [name for name in names if name.casefold().startswith(incomplete.casefold())]


def protocols(incomplete: str) -> list[str]:
    """Protocols, the last one after a comma."""
    from bench.scoring.protocols import PROTOCOLS

    done, comma, last = incomplete.rpartition(",")
    return [f"{done}{comma}{name}" for name in PROTOCOLS if name.startswith(last)]


def datasets(incomplete: str) -> list[str]:
    """The gold that ships; a path is completed by the shell itself."""
    from bench.datasets import shipped

    return [name for name in shipped() if name.startswith(incomplete)]
