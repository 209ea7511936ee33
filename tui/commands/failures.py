"""``inspection failures|retry``: the pages that were given up (dead letters), and another try of them."""

# ruff: noqa: PLC0415 - heavy modules are imported when a command runs, so that --help is quick

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tui.errors import OperatorError
from tui.failures import FIELDS
from tui.options import InspectionId, Json, load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from redis.asyncio import Redis

    from infra.frontier import DeadLetter
    from tui.steering import Retried

Matching = Annotated[
    str,
    typer.Argument(
        metavar="[FILTER]", help="Words that must occur, !word must not, field:value with " + " ".join(FIELDS) + "."
    ),
]
Limit = Annotated[int, typer.Option("--limit", min=1, max=100_000, metavar="N", help="The newest so many.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to those of an inspection."""
    app.command("failures")(failures)
    app.command("retry")(retry)


def failures(matching: Matching = "", limit: Limit = 100, inspection: InspectionId = None, json: Json = False) -> None:
    """List the pages that were given up, newest first, and why."""
    from infra.clock import moment_of_ms
    from infra.frontier import Frontier, Limits
    from infra.inspections import Inspections
    from tui.access import find_inspection, with_redis
    from tui.failures import kind_of
    from tui.output import print_json, print_table

    settings = load_settings()

    async def work(redis: "Redis") -> "tuple[str, int, list[DeadLetter], dict[str, str]]":
        found = await find_inspection(redis, inspection)
        frontier = Frontier(redis, found.id, Limits.from_settings(settings))
        names = {target.code: target.name for target in await Inspections(redis).targets(found.id)}
        dead = (await frontier.progress()).dead
        wanted = _wanted(matching, names) or (lambda _: True)
        letters = await frontier.dead_letters(dead if matching else limit)
        return found.id, dead, [letter for letter in letters if wanted(letter)][:limit], names

    id_, dead, letters, names = with_redis(settings, work)
    rows: list[dict[str, Any]] = [
        {
            "target": letter.task.target,
            "name": names.get(letter.task.target, ""),
            "kind": letter.task.kind,
            "failure": kind_of(letter.reason),
            "url": letter.task.url,
            "found_on": letter.task.found_on,
            "attempts": letter.attempts,
            "reason": letter.reason,
            "at": moment_of_ms(letter.at).isoformat(timespec="seconds"),
        }
        for letter in letters
    ]
    if json:
        print_json({"inspection": id_, "dead": dead, "failures": rows})
        return
    headings = ("at", "name", "attempts", "kind", "reason", "address")
    table = [(row["at"][:19], row["name"], row["attempts"], row["failure"], row["reason"], row["url"]) for row in rows]
    print_table(headings, table, right=("attempts",))
    if dead > len(rows):
        typer.echo(f"{len(rows)} of {dead}" + ("" if len(rows) < limit else "; --limit shows more"))


def retry(matching: Matching = "", inspection: InspectionId = None, json: Json = False) -> None:
    """Fetch again what was given up: all, or what a filter shows."""
    from getpass import getuser

    from infra.frontier import Frontier, Limits
    from infra.inspections import Inspections
    from tui.access import find_inspection, with_redis
    from tui.control import CommandError
    from tui.output import print_json
    from tui.steering import SiteControl

    settings = load_settings()

    async def work(redis: "Redis") -> "tuple[str, int, Retried]":
        found = await find_inspection(redis, inspection)
        frontier = Frontier(redis, found.id, Limits.from_settings(settings))
        dead = (await frontier.progress()).dead
        if not json:
            typer.echo(f"{found.id}: {dead} pages were given up")
        gate = SiteControl(Inspections(redis), found.id, frontier, operator=getuser())
        names = {target.code: target.name for target in await Inspections(redis).targets(found.id)}
        return found.id, dead, await gate.retry(_wanted(matching, names), which=matching)

    try:
        id_, dead, done = with_redis(settings, work)
    except CommandError as error:
        raise OperatorError(str(error)) from None
    if json:
        print_json({"inspection": id_, "dead_before": dead, "retried": done.retried, "dead": done.left})
    else:
        typer.echo(f"{done.retried} wait to be fetched again, {done.left} are left")


def _wanted(text: str, names: "Mapping[str, str]") -> "Callable[[DeadLetter], bool] | None":
    """Make the question whether a filter lets a dead letter through; None for no filter."""
    from tui import query
    from tui.failures import matching

    return matching(query.parse(text, FIELDS), names) if text.strip() else None
