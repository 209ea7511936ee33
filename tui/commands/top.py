"""``top``: a view of the dashboard where there is no terminal for one, once or again and again."""

# ruff: noqa: PLC0415 - heavy modules are imported when a command runs, so that --help is quick
# ruff: noqa: PLR0913, PLR0917 - the options of a command are its parameters

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tui.errors import OperatorError
from tui.options import InspectionId, Json, load_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis.asyncio import Redis

    from infra.settings import Settings
    from tui.model import Snapshot
    from tui.poller import Source
    from tui.topics import Topic

Once = Annotated[bool, typer.Option("--once", help="Print one reading and end; --json does so, too.")]
View = Annotated[
    str, typer.Option("--view", metavar="NAME", help="overview, sites, accounts, failures, log and so on.")
]
Filter = Annotated[
    str, typer.Option("--filter", metavar="TEXT", help="As in the dashboard: words, !word, field:value, initials.")
]
Sort = Annotated[str, typer.Option("--sort", metavar="KEY", help="Such as score; -score for the other direction.")]
Period = Annotated[
    float, typer.Option("--refresh", min=0.5, max=3600, metavar="SECONDS", help="Time between readings.")
]

#: To the first cell, and nothing below: what a terminal shows is replaced and does not roll away.
CLEAR = "\x1b[H\x1b[2J"


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("top")(top)


def top(
    inspection: InspectionId = None,
    view: View = "overview",
    filter: Filter = "",  # noqa: A002 - what the option is called
    sort: Sort = "",
    once: Once = False,
    refresh: Period = 2.0,
    json: Json = False,
) -> None:
    """Print a view of the dashboard as a table, again and again."""
    from getpass import getuser

    from tui.access import find_inspection, with_server
    from tui.hands import Dashboard, Operator
    from tui.locale import words_for
    from tui.top import Asked, Top

    settings = load_settings()
    wanted = Top(words_for(settings.lang), Asked(view=view, filter=filter, sort=sort))

    def show(snapshot: "Snapshot") -> None:
        if json:
            wanted.print_json(snapshot)
            return
        if not once and sys.stdout.isatty():
            sys.stdout.write(CLEAR)
        wanted.print(snapshot)
        if not once:
            sys.stdout.write("\n")
        sys.stdout.flush()

    async def work(redis: "Redis", reached: "Settings") -> None:
        found = await find_inspection(redis, inspection)
        source = Dashboard(redis, found.id, reached, Operator(name=getuser(), read_only=True)).source
        await _repeat(source, wanted.topic, show, period=None if once or json else refresh)

    try:
        with_server(settings, work)
    except BrokenPipeError:
        sys.stdout = None  # the reader has gone, which is one way to end it; nothing is left to flush
    except KeyboardInterrupt:
        if once or json:
            raise  # and this is the other


async def _repeat(
    source: "Source", topic: "Topic | None", show: "Callable[[Snapshot], None]", *, period: float | None
) -> None:
    """Show a reading every ``period`` seconds, for ever; once when it is None. A lost server is waited for."""
    import asyncio

    from tui.output import say
    from tui.poller import SourceError

    while True:
        try:
            show(await source.snapshot(topic))
        except SourceError as away:
            if period is None:
                msg = f"Redis: {away}"
                raise OperatorError(msg) from None
            say(f"Redis is away: {away}")
        if period is None:
            return
        await asyncio.sleep(period)
