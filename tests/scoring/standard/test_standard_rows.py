"""Row by row: the tables of 国办秘函〔2019〕19号, as far as they could be reconstructed, stand in the data."""

from decimal import Decimal

import pytest

from infra.records import Kind
from scoring.standard import Standard, load, names
from scoring.standard.parts import Part, Way
from scoring.standard.use import unjudged, unusable
from tests.scoring.building import EZHOU, NATIONAL

#: Every row of the reconstruction by its id, table by table.
GENERAL = ["G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9", "G10", "G11", "G12", "G13", "G14", "G15"]
VETOES = [
    "V1.1",
    "V1.2",
    "V1.3",
    "V1.4",
    "V1.5",
    "V1.6",
    "V2",
    "V3",
    "V4.1",
    "V4.2",
    "V4.3",
    "V5.1",
    "V5.2",
    "V6.1",
    "V6.2",
    "V6.3",
]
DEDUCTIONS = [
    "D1.1",
    "D1.2",
    "D2.1",
    "D2.2",
    "D3.1",
    "D3.2",
    "D4.1",
    "D4.2",
    "D5.1",
    "D5.2",
    "D5.3",
    "D6",
    "D7",
    "D8.1",
    "D8.2",
    "D9",
    "D10.1",
    "D10.2",
    "D10.3",
    "D11",
    "D12",
    "D13.1",
    "D13.2",
    "D14",
    "D15.1",
    "D15.2",
    "D15.3",
    "D15.4",
    "D16.1",
    "D16.2",
    "D17.1",
    "D17.2",
    "D18",
    "D19.1",
    "D19.2",
    "D20",
    "D21.1",
    "D21.2",
    "D22",
    "D23",
    "D24",
    "D25",
]
BONUSES = ["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10"]
NEW_MEDIA = ["M1.1", "M1.2", "M1.3", "M1.4", "M1.5", "M2.1", "M2.2", "M3.1", "M3.2"]
SUPERVISION = ["S1", "S2", "S3", "S4.1", "S4.2", "S5", "S6", "S7", "S8", "S9"]
#: Rows that say something about others.
NOTES = ["V6.n", "D8.n", "D16.x", "B0"]
NOTES_ON_SUPERVISION = ["S0", "S4.n"]

CAPS = {
    **dict.fromkeys((f"D{number}" for number in range(1, 17)), "5"),
    "D17": "2", "D18": "3", "D19": "5", "D20": "2", "D21": "3",
    "D22": "1", "D23": "1", "D24": "1", "D25": "2",
}  # fmt: skip


def test_no_row_is_left_out_and_none_is_made_up() -> None:
    assert list(NATIONAL.clauses) == [*VETOES, *DEDUCTIONS, *BONUSES, *NEW_MEDIA, *SUPERVISION]
    assert [one.id for one in NATIONAL.general.statements] == [*GENERAL, *NOTES]
    assert NATIONAL.supervision is not None
    assert [one.id for one in NATIONAL.supervision.statements] == NOTES_ON_SUPERVISION


@pytest.mark.parametrize(
    ("rows", "part", "applies"),
    [
        (VETOES, Part.VETO, Kind.SITE),
        (DEDUCTIONS, Part.DEDUCTION, Kind.SITE),
        (BONUSES, Part.BONUS, Kind.SITE),
        (NEW_MEDIA, Part.VETO, Kind.ACCOUNT),
        (["S1", "S2", "S3"], Part.VETO, Kind.AREA),
        (["S4.1", "S4.2", "S5", "S6", "S7"], Part.DEDUCTION, Kind.AREA),
        (["S8", "S9"], Part.BONUS, Kind.AREA),
    ],
)
def test_every_row_stands_in_its_part(rows: list[str], part: Part, applies: Kind) -> None:
    assert {(NATIONAL.indicator_of(row).part, NATIONAL.indicator_of(row).applies) for row in rows} == {(part, applies)}


def test_caps_are_those_of_the_reconstruction() -> None:
    deductions = [one for one in NATIONAL.indicator if one.part is Part.DEDUCTION and one.applies is Kind.SITE]
    assert {one.id: str(one.points) for one in deductions} == CAPS
    bonus = [one for one in NATIONAL.indicator if one.part is Part.BONUS and one.applies is Kind.SITE]
    assert [str(one.points) for one in bonus] == ["5", "5", "3", "5", "5", "3", "5", "5", "3", "5"]


