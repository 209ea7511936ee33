"""``xuncha review`` from outside: from what waits to a decided appeal, the log and its proof, what holds on."""

import asyncio
import getpass
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from redis.asyncio import Redis

from infra.evidence import EvidenceStore
from infra.inspections import Inspections
from infra.redis.connection import connect
from infra.redis.keys import Keys
from tests.scoring.building import SITE
from tests.scoring.review.grounds import PLACE, opened
from tui.cli import call

Say = Callable[..., Any]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redis_url: str) -> Path:
    """A folder, the tests' own Redis, and an inspection in it whose home page and a column are late."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XUNCHA_REDIS_URL", redis_url)
    monkeypatch.setattr(getpass, "getuser", lambda: "cheng")
    in_redis(redis_url, opened)
    return tmp_path


def in_redis(url: str, work: Callable[[Redis], Awaitable[Any]]) -> Any:
    async def connected() -> Any:
        redis = connect(url)
        try:
            return await work(redis)
        finally:
            await redis.aclose()

    return asyncio.run(connected())


@pytest.fixture
def say(room: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command of ``review`` and give its JSON."""

    def run(*arguments: str) -> Any:
        capsys.readouterr()
        assert call(["review", *arguments, "--json"]) == 0, capsys.readouterr().err
        return orjson.loads(capsys.readouterr().out)

    return run


def waiting(say: Say) -> dict[str, str]:
    """Clause → id of what waits."""
    return {one["clause"]: one["id"] for one in say("list")}


def fails(capsys: pytest.CaptureFixture[str], code: int, *arguments: str) -> str:
    capsys.readouterr()
    assert call(["review", *arguments]) == code
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


