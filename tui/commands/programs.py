"""``worker``, ``scorer``, ``page``: programs of the other rooms, run in this one's place with their own arguments."""

import os
from typing import Annotated

import typer

_THEIRS = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}

Rest = Annotated[list[str] | None, typer.Argument(metavar="[OPTIONS]", help="Given to the program; see its --help.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("worker", context_settings=_THEIRS, add_help_option=False)(worker)
    app.command("scorer", context_settings=_THEIRS, add_help_option=False)(scorer)
    app.command("page", context_settings=_THEIRS, add_help_option=False)(page)


def worker(rest: Rest = None) -> None:
    """Fetch pages: one process of the cluster."""
    from tui.running.processes import Program, command_line  # noqa: PLC0415

    _become(command_line(Program.WORKER, *(rest or ())))


def scorer(rest: Rest = None) -> None:
    """Score what was seen: one process of the cluster."""
    from tui.running.processes import Program, command_line  # noqa: PLC0415

    _become(command_line(Program.SCORER, *(rest or ())))


def page(rest: Rest = None) -> None:
    """Show what the reader sees in a page."""
    import sys  # noqa: PLC0415

    _become([sys.executable, "-m", "spiders", "page", *(rest or ())])


def _become(command: list[str]) -> None:
    os.execv(command[0], command)  # noqa: S606 - this Python, a module of this project
