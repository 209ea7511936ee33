"""``demo``, ``run``, ``up``: a whole inspection on this machine."""

# ruff: noqa: PLC0415 - heavy modules are imported when a command runs, so that --help is quick
# ruff: noqa: PLR0913, PLR0917 - the options of a command are its parameters

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui.options import (
    AllowPrivate,
    Anyway,
    AsOf,
    Browser,
    Carry,
    ColumnList,
    Headless,
    InspectionId,
    Json,
    MinCoverage,
    Notice,
    Out,
    Rate,
    Replay,
    Resolve,
    Reuse,
    Reviews,
    SkipBad,
    Standard,
    WordList,
    Workers,
    load_crawl_settings,
    load_notice,
)

if TYPE_CHECKING:
    from infra.demo.measure import Measured
    from tui.running.demo import Comparison
    from tui.running.progress import Progress
    from tui.running.run import RunEnd

RegistryFile = Annotated[
    Path,
    typer.Argument(metavar="REGISTRY", exists=True, dir_okay=False, help="Units, sites and accounts: .xlsx or .csv."),
]

Seed = Annotated[int, typer.Option(metavar="N", help="Another seed, another city; 2024 is that of the notice.")]


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
    columns: ColumnList = None,
    words: WordList = None,
    reuse: Reuse = None,
    carry: Carry = None,
    resolve: Resolve = None,
    allow_private: AllowPrivate = False,
    replay: Replay = None,
    browser: Browser = False,
    rate: Rate = None,
    workers: Workers = None,
    headless: Headless = False,
    skip_bad: SkipBad = False,
    notice: Notice = None,
    min_coverage: MinCoverage = None,
    anyway: Anyway = False,
    json: Json = False,
) -> None:
    """Inspect a registry, from nothing to the finished notice."""
    from tui.running import run as running
    from tui.running.prepare import Given, prepare
    from tui.running.reporting import Publishing

    network = {"resolve": resolve, "allow_private": allow_private, "rate": rate}
    way = _from_archives(replay) if replay else network
    settings = load_crawl_settings(browser=browser, min_coverage=min_coverage, **way)
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
    plan = running.RunPlan(
        out=out,
        publishing=Publishing(notice=load_notice(notice), min_coverage=settings.min_coverage, anyway=anyway),
        workers=workers or running.default_workers(),
        headless=headless or json,
    )
    _tell(running.run(settings, opening, plan, _progress(json)), json)


def _from_archives(files: list[Path]) -> dict[str, object]:
    """Settings for pages that no host is asked for: there is nobody to be polite to."""
    unbound = {"rate": 1000.0, "open_leases": 16, "group_rate": 1000.0, "group_open_leases": 1024}
    return {"replay": [file.resolve() for file in files], **unbound}


def up(
    inspection: InspectionId = None,
    resolve: Resolve = None,
    allow_private: AllowPrivate = False,
    browser: Browser = False,
    rate: Rate = None,
    workers: Workers = None,
    headless: Headless = False,
    json: Json = False,
) -> None:
    """Bring up an inspection on this machine until it is over.

    Redis if there is none, workers, scorer, dashboard; a new or stopped inspection is started.
    """
    from tui.running import run as running

    settings = load_crawl_settings(browser=browser, resolve=resolve, allow_private=allow_private, rate=rate)
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
    seed: Seed = 2024,
    headless: Headless = False,
    workers: Workers = None,
    rate: Rate = None,
    json: Json = False,
) -> None:
    """Inspect the demo city and compare with what was planted in it.

    41 sites and 80 accounts on loopback, no network; exit 1 if any score differs, a planted fault is missed or a
    decoy reported. Another seed makes another, smaller city, with every kind of fault.
    """
    from tui.errors import OperatorError
    from tui.running.demo import RATE, run_demo
    from tui.running.run import default_workers

    out.mkdir(parents=True, exist_ok=True)
    found = run_demo(
        out,
        workers=workers or default_workers(),
        rate=rate or RATE,
        headless=headless or json,
        progress=_progress(json),
        seed=seed,
    )
    _print_comparison(found, json)
    if not found.same:
        msg = f"the demo's results differ from what was published or planted; everything is in {out}"
        raise OperatorError(msg)


def _print_comparison(found: "Comparison", json: bool) -> None:
    from tui.output import print_json

    if json:
        print_json(
            {"same": found.same, "units": found.units, "accounts": found.accounts, "planted": _planted(found.measured)}
        )
        return
    if found.units or found.accounts:
        _print_published(found)
    for line in found.measured.summary():
        typer.echo(line)


def _planted(measured: "Measured") -> dict[str, object]:
    return {
        "planted": measured.planted,
        "missed": measured.missed,
        "wrong": len(measured.wrong),
        "decoys": measured.decoys,
        "decoys_reported": measured.fooled,
    }


def _print_published(found: "Comparison") -> None:
    from tui.output import print_table

    units = [(row.unit, f"{row.published:.1f}", _number(row.found), _same(row.same)) for row in found.units]
    print_table(("unit", "published", "found", ""), units, right=("published", "found"))
    typer.echo()
    accounts = [
        (row.name, row.account_type, "、".join(row.published), "、".join(row.found), _same(row.same))
        for row in found.accounts
    ]
    print_table(("account", "type", "published", "found", ""), accounts)
    same_units = sum(row.same for row in found.units)
    same_accounts = sum(row.same for row in found.accounts)
    typer.echo(
        f"\nsame: {same_units} of {len(found.units)} units, {same_accounts} of {len(found.accounts)} failed accounts"
    )


def _same(same: bool) -> str:
    return "same" if same else "DIFFERS"


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:.1f}"


def _progress(json: bool) -> "Progress":
    """Progress goes where people look, and out of the way of JSON."""
    import shutil
    import sys

    from tui.running.progress import progress_for

    return progress_for(sys.stderr if json else sys.stdout, columns=shutil.get_terminal_size().columns)


def _tell(end: "RunEnd", json: bool) -> None:
    from tui.output import print_json

    if json:
        print_json({"inspection": end.inspection, "state": end.state, "files": [str(path) for path in end.files]})
        return
    typer.echo(f"inspection {end.inspection} is {end.state}")
    for path in end.files:
        typer.echo(str(path))
