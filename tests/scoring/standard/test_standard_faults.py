"""Whoever writes a standard sees all that is wrong with it at once, each with file and line."""

import string
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.standard import StandardError, load
from scoring.standard.lines import lines_of
from tests.scoring.building import NATIONAL

ALL_WRONG = """\
extends = "national-2019"
colour = "red"

[general]
pass_mark = { value = "much", source = "own", confirmed = true }

[[clause]]
id = "D8.1"
each = 0.25

[[clause]]
id = "D8.2"
indicator = "D99"
way = "guess"
limits.share = { value = 1.5, source = "own", confirmed = false }

[[clause]]
id = "D9.9"
indicator = "D9"
rule = "新细则"
ways = "auto"
confirmed = "yes"

[[clause]]
id = "D4.2"
column_types = ["novel"]

[[column_type]]
id = "news"
words = "("

[clause.limits.sample]
value = 0
source = "own"
confirmed = true
"""


def wrong(tmp_path: Path, text: str) -> StandardError:
    own = tmp_path / "own.toml"
    own.write_text(text, "utf-8")
    with pytest.raises(StandardError) as caught:
        load(own)
    return caught.value


def test_all_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    error = wrong(tmp_path, ALL_WRONG)
    assert [(one.line, one.where) for one in error.faults] == [
        (2, "colour"),
        (5, "general, pass_mark.value"),
        (9, "clause D8.1, each"),
        (14, "clause D8.2, way"),
        (17, "clause D9.9"),
        (17, "clause D9.9"),
        (21, "clause D9.9, ways"),
        (22, "clause D9.9, confirmed"),
        (26, "clause D4.2, column_types"),
        (30, "column type news, words"),
        (32, "clause D4.2, limits.sample"),
    ]
    lines = str(error).splitlines()
    assert lines[0] == f"standard {tmp_path / 'own.toml'}: 11 faults"
    assert all(line.startswith(f"  {tmp_path / 'own.toml'} line ") for line in lines[1:])
    assert "0.25 points are finer than 0.1" in lines[3]
    assert "`way` is missing" in lines[5] + lines[6]


def test_a_row_that_can_be_read_is_judged_beside_one_that_cannot(tmp_path: Path) -> None:
    text = 'extends = "national-2019"\n[[clause]]\nid = "D8.2"\nindicator = "D99"\nlimits.share = 3\n'
    (fault,) = wrong(tmp_path, text).faults
    assert (fault.line, fault.where) == (5, "clause D8.2, limits.share")
    text = 'extends = "national-2019"\n[[clause]]\nid = "D8.2"\nindicator = "D99"\n[[clause]]\nid = "D8.1"\nrule = 3\n'
    assert [one.line for one in wrong(tmp_path, text).faults] == [4, 7]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('[[clause]]\nid = "X"\n\n[[clause]]\nid = "X"\n', 4, "stands twice, above on line 1"),
        ('name = "a"\n[[clause]]\nrule = "x"\n', 2, "a clause without an id"),
        ("clause = 3\n", 1, "must be rows, each under [[clause]]"),
        ("\n\nname = \n", 0, "at line 3"),
        ('extends = "national-2019"\n\n[supervision.full]\nvalue = 90\n', 3, "add up to 100, not 90"),
        ('extends = "national-2019"\n[general.full]\nvalue = 0\n', 2, "above nothing"),
        ('extends = "national-2019"\n[[column_type]]\nid = "other"\nwords = "x"\n', 4, "takes what is left"),
        ('extends = "national-2019"\n[[column_type]]\nid = "news"\ndays = 0\n', 2, "a period is at least 1"),
        ('extends = "national-2019"\n[[indicator]]\nid = "D8"\npoints = -5\n', 4, "fewer than none"),
        ('extends = "national-2019"\n[[clause]]\nid = "V3"\nlimits.days.value = -1\n', 4, "less than nothing"),
        ('extends = "national-2019"\n[general]\nveto_confirmations.value = 0\n', 3, "no veto stands"),
        ('name = "own"\n', 0, "`general` is missing"),
        ('extends = "national-2019"\nclause = []\n[[indicator]]\nid = "D8"\nname = 4\n', 5, "Expected `str`"),
    ],
)
def test_one_fault_is_one_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    error = wrong(tmp_path, text)
    assert reason in str(error)
    assert str(error).startswith("standard ")
    assert not line or line in {one.line for one in error.faults}


