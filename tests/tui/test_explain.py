"""``explain``, and what keeps ``report`` and ``scores --rebuild`` honest, as an operator calls them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from docx import Document
from redis.asyncio import Redis

from infra.evidence import EvidenceStore
from infra.frontier import Frontier, Limits
from infra.inspections import Inspections
from infra.leases import Result, Settlement
from infra.records import Outcome, Task
from infra.settings import Settings
from scoring.ledger import Ledger
from scoring.review import Decision, Reviews
from tests.scoring.building import ACCOUNT, HOME, SITE, blank, link, sound_site
from tests.scoring.deciding import A, cleared, word
from tui.cli import call
from tui.text import width

ID = "2024-02-29-a1b2"
OTHERS = [
    replace(SITE, code="4207000002", name="鄂州市教育局", unit="鄂州市教育局", url="http://jyj.cn/", portal=False),
    replace(ACCOUNT, code="wx-2", name="教育鄂州", unit="鄂州市教育局"),
    replace(ACCOUNT, code="wx-3", name="鄂州教师", unit="鄂州市教育局"),
]
TARGETS = [SITE, ACCOUNT, *OTHERS]
Shell = Callable[..., Awaitable[tuple[int, Any, str]]]


@pytest.fixture
async def shell(
    redis: Redis, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    """Run a command over an inspection of which one site is crawled; give its exit code, its output, what it said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XUNCHA_REDIS_URL", redis_url)
    await opened(redis, tmp_path)

    async def run(*arguments: str) -> tuple[int, Any, str]:
        code = await asyncio.to_thread(call, arguments)
        said = capsys.readouterr()
        return code, orjson.loads(said.out) if "--json" in arguments and said.out else said.out, said.err

    return run


async def opened(redis: Redis, folder: Path) -> None:
    """One site crawled to the end: six blank columns, a dead link whose answer is kept, one word on a veto."""
    inspections = Inspections(redis)
    await inspections.create(id=ID, as_of="2024-02-29T23:59:59+08:00", standard="ezhou-2024", targets=TARGETS)
    store = EvidenceStore(folder / ".xuncha", ID, "w1")
    digest, place = store.keep("http://gone.gov.cn/", 404, [("content-type", "text/html")], b"<p>gone")
    store.close()
    dead = replace(link("http://gone.gov.cn/", Outcome.DEAD, found_on=HOME), digest=digest, evidence=place)
    world = [*sound_site(), *(blank(f"{n}号业务") for n in range(6)), dead]
    await Ledger(redis, ID).fold(world)
    await Reviews(redis, ID).add([*cleared("D11", "V4.3"), word("V4.3", Decision.CONFIRM, text="看过")])
    frontier = Frontier(redis, ID, Limits.from_settings(Settings(rate=1000, open_leases=64)))
    await frontier.offer([Task(target=SITE.code, kind=one.kind, url=one.url) for one in world])
    await inspections.start(ID)
    while leases := await frontier.claim("w", 100):
        await frontier.settle("w", [Settlement(lease=lease.id, result=Result.DONE, status=200) for lease in leases])


async def test_a_target_is_explained_within_eighty_cells(shell: Shell) -> None:
    code, out, err = await shell("explain", SITE.code)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    wide = [line for line in lines if width(line) > 80 and "http" not in line and "zcat" not in line]
    assert not wide
    assert lines[0] == "鄂州市人民政府门户网站 (4207000001), site of 鄂州市人民政府"
    assert any(
        line.split() == ["D8.1", "其他栏目:", "6", "findings,", "12", "points,", "cap", "5", "-5", "95"]
        for line in lines
    )
    assert "1 of 2 different" in out
    assert "程思源: 看过" in out
    assert "D11        内容准确 0%: nobody has reviewed it" in out
    assert "\x1b" not in out


async def test_kept_bytes_open_as_it_says(shell: Shell) -> None:
    _, out, _ = await shell("explain", SITE.code, "d19.1")
    (line,) = (line for line in out.splitlines() if "zcat" in line)
    command = line.split(maxsplit=1)[1].removesuffix(" | less")
    process = await asyncio.create_subprocess_shell(command, stdout=asyncio.subprocess.PIPE)
    kept, _ = await process.communicate()
    assert b"<p>gone" in kept
    assert "内容准确" not in out


