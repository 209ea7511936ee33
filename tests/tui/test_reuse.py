"""``--reuse`` from outside: what can be re-used, and that a run that does judges as one that does not."""

import asyncio
from pathlib import Path
from typing import Any

import orjson
import pytest

from infra.evidence import folder_of
from tests.spiders.revisited_site import RevisitedSite, serve
from tests.tui.test_run import REGISTRY, running
from tui.cli import call

DAY = ("--as-of", "2024-02-29")


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redis_url: str) -> Path:
    """A folder with a registry, and the tests' own Redis."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XUNCHA_REDIS_URL", redis_url)
    (tmp_path / "sites.csv").write_text(REGISTRY, encoding="utf-8")
    (tmp_path / "posts.csv").write_text("发布时间,标题\n2024-02-28 09:30,一条\n", encoding="utf-8")
    return tmp_path


def made(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """Make an inspection; give what is printed of it."""
    capsys.readouterr()
    assert call(["inspection", "new", "sites.csv", *DAY, *arguments, "--json"]) == 0
    printed: dict[str, Any] = orjson.loads(capsys.readouterr().out)
    return printed


@pytest.mark.usefixtures("room")
def test_an_inspection_that_is_over_can_be_re_used(capsys: pytest.CaptureFixture[str]) -> None:
    first = made(capsys)["id"]
    for state in ("new", "running"):
        capsys.readouterr()
        assert call(["inspection", "new", "sites.csv", *DAY, "--reuse", first]) == 1
        said = capsys.readouterr().err
        assert said.endswith(f"--reuse: inspection {first} is {state}; what it keeps can be re-used when it is over\n")
        assert call(["inspection", "start", "-i", first]) == (0 if state == "new" else 1)
    assert call(["inspection", "stop", "-i", first, "--yes"]) == 0
    second = made(capsys, "--reuse", first)
    assert second["reuses"] == first
    assert call(["inspection", "show", "-i", second["id"]]) == 0
    assert f"re-using {first}" in capsys.readouterr().out


def test_one_that_redis_has_forgotten_can_be_re_used_where_its_evidence_is(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["inspection", "new", "sites.csv", *DAY, "--reuse", "2023q4"]) == 1
    said = capsys.readouterr().err
    assert said.endswith("--reuse: there is no inspection 2023q4, and .xuncha has no evidence of it\n")
    folder_of(room / ".xuncha", "2023q4").mkdir(parents=True)
    assert made(capsys, "--reuse", "2023q4")["reuses"] == "2023q4"


@pytest.mark.usefixtures("room")
def test_what_is_no_id_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["inspection", "new", "sites.csv", *DAY, "--reuse", "../other"]) == 2
    assert "--reuse: inspection id '../other'" in capsys.readouterr().err


async def test_a_run_that_re_uses_judges_as_one_that_fetches_everything(room: Path, redis_url: str) -> None:
    async with serve(articles=8) as site:
        first = await run(room, redis_url, site)
        sent = site.sent
        site.forget()
        second = await run(room, redis_url, site, "--reuse", str(first["inspection"]))
    assert second["targets"] == first["targets"]
    assert first["targets"]
    assert 2 <= sum(site.unchanged.values()) <= 3
    assert site.sent < sent


async def run(room: Path, redis_url: str, site: RevisitedSite, *more: str) -> dict[str, Any]:
    """Run an inspection to its reports; give its scores."""
    arguments = ("run", "sites.csv", *DAY, "--out", "o", "--rate", "500", *more)
    async with running(room, redis_url, site, *arguments) as process:
        _, said = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, said.decode()
    scores: dict[str, Any] = orjson.loads((room / "o" / "scores.json").read_bytes())
    return scores
