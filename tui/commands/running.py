"""``demo``, ``run``, ``up``: a whole inspection on this machine."""

# ruff: noqa: PLC0415 - heavy modules are imported when a command runs, so that --help is quick
# ruff: noqa: PLR0913, PLR0917 - the options of a command are its parameters

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui.options import (
    AllowPrivate,
    AsOf,
    Headless,
    InspectionId,
    Json,
    Notice,
    Out,
    Rate,
    Resolve,
    Reviews,
    SkipBad,
    Standard,
    Workers,
    load_notice,
    load_settings,
)

if TYPE_CHECKING:
    from tui.progress import Progress
    from tui.run import RunEnd

RegistryFile = Annotated[
    Path,
    typer.Argument(metavar="REGISTRY", exists=True, dir_okay=False, help="Units, sites and accounts: .xlsx or .csv."),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("demo")(demo)
    app.command("run")(run)
    app.command("up")(up)


def run(
    registry: RegistryFile,
    as_of: AsOf,
    out: Out,
    standard: Standard = "national-2019",
    reviews: Reviews = None,
    resolve: Resolve = None,
    allow_private: AllowPrivate = False,
    rate: Rate = None,
    workers: Workers = None,
    headless: Headless = False,
    skip_bad: SkipBad = False,
    notice: Notice = None,
    json: Json = False,
) -> None:
    """Inspect a registry, from nothing to the finished notice."""
    from tui import run as running
    from tui.prepare import Given, prepare

    settings = load_settings(resolve=resolve, allow_private=allow_private, rate=rate)
    given = Given(registry=registry, as_of=as_of, standard=standard, reviews=reviews, skip_bad=skip_bad)
    opening = prepare(given, settings)
    plan = running.RunPlan(
        out=out,
        notice=load_notice(notice),
        workers=workers or running.default_workers(),
        headless=headless or json,
    )
    _tell(running.run(settings, opening, plan, _progress(json)), json)


def up(
    inspection: InspectionId = None,
    resolve: Resolve = None,
    allow_private: AllowPrivate = False,
    rate: Rate = None,
    workers: Workers = None,
    headless: Headless = False,
    json: Json = False,
) -> None:
    """Bring up an inspection on this machine until it is over.

    Redis if there is none, workers, scorer, dashboard; a new or stopped inspection is started.
    """
    from tui import run as running

    settings = load_settings(resolve=resolve, allow_private=allow_private, rate=rate)
    end = running.up(
        settings,
        inspection,
        workers=workers or running.default_workers(),
        headless=headless or json,
        progress=_progress(json),
    )
    _tell(end, json)


def demo(
    out: Out = Path("out/demo"),
    headless: Headless = False,
    workers: Workers = None,
    rate: Rate = None,
    json: Json = False,
) -> None:
    """Inspect the demo city and compare with what was published.

    41 sites and 80 accounts on loopback, no network; exit 1 if any score differs.
    """
    from tui import run as running
    from tui.demo import RATE, run_demo

    run_demo(
        out,
        workers=workers or running.default_workers(),
        rate=rate or RATE,
        headless=headless or json,
        progress=_progress(json),
        json=json,
    )


def _progress(json: bool) -> "Progress":
    """Progress goes where people look, and out of the way of JSON."""
    import shutil
    import sys

    from tui.progress import progress_for

    return progress_for(sys.stderr if json else sys.stdout, columns=shutil.get_terminal_size().columns)


def _tell(end: "RunEnd", json: bool) -> None:
    from tui.output import print_json

    if json:
        print_json({"inspection": end.inspection, "state": end.state, "files": [str(path) for path in end.files]})
        return
    typer.echo(f"inspection {end.inspection} is {end.state}")
    for path in end.files:
        typer.echo(str(path))
