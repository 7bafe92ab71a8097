"""Help as it is printed: a switch takes no value, so no type stands beside it."""

from typing import Any

from typer.core import TyperCommand, TyperGroup


def _plain(parameters: list[Any]) -> list[Any]:
    for parameter in parameters:
        if getattr(parameter, "is_flag", False) and parameter.metavar is None:
            parameter.metavar = ""
    return parameters


class Command(TyperCommand):
    """A command whose switches are shown without `<bool>`."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 - Typer's Context, whose home moves with its releases
        """The command's parameters."""
        return _plain(super().get_params(ctx))


class Group(TyperGroup):
    """A group of commands whose switches are shown without `<bool>`."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 - Typer's Context, whose home moves with its releases
        """The group's parameters."""
        return _plain(super().get_params(ctx))