async def test_programs_get_all_of_it(shell: Shell) -> None:
    code, found, _ = await shell("explain", SITE.name, "--json")
    assert code == 0
    assert found["standard"]["digest"].startswith("sha256:")
    assert found["arithmetic"][0] == {"step": "base", "left": 100}
    assert len({row["clause"] for row in found["clauses"]}) == len(found["clauses"]) > 40
    _, one, _ = await shell("explain", SITE.name, "V4.3", "--json")
    assert [row["clause"] for row in one["clauses"]] == ["V4.3"]
    assert one["clauses"][0]["findings"][0]["reviews"][0]["by"] == A
    _, other, _ = await shell("explain", SITE.name, "--json", "--standard", "national-2019")
    assert other["standard"]["name"] == "national-2019"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["鄂州市教育局"], 0, "4207000002"),
        (["门户"], 0, SITE.code),
        (["wx-2"], 0, "教育鄂州"),
        (["教师"], 0, "wx-3"),
        (["鄂州"], 2, "'鄂州' may be each of 5 targets: 鄂州市人民政府门户网站 (4207000001), 鄂州发布"),
        (["武汉"], 1, "no site and no account '武汉'"),
        (["门户", "Z9"], 2, "'Z9' is no clause of ezhou-2024"),
        (["门户", "M2.1"], 2, "M2.1 does not apply to 鄂州市人民政府门户网站"),
        (["门户", "-i", "none"], 1, "no inspection 'none'"),
    ],
)
async def test_a_unit_may_be_called_by_what_tells_it_from_all_others(
    shell: Shell, words: list[str], code: int, told: str
) -> None:
    ended, out, err = await shell("explain", *words)
    assert ended == code, err
    assert told in (err if code else out.splitlines()[0])
    assert err.count("\n") == (1 if code else 0)


async def test_a_report_below_a_set_coverage_is_refused_with_what_is_missing(shell: Shell, tmp_path: Path) -> None:
    code, out, err = await shell("report", "--out", "o", "--min-coverage", "0.9")
    assert (code, out) == (1, "")
    lines = err.splitlines()
    assert lines[0].startswith("xuncha: not published: of 5 targets less than 90% is checked")
    assert "4207000001 鄂州市人民政府门户网站  V4.3  suspected and undecided: 1" in lines
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize("more", [[], ["--min-coverage", "0.9", "--anyway"]])
async def test_a_draft_is_marked_and_told(shell: Shell, tmp_path: Path, more: list[str]) -> None:
    code, _, err = await shell("report", "--out", "o", *more)
    assert code == 0
    assert "the notice is a draft (草稿)" in err
    texts = [paragraph.text for paragraph in Document(str(tmp_path / "o" / "通报.docx")).paragraphs]
    assert any(text.endswith("通报（草稿）") for text in texts)


async def test_whoever_asks_for_nothing_gets_no_draft(shell: Shell, tmp_path: Path) -> None:
    assert (await shell("report", "--out", "o", "--min-coverage", "0"))[::2] == (0, "")
    texts = [paragraph.text for paragraph in Document(str(tmp_path / "o" / "通报.docx")).paragraphs]
    assert not any("草稿" in text for text in texts)
    assert (await shell("report", "--out", "o", "--min-coverage", "2"))[0] == 2


async def test_a_file_of_scores_proves_itself(shell: Shell, tmp_path: Path) -> None:
    await shell("report", "--out", "o")
    file = tmp_path / "o" / "scores.json"
    code, out, _ = await shell("scores", "--rebuild", str(file))
    assert (code, out) == (0, f"{file}: 5 targets, and every score follows from its lines\n")
    document = orjson.loads(file.read_bytes())
    document["targets"][0]["score"] += 1
    file.write_bytes(orjson.dumps(document))
    code, out, err = await shell("scores", "--rebuild", str(file))
    assert code == 1
    assert SITE.code in out
    assert "1 of 5 targets" in err
    code, found, _ = await shell("scores", "--rebuild", str(file), "--json")
    assert (code, found["wrong"][0]["code"]) == (1, SITE.code)
