"""``inspection …``: one round over a registry, from its making to its closing."""

# ruff: noqa: PLC0415 - heavy modules are imported when a command runs, so that --help is quick
# ruff: noqa: PLR0913, PLR0917 - the options of a command are its parameters

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui.errors import OperatorError, UsageError
from tui.options import (
    AsOf,
    Carry,
    ColumnList,
    InspectionId,
    Json,
    Reuse,
    Reviews,
    SkipBad,
    Standard,
    WordList,
    load_settings,
)

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from infra.inspections import Inspection
    from tui.control import Effect
    from tui.model import Snapshot

app = typer.Typer(help="One round over a registry (检查), from its making to its closing.", rich_markup_mode=None)

RegistryFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="[REGISTRY]", exists=True, dir_okay=False, help="The registry; the imported one when absent."
    ),
]
#: The newest lines of the log; `--json` has more.
LOG_SHOWN = 20

Confirmed = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@app.command()
def new(
    as_of: AsOf,
    registry: RegistryFile = None,
    standard: Standard = "national-2019",
    reviews: Reviews = None,
    columns: ColumnList = None,
    words: WordList = None,
    reuse: Reuse = None,
    carry: Carry = None,
    skip_bad: SkipBad = False,
    json: Json = False,
) -> None:
    """Make an inspection; it waits for `inspection start`."""
    from tui.access import with_redis
    from tui.output import print_json
    from tui.running.opening import open_inspection
    from tui.running.prepare import Given, prepare

    settings = load_settings()
    given = Given(
        registry=registry,
        as_of=as_of,
        standard=standard,
        reviews=reviews,
        columns=columns,
        words=words,
        skip_bad=skip_bad,
        reuses=reuse or "",
        carries=carry or "",
    )
    opening = prepare(given, settings)

    async def work(redis: "Redis") -> "Inspection":
        return await open_inspection(redis, settings, opening)

    inspection = with_redis(settings, work)
    if json:
        print_json(inspection)
    else:
        typer.echo(inspection.id)


@app.command()
def start(inspection: InspectionId = None, json: Json = False) -> None:
    """Let workers fetch; also goes on with a stopped inspection."""
    _command("start", inspection, json=json)


@app.command()
def pause(inspection: InspectionId = None, json: Json = False) -> None:
    """Hand out no more pages; those being fetched end."""
    _command("pause", inspection, json=json)


@app.command()
def resume(inspection: InspectionId = None, json: Json = False) -> None:
    """Go on with a paused inspection."""
    _command("resume", inspection, json=json)


@app.command()
def stop(inspection: InspectionId = None, yes: Confirmed = False, json: Json = False) -> None:
    """End an inspection before it is finished.

    Pages not fetched count as could-not-check.
    """
    _command("stop", inspection, json=json, ask=None if yes else "stop")


@app.command()
def close(inspection: InspectionId = None, yes: Confirmed = False, json: Json = False) -> None:
    """Free what only a crawl needs; scores and findings stay."""
    _command("close", inspection, json=json, ask=None if yes else "close")


@app.command(name="list")
def list_(json: Json = False) -> None:
    """List all inspections, newest first."""
    from infra.clock import moment_of_ms
    from infra.inspections import Inspections
    from tui.access import with_redis
    from tui.output import print_json, print_table

    async def work(redis: "Redis") -> "list[Inspection]":
        return list(await Inspections(redis).list())

    known = sorted(with_redis(load_settings(), work), key=lambda one: one.created_at, reverse=True)
    if json:
        print_json(known)
        return
    rows = [
        (one.id, one.state, one.as_of[:10], one.standard, f"{moment_of_ms(one.created_at):%Y-%m-%d %H:%M}")
        for one in known
    ]
    print_table(("inspection", "state", "as of", "standard", "created"), rows)


@app.command()
def show(inspection: InspectionId = None, json: Json = False) -> None:
    """Show how far it is, who works on it, what happened to it."""
    from infra.frontier import Frontier, Limits
    from infra.inspections import Inspections
    from tui.access import find_inspection, with_redis
    from tui.output import print_json
    from tui.source import RedisSource
    from tui.summary import print_summary, summary
    from tui.text import safe

    settings = load_settings()

    async def work(redis: "Redis") -> "tuple[Snapshot, list[str]]":
        found = await find_inspection(redis, inspection)
        frontier = Frontier(redis, found.id, Limits.from_settings(settings))
        return await RedisSource(redis, found.id, frontier).snapshot(), await Inspections(redis).audit(found.id)

    snapshot, audit = with_redis(settings, work)
    if json:
        print_json({**summary(snapshot), "workers": snapshot.workers, "audit": audit, "log": snapshot.log})
        return
    print_summary(snapshot)
    for line in sorted([*audit, *snapshot.log[-LOG_SHOWN:]], key=lambda line: line.partition(" ")[0]):  # its time
        typer.echo(safe(line))


def _command(name: str, wanted: str | None, *, json: bool, ask: str | None = None) -> None:
    """Carry a command out through the one gate and say what was read back."""
    from getpass import getuser

    from infra.inspections import Inspections
    from tui.access import find_inspection, with_redis
    from tui.control import Command, CommandError, InspectionControl
    from tui.output import print_json

    async def work(redis: "Redis") -> "tuple[str, Effect]":
        found = await find_inspection(redis, wanted)
        if ask:
            _confirm(ask, found.id)
        control = InspectionControl(Inspections(redis), found.id, operator=getuser())
        return found.id, await control.run(Command(name))

    try:
        id_, effect = with_redis(load_settings(), work)
    except CommandError as error:
        raise OperatorError(str(error)) from None
    if json:
        print_json({"inspection": id_, "before": effect.before, "state": effect.after})
    else:
        typer.echo(f"{id_}: {effect.before} -> {effect.after}")
    if not effect.confirmed:
        msg = f"{name} had no effect: inspection {id_} is {effect.after}"
        raise OperatorError(msg)


def _confirm(name: str, inspection: str) -> None:
    """Have the last four characters of the id typed; where nobody can type, ask for the flag."""
    import sys

    if not sys.stdin.isatty():
        msg = f"`inspection {name}` cannot be taken back: repeat it with --yes"
        raise UsageError(msg)
    token = inspection.rpartition("-")[2]
    if typer.prompt(f"type {token} to {name} inspection {inspection}") != token:
        msg = f"not confirmed; inspection {inspection} is as it was"
        raise OperatorError(msg)
