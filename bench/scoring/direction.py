"""Which metrics are better when lower: shares of what should not have come out."""

_LOWER = frozenset({"dup_token_ratio", "emb_sim", "containment", "alias_dup"})
_LOWER_FAMILIES = ("noise", "neg")


def lower_is_better(metric: str) -> bool:
    """Whether a lower value is the better one; `metric` is a written form such as `noise@10`, in any case."""
    name = metric.casefold().partition("@")[0]
    return name in _LOWER or name.startswith(_LOWER_FAMILIES)
