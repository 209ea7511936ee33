"""``python -m infra.demo``: serve a generated city, write its registry, hold a run against what was planted in it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from infra.demo.city import DemoCity
from infra.demo.compare import accounts_agree, all_same
from infra.demo.compare import compare as compare_scores
from infra.demo.drawn import PUBLISHED, DrawnCity
from infra.demo.measure import measure as measure_run
from infra.demo.measured import lines
from infra.demo.registry import write_inputs
from infra.demo.server import resolve_rows
from infra.demo.server import serve as serve_city


class PlanOf(StrEnum):
    """Where the plan of faults comes from."""

    PUBLISHED = "published"
    """plan.toml: what the notice of 2024 Q1 published."""
    DRAWN = "drawn"
    """The seed: sixteen sites with every kind of fault."""


app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__)
Small = Annotated[bool, typer.Option(help="Four sites instead of 41.")]
Seed = Annotated[int, typer.Option(help="Another seed, another city.")]
WhichPlan = Annotated[PlanOf, typer.Option("--plan", help="Faults as published, or drawn from the seed.")]


@app.command()
def serve(  # noqa: PLR0913 - the options of a command are its parameters
    port: Annotated[int, typer.Option(help="0: any free one.")] = 0,
    units: Annotated[int, typer.Option(help="Number of sites; more than 41 adds plain ones.")] = 0,
    scale: Annotated[float, typer.Option(help="Multiplies the articles of every column.")] = 1.0,
    *,
    small: Small = False,
    seed: Seed = PUBLISHED,
    plan: WhichPlan = PlanOf.PUBLISHED,
) -> None:
    """Serve the city on loopback; the first line printed is the port."""
    made = _made(plan, seed, small=small)
    serve_city(DemoCity(seed=seed, scale=scale, units=units or None) if made is None else made, port)


@app.command()
def write(folder: Path, *, small: Small = False, seed: Seed = PUBLISHED, plan: WhichPlan = PlanOf.PUBLISHED) -> None:
    """Write 登记表.xlsx, posts files and 审核.csv below FOLDER."""
    for path in write_inputs(_made(plan, seed, small=small) or DemoCity(seed=seed), folder):
        typer.echo(path)


@app.command()
def resolve(port: int, *, small: Small = False, seed: Seed = PUBLISHED, plan: WhichPlan = PlanOf.PUBLISHED) -> None:
    """Print the HOST:ADDR:PORT rows for --resolve."""
    for row in resolve_rows(_made(plan, seed, small=small) or DemoCity(), port):
        typer.echo(row)


@app.command()
def compare(scores: Path, *, small: Small = False) -> None:
    """Compare a run's scores.json with the notice; exit 1 when anything differs."""
    city = DemoCity.small() if small else DemoCity()
    rows, accounts = compare_scores(scores, city), accounts_agree(scores, city)
    for row in rows:
        typer.echo(f"{row.unit}\t{row.published}\t{row.found}\t{'same' if row.same else 'DIFFERS'}")
    for account in accounts:
        found = "、".join(account.found) or "-"
        wanted = "、".join(account.published) or "-"
        typer.echo(f"{account.name}\t{wanted}\t{found}\t{'same' if account.same else 'DIFFERS'}")
    raise typer.Exit(0 if all_same(rows, accounts) else 1)


@app.command()
def measure(
    out: Annotated[Path, typer.Argument(metavar="OUT_DIR", help="Of a run over the city: its findings.jsonl is read.")],
    *,
    small: Small = False,
    seed: Seed = PUBLISHED,
    plan: Annotated[
        PlanOf | None, typer.Option("--plan", help="Without it: as published for 2024, drawn for any other seed.")
    ] = None,
) -> None:
    """Tell per indicator what was planted and found; exit 1 when a fault was missed or a decoy reported."""
    plan = plan or (PlanOf.PUBLISHED if seed == PUBLISHED else PlanOf.DRAWN)
    try:
        measured = measure_run(out / "findings.jsonl", _made(plan, seed, small=small) or DemoCity(seed=seed))
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    for line in lines(measured):
        typer.echo(line)
    raise typer.Exit(0 if measured.good else 1)


def _made(plan: PlanOf, seed: int, *, small: bool) -> DemoCity | None:
    """Make the city of a plan; None for the whole published one, which its callers size."""
    if plan is PlanOf.DRAWN:
        return DrawnCity(seed)
    return DemoCity.small(seed) if small else None


if __name__ == "__main__":
    app()
