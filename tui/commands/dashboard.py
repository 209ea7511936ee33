"""``tui``: the dashboard over an inspection that runs somewhere, or a picture of it."""

# ruff: noqa: PLC0415 - heavy modules are imported when a command runs, so that --help is quick
# ruff: noqa: PLR0913, PLR0917 - the options of a command are its parameters

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui.errors import OperatorError, UsageError
from tui.options import InspectionId, load_settings

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from infra.settings import Settings
    from tui.locale.words import Words
    from tui.poller import Source

ReadOnly = Annotated[bool, typer.Option("--read-only", help="Look only: every command is refused.")]
Picture = Annotated[
    Path | None, typer.Option("--picture", metavar="FILE", help="Write the screen as an SVG picture and end.")
]
Readings = Annotated[
    int, typer.Option("--readings", min=1, max=600, metavar="N", help="Readings before the picture, one a second.")
]
Period = Annotated[float, typer.Option("--refresh", min=0.5, max=60, metavar="SECONDS", help="Time between readings.")]
View = Annotated[str, typer.Option("--view", metavar="NAME", help="The screen to begin with, such as sites.")]
Theme = Annotated[
    str | None, typer.Option("--theme", metavar="NAME", help="xuncha, xuncha-16 (the terminal's own), xuncha-clear.")
]
Ascii = Annotated[bool, typer.Option("--ascii", help="Draw no character whose width terminals disagree about.")]


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("tui")(tui)


def tui(
    inspection: InspectionId = None,
    read_only: ReadOnly = False,
    picture: Picture = None,
    readings: Readings = 1,
    refresh: Period = 1.0,
    view: View = "overview",
    theme: Theme = None,
    ascii: Ascii = False,  # noqa: A002 - what the option is called
) -> None:
    """Show an inspection live, and steer it.

    Where there is none yet it begins with a form for the first one.
    """
    from getpass import getuser

    from infra.inspections import Inspections
    from tui.access import find_inspection, with_server
    from tui.app import XunchaApp
    from tui.empty import NOBODY, EmptySource
    from tui.hands import Dashboard, Operator
    from tui.output import on_terminal
    from tui.picture import take_picture
    from tui.preferences import Preferences
    from tui.views import NAMES

    if view not in NAMES:
        msg = f"no view {view!r}: one of {', '.join(NAMES)}"
        raise UsageError(msg)
    settings = load_settings(theme=theme, ascii=ascii)
    preferences = Preferences.of(settings)
    words = _words(settings.lang)
    if picture is None and not on_terminal():
        msg = "the dashboard needs a terminal; `xuncha inspection show` prints the same numbers"
        raise OperatorError(msg)

    async def work(redis: "Redis", reached: "Settings") -> str | None:
        operator = Operator(name=getuser(), read_only=read_only)
        can_begin = inspection is None and picture is None and not read_only
        if can_begin and not await Inspections(redis).list():
            ends = Dashboard(redis, NOBODY, reached, operator)
            source: Source = EmptySource(redis)
        else:
            ends = Dashboard(redis, (await find_inspection(redis, inspection)).id, reached, operator)
            source = ends.source
        app = XunchaApp(source, ends.gate, words, period=refresh, view=view, desk=ends, preferences=preferences)
        if picture is not None:
            return await take_picture(app, readings=readings)
        await app.run_async()
        return None

    svg = with_server(settings, work)
    if picture is not None and svg is not None:
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_text(svg, encoding="utf-8")
        typer.echo(str(picture))


def _words(lang: str) -> "Words":
    from tui.locale import words_for

    try:
        return words_for(lang)
    except ValueError as error:
        raise UsageError(str(error)) from None
