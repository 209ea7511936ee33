"""``registry check|import``: look at a registry, and keep it for the inspections to come."""

# ruff: noqa: PLC0415 - heavy modules are imported when a command runs, so that --help is quick

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui.errors import OperatorError
from tui.options import Json, SkipBad, load_settings

if TYPE_CHECKING:
    from infra.registry import Registry

app = typer.Typer(help="The registry of units, sites and accounts (登记表): check, import.", rich_markup_mode=None)

File = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="The registry: .xlsx or .csv.")]


@app.command()
def check(file: File, json: Json = False) -> None:
    """List all that is wrong in a registry, by row and column."""
    from tui.output import print_json, print_table

    registry = _read(file)
    if json:
        print_json({**_counts(registry), "problems": registry.problems, "ignored": registry.ignored})
    else:
        if registry.problems:
            rows = [(problem.row, problem.column, problem.reason) for problem in registry.problems]
            print_table(("row", "column", "reason"), rows, right=("row",))
        for name, number in _counts(registry).items():
            typer.echo(f"{name}: {number}")
        if registry.ignored:
            typer.echo(f"columns not used: {', '.join(registry.ignored)}")
    if registry.problems:
        rows_hit = len({problem.row for problem in registry.problems})
        msg = f"{file.name}: {len(registry.problems)} problems in {rows_hit} rows; correct them, or use --skip-bad"
        raise OperatorError(msg)


@app.command(name="import")
def import_(file: File, skip_bad: SkipBad = False, json: Json = False) -> None:
    """Keep a registry for `inspection new`, if every row is right."""
    from tui.output import print_json
    from tui.shelf import Shelf

    registry = _read(file)
    if not skip_bad:
        registry.checked()
    shelf = Shelf(load_settings().data_dir)
    shelf.keep(registry)
    if json:
        print_json({**_counts(registry), "kept": str(shelf.path)})
    else:
        skipped = len({problem.row for problem in registry.problems})
        typer.echo(f"kept {len(registry.targets)} rows, skipped {skipped}: {shelf.path}")


def _read(file: Path) -> "Registry":
    from infra.registry import read

    registry = read(file)
    if not registry.targets and not registry.problems:
        msg = f"{file.name}: there are no rows below the header"
        raise OperatorError(msg)
    return registry


def _counts(registry: "Registry") -> dict[str, int]:
    from infra.records import Kind

    sites = sum(1 for target in registry.targets if target.kind is Kind.SITE)
    return {
        "sites": sites,
        "accounts": len(registry.targets) - sites,
        "closed": len(registry.closed),
        "bad_rows": len({problem.row for problem in registry.problems}),
    }
