"""``standard list|show|check|whatif``: the rules as data, for reading and for those who write or weigh their own."""

# ruff: noqa: PLC0415 - heavy modules are imported when a command runs, so that --help is quick

from math import floor
from typing import TYPE_CHECKING, Annotated

import typer

from tui.errors import UsageError
from tui.options import ByStandard, InspectionId, Json, load_settings

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from scoring.whatif import WhatIf

app = typer.Typer(help="The standards that can judge (指标体系): list, show, check, try out.", rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="NAME", help="A standard's name or a .toml file.")]
Row = Annotated[
    str | None,
    typer.Argument(metavar="[CLAUSE]", help="One clause or general rule (D8.1, G5), in full; all when absent."),
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="WHAT=N",
        help="Judge with another number: D8.1.each=1, V4.1.columns=4, news.days=10, general.pass_mark=80; repeatable.",
    ),
]


@app.command(name="list")
def list_(json: Json = False) -> None:
    """List the standards that come with the program."""
    from scoring.standard import load, names
    from tui.output import print_json, print_table

    standards = [load(name) for name in names()]
    if json:
        print_json([{"name": one.name, "title": one.title, "digest": one.digest} for one in standards])
        return
    rows = [(one.name, len(one.clause), one.title, one.digest[:19]) for one in standards]
    print_table(("name", "clauses", "title", "digest"), rows, right=("clauses",))


@app.command()
def show(name: Name, clause: Row = None, json: Json = False) -> None:
    """Show every clause with its points and source, or all of one."""
    import msgspec

    from scoring.standard import load
    from tui.clauses import gates, page, row, told
    from tui.output import print_json, print_record, print_table

    standard = load(name)
    if clause is not None:
        if json:
            print_json(told(standard, clause))
        else:
            print_record(page(standard, clause))
        return
    if json:
        print_json(msgspec.to_builtins(standard))
        return
    print_record([("name", standard.name), ("title", standard.title), ("digest", standard.digest), *gates(standard)])
    headings = ("clause", "indicator", "points", "cap", "way", "check", "source", "rule")
    print_table(headings, [row(standard, one) for one in standard.clause], right=("points", "cap"))


@app.command()
def check(name: Name, json: Json = False) -> None:
    """Check that a standard can be used.

    Every word known, every number with a source, points that add up, and for each clause a check or a person; exit 1
    with every reason, file and line.
    """
    from scoring.standard import StandardError, load
    from scoring.standard.use import unusable
    from tui.output import print_json

    try:
        standard = load(name)
        faults = unusable(name)
        if faults:
            raise StandardError.of(name, faults)
    except StandardError as error:
        if not json:
            raise
        rows = [{"file": one.file, "line": one.line, "where": one.where, "reason": one.reason} for one in error.faults]
        print_json({"name": name, "faults": rows or [{"file": name, "line": 0, "where": "", "reason": str(error)}]})
        raise typer.Exit(1) from None
    unsure = [clause.id for clause in standard.clause if not clause.confirmed]
    if json:
        print_json({"name": standard.name, "digest": standard.digest, "unconfirmed": unsure, "faults": []})
        return
    typer.echo(f"{standard.name}: {len(standard.clause)} clauses, {len(unsure)} of them not confirmed")


@app.command()
def whatif(inspection: InspectionId = None, standard: ByStandard = None, set_: Set = None, json: Json = False) -> None:
    """Tell whose result other numbers would change.

    By another standard, or by values set over one. All is worked out from what is stored: nothing is fetched and
    nothing is changed. Listed is whose verdict changes or whose score crosses 60, 80 or 90.
    """
    from scoring.whatif import whatif as judged
    from tui.access import find_inspection, with_redis
    from tui.output import print_json

    if standard is None and not set_:
        msg = "nothing to try: give --standard, --set, or both"
        raise UsageError(msg)

    async def work(redis: "Redis") -> "WhatIf":
        return await judged(redis, (await find_inspection(redis, inspection)).id, standard or "", set_ or ())

    found = with_redis(load_settings(), work)
    if json:
        print_json(found.to_json())
    else:
        _print(found)


def _print(found: "WhatIf") -> None:
    from tui.output import print_table

    changed = " ".join([found.after.name, *(["with"] if found.settings else []), *found.settings])
    typer.echo(f"{found.inspection.id}: {found.before.name} → {changed}")
    rows = [
        (
            kind,
            then.targets,
            f"{then.qualified}→{now.qualified}",
            f"{then.unqualified}→{now.unqualified}",
            f"{then.pending}→{now.pending}",
            _then_now(
                *("-" if one.pass_rate is None else f"{floor(1000 * one.pass_rate) / 10}%" for one in (then, now))
            ),
        )
        for kind, (then, now) in found.totals.items()
    ]
    print_table(("kind", "targets", "qualified", "unqualified", "pending", "pass rate"), rows, right=("targets",))
    changes = [
        (
            one.target.code,
            one.target.name,
            _then_now(one.before.verdict, one.after.verdict),
            _then_now(one.before.score, one.after.score),
            " ".join(str(mark) for mark in one.crossed),
            ", ".join(str(shift) for shift in one.why),
        )
        for one in found.changes
    ]
    if changes:
        print_table(("code", "name", "verdict", "score", "crosses", "why"), changes)
    typer.echo(f"{found.moved} scores move, {len(changes)} targets come out otherwise")


def _then_now(before: object, after: object) -> str:
    then, now = ("-" if one is None else str(one) for one in (before, after))
    return then if then == now else f"{then}→{now}"
