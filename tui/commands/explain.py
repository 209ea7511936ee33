"""``explain``: why a target has the result it has, from its score down to kept pages and names."""

# ruff: noqa: PLC0415 - heavy modules are imported when a command runs, so that --help is quick

from typing import TYPE_CHECKING, Annotated

import typer

from tui.options import InspectionId, Json, load_settings

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from infra.settings import Settings
    from scoring.explain.explained import ExplainedClause, Explanation

Unit = Annotated[
    str, typer.Argument(metavar="UNIT", help="A code, a name, a unit's name, or a part that no other has.")
]
OneClause = Annotated[
    str | None, typer.Argument(metavar="[CLAUSE]", help="Only this clause, with all of its findings.")
]
ByStandard = Annotated[
    str | None, typer.Option("--standard", metavar="NAME", help="Judge the same crawl by another standard.")
]


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("explain")(explain)


def explain(
    unit: Unit,
    clause: OneClause = None,
    inspection: InspectionId = None,
    standard: ByStandard = None,
    json: Json = False,
) -> None:
    """Tell why a target has the score it has.

    Every point with its clause, page, kept bytes and names.
    """
    from tui.explaining import clause as clause_lines
    from tui.explaining import head, whole
    from tui.output import print_json

    found = _explanation(load_settings(), unit, inspection, standard)
    one = _clause(found, clause) if clause else None
    if json:
        print_json(found.to_json() | ({"clauses": [one.to_json()]} if one else {}))
        return
    lines = whole(found) if one is None else (*head(found), "", *clause_lines(one))
    for line in lines:
        typer.echo(line)


def _explanation(settings: "Settings", unit: str, inspection: str | None, standard: str | None) -> "Explanation":
    from infra.evidence import folder_of
    from scoring.explain import explain as explained
    from scoring.judge import Judge
    from scoring.review import Reviews
    from tui.access import find_inspection, with_redis
    from tui.wanted import meant

    async def work(redis: "Redis") -> "Explanation":
        chosen = await find_inspection(redis, inspection)
        judge = await Judge.of(redis, chosen.id, standard or "")
        target = meant(list(judge.targets.values()), unit)
        (card,) = await judge.cards([target.code])
        reviews = await Reviews(redis, chosen.id).all()
        return explained(card, chosen, judge.standard, reviews, folder_of(settings.data_dir, chosen.id))

    return with_redis(settings, work)


def _clause(found: "Explanation", wanted: str) -> "ExplainedClause":
    """Find a clause that applies to the target. Raises ``UsageError``."""
    from tui.errors import UsageError

    for one in found.clauses:
        if one.clause.id == wanted.upper():
            return one
    name = found.standard.name
    if wanted.upper() in found.standard.clauses:
        msg = f"{wanted.upper()} does not apply to {found.card.target.name} by {name}"
    else:
        msg = f"{wanted!r} is no clause of {name}; `xuncha standard show {name}` shows those there are"
    raise UsageError(msg)
