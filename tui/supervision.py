"""The supervision assessment (监管工作) on standard output: one office, its clauses, and what was counted for each."""

from collections.abc import Iterator

from redis.asyncio import Redis

from infra.records import Kind
from scoring.decided import Decided
from scoring.findings import number
from scoring.supervision.office import Assessment, assessment
from tui.access import find_inspection, with_redis
from tui.options import load_settings
from tui.output import print_json, print_record, print_table
from tui.text import percent


def show_supervision(inspection: str | None, standard: str | None, *, json: bool) -> None:
    """Print how the office of an inspection's area stands, by its own standard or another."""

    async def work(redis: Redis) -> Assessment:
        found = await find_inspection(redis, inspection)
        return await assessment(redis, found.id, standard or "")

    found = with_redis(load_settings(), work)
    if json:
        print_json(found.to_json())
        return
    card, general = found.card, found.standard.general
    print_record(
        [
            ("inspection", f"{found.inspection.id}, as of {found.inspection.as_of}, by {found.standard.name}"),
            ("verdict", card.verdict),
            ("score", card.score),
            ("range", f"{card.range[0]}-{card.range[1]} of {general.full.value} + {general.bonus_cap.value}"),
            ("coverage", percent(card.coverage)),
            ("vetoes", " ".join([*card.vetoes, *(f"{clause}?" for clause in card.suspected)]) or None),
        ]
    )
    print_table(("clause", "points", "standing", "counted", "rule"), list(_rows(found)), right=("points",))


def _rows(found: Assessment) -> Iterator[tuple[object, ...]]:
    card = found.card
    points = {line.clause: f"-{number(line.points)}" for line in card.deductions}
    points |= {line.clause: f"+{number(line.points)}" for line in card.bonus}
    decided = {one.clause.id: one for one in card.clauses}
    for clause in found.standard.clause:
        if found.standard.indicator_of(clause.id).applies is Kind.AREA:
            one = decided.get(clause.id)
            counted = ", ".join(f"{name} {value}" for name, value in one.numbers.items()) if one else ""
            yield clause.id, points.get(clause.id), _standing(one), counted or None, clause.rule


def _standing(one: Decided | None) -> str | None:
    """Where a clause stands; a bonus has only its points."""
    if one is None:
        return None
    if one.suspected:
        return "suspected"
    if one.open:
        return "open"
    return f"{len(one.confirmed)} found" if one.confirmed else "nothing found"
