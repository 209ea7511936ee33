"""The generated city: its plan adds up, it is complete, the same each time, served well and silent about its faults."""

import ast
import io
import re
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from infra import registry
from infra.demo.city import CLOSED_HOST, FEED_HOST, SHY_HOST, DemoCity
from infra.demo.feeds import feed_path
from infra.demo.model import AS_OF
from infra.demo.plan import load as load_plan
from infra.demo.registry import write_inputs
from infra.demo.server import LOOPBACK, CityServer, resolve_rows, serving
from infra.demo.sites import style_of
from infra.records import Kind
from infra.settings import parse_resolve
from scoring.standard import load as load_standard
from spiders import feed

ROOT = Path(__file__).resolve().parents[2]
#: What must not stand in anything that is served: clause ids, and words that only an inspector says.
TELLTALE = re.compile(
    r"\b[VDBM]\d{1,2}\.\d\b|\b(?:stale|overdue|planted|fault|decoy|lacking)\b"
    r"|扣分|加分|单项否决|断链|死链|空白栏目|超期|逾期|不合格|未更新"
)


@pytest.fixture(scope="module")
def city() -> DemoCity:
    return DemoCity()


@pytest.fixture(scope="module")
def server(city: DemoCity) -> CityServer:
    return CityServer(city)


# ---- the plan --------------------------------------------------------------------------------------------------------


def test_each_plan_adds_up_to_the_published_score() -> None:
    plan = load_plan()
    wrong = {
        unit: (site.published, plan.score(unit))
        for unit, site in plan.site.items()
        if site.published is not None and plan.score(unit) != site.published
    }
    assert not wrong


def test_published_scores_are_those_of_the_notice() -> None:
    """The notice counts them itself: 39 scores, 6 of 100 and more, 20 from 95 to below 100; two it names."""
    published = {unit: site.published for unit, site in load_plan().site.items() if site.published is not None}
    scores = list(published.values())
    assert len(scores) == 39
    assert sum(score >= 100 for score in scores) == 6
    assert sum(95 <= score < 100 for score in scores) == 20
    assert published["鄂州市商务局"] == 68.0
    assert published["鄂州市交通运输局"] == 105.6
    unpublished = {unit for unit in load_plan().site if unit not in published}
    assert unpublished == {"鄂州市供销合作社联合社", "鄂州市人民政府"}
    assert all(load_plan().score(unit) < 95 for unit in unpublished)  # else a notice of ours would count them in


def test_no_plan_reaches_a_veto_and_every_bonus_stands_behind_the_gate() -> None:
    """Thresholds of V4: five late news and policy columns together, ten overdue, five blank; the gate is above 80."""
    for unit, site in load_plan().site.items():
        news_and_policy = sum("动态" in name or name.startswith("政策") for name in site.late)
        assert news_and_policy < 5, unit
        assert len(site.late) < 10, unit
        assert len(site.blank) < 5, unit
        bonus = sum(points for _, points, _ in site.bonus)
        assert not bonus or load_plan().score(unit) - bonus > 80, unit


def test_plan_numbers_are_those_of_the_standard() -> None:
    standard = load_standard("ezhou-2024")
    for indicator, points, cap in load_plan().numbers.values():
        clauses = [clause for clause in standard.clause if clause.indicator == indicator]
        assert float(standard.indicators[indicator].points) == cap
        assert any(float(clause.each) == points for clause in clauses), indicator


# ---- the city --------------------------------------------------------------------------------------------------------


def test_city_has_the_sites_and_accounts_of_the_notice(city: DemoCity) -> None:
    groups = Counter(unit.group for unit in city.units)
    assert len(city.units) == 41
    assert sorted(groups.values()) == [1, 5, 35]
    assert len({unit.host for unit in city.units}) == 41
    assert len(city.accounts) == len(city.account_codes) == 80
    assert {unit.style for unit in city.units} == {"trs", "hanweb"}
    assert {unit.charset for unit in city.units} == {"utf-8", "gb18030"}
    assert set(load_plan().site) <= {unit.name for unit in city.units}
    assert set(load_plan().account) <= {account.key for account in city.accounts}


def test_every_planned_column_is_there(city: DemoCity) -> None:
    for site in city.sites:
        plan = load_plan().of_site(site.unit.name)
        for name in plan.blank:
            assert not site.column(name).articles
        for name, days in {**plan.late, **plan.aged}.items():
            newest = max(article.published for article in site.column(name).articles)
            assert (AS_OF.date() - newest.date()).days == days
        assert {name for _, _, name, _ in plan.review if name != "首页"} <= {column.name for column in site.columns}


def test_accounts_post_within_two_weeks_unless_planned(city: DemoCity) -> None:
    ages = {account.key: (AS_OF.date() - account.posts[0].at.date()).days for account in city.accounts}
    silent = {key for key, plan in load_plan().account.items() if plan.silent is not None}
    assert {key for key, days in ages.items() if days > 14} == silent
    assert 13 in ages.values()


def test_registry_peculiarities_of_the_notice(city: DemoCity) -> None:
    unfiled = [account for account in city.accounts if not account.filed]
    assert len(unfiled) > 1
    assert all(account.unit.startswith("鄂城区") for account in unfiled)
    shared = Counter((account.unit, account.platform) for account in city.accounts)
    assert {key for key, number in shared.items() if number > 1} == {("鄂州市公安局", "今日头条")}


