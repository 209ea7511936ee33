import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest

from scoring import standard as standards
from scoring.checks import check
from scoring.standard import StandardError, load
from scoring.standard.parts import Number, Part, Way, Words
from tests.scoring.building import ACCOUNT, EZHOU, NATIONAL, SITE


def test_general_rules_and_gates() -> None:
    general = NATIONAL.general
    assert [general.full.value, general.bonus_cap.value, general.pass_mark.value, general.bonus_gate.value] == [
        100, 30, 60, 80,
    ]  # fmt: skip
    assert NATIONAL.service_factor == Fraction(4, 3)
    assert not NATIONAL.scored(replace(SITE, portal=False))
    assert NATIONAL.scored(SITE)
    assert not NATIONAL.gets_bonus(replace(SITE, portal=False))
    assert EZHOU.scored(replace(SITE, portal=False))
    assert EZHOU.gets_bonus(replace(SITE, portal=False))


@pytest.mark.parametrize(
    ("clause", "each", "cap"),
    [
        ("D4.1", "5", "5"), ("D4.2", "5", "5"), ("D5.2", "5", "5"), ("D8.1", "2", "5"), ("D8.2", "1", "5"),
        ("D18", "1", "3"), ("D19.1", "1", "5"), ("D19.2", "0.1", "5"), ("D20", "0.5", "2"), ("D25", "2", "2"),
        ("D15.2", "3", "5"), ("D13.2", "2", "5"), ("D21.1", "3", "3"), ("B6", "3", "3"), ("B10", "5", "5"),
    ],
)  # fmt: skip
def test_points(clause: str, each: str, cap: str) -> None:
    assert NATIONAL.clauses[clause].each == Decimal(each)
    assert NATIONAL.indicator_of(clause).points == Decimal(cap)


def test_every_number_has_a_source_and_only_pages_confirm() -> None:
    def walk(value: object) -> list[Number | Words]:
        if isinstance(value, Number | Words):
            return [value]
        if isinstance(value, msgspec.Struct):
            return [one for name in value.__struct_fields__ for one in walk(getattr(value, name))]
        if isinstance(value, dict):
            return [one for inner in value.values() for one in walk(inner)]
        return [one for inner in value for one in walk(inner)] if isinstance(value, tuple) else []

    numbers = walk(EZHOU)
    rows = [*numbers, *EZHOU.clause, *EZHOU.indicator, *EZHOU.column_type]
    assert len(numbers) > 40
    assert all(row.source for row in rows)
    weak = re.compile(r"^(memory|placeholder|rule memory|this project)")
    assert not [row for row in rows if row.confirmed and weak.match(row.source)]
    confirmed = {clause.id for clause in NATIONAL.clause if clause.confirmed and clause.id.startswith("D")}
    assert confirmed == {"D5.2", "D13.2", "D15.2"}


def test_every_check_has_its_clause_and_reminders_are_ezhous_alone() -> None:
    assert check.clauses <= set(EZHOU.clauses)
    assert check.clauses - set(NATIONAL.clauses) == {"A1", "A2"}
    assert all(EZHOU.clauses[clause].way is not Way.MANUAL for clause in check.clauses)
    assert [clause.each for clause in EZHOU.applicable(ACCOUNT, Part.REMINDER)] == [0, 0]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("interpretation", "政策解读 图解政策"),
        ("notice", "通知公告 公示"),
        ("special", "新闻发布会 专题新闻 在线访谈"),
        ("news", "工作动态 领导活动 时政要闻 资讯中心 政务服务动态"),
        ("static", "领导信息 机构职能 网站地图 联系我们 表格下载"),
        ("messages", "局长信箱 政策咨询 信件回复"),
        ("service", "办事服务 办件统计 政务服务"),
        ("policy", "政策法规 政策文件 规范性文件"),
        ("other", "人事信息 财政预决算 政务公开 领导讲话 建议提案 检验检测机构名单 监督检查 统计数据"),
    ],
)
def test_column_types_by_name(kind: str, names: str) -> None:
    assert {name: NATIONAL.type_of([name]).id for name in names.split()} == dict.fromkeys(names.split(), kind)


def test_column_types_by_meta_and_ancestor() -> None:
    assert NATIONAL.type_of(["本市"], "null，动态要闻").id == "news"
    assert NATIONAL.type_of(["通知公告"], "动态要闻").id == "notice"
    assert NATIONAL.type_of(["张三", "领导信息", "政务公开"]).id == "static"
    assert NATIONAL.type_of(["本市", "新闻中心"]).id == "other"
    assert NATIONAL.type_of([""]).id == "other"


def test_bodies_without_services_have_none_judged() -> None:
    without = replace(SITE, has_service=False)
    areas = {EZHOU.indicator_of(one.id).area for one in EZHOU.applicable(without, Part.DEDUCTION)}
    assert areas == {"发布解读", "互动交流", "功能设计"}
    assert "V6.1" not in {one.id for one in EZHOU.applicable(without, Part.VETO)}
    assert EZHOU.full_points(without) == 75
    assert "B4" in {one.id for one in EZHOU.applicable(without, Part.BONUS)}


def test_the_digest_names_the_rules(tmp_path: Path) -> None:
    assert load("ezhou-2024").digest == EZHOU.digest
    assert EZHOU.digest != NATIONAL.digest
    own = tmp_path / "own.toml"
    own.write_text('extends = "ezhou-2024"\nname = "own"\n[general.pass_mark]\nvalue = 80\n', "utf-8")
    other = load(own)
    assert other.general.pass_mark.value == 80
    assert other.general.pass_mark.source == NATIONAL.general.pass_mark.source
    assert other.digest not in (EZHOU.digest, NATIONAL.digest)
    assert list(other.clauses) == list(EZHOU.clauses)


def test_rows_of_the_same_id_merge_and_new_column_types_go_first(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'extends = "national-2019"\n[[clause]]\nid = "D8.1"\neach = 1\n'
        '[[column_type]]\nid = "party"\nname = "党建"\nwords = "党建新闻"\nmonths = 3\n'
        'source = "local"\nconfirmed = true\n',
        "utf-8",
    )
    standard = load(own)
    assert standard.clauses["D8.1"].each == 1
    assert standard.clauses["D8.1"].rule == NATIONAL.clauses["D8.1"].rule
    assert standard.type_of(["党建新闻"]).id == "party"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('extends = "national-2019"\n[[clause]]\nid = "D8.1"\neach = 0.25\n', "finer than 0.1"),
        ('extends = "national-2019"\n[[clause]]\nid = "D8.1"\nindicator = "D99"\n', "no indicator D99"),
        ('extends = "national-2019"\n[[indicator]]\nid = "D8"\npoints = 9\n', "add up to 104"),
        ('extends = "national-2019"\ncolour = "red"\n', "unknown field `colour`"),
        ('extends = "national-2019"\n[[column_type]]\nid = "news"\nwords = "("\n', "column type news"),
        ("name = \n", "own.toml"),
        ('extends = "nowhere"\n', "neither a file nor one of: ezhou-2024, hubei, national-2019"),
    ],
)
def test_a_standard_that_cannot_be_used_says_why(tmp_path: Path, text: str, reason: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, "utf-8")
    with pytest.raises(StandardError, match=re.escape(reason)):
        load(own)


def test_a_standard_that_extends_itself_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(f'extends = "{own}"\n', "utf-8")
    with pytest.raises(StandardError, match="or itself"):
        load(own)


def test_names() -> None:
    assert standards.names() == ("ezhou-2024", "hubei", "national-2019")