@pytest.mark.parametrize(
    ("clause", "limit", "value", "confirmed"),
    [
        ("V2", "days", "7", True), ("V2", "visits_a_day", "20", True), ("V2", "seconds", "15", True),
        ("V2", "share", "0.05", True), ("V3", "days", "14", True), ("V4.1", "columns", "5", True),
        ("V4.2", "columns", "10", True), ("V4.3", "columns", "5", True), ("V5.2", "answer_months", "3", True),
        ("V5.2", "window_months", "12", True), ("V6.2", "missing_classes", "4", False), ("V6.2", "items", "5", False),
        ("V6.3", "items", "5", False), ("D13.2", "months", "3", True), ("D15.2", "months", "2", True),
        ("D16.1", "working_days", "5", False), ("B5", "activities", "6", True), ("B6", "activities", "6", False),
        ("B7", "working_days", "1", False), ("M2.1", "days", "14", True), ("S4.2", "months", "1", True),
        ("S5", "share", "0.3", False), ("S2", "targets", "3", False), ("S6", "day", "31", True),
        ("D6", "sample", "5", False), ("D7", "sample", "5", False), ("D10.1", "sample", "5", False),
        ("D21.2", "sample", "4", False),
    ],
)  # fmt: skip
def test_thresholds_and_whether_a_page_bears_them_out(clause: str, limit: str, value: str, confirmed: bool) -> None:
    number = NATIONAL.clauses[clause].limits[limit]
    assert (number.value, number.confirmed) == (Decimal(value), confirmed)
    assert number.source


def test_periods_of_columns_stand_once_with_their_types() -> None:
    periods = {one.id: (one.days, one.months) for one in NATIONAL.column_type}
    named = {clause.id: [periods[one] for one in clause.column_types] for clause in NATIONAL.clause}
    assert named["V4.1"] == [(14, None), (None, 6), (None, 6)]
    assert named["D4.2"] == [(14, None)]
    assert named["D5.2"] == [(None, 6)]
    assert not NATIONAL.clauses["D4.2"].limits


@pytest.mark.parametrize("standard", [NATIONAL, EZHOU, load("hubei")], ids=lambda one: one.name)
def test_every_breach_has_words_for_the_notice(standard: Standard) -> None:
    wordless = [clause.id for clause in standard.clause if not clause.reason]
    assert {standard.indicator_of(clause).part for clause in wordless} == {Part.BONUS}
    assert all(clause.rule and clause.source for clause in standard.clause)


@pytest.mark.parametrize("name", names())
def test_every_clause_is_judged_by_a_check_or_by_people(name: str) -> None:
    assert unjudged(load(name)) == ()
    assert unusable(name) == []


def test_what_an_office_is_judged_by() -> None:
    area = NATIONAL.of_area().general
    gates = [area.full.value, area.bonus_cap.value, area.pass_mark.value, area.bonus_gate.value]
    assert gates == [100, 20, 60, 80]
    assert NATIONAL.clauses["S4.1"].each == 3
    assert NATIONAL.clauses["S4.2"].each == 2
    assert (NATIONAL.clauses["S8"].each, NATIONAL.clauses["S8"].confirmed) == (Decimal(5), True)
    assert {
        clause: NATIONAL.clauses[clause].way for clause in ("S3", "S4.1", "S4.2", "S6", "S8", "S9")
    } == dict.fromkeys(("S3", "S4.1", "S4.2", "S6", "S8", "S9"), Way.MANUAL)


def test_hubei_raises_the_pass_mark_and_says_how_sure_that_is() -> None:
    hubei = load("hubei")
    assert (hubei.general.pass_mark.value, hubei.general.pass_mark.confirmed) == (Decimal(80), False)
    assert hubei.general.bonus_for.value == "portals"
    assert hubei.general.deductions_for.value == "all"
    assert hubei.clauses["S4.3"].limit("working_days") == 3
    assert (hubei.clauses["S5"].limit("share"), hubei.clauses["S5"].limits["share"].confirmed) == (
        Decimal("0.8"),
        False,
    )
    assert hubei.clauses["S5"].each == NATIONAL.clauses["S5"].each
    assert {"H1", "H2", "H3", "H7"} <= {one.id for one in hubei.general.statements}
    assert [clause for clause in hubei.clauses if clause not in NATIONAL.clauses] == ["S4.3"]


def test_ezhou_qualifies_at_sixty_as_its_notice_does() -> None:
    assert EZHOU.general.pass_mark == NATIONAL.general.pass_mark
    assert EZHOU.general.bonus_for.value == "all"
    assert [clause for clause in EZHOU.clauses if clause not in NATIONAL.clauses] == ["A1", "A2"]
