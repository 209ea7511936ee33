"""``review …``: what people decide, each word an entry of the log that says who, when, why and with what to show."""

# ruff: noqa: PLC0415 - heavy modules are imported when a command runs, so that --help is quick
# ruff: noqa: PLR0913, PLR0917 - the options of a command are its parameters

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui.commands import review_log
from tui.errors import UsageError
from tui.login import login
from tui.options import InspectionId, Json, load_settings

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from scoring.review.chain import Entry
    from scoring.review.desk import Effect

app = typer.Typer(
    help="Review (审核): what waits for a person, decisions, appeals, and the log that keeps them.",
    rich_markup_mode=None,
)
review_log.add_to(app)

What = Annotated[
    str, typer.Argument(metavar="FINDING", help="The first digits of a finding's id; or a target, with CLAUSE.")
]
OfClause = Annotated[
    str | None, typer.Argument(metavar="[CLAUSE]", help="With a target: all its findings of this clause.")
]
Whose = Annotated[str, typer.Argument(metavar="TARGET", help="A code, a name, or a unit that has one.")]
Everyone = Annotated[str, typer.Argument(metavar="TARGET", help="A code, a name, a unit that has one, or * for all.")]
Clause = Annotated[str, typer.Argument(metavar="CLAUSE", help="A clause of the standard, such as D15.3.")]
Points = Annotated[str, typer.Option("--points", metavar="N", help="The clause's own when absent.")]
Url = Annotated[str, typer.Option("--url", metavar="URL", help="The address that it is about.")]
Reason = Annotated[str, typer.Option("--text", metavar="TEXT", help="The reason, which must be given.")]
Told = Annotated[str, typer.Option("--text", metavar="TEXT", help="What is wrong, as the notice should word it.")]
Remark = Annotated[str, typer.Option("--text", metavar="TEXT", help="What there is to say.")]
Shown = Annotated[
    str, typer.Option("--evidence", metavar="FILE|URL", help="What shows it; a file is kept among the evidence.")
]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; the login name when absent.")]
Until = Annotated[
    str, typer.Option("--until", metavar="DATE", help="The last day that it holds; this inspection when absent.")
]


@app.command()
def confirm(
    what: What, clause: OfClause = None, text: Remark = "", evidence: Shown = "", url: Url = "", by: By = None,
    inspection: InspectionId = None, json: Json = False,
) -> None:  # fmt: skip
    """Say that a suspicion is true; a veto wants two names."""
    said = _said("confirm", what, clause, text=text, url=url, by=by)
    _enter(said, what if clause is None else "", evidence, inspection, json=json)


@app.command()
def dismiss(
    what: What, clause: OfClause = None, text: Reason = "", until: Until = "", evidence: Shown = "", url: Url = "",
    by: By = None, inspection: InspectionId = None, json: Json = False,
) -> None:  # fmt: skip
    """Say that a finding is not true, or is approved."""
    said = _said("dismiss", what, clause, text=text, url=url, by=by, until=until)
    _enter(said, what if clause is None else "", evidence, inspection, json=json)


@app.command()
def clear(
    target: Everyone, clause: Clause, text: Remark = "", evidence: Shown = "", by: By = None,
    inspection: InspectionId = None, json: Json = False,
) -> None:  # fmt: skip
    """Say that a clause was looked at and nothing more was found."""
    _enter(_said("clear", target, clause, text=text, by=by), "", evidence, inspection, json=json)


@app.command()
def add(
    target: Whose, clause: Clause, points: Points = "", text: Told = "", evidence: Shown = "", url: Url = "",
    by: By = None, inspection: InspectionId = None, json: Json = False,
) -> None:  # fmt: skip
    """Enter a finding that no machine made; of a veto, two must."""
    said = _said("add", target, clause, text=text, url=url, by=by, points=points)
    _enter(said, "", evidence, inspection, json=json)


@app.command()
def bonus(
    target: Whose, clause: Clause, points: Points = "", text: Remark = "", evidence: Shown = "", url: Url = "",
    by: By = None, inspection: InspectionId = None, json: Json = False,
) -> None:  # fmt: skip
    """Grant bonus points; of a clause, the last word counts."""
    said = _said("bonus", target, clause, text=text, url=url, by=by, points=points)
    _enter(said, "", evidence, inspection, json=json)


