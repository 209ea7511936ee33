"""``scores``, ``findings``, ``report``: what an inspection has found so far, or in the end."""

# ruff: noqa: PLC0415 - heavy modules are imported when a command runs, so that --help is quick

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tui.options import Anyway, ByStandard, InspectionId, Json, MinCoverage, Notice, Out, load_notice, load_settings
from tui.text import percent

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from scoring.results import Results
    from scoring.scorecard import Scorecard

Wanted = Annotated[
    str | None, typer.Argument(metavar="[TARGET]", help="A code, or a part of a name or unit; all when absent.")
]
OfClause = Annotated[str | None, typer.Option("--clause", metavar="ID", help="Only findings of this clause.")]
InState = Annotated[
    Literal["suspected", "confirmed", "dismissed"] | None,
    typer.Option("--state", metavar="STATE", help="Only suspected, confirmed or dismissed findings."),
]

Format = Annotated[
    Literal["table", "csv", "json"],
    typer.Option("--format", metavar="FORMAT", help="table, csv (for a spreadsheet) or json (one a line, as --json)."),
]
Supervision = Annotated[
    bool, typer.Option("--supervision", help="Show how the office that answers for all targets stands (监管工作考核).")
]
Rebuild = Annotated[
    Path | None,
    typer.Option(
        "--rebuild",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="Work the scores of a scores.json out again from its own lines; exit 1 and a list of those that differ.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("scores")(scores)
    app.command("findings")(findings)
    app.command("report")(report)


def scores(  # noqa: PLR0913, PLR0917 - the options of a command are its parameters
    target: Wanted = None,
    inspection: InspectionId = None,
    standard: ByStandard = None,
    supervision: Supervision = False,
    rebuild: Rebuild = None,
    json: Json = False,
) -> None:
    """Show each target's score, live while the crawl runs."""
    from tui.output import print_json
    from tui.wanted import is_wanted

    if rebuild is not None:
        _rebuild(rebuild, json)
        return
    if supervision:
        from tui.supervision import show_supervision

        show_supervision(inspection, standard, json=json)
        return
    found = _results(inspection, standard)
    kept = [card for one, card in found.cards if is_wanted(target, one)]
    if json:
        document = {
            "inspection": found.inspection.id,
            "as_of": found.inspection.as_of,
            "standard": found.standard.name,
            "standard_digest": found.standard.digest,
            "reviews": {"rows": found.log.rows, "head": found.log.digest},
            "targets": [card.to_json() for card in kept],
        }
        print_json(document)
        return
    _print_cards(kept)


def _print_cards(kept: "list[Scorecard]") -> None:
    from tui.output import print_table

    rows = [
        (
            card.target.code,
            card.target.name,
            card.verdict,
            card.score,
            f"{card.range[0]}-{card.range[1]}",
            percent(card.coverage),
            " ".join([*card.vetoes, *(f"{clause}?" for clause in card.suspected)]),
        )
        for card in kept
    ]
    print_table(
        ("code", "name", "verdict", "score", "range", "coverage", "vetoes"), rows, right=("score", "range", "coverage")
    )


def _rebuild(path: Path, json: bool) -> None:
    """Work every score of a file out again. Raises ``OperatorError`` when one does not follow from its lines."""
    from scoring.explain.rebuild import check_file
    from tui.errors import OperatorError
    from tui.output import print_json, print_table

    number, wrong = check_file(path)
    if json:
        print_json({"targets": number, "wrong": [one.to_json() for one in wrong]})
    elif wrong:
        rows = [(one.code, one.name, one.score, one.rebuilt) for one in wrong]
        print_table(("code", "name", "score", "rebuilt"), rows, right=("score", "rebuilt"))
    else:
        typer.echo(f"{path}: {number} targets, and every score follows from its lines")
    if wrong:
        msg = f"{path}: {len(wrong)} of {number} targets have a score that does not follow from their lines"
        raise OperatorError(msg)


def findings(  # noqa: PLR0913, PLR0917 - the options of a command are its parameters
    target: Wanted = None,
    clause: OfClause = None,
    state: InState = None,
    inspection: InspectionId = None,
    standard: ByStandard = None,
    format: Format = "table",  # noqa: A002 - what the option is called
    json: Json = False,
) -> None:
    """List findings; --json gives one a line."""
    from tui.output import print_csv, print_json_lines, print_table
    from tui.wanted import is_wanted

    found = _results(inspection, standard)
    names = {one.code: one for one, _ in found.cards}
    kept = [
        finding.to_json()
        for finding in found.findings
        if (clause is None or finding.clause == clause)
        and (state is None or finding.state == state)
        and is_wanted(target, names[finding.target])
    ]
    if json or format == "json":
        print_json_lines(kept)
        return
    if format == "csv":
        columns = ("id", "target", "clause", "indicator", "state", "points", "url", "found_on", "seen_at")
        whole = [{**one, "name": names[str(one["target"])].name} for one in kept]
        print_csv(("name", *columns), [[one[key] for key in ("name", *columns)] for one in whole])
        return
    rows = [
        (names[str(one["target"])].name, one["clause"], one["state"], one["points"], one["url"] or one["found_on"])
        for one in kept
    ]
    print_table(("name", "clause", "state", "points", "address"), rows, right=("points",))


def report(  # noqa: PLR0913, PLR0917 - the options of a command are its parameters
    out: Out,
    inspection: InspectionId = None,
    notice: Notice = None,
    standard: ByStandard = None,
    min_coverage: MinCoverage = None,
    anyway: Anyway = False,
    json: Json = False,
) -> None:
    """Write the notice and its annexes from what is known now.

    通报.docx, 得分.xlsx, scores.json, findings.jsonl.
    """
    from tui.access import find_inspection, with_redis
    from tui.output import print_json, say
    from tui.running.reporting import Publishing, write_reports

    settings = load_settings(min_coverage=min_coverage)
    publishing = Publishing(
        notice=load_notice(notice), min_coverage=settings.min_coverage, anyway=anyway, standard=standard or ""
    )

    async def work(redis: "Redis") -> tuple[str, tuple[Path, ...]]:
        found = await find_inspection(redis, inspection)
        return found.id, await write_reports(redis, found.id, out, publishing, say)

    id_, files = with_redis(settings, work)
    if json:
        print_json({"inspection": id_, "files": [str(path) for path in files]})
        return
    for path in files:
        typer.echo(str(path))


def _results(wanted: str | None, standard: str | None) -> "Results":
    from scoring.results import results
    from tui.access import find_inspection, with_redis

    async def work(redis: "Redis") -> "Results":
        found = await find_inspection(redis, wanted)
        return await results(redis, found.id, standard or "")

    return with_redis(load_settings(), work)
