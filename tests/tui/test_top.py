"""What the dashboard shows, without the dashboard: ``top``, and findings for a spreadsheet."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from infra.redis.keys import Keys
from tests.tui.test_explain import ID as EXPLAINED
from tests.tui.test_explain import opened as explained
from tests.tui.test_review import in_redis
from tests.tui.test_source import ID, opened
from tui.cli import call
from tui.text import width
from tui.views import NAMES


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redis_url: str) -> Path:
    """A folder, the tests' own Redis, and an inspection in it of two sites and an account."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XUNCHA_REDIS_URL", redis_url)
    in_redis(redis_url, opened)
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert call(["top", *arguments]) == 0, capsys.readouterr().err
    return capsys.readouterr().out


@pytest.mark.parametrize("view", NAMES)
def test_every_view_is_told_as_a_table_and_as_json(
    view: str, room: Path, redis_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys, "--once", "--view", view).endswith("\n")
    document = orjson.loads(told(capsys, "--json", "--view", view))
    assert (document["inspection"], document["view"], document["sites"]) == (ID, view, 2)
    assert isinstance(document["rows"], list)


def test_a_table_is_aligned_filtered_and_sorted(room: Path, redis_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    async def score(redis: object) -> None:
        card = {"verdict": "pending", "score": 97.5, "range": [60, 110.5], "coverage": 0.25, "vetoes": ["V3"]}
        await redis.hset(Keys(ID).scores, "4207000001", orjson.dumps(card))  # type: ignore[attr-defined]

    in_redis(redis_url, score)
    lines = told(capsys, "--once", "--view", "sites").splitlines()
    assert [line.split()[0] for line in lines] == ["标识码", "4207000001", "4207000002"]
    ends = {
        width(line[: line.index(part)]) for line, part in ((lines[0], "名称"), (lines[1], "[/x]"), (lines[2], "乙"))
    }
    assert len(ends) == 1
    assert "\x1b" not in "".join(lines)
    backwards = told(capsys, "--once", "--view", "sites", "--sort", "-code").splitlines()
    assert [line.split()[0] for line in backwards[1:]] == ["4207000002", "4207000001"]
    assert "乙" not in told(capsys, "--once", "--view", "sites", "--filter", "veto:v3")
    kept = orjson.loads(told(capsys, "--json", "--view", "sites", "--filter", "!veto:v3", "--sort", "score"))["rows"]
    assert [row["name"] for row in kept] == ["乙"]
    assert kept[0]["counts"]["known"] == 1
    assert orjson.loads(told(capsys, "--json", "--view", "accounts", "--filter", "b"))["rows"][0]["name"] == "丙"


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--view", "nothing"], "--view: no view 'nothing': one of overview, sites"),
        (["--view", "sites", "--sort", "frob"], "--sort: sites has no order 'frob': one of code, score"),
        (["--sort", "code"], "--sort: overview has no order 'code': one of none"),
    ],
)
def test_a_view_or_an_order_that_is_not_there_is_a_wrong_call(
    arguments: list[str], part: str, room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["top", "--once", *arguments]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert part in said.err


def test_in_a_pipe_it_goes_on_until_the_reader_leaves(room: Path) -> None:
    command = [sys.executable, "-m", "tui.cli", "top", "--view", "sites", "--refresh", "0.5"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as top:
        assert top.stdout is not None
        seen = [top.stdout.readline().split()[:1] for _ in range(8)]
        top.stdout.close()
        assert top.wait(20) == 0
        assert top.stderr is not None
        assert top.stderr.read() == ""
    assert seen == [["标识码"], ["4207000001"], ["4207000002"], []] * 2


@pytest.mark.parametrize(
    ("setting", "part"),
    [
        ('[keys]\nfrob = "f"\n', "[keys] in xuncha.toml (or XUNCHA_KEYS): no action 'frob'"),
        ('[keys]\nfilter = "q"\n', "q would be both filter and quit"),
        ('theme = "pink"\n', "no theme 'pink'"),
    ],
)
def test_a_wish_that_cannot_be_met_is_told_before_anything_begins(
    setting: str, part: str, room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (room / "xuncha.toml").write_text(setting, encoding="utf-8")
    registry = room / "sites.csv"
    registry.write_text("标识码,名称,类型,网址,单位\n4207000001,甲,网站,http://a.gov.cn/,甲\n", encoding="utf-8")
    for command in (["tui"], ["run", "sites.csv", "--as-of", "2024-02-29", "--out", "o"]):
        assert call(command) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert part in said
    assert not (room / "o").exists()


def test_findings_come_as_a_table_a_spreadsheet_and_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redis_url: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XUNCHA_REDIS_URL", redis_url)
    in_redis(redis_url, lambda redis: explained(redis, tmp_path))
    written = {}
    for shape in (("--format", "table"), ("--format", "csv"), ("--format", "json"), ("--json",)):
        assert call(["findings", "-i", EXPLAINED, *shape]) == 0
        written[shape[-1]] = capfdbinary.readouterr().out
    assert written["--json"] == written["json"]
    records = [orjson.loads(line) for line in written["json"].splitlines()]
    assert written["csv"].startswith(b"\xef\xbb\xbfname,id,target,clause,indicator,state,points,")
    rows = list(csv.DictReader(io.StringIO(written["csv"].decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == [record["id"] for record in records]
    assert {row["clause"] for row in rows} >= {"D8.1"}
    assert written["table"].decode().count("\n") == len(records) + 1