@app.command()
def appeal(
    what: What, clause: OfClause = None, text: Reason = "", evidence: Shown = "", url: Url = "",
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Who appeals; the target's unit when absent.")
    ] = None,
    inspection: InspectionId = None, json: Json = False,
) -> None:  # fmt: skip
    """Enter a unit's appeal against a finding, to be decided."""
    if clause is not None and by is None:
        msg = "an appeal against a clause wants --by; one against a finding's id is its unit's"
        raise UsageError(msg)
    said = _said("appeal", what, clause, text=text, url=url, by=by or "")
    _enter(said, what if clause is None else "", evidence, inspection, json=json)


@app.command()
def decide(
    finding: What, upheld: Annotated[
        bool | None, typer.Option("--upheld/--rejected", help="The unit is right, or the finding stands.")
    ] = None, text: Reason = "", until: Until = "", evidence: Shown = "", by: By = None,
    inspection: InspectionId = None, json: Json = False,
) -> None:  # fmt: skip
    """Decide an appeal; against a veto, two must."""
    if upheld is None:
        msg = "say --upheld or --rejected"
        raise UsageError(msg)
    said = _said("uphold" if upheld else "reject", finding, None, text=text, by=by, until=until)
    _enter(said, finding, evidence, inspection, json=json)


@app.command(name="import")
def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A .csv, .xlsx or .jsonl of decisions.")
    ],
    inspection: InspectionId = None,
    json: Json = False,
) -> None:
    """Enter a file of decisions; the same rows again change nothing."""
    from scoring.review.desk import Desk
    from tui.access import find_inspection, with_redis
    from tui.output import print_json

    async def work(redis: "Redis") -> "tuple[str, int, list[Entry]]":
        found = await find_inspection(redis, inspection)
        number, entries = await (await Desk.of(redis, found.id, login=login())).load(file)
        return found.id, number, entries

    id_, number, entries = with_redis(load_settings(), work)
    if json:
        print_json({"inspection": id_, "decisions": number, "entered": len(entries)})
    else:
        typer.echo(f"{id_}: {number} decisions in {file.name}, {len(entries)} of them new")


def _said(decision: str, target: str, clause: str | None, **cells: str | None) -> dict[str, str]:
    """The cells of a decision; without a clause the finding gives target and clause."""
    by = cells.pop("by", None)
    said = {name: value for name, value in cells.items() if value}
    if clause is not None:
        said |= {"target": target, "clause": clause.upper()}
    return said | {"decision": decision, "by": login() if by is None else by}


def _enter(said: dict[str, str], prefix: str, evidence: str, wanted: str | None, *, json: bool) -> None:
    """Enter one decision, on a finding when ``prefix`` names one, and tell what it did."""
    from scoring.review.desk import Desk
    from scoring.review.proof import kept
    from tui.access import find_inspection, with_redis

    settings = load_settings()

    async def work(redis: "Redis") -> "tuple[str, Effect]":
        found = await find_inspection(redis, wanted)
        desk = await Desk.of(redis, found.id, login=login())
        if prefix:
            await desk.find(prefix)  # what names nothing keeps no file
        proof = kept(evidence, settings.data_dir, found.id)
        return found.id, await (desk.decide(prefix, said, proof) if prefix else desk.enter(said, proof))

    id_, effect = with_redis(settings, work)
    (_tell_json if json else _tell)(id_, effect)


def _tell_json(inspection: str, effect: "Effect") -> None:
    from tui.output import print_json

    card, finding = effect.card, effect.finding
    print_json(
        {
            "inspection": inspection,
            "entered": [{"row": entry.seq, "hash": entry.hash} for entry in effect.entries],
            "finding": finding.to_json() if finding else None,
            "target": card.to_json() if card else None,
        }
    )


def _tell(inspection: str, effect: "Effect") -> None:
    """Say the row of the log and what was read back: the finding's state, the card."""
    from tui.text import safe

    for entry in effect.entries:
        typer.echo(safe(f"{inspection}: row {entry.seq} of the log, {entry.decision} {entry.clause} by {entry.by}"))
    if not effect.entries:
        typer.echo(f"{inspection}: nothing new, the same was said already")
    if (one := effect.finding) is not None:
        under = ", under appeal" if one.appealed else ""
        typer.echo(f"finding {one.id} is {one.state}{under}")
    if (card := effect.card) is not None:
        score = "no score" if card.score is None else f"{card.score} ({card.range[0]}-{card.range[1]})"
        typer.echo(safe(f"{card.target.name}: {card.verdict}, {score}"))
