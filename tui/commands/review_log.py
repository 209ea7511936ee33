"""``review list|show|log|precision``: what waits, what was said of a finding, the log, how right the checks are."""

# ruff: noqa: PLC0415 - heavy modules are imported when a command runs, so that --help is quick

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tui.errors import OperatorError, UsageError
from tui.login import login
from tui.options import InspectionId, Json, load_settings

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from scoring.findings import Finding
    from scoring.review.chain import Entry, Verdict
    from scoring.review.desk import Waiting
    from scoring.review.precision import Precision
    from scoring.standard import Standard

#: Digits of an id or a hash that a table shows; ``--json`` has all.
SHOWN = 8

Wanted = Annotated[
    str | None, typer.Argument(metavar="[TARGET]", help="A code, or a part of a name or unit; all when absent.")
]
OfClause = Annotated[str | None, typer.Option("--clause", metavar="ID", help="Only this clause.")]
Exported = Annotated[
    Path | None,
    typer.Option("--file", metavar="FILE", exists=True, dir_okay=False, help="A log written by --json; no Redis."),
]
Noted = Annotated[
    str, typer.Option("--head", metavar="HASH", help="A hash noted earlier (8 digits or more) that must be there.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to those of the review."""
    app.command("list")(list_)
    app.command("show")(show)
    app.command("log")(log)
    app.command("precision")(precision)


def list_(target: Wanted = None, clause: OfClause = None, inspection: InspectionId = None, json: Json = False) -> None:
    """List what waits for people, the heaviest first."""
    from scoring.review.desk import Desk
    from tui.access import find_inspection, with_redis
    from tui.output import print_json, print_table
    from tui.wanted import is_wanted

    async def work(redis: "Redis") -> "list[Waiting]":
        found = await find_inspection(redis, inspection)
        return await (await Desk.of(redis, found.id, login=login())).waiting()

    kept = [
        one
        for one in with_redis(load_settings(), work)
        if is_wanted(target, one.target) and clause in (None, one.finding.clause)
    ]
    if json:
        print_json([{"waits": one.what, "veto": one.veto, **one.finding.to_json()} for one in kept])
        return
    rows = [
        (
            one.finding.id[:SHOWN],
            one.what,
            one.finding.clause,
            "veto" if one.veto else one.finding.points,
            one.target.name,
            one.finding.url or one.finding.found_on,
            _names(one.finding),
        )
        for one in kept
    ]
    print_table(("id", "waits", "clause", "points", "name", "address", "said"), rows, right=("points",))


def show(
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="The first digits of a finding's id.")],
    inspection: InspectionId = None,
    json: Json = False,
) -> None:
    """Show a finding: its clause, what was seen, what was said."""
    from scoring.review.desk import Desk
    from tui.access import find_inspection, with_redis
    from tui.output import print_json, print_record, print_table

    async def work(redis: "Redis") -> "tuple[dict[str, Any], list[Entry]]":
        found = await find_inspection(redis, inspection)
        desk = await Desk.of(redis, found.id, login=login())
        one, card = await desk.find(finding)
        clause = desk.judge.standard.clauses[one.clause]
        told = {**one.to_json(), "name": card.target.name, "rule": clause.rule, "appealed": one.appealed}
        return told, await desk.said_of(one)

    told, entries = with_redis(load_settings(), work)
    if json:
        print_json({**told, "said": [_row(entry) for entry in entries]})
        return
    detail, evidence = told.pop("detail"), told.pop("evidence")
    print_record([*told.items(), *detail.items(), *evidence.items()])
    if entries:
        typer.echo()
        print_table(_HEADINGS, [_line(entry) for entry in entries], right=("row",))


def log(
    verify: Annotated[bool, typer.Option("--verify", help="Look whether every row is what was entered.")] = False,
    file: Exported = None,
    head: Noted = "",
    inspection: InspectionId = None,
    json: Json = False,
) -> None:
    """List the log of decisions, or --verify it; --json exports it."""
    from tui.output import print_table

    if head and not verify:
        msg = "--head goes with --verify"
        raise UsageError(msg)
    lines, verdict = _read(file, inspection)
    if verify:
        _judge(verdict, lines, head, json=json)
        return
    if json:
        for line in lines:
            typer.echo(line)
        return
    from scoring.review.log import as_entry

    rows = [_line(as_entry(line, number)) for number, line in enumerate(lines, 1)]
    print_table(_HEADINGS, rows, right=("row",))


