"""``standard list|show|check``: the rules as data, for reading and for those who write their own."""

# ruff: noqa: PLC0415 - heavy modules are imported when a command runs, so that --help is quick

from typing import Annotated

import typer

from tui.options import Json

app = typer.Typer(help="The standards that can judge (指标体系): list, show, check.", rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="NAME", help="A standard's name or a .toml file.")]


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
def show(name: Name, json: Json = False) -> None:
    """Show every clause with its points and source."""
    import msgspec

    from scoring.standard import load
    from tui.output import print_json, print_record, print_table

    standard = load(name)
    if json:
        print_json(msgspec.to_builtins(standard))
        return
    print_record([("name", standard.name), ("title", standard.title), ("digest", standard.digest)])
    rows = [
        (
            clause.id,
            standard.indicator_of(clause.id).name,
            clause.each,
            clause.way,
            _sure(clause.confirmed),
            clause.rule,
        )
        for clause in standard.clause
    ]
    print_table(("clause", "indicator", "points", "way", "source", "rule"), rows, right=("points",))


@app.command()
def check(name: Name, json: Json = False) -> None:
    """Check that a standard can be used.

    Every word known, every number with a source, points that add up.
    """
    from scoring.standard import load
    from tui.output import print_json

    standard = load(name)
    unsure = [clause.id for clause in standard.clause if not clause.confirmed]
    if json:
        print_json({"name": standard.name, "digest": standard.digest, "unconfirmed": unsure})
        return
    typer.echo(f"{standard.name}: {len(standard.clause)} clauses, {len(unsure)} of them not confirmed")


def _sure(confirmed: bool) -> str:
    return "confirmed" if confirmed else "unconfirmed"
