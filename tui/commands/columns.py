"""``column …``: a site's columns, and the list that an operator keeps of them from quarter to quarter."""

# ruff: noqa: PLC0415 - heavy modules are imported when a command runs, so that --help is quick

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui.errors import UsageError
from tui.options import InspectionId, Json, load_settings

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from infra.records import Target
    from scoring.checks.columns import Columns, JudgedColumn
    from scoring.judge import Judge

app = typer.Typer(
    help="Columns (栏目): how they stand, and the list that an operator settles once and keeps.", rich_markup_mode=None
)

Wanted = Annotated[
    str | None, typer.Argument(metavar="[SITE]", help="A code, or a part of a name or unit; all when absent.")
]
Table = Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="A .xlsx or .csv.")]
Given = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="The corrected .xlsx or .csv.")
]


@app.command(name="list")
def list_(site: Wanted = None, inspection: InspectionId = None, json: Json = False) -> None:
    """Show the columns, their types, newest dates and how they stand."""
    from scoring.rulings import STEP
    from tui.output import print_json, print_table
    from tui.wanted import is_wanted

    _, sites = _judged(inspection)
    found = [(one, column) for one, columns in sites if is_wanted(site, one) for column in columns.judged]
    if json:
        print_json([_told(one, column) for one, column in found])
        return
    rows = [
        (one.name, STEP.join(column.fact.path), column.told()["type"], column.told()["newest"], column.health)
        for one, column in found
    ]
    print_table(("site", "column", "type", "newest", "standing"), rows)


@app.command()
def export(file: Table, inspection: InspectionId = None, json: Json = False) -> None:
    """Write the columns to a table for an operator to correct and sign.

    A row counts once somebody is named under 确认人. Kept beside the registry as 栏目.xlsx or 栏目.csv, the table is
    read by every later `run` and `inspection new`.
    """
    from scoring.reports.columns import write_columns
    from tui.output import print_json

    if file.suffix.lower() not in (".xlsx", ".csv"):
        msg = f"{file.name}: only .xlsx and .csv can be written"
        raise UsageError(msg)
    judge, sites = _judged(inspection)
    number = write_columns(file, sites, judge.rulings, judge.standard)
    if json:
        print_json({"file": str(file), "columns": number})
    else:
        typer.echo(f"{number} columns written to {file}")


@app.command(name="import")
def import_(file: Given, inspection: InspectionId = None, json: Json = False) -> None:
    """Let the signed rows of a table hold; scores follow."""
    from getpass import getuser

    from infra.inspections import Inspections
    from scoring.judge import Judge
    from scoring.rulings import Rulings, read_rulings
    from tui.access import find_inspection, with_redis
    from tui.output import print_json

    async def work(redis: "Redis") -> tuple[str, int, int]:
        found = await find_inspection(redis, inspection)
        judge = await Judge.of(redis, found.id)
        rulings = read_rulings(file, tuple(judge.targets.values()), judge.standard)
        changed = await Rulings(redis, found.id).put(rulings)
        if changed:
            await Inspections(redis).note(found.id, f"{changed} columns settled", by=getuser())
        return found.id, len(rulings), changed

    id_, settled, changed = with_redis(load_settings(), work)
    if json:
        print_json({"inspection": id_, "settled": settled, "changed": changed})
    else:
        typer.echo(f"{id_}: {settled} columns are settled in {file.name}, {changed} of them anew")


def _judged(inspection: str | None) -> "tuple[Judge, list[tuple[Target, Columns]]]":
    from scoring.judge import Judge
    from tui.access import find_inspection, with_redis

    async def work(redis: "Redis") -> "tuple[Judge, list[tuple[Target, Columns]]]":
        judge = await Judge.of(redis, (await find_inspection(redis, inspection)).id)
        return judge, await judge.columns()

    return with_redis(load_settings(), work)


def _told(site: "Target", column: "JudgedColumn") -> dict[str, object]:
    listing = column.fact.listing
    return {
        "code": site.code,
        "site": site.name,
        "url": listing.url if listing else "",
        **column.told(),
        "must_update": column.must_update,
        "archived": column.archived,
        "standing": column.health,
    }