def precision(
    every: Annotated[bool, typer.Option("--all", help="Over all inspections in Redis, also later ones.")] = False,
    inspection: InspectionId = None,
    json: Json = False,
) -> None:
    """Show how often each check was right, by what people decided.

    Over the inspection and those made before it, as scores count it; a check that is wrong too often gives hints only.
    """
    from scoring.judge import Judge
    from scoring.review.precision import Track
    from tui.access import find_inspection, with_redis
    from tui.output import print_json, print_table

    async def work(redis: "Redis") -> "tuple[Standard, dict[str, Precision]]":
        from infra.inspections import Inspections

        judge = await Judge.of(redis, (await find_inspection(redis, inspection)).id)
        if not every:
            return judge.standard, await judge.precision()
        known = [one.id for one in await Inspections(redis).list()]
        return judge.standard, await Track(redis, known).read(judge.standard)

    standard, counts = with_redis(load_settings(), work)
    order = [clause.id for clause in standard.clause]
    found = [(one, counts[one]) for one in order if one in counts]
    if json:
        print_json([_measured(one, precision, standard) for one, precision in found])
        return
    rows = [
        (
            one, standard.indicator_of(one).name, precision.confirmed, precision.dismissed,
            None if precision.share is None else f"{precision.share:.2f}",
            "{:.2f}-{:.2f}".format(*precision.interval), "hint only" if precision.is_hint_only(standard) else "",
        )
        for one, precision in found
    ]  # fmt: skip
    print_table(
        ("clause", "indicator", "confirmed", "dismissed", "precision", "95 %", ""), rows,
        right=("confirmed", "dismissed", "precision", "95 %"),
    )  # fmt: skip


_HEADINGS = ("row", "entered", "by", "decision", "target", "clause", "finding", "text", "hash")


def _line(entry: "Entry") -> tuple[object, ...]:
    decision = f"{entry.decision} {entry.points}" if entry.points is not None else str(entry.decision)
    decision += f" until {entry.until}" if entry.until else ""
    said = (entry.target, entry.clause, entry.finding[:SHOWN], entry.text)
    return (
        entry.seq or None,
        (entry.entered_at or entry.at)[:16].replace("T", " "),
        entry.by,
        decision,
        *said,
        entry.hash[:SHOWN],
    )


def _row(entry: "Entry") -> object:
    import msgspec

    return msgspec.to_builtins(entry)


def _names(finding: "Finding") -> str:
    """Who has said something of it so far: a veto may wait for the second name."""
    names = finding.detail.get("by")
    appeal = finding.detail.get("appeal")
    if finding.appealed and isinstance(appeal, dict):
        return f"{appeal.get('by', '')}: {appeal.get('text', '')}"
    return "、".join(map(str, names)) if isinstance(names, list) else ""


def _measured(clause: str, precision: "Precision", standard: "Standard") -> dict[str, object]:
    return {
        "clause": clause,
        "confirmed": precision.confirmed,
        "dismissed": precision.dismissed,
        "precision": None if precision.share is None else round(precision.share, 4),
        "interval": [round(end, 4) for end in precision.interval],
        "hint_only": precision.is_hint_only(standard),
    }


def _read(file: Path | None, inspection: str | None) -> "tuple[list[bytes], Verdict]":
    """The rows of a log and what a look at all of them says: of a file alone, or to its known end in Redis."""
    from scoring.review.chain import verify
    from scoring.review.log import Reviews
    from tui.access import find_inspection, with_redis

    if file is not None:
        lines = [line.removesuffix(b"\r") for line in file.read_bytes().removesuffix(b"\n").split(b"\n")]
        lines = [] if lines == [b""] else lines
        return lines, verify(lines)

    async def work(redis: "Redis") -> "tuple[list[bytes], Verdict]":
        return await Reviews(redis, (await find_inspection(redis, inspection)).id).audited()

    return with_redis(load_settings(), work)


def _judge(verdict: "Verdict", lines: list[bytes], head: str, *, json: bool) -> None:
    """Tell what a look at the log says. Raises ``OperatorError`` when it is not what was entered."""
    from dataclasses import asdict

    from scoring.review.chain import Soundness, rows_with_hash
    from tui.output import print_json

    found = rows_with_hash(lines, head) if head else []
    if json:
        print_json(asdict(verdict) | ({"head_at": found[0] if found else None} if head else {}))
    elif verdict.soundness is Soundness.OK:
        typer.echo(f"ok: {verdict.rows} rows, the last hash is {verdict.digest}")
        if verdict.unsealed:
            first = verdict.unsealed + 1
            typer.echo(f"rows 1 to {verdict.unsealed} are those of an older version, bound by row {first} alone")
    if verdict.soundness is Soundness.BROKEN:
        msg = f"row {verdict.broken}: {verdict.reason}; {verdict.broken - 1} rows before it are in order"
        raise OperatorError(msg)
    if verdict.soundness is Soundness.UNSEALED:
        msg = f"all {verdict.rows} rows are those of an older version: nothing shows whether they are what was entered"
        raise OperatorError(msg)
    if head and not found:
        msg = f"no row has the hash {head}: this is not the log it was noted from, or rows are missing at its end"
        raise OperatorError(msg)