def test_a_veto_from_suspicion_over_an_appeal_to_its_end(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    veto = waiting(say)["V3"]
    assert say("confirm", veto[:8])["finding"]["state"] == "suspected"
    assert call(["review", "list", SITE.name]) == 0
    table = capsys.readouterr().out
    assert table.splitlines()[0].split() == ["id", "waits", "clause", "points", "name", "address", "said"]
    assert f"{veto[:8]}  suspected  V3" in table
    assert "cheng" in table
    twice = say("confirm", veto[:8], "--by", "万静怡")
    assert (twice["finding"]["state"], twice["target"]["vetoes"]) == ("confirmed", ["V3"])
    assert not say("confirm", veto[:8], "--by", "万静怡")["entered"]
    assert "appeal wants a reason" in fails(capsys, 1, "appeal", veto[:8])
    appealed = say("appeal", veto[:8], "--text", "首页有更新")
    assert appealed["finding"]["detail"]["appeal"] == {
        "by": SITE.unit,
        "text": "首页有更新",
        "at": appealed["finding"]["detail"]["appeal"]["at"],
    }
    assert appealed["target"]["verdict"] == "pending"
    assert "--upheld or --rejected" in fails(capsys, 2, "decide", veto[:8], "--text", "x")
    say("decide", veto[:8], "--upheld", "--text", "属实")
    done = say("decide", veto[:8], "--upheld", "--text", "属实", "--by", "万静怡")
    assert done["finding"]["state"] == "dismissed"
    shown = say("show", veto[:8])
    assert [one["decision"] for one in shown["said"]] == ["confirm", "confirm", "appeal", "uphold", "uphold"]
    assert {one["entered_by"] for one in shown["said"]} == {"cheng"}
    assert call(["review", "show", veto[:8]]) == 0
    assert "首页不更新" in capsys.readouterr().out


def test_what_people_enter_with_a_file_that_shows_it(say: Say, room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (room / "截图.png").write_bytes(b"png")
    found = say(
        *("add", SITE.code, "D11", "--points", "1", "--text", "指南有误", "--url", PLACE, "--evidence", "截图.png")
    )
    (one,) = [line for line in found["target"]["deductions"] if line["clause"] == "D11"]
    finding = say("show", one["findings"][0])
    assert EvidenceStore(room / ".xuncha", "q1", "r").read(finding["evidence"]["location"]) == b"png"
    assert say("bonus", SITE.code, "B5", "--points", "4", "--text", "征集8次")["target"]["bonus"][0]["points"] == 4
    assert say("clear", "*", "D12")["target"] is None
    for told, *arguments in (
        ("neither a file nor", "add", SITE.code, "D12", "--evidence", "none.png"),
        ("B5", "add", SITE.code, "B5"),
        ("not between", "add", SITE.code, "D12", "--points", "99"),
        ("no site is called", "add", "nobody", "D12"),
        ("is no clause", "clear", "*", "D99"),
        ("neither an id", "confirm", "鄂州"),
        ("dismiss wants a reason", "dismiss", SITE.code, "D8.1"),
    ):
        assert told in fails(capsys, 1, *arguments)
    assert "--by" in fails(capsys, 2, "appeal", SITE.code, "V3", "--text", "x")
    assert [one["decision"] for one in log(capsys)] == ["deduct", "bonus", "clear"]


def log(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert call(["review", "log", "--json"]) == 0
    return [orjson.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_log_proves_itself_here_and_elsewhere(
    say: Say, room: Path, redis_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for clause in ("D11", "D12", "D16.2"):
        say("add", SITE.code, clause, "--text", "有误")
    assert call(["review", "log"]) == 0
    assert "deduct" in capsys.readouterr().out
    rows = log(capsys)
    copy = room / "log.jsonl"
    copy.write_text("".join(orjson.dumps(row).decode() + "\r\n" for row in rows), "utf-8", newline="")
    assert say("log", "--verify", "--file", "log.jsonl")["soundness"] == "ok"
    head = rows[-1]["hash"]
    assert say("log", "--verify", "--head", head[:10], "--file", "log.jsonl")["head_at"] == 3
    assert call(["review", "log", "--verify"]) == 0
    assert capsys.readouterr().out == f"ok: 3 rows, the last hash is {head}\n"
    copy.write_bytes(b"".join(copy.read_bytes().splitlines(keepends=True)[:2]))
    assert say("log", "--verify", "--file", "log.jsonl")["rows"] == 2
    assert f"no row has the hash {head}" in fails(
        capsys, 1, *("log", "--verify", "--file", "log.jsonl", "--head", head)
    )
    copy.write_bytes(copy.read_bytes().replace(b"D12", b"D13"))
    assert "row 2: it was changed" in fails(capsys, 1, "log", "--verify", "--file", "log.jsonl")
    in_redis(redis_url, lambda redis: redis.rpop(Keys("q1").reviews))
    assert "row 3: the log ended at row 3" in fails(capsys, 1, "log", "--verify")
    assert "--head goes with --verify" in fails(capsys, 2, "log", "--head", head)


def test_a_file_of_decisions_and_how_right_the_checks_are(
    say: Say, room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (room / "审核.csv").write_text(
        f"标识码,细则,决定,网址,问题,审核人\n{SITE.code},D8.1,不成立,{PLACE},已有,A\n", "utf-8"
    )
    assert say("import", "审核.csv") == {"inspection": "q1", "decisions": 1, "entered": 1}
    assert say("import", "审核.csv")["entered"] == 0
    say("confirm", waiting(say)["V3"])
    measured = {one["clause"]: one for one in say("precision")}
    assert (measured["D8.1"]["precision"], measured["V3"]["precision"]) == (0, 1)
    assert say("precision", "--all") == list(measured.values())
    assert call(["review", "precision"]) == 0
    assert "D8.1    其他栏目" in capsys.readouterr().out


def test_approvals_hold_on_in_the_next_inspection(say: Say, room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (room / "sites.csv").write_text(
        f"标识码,名称,类型,网址,单位\n{SITE.code},{SITE.name},网站,{SITE.url},{SITE.unit}\n", encoding="utf-8"
    )
    say("dismiss", SITE.code, "D8.1", "--url", PLACE, "--text", "栏目确无更新", "--until", "2024-12-31")
    (origin,) = log(capsys)
    new = ["inspection", "new", "sites.csv", "--as-of", "2024-05-31", "--standard", "ezhou-2024"]
    assert call([*new, "--carry", "q1"]) == 0
    said = capsys.readouterr()
    assert "1 approvals of q1 still hold" in said.err
    assert call(["review", "log", "--json", "-i", said.out.strip()]) == 0
    row = orjson.loads(capsys.readouterr().out)
    assert (row["carried"], row["until"], row["entered_by"]) == (f"q1#{origin['hash']}", "2024-12-31", "cheng")
    assert call([*new[:4], "2025-05-31", *new[5:], "--carry", "q1"]) == 0
    assert "0 approvals of q1 still hold; 1 have run out" in capsys.readouterr().err
    for code, earlier in ((1, "q9"), (2, "no/id")):
        assert call([*new, "--carry", earlier]) == code
        assert f"--carry: {'there is no inspection q9' if code == 1 else 'inspection id'}" in capsys.readouterr().err


def test_approvals_of_what_is_re_used_hold_on_by_themselves(
    say: Say, room: Path, redis_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (room / "sites.csv").write_text(
        f"标识码,名称,类型,网址,单位\n{SITE.code},{SITE.name},网站,{SITE.url},{SITE.unit}\n", encoding="utf-8"
    )
    say("dismiss", waiting(say)["V3"], "--text", "改版中", "--until", "2024-12-31")

    async def over(redis: Redis) -> None:
        await Inspections(redis).start("q1")
        await Inspections(redis).stop("q1")

    in_redis(redis_url, over)
    assert (
        call(["inspection", "new", "sites.csv", "--as-of", "2024-05-31", "--standard", "ezhou-2024", "--reuse", "q1"])
        == 0
    )
    assert "1 approvals of q1 still hold" in capsys.readouterr().err
