"""Standards on the command line: read, checked, tried out, and an office judged by one."""

import asyncio
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from redis.asyncio import Redis

from infra.inspections import Inspections
from infra.redis.connection import connect
from scoring.ledger import Ledger
from scoring.review import Decision, Review, Reviews
from scoring.standard import names
from tests.scoring.building import ACCOUNT, SITE, blank, feed, sound_site
from tui.cli import call

AS_OF = "2024-02-29T23:59:59+08:00"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redis_url: str) -> Path:
    """A folder, and the tests' own Redis with an inspection in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XUNCHA_REDIS_URL", redis_url)
    asyncio.run(inspected(redis_url))
    return tmp_path


async def inspected(url: str) -> None:
    redis: Redis = connect(url)
    accounts = [replace(ACCOUNT, filed=False), replace(ACCOUNT, code="wx-2", name="[red]二号", filed=True)]
    await Inspections(redis).create(id="q1", as_of=AS_OF, standard="ezhou-2024", targets=[SITE, *accounts])
    blanks = [blank(f"{number}号栏目") for number in range(4)]
    await Ledger(redis, "q1").fold([*sound_site(), *blanks, feed("2024-02-28T00:00:00+08:00")])
    said = [Review(target=SITE.code, clause="D1.1", decision=Decision.DEDUCT, by="程思源")]
    await Reviews(redis, "q1").add(said)
    await redis.aclose()


def out(arguments: list[str], capsys: pytest.CaptureFixture[str], *, code: int = 0) -> str:
    assert call(arguments) == code
    return capsys.readouterr().out


def test_standards_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    listed = orjson.loads(out(["standard", "list", "--json"], capsys))
    assert [row["name"] for row in listed] == list(names())
    for name in names():
        shown = out(["standard", "show", name], capsys)
        assert "D8.1" in shown
        assert "S4.2" in shown
        assert "pass mark" in shown


def test_one_clause_is_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    page = out(["standard", "show", "hubei", "d4.2"], capsys)
    told = dict(line.split(maxsplit=1) for line in page.splitlines())
    assert told["clause"] == "D4.2 动态、要闻类栏目2周内未更新，每个"
    assert told["indicator"] == "D4 动态要闻 (发布解读), deduction of a site"
    assert told["points"] == "5 each"
    assert told["cap"].startswith("5 (unconfirmed: ")
    assert told["period"] == "动态要闻: 14 days (confirmed: page: 2022Q4 table)"
    assert told["check"] == "scoring.checks.publishing.news_late"
    assert "none" in out(["standard", "show", "hubei", "S3"], capsys).splitlines()[-1]
    assert "at most" in out(["standard", "show", "hubei", "S8"], capsys)
    assert "低于60分" in out(["standard", "show", "hubei", "G5"], capsys)


def test_one_clause_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    told = orjson.loads(out(["standard", "show", "national-2019", "V2", "--json"], capsys))
    assert told["limits"]["share"] == {"value": 0.05, "source": "page: 2022Q4 table", "confirmed": True}
    assert (told["part"], told["applies"], told["way"]) == ("veto", "site", "probe")
    told = orjson.loads(out(["standard", "show", "national-2019", "D5.2", "--json"], capsys))
    assert [(one["type"], one["months"]) for one in told["periods"]] == [("policy", 6)]
    assert orjson.loads(out(["standard", "show", "national-2019", "g8", "--json"], capsys))["id"] == "G8"


def test_a_clause_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["standard", "show", "hubei", "Z1"]) == 1
    said = capsys.readouterr().err
    assert said == "xuncha: hubei has no clause 'Z1'; `xuncha standard show hubei` lists them\n"


@pytest.mark.parametrize("name", names())
def test_a_packaged_standard_passes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert out(["standard", "check", name], capsys).startswith(f"{name}: ")
    assert orjson.loads(out(["standard", "check", name, "--json"], capsys))["faults"] == []


def test_all_that_is_wrong_with_a_standard_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'extends = "hubei"\n\n[[clause]]\nid = "D8.1"\neach = 0.25\n\n[[clause]]\nid = "D8.2"\nway = "x"\n', "utf-8"
    )
    assert call(["standard", "check", str(own)]) == 1
    said = capsys.readouterr().err
    assert "2 faults" in said
    assert "own.toml line 5: clause D8.1, each: 0.25 points are finer than 0.1" in said
    assert "own.toml line 9: clause D8.2, way: " in said
    told = orjson.loads(out(["standard", "check", str(own), "--json"], capsys, code=1))
    assert [(row["line"], row["where"]) for row in told["faults"]] == [
        (5, "clause D8.1, each"),
        (9, "clause D8.2, way"),
    ]
    told = orjson.loads(out(["standard", "check", "nowhere", "--json"], capsys, code=1))
    assert "neither a file nor" in told["faults"][0]["reason"]


def test_a_clause_that_nobody_would_judge_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own.toml"
    row = 'id = "D8.9"\nindicator = "D8"\nrule = "新细则"\nsource = "own"\nconfirmed = true\n'
    own.write_text(f'extends = "hubei"\n[[clause]]\n{row}way = "auto"\n', "utf-8")
    assert call(["standard", "check", str(own)]) == 1
    assert "own.toml line 8: clause D8.9, way: it is auto" in capsys.readouterr().err
    own.write_text(f'extends = "hubei"\n[[clause]]\n{row}way = "manual"\n', "utf-8")
    assert call(["standard", "check", str(own)]) == 0


def test_what_would_come_of_it(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tried = ["standard", "whatif", "--set", "D8.1.each=4", "--set", "D8.points=20", "--set", "D7.points=0"]
    trade = ["--set", "D6.points=0", "--set", "D5.points=0"]
    said = out([*tried, *trade], capsys)
    assert said.splitlines()[0] == (
        "q1: ezhou-2024 → ezhou-2024 with D8.1.each=4 D8.points=20 D7.points=0 D6.points=0 D5.points=0"
    )
    (line,) = [line for line in said.splitlines() if SITE.code in line]
    assert "90.0→79.0" in line
    assert "80 90" in line
    assert "D8.1 -5→-16" in line
    assert said.splitlines()[-1] == "1 scores move, 1 targets come out otherwise"
    told = orjson.loads(out([*tried, *trade, "--json"], capsys))
    assert told["settings"][0] == "D8.1.each=4"
    assert told["changes"][0]["score"] == {"before": 90, "after": 79}
    assert told["totals"]["account"]["before"]["targets"] == 2


def test_another_standard_is_tried(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = orjson.loads(out(["standard", "whatif", "--standard", "hubei", "-i", "q1", "--json"], capsys))
    assert told["standard"]["after"]["name"] == "hubei"
    own = room / "own.toml"
    own.write_text('extends = "ezhou-2024"\nname = "own"\n[general]\npass_mark.value = 95\n', "utf-8")
    assert "0 scores move" in out(["standard", "whatif", "--standard", "own.toml"], capsys)


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        ([], 2, "give --standard, --set, or both"),
        (["--set", "D8.1.points=2"], 1, "what can be set is D8.1.each"),
        (["--set", "D8.each=4"], 1, "what can be set is"),
        (["--standard", "nowhere"], 1, "neither a file nor"),
        (["--standard", "hubei", "-i", "q9"], 1, "no inspection 'q9'"),
    ],
)
def test_a_wrong_trial_is_one_line(
    room: Path, arguments: list[str], code: int, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["standard", "whatif", *arguments]) == code
    said = capsys.readouterr().err
    assert part in said
    assert said.count("\n") == 1


def test_the_office_is_judged(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = out(["scores", "--supervision"], capsys)
    assert "pending" in said
    (line,) = [line for line in said.splitlines() if line.startswith("S7 ")]
    assert "-1" in line
    assert "accounts_not_filed 1" in line
    told = orjson.loads(out(["scores", "--supervision", "--json"], capsys))
    assert (told["code"], told["score"], [line["clause"] for line in told["deductions"]]) == ("area", 99, ["S7"])
    told = orjson.loads(out(["scores", "--supervision", "--standard", "hubei", "--json"], capsys))
    assert told["standard"] == "hubei"


def test_what_people_know_of_the_office_is_entered(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["review", "add", "area", "S4.1", "--text", "一条留言未办结", "--by", "程思源"]) == 0
    assert call(["review", "bonus", "area", "S8", "--text", "已全部迁入", "--by", "程思源"]) == 0
    capsys.readouterr()
    told = orjson.loads(out(["scores", "--supervision", "--json"], capsys))
    assert {line["clause"]: line["points"] for line in told["deductions"]} == {"S4.1": 3, "S7": 1}
    assert (told["score"], [line["clause"] for line in told["bonus"]]) == (101, ["S8"])
    for name in ("程思源", "万静怡"):
        assert call(["review", "confirm", "area", "S3", "--text", "瞒报", "--by", name]) == 0
    capsys.readouterr()
    told = orjson.loads(out(["scores", "--supervision", "--json"], capsys))
    assert (told["verdict"], told["vetoes"], told["score"]) == ("unqualified", ["S3"], None)


def test_one_crawl_is_judged_by_several_standards(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = orjson.loads(out(["scores", "--json"], capsys))
    other = orjson.loads(out(["scores", "--standard", "national-2019", "--json"], capsys))
    assert [one["standard"] for one in (own, other)] == ["ezhou-2024", "national-2019"]
    assert own["targets"][0]["score"] == other["targets"][0]["score"] == 90
    assert '"A1"' in out(["findings", "--json"], capsys)
    assert '"A1"' not in out(["findings", "--standard", "national-2019", "--json"], capsys)
    assert call(["report", "--standard", "national-2019", "--out", "o", "--json"]) == 0
    assert orjson.loads((room / "o" / "scores.json").read_bytes())["standard"] == "national-2019"
    assert call(["scores", "--standard", "nowhere"]) == 1
    assert "neither a file nor" in capsys.readouterr().err