def test_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    def pages(seed: int) -> dict[str, bytes]:
        small = DemoCity.small(seed)
        server = CityServer(small)
        return {
            f"{host}{path}": server.answer(host, path).body
            for host in (unit.host for unit in small.units)
            for path in server.paths(host)
        }

    first, other = pages(7), pages(8)
    assert first == pages(7)
    assert first != other
    assert len(first) < 300


def test_a_city_of_any_size_is_made(tmp_path: Path) -> None:
    large = DemoCity(units=45, scale=12)
    assert len(large.units) == 45
    town = large.site(large.units[-1].host)
    assert town is not None
    news = town.column("工作动态")
    server = CityServer(large)
    style = style_of(town)
    further = style.column_path(news, 1)
    assert len(news.articles) > style.per_page
    assert server.answer(town.unit.host, further).status == 200
    assert news.articles[style.per_page].title in server.answer(town.unit.host, further).body.decode("utf-8")
    registry_path, _ = write_inputs(large, tmp_path)
    assert len([t for t in registry.read(registry_path).checked() if t.kind is Kind.SITE]) == 45


# ---- what is served --------------------------------------------------------------------------------------------------


def test_nothing_served_tells_of_a_fault(city: DemoCity, server: CityServer) -> None:
    told = []
    pages = 0
    for unit in city.units:
        for path in server.paths(unit.host):
            answer = server.answer(unit.host, path)
            text = answer.body.decode(unit.charset if answer.media.startswith("text/") else "latin-1")
            pages += 1
            if match := TELLTALE.search(text):
                told.append((unit.host, path, match[0]))
    feeds = [server.answer(FEED_HOST, path) for path in server.paths(FEED_HOST)]
    assert pages > 4000
    assert len(feeds) > 20
    assert not told
    assert not [answer for answer in feeds if TELLTALE.search(answer.body.decode())]


def test_neither_crawler_nor_judge_imports_the_city() -> None:
    guilty = []
    for room in ("spiders", "scoring"):
        for path in (ROOT / room).rglob("*.py"):
            names = []
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ImportFrom):
                    names += [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
                elif isinstance(node, ast.Import):
                    names += [alias.name for alias in node.names]
            guilty += [path for name in names if name.startswith("infra.demo")]
    assert not guilty


def test_attachments_open(city: DemoCity, server: CityServer) -> None:
    seen: dict[str, bytes] = {}
    for unit in city.units:
        for path in server.paths(unit.host):
            suffix = path.rpartition(".")[2]
            if suffix in {"pdf", "docx", "xlsx", "zip"}:
                seen[suffix] = server.answer(unit.host, path).body
    assert set(seen) == {"pdf", "docx", "xlsx", "zip"}
    assert seen["pdf"].startswith(b"%PDF-1.4")
    assert seen["pdf"].rstrip().endswith(b"%%EOF")
    for suffix in ("docx", "xlsx", "zip"):
        assert zipfile.ZipFile(io.BytesIO(seen[suffix])).testzip() is None


async def test_sites_are_told_apart_by_their_names(city: DemoCity) -> None:
    async with serving(city) as port, aiohttp.ClientSession(f"http://{LOOPBACK}:{port}") as client:

        async def get(host: str, path: str) -> tuple[int, str, bytes]:
            async with client.get(path, headers={"Host": host}, allow_redirects=False) as answer:
                return answer.status, answer.headers.get("Location", ""), await answer.read()

        assert "鄂州市教育局" in (await get("jyj.ezhou.gov.cn", "/"))[2].decode()
        assert "鄂州统计信息网" in (await get("tjj.ezhou.gov.cn", "/"))[2].decode("gb18030")
        assert b'charset="gb2312"' in (await get("tjj.ezhou.gov.cn", "/"))[2]
        assert (await get("jyj.ezhou.gov.cn", "/no/such/page.html"))[0] == 404
        assert (await get("jyj.ezhou.gov.cn", "/ywdt"))[:2] == (302, "/ywdt/")
        assert (await get("jxj.ezhou.gov.cn", "/"))[:2] == (302, "/index.html")
        assert (await get(SHY_HOST, "/"))[0] == 403
        assert (await get(CLOSED_HOST, "/bsdt/index.html"))[0] == 410
        assert (await get("example.org", "/"))[0] == 421


def test_every_name_resolves_to_loopback(city: DemoCity) -> None:
    rows = [parse_resolve(row) for row in resolve_rows(city, 4000)]
    assert {address for _, address, _ in rows} == {LOOPBACK}
    assert {unit.host for unit in city.units} <= {host for host, _, _ in rows}
    assert len(rows) == len({host for host, _, _ in rows})


def test_feeds_are_read_as_written(city: DemoCity, server: CityServer) -> None:
    kinds: Counter[str] = Counter()
    for account in city.accounts:
        path = feed_path(account)
        if path:
            seen = feed.read(server.answer(FEED_HOST, path).body, AS_OF + timedelta(days=1, seconds=-1))
            kinds[seen.source] += 1
            assert seen.posts == len(account.posts)
            assert seen.newest is not None
            assert seen.newest[:16] == account.posts[0].at.isoformat()[:16]
    assert set(kinds) == {"rss", "atom", "json"}


def test_serve_prints_its_port_first_and_stops_when_told() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "infra.demo", "serve", "--small"], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline().strip().isdigit()
    finally:
        process.send_signal(signal.SIGTERM)
        process.stdout.close()
        assert process.wait(10) == 0