def test_the_file_that_set_a_value_last_is_named(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text('extends = "national-2019"\n\n[[clause]]\nid = "D8.1"\neach = 0.33\n', "utf-8")
    error = wrong(tmp_path, 'extends = "base.toml"\n[[clause]]\nid = "D8.2"\neach = 0.77\n')
    assert [(Path(one.file).name, one.line) for one in error.faults] == [("base.toml", 5), ("own.toml", 4)]


def test_lines_are_those_of_rows_and_keys_and_not_of_texts() -> None:
    text = (
        'name = "x"\n[general]\nfull = 1\ntext = """\n[[clause]]\nid = "no"\n"""\n'
        "[[clause]]\nrule = '''one'''\nid = \"D1\"\n[clause.limits.days]\nvalue = 3\n"
    )
    assert lines_of(text) == {
        ("name",): [1],
        ("general",): [2],
        ("general", "full"): [3],
        ("general", "text"): [4],
        ("clause", "D1"): [8],
        ("clause", "D1", "rule"): [9],
        ("clause", "D1", "id"): [10],
        ("clause", "D1", "limits", "days"): [11],
        ("clause", "D1", "limits", "days", "value"): [12],
    }


@given(st.lists(st.sampled_from(["[[clause]]", "[general]", '"""', "'''", "id = 'x'", "a.b = 1", "]", "[[", "# [x]"])))
@settings(max_examples=100, deadline=None)
def test_any_text_has_lines(lines: list[str]) -> None:
    assert all(0 < line <= len(lines) for found in lines_of("\n".join(lines)).values() for line in found)


@given(st.text(string.printable, max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_text_is_a_standard_or_a_reason(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    own = tmp_path_factory.getbasetemp() / "any.toml"
    own.write_text(text, "utf-8")
    with pytest.raises(StandardError, match=r"any\.toml"):
        load(own)


# ---- Values set for one trial ----------------------------------------------------------------------------------


def test_values_are_set_over_a_standard() -> None:
    one = load("national-2019", ["D8.1.each=1.5", "V4.1.columns = 4", "general.pass_mark=80", "news.days=10"])
    assert one.clauses["D8.1"].each == Decimal("1.5")
    assert one.clauses["V4.1"].limit("columns") == 4
    assert one.general.pass_mark.value == 80
    assert next(kind for kind in one.column_type if kind.id == "news").days == 10
    assert one.digest != NATIONAL.digest
    assert load("national-2019", ["general.deductions_for=all"]).general.deductions_for.value == "all"
    assert load("national-2019", ["D4.points=4", "D5.points=6"]).indicators["D5"].points == 6
    assert load("national-2019", ["supervision.pass_mark=70"]).of_area().general.pass_mark.value == 70
    assert [kind.id for kind in one.column_type] == [kind.id for kind in NATIONAL.column_type]


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ("D8.1.points=2", "what can be set is D8.1.each"),
        ("V4.1.months=2", "what can be set is V4.1.columns, V4.1.each"),
        ("general.colour=2", "general.pass_mark"),
        ("Z9.each=2", "give CLAUSE.each=N"),
        ("D8.1.each", "what can be set is D8.1.each"),
        ("D8.1.each=0.25", "national-2019 with D8.1.each=0.25: clause D8.1, each: 0.25 points are finer than 0.1"),
        ("D8.points=4", "add up to 99, not 100"),
        ("D8.1.each=lots", "clause D8.1, each: "),
        ("D8.1.each=NaN", "clause D8.1, each: "),
        ("D8.1.each=Infinity", "clause D8.1, each: "),
    ],
)
def test_what_cannot_be_set_is_said(setting: str, reason: str) -> None:
    with pytest.raises(StandardError) as caught:
        load("national-2019", [setting])
    assert reason in str(caught.value)


def test_all_that_cannot_be_set_is_said_at_once() -> None:
    with pytest.raises(StandardError) as caught:
        load("national-2019", ["a=1", "D8.1.each=2", "b=2"])
    assert [line.split(":")[0] for line in str(caught.value).splitlines()[1:]] == ["  --set a=1", "  --set b=2"]
