"""``site …``: the sites of an inspection while it runs, and what an operator sets for some of them."""

# ruff: noqa: PLC0415 - heavy modules are imported when a command runs, so that --help is quick

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from tui.errors import OperatorError, UsageError
from tui.options import InspectionId, Json, load_settings

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from infra.frontier import Frontier
    from infra.leases import HostState
    from infra.records import Target
    from infra.settings import Settings

app = typer.Typer(help="The sites of an inspection (网站): how they stand, and steering them.", rich_markup_mode=None)

Wanted = Annotated[
    str | None, typer.Argument(metavar="[SITE]", help="A code, or a part of a name or unit; all when absent.")
]
Named = Annotated[
    list[str], typer.Argument(metavar="SITE", help="Codes or names; of a name, a part that no other site has.")
]
PerSecond = Annotated[
    str, typer.Argument(metavar="N|default", help="Requests a second, 0.001 to 1000; default: as all sites.")
]
Turn = Annotated[
    Literal["first", "normal", "last"],
    typer.Argument(metavar="first|normal|last", help="Before, among or after the others."),
]
Most = Annotated[str, typer.Argument(metavar="N|default", help="Pages at most; default: as all sites.")]


@app.command(name="list")
def list_(site: Wanted = None, inspection: InspectionId = None, json: Json = False) -> None:
    """Show how far the sites are and what is set for them."""
    from tui.access import with_redis
    from tui.wanted import is_wanted

    settings = load_settings()

    async def work(redis: "Redis") -> tuple[str, list[dict[str, Any]]]:
        id_, frontier, sites = await _open(redis, settings, inspection)
        return id_, await _rows(frontier, [one for one in sites if is_wanted(site, one)])

    _show(*with_redis(settings, work), json=json)


@app.command()
def pause(sites: Named, inspection: InspectionId = None, json: Json = False) -> None:
    """Hand out no more pages of these sites; those being fetched end."""
    _steer(sites, "paused", True, inspection, json=json)


@app.command()
def resume(sites: Named, inspection: InspectionId = None, json: Json = False) -> None:
    """Go on with paused sites."""
    _steer(sites, "paused", False, inspection, json=json)


@app.command()
def rate(sites: Named, per_second: PerSecond, inspection: InspectionId = None, json: Json = False) -> None:
    """Set how often the hosts of these sites are asked.

    By the whole cluster, and for every site on the same host. A back-off under way is kept.
    """
    from infra.steering import RATES

    value = _number(per_second, float, "requests a second")
    if value is not None and not RATES[0] <= value <= RATES[1]:
        msg = f"rate {per_second}: {RATES[0]} to {RATES[1]} requests a second, or default"
        raise UsageError(msg)
    _steer(sites, "rate", value, inspection, json=json)


@app.command()
def priority(sites: Named, turn: Turn, inspection: InspectionId = None, json: Json = False) -> None:
    """Set whose turn comes first among hosts that may be asked now."""
    from infra.steering import Priority

    _steer(sites, "priority", Priority(turn), inspection, json=json)


@app.command()
def budget(sites: Named, pages: Most, inspection: InspectionId = None, json: Json = False) -> None:
    """Set how many pages these sites may have.

    Links that a budget leaves out are counted, and taken when they are met again under a larger one.
    """
    value = _number(pages, int, "pages")
    if value is not None and value < 0:
        msg = f"budget {pages}: 0 or more pages, or default"
        raise UsageError(msg)
    _steer(sites, "budget", value, inspection, json=json)


def _number(text: str, kind: "type[float | int]", what: str) -> float | int | None:
    """Read a number; None for ``default``. Raises ``UsageError``."""
    try:
        return None if text == "default" else kind(text)
    except ValueError:
        msg = f"{text!r} is neither a number of {what} nor default"
        raise UsageError(msg) from None


def _steer(words: Sequence[str], setting: str, value: Any, wanted: str | None, *, json: bool) -> None:
    """Set it through the gate, and show what is set now."""
    from getpass import getuser

    from infra.inspections import Inspections
    from tui.access import with_redis
    from tui.control import CommandError
    from tui.steering import Order, Setting, SiteControl
    from tui.wanted import named

    settings, order = load_settings(), Order(setting=Setting(setting), value=value)

    async def work(redis: "Redis") -> tuple[str, list[dict[str, Any]]]:
        id_, frontier, sites = await _open(redis, settings, wanted)
        meant = named(sites, words)
        gate = SiteControl(Inspections(redis), id_, frontier, operator=getuser())
        await gate.steer(meant, order)
        return id_, await _rows(frontier, meant)

    try:
        shown = with_redis(settings, work)
    except CommandError as error:
        raise OperatorError(str(error)) from None
    _show(*shown, json=json)


async def _open(redis: "Redis", settings: "Settings", wanted: str | None) -> "tuple[str, Frontier, list[Target]]":
    """Find the inspection; give its id, its frontier and its sites."""
    from infra.frontier import Frontier, Limits
    from infra.inspections import Inspections
    from infra.records import Kind
    from tui.access import find_inspection

    found = await find_inspection(redis, wanted)
    targets = await Inspections(redis).targets(found.id)
    sites = [one for one in targets if one.kind is Kind.SITE]
    return found.id, Frontier(redis, found.id, Limits.from_settings(settings)), sites


async def _rows(frontier: "Frontier", sites: "Sequence[Target]") -> list[dict[str, Any]]:
    """Read how the sites stand now."""
    from infra.leases import Progress

    progress = await frontier.target_progress()
    return [
        {
            "code": site.code,
            "name": site.name,
            "unit": site.unit,
            "pages": progress.get(site.code, Progress()),
            "rate": standing.steered.rate,
            "priority": standing.steered.priority,
            "budget": standing.steered.budget,
            "paused": standing.steered.paused,
            "backoff_until": _backoff_until(standing.host),
        }
        for site, standing in zip(sites, await frontier.standing(sites), strict=True)
    ]


def _backoff_until(host: "HostState") -> str | None:
    """Tell until when a host that failed is left alone; None when it may be asked."""
    from infra.clock import moment_of_ms, now_ms

    return moment_of_ms(host.next).isoformat(timespec="seconds") if host.streak and host.next > now_ms() else None


def _show(inspection: str, rows: list[dict[str, Any]], *, json: bool) -> None:
    from tui.output import print_json, print_table

    if json:
        print_json({"inspection": inspection, "sites": rows})
        return
    table = [
        (
            row["code"],
            row["name"],
            f"{row['pages'].settled}/{row['pages'].known}",
            None if row["rate"] is None else f"{row['rate']:.4g}",
            row["priority"],
            row["budget"],
            "paused" if row["paused"] else None,
            row["backoff_until"],
        )
        for row in rows
    ]
    headings = ("code", "name", "pages", "rate", "turn", "budget", "held", "back-off until")
    print_table(headings, table, right=("pages", "rate", "budget"))
