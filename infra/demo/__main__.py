"""``python -m infra.demo``: serve the generated city, write its registry, compare a run with what was published."""

from pathlib import Path
from typing import Annotated

import typer

from infra.demo.city import DemoCity
from infra.demo.compare import accounts_agree, all_same
from infra.demo.compare import compare as compare_scores
from infra.demo.registry import write_inputs
from infra.demo.server import resolve_rows
from infra.demo.server import serve as serve_city

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__)
Small = Annotated[bool, typer.Option(help="Four sites instead of 41.")]
Seed = Annotated[int, typer.Option(help="Another seed, another city.")]


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="0: any free one.")] = 0,
    units: Annotated[int, typer.Option(help="Number of sites; more than 41 adds plain ones.")] = 0,
    scale: Annotated[float, typer.Option(help="Multiplies the articles of every column.")] = 1.0,
    *,
    small: Small = False,
    seed: Seed = 2024,
) -> None:
    """Serve the city on loopback; the first line printed is the port."""
    city = DemoCity.small(seed) if small else DemoCity(seed=seed, scale=scale, units=units or None)
    serve_city(city, port)


@app.command()
def write(folder: Path, *, small: Small = False, seed: Seed = 2024) -> None:
    """Write 登记表.xlsx, posts files and 审核.csv below FOLDER."""
    for path in write_inputs(DemoCity.small(seed) if small else DemoCity(seed=seed), folder):
        typer.echo(path)


@app.command()
def resolve(port: int, *, small: Small = False) -> None:
    """Print the HOST:ADDR:PORT rows for --resolve."""
    for row in resolve_rows(DemoCity.small() if small else DemoCity(), port):
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


if __name__ == "__main__":
    app()
