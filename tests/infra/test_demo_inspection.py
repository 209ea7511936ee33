"""An inspection of the generated city finds what was published, and a comparison sees when it does not."""

import json
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra import posts, registry
from infra.demo.city import DemoCity
from infra.demo.compare import accounts_agree, all_same, compare
from infra.demo.measure import compare as measure
from infra.demo.measured import lines
from infra.demo.model import AS_OF
from infra.demo.plan import load as load_plan
from infra.demo.published import stakes_of
from infra.demo.registry import write_inputs
from infra.demo.server import CityServer
from infra.demo.sites import style_of
from infra.records import Kind
from scoring.review import read_reviews
from scoring.standard import load as load_standard
from spiders.reading.page import read
from tests.infra.demo_walk import Walk, findings, walk


@pytest.fixture(scope="module")
def city() -> DemoCity:
    return DemoCity()


@pytest.fixture(scope="module")
def inspected(city: DemoCity, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    return walk(city, tmp_path_factory.mktemp("city"))


@pytest.fixture(scope="module")
def server(city: DemoCity) -> CityServer:
    return CityServer(city)


# ---- what the operator gets ------------------------------------------------------------------------------------------


def test_inputs_are_read_without_a_problem(city: DemoCity, tmp_path: Path) -> None:
    registry_path, reviews_path = write_inputs(city, tmp_path)
    table = registry.read(registry_path)
    targets = table.checked()
    assert Counter(target.kind for target in targets) == {Kind.SITE: 41, Kind.ACCOUNT: 80}
    assert [t.code for t in targets if t.kind is Kind.SITE] == [f"4207{n:06d}" for n in range(1, 42)]
    assert {t.code for t in targets if t.kind is Kind.ACCOUNT} == set(city.account_codes)
    for target in targets:
        if target.feed.startswith("posts/"):
            assert posts.read(tmp_path / target.feed, AS_OF + timedelta(hours=23)).posts == 6
    assert len(read_reviews(reviews_path, targets, load_standard("ezhou-2024"))) > 50


# ---- an inspection of it ---------------------------------------------------------------------------------------------


def test_every_site_is_worth_its_plan(city: DemoCity, inspected: Walk) -> None:
    found = {card.target.unit: card for card in inspected.cards.values() if card.target.kind is Kind.SITE}
    wrong = {
        unit: (load_plan().score(unit), card.score, card.verdict)
        for unit, card in found.items()
        if card.verdict != "qualified" or float(card.score or 0) != load_plan().score(unit)
    }
    assert len(found) == len(city.units)
    assert not wrong


def test_what_people_found_by_reading_is_suspected_and_nothing_else_is(city: DemoCity, inspected: Walk) -> None:
    """By plan: unexplained and unlinked policies (D6, D7), what guides and letters omit, what a late search misses."""
    suspected = {
        (card.target.unit, finding.clause, str(finding.detail.get("name", "")))
        for card in inspected.cards.values()
        for finding in card.findings
        if finding.state == "suspected"
    }
    planned = set()
    for unit in city.units:
        plan = load_plan().of_site(unit.name)
        planned |= {(unit.name, "D6", "")} if plan.unexplained else set()
        planned |= set() if plan.linked else {(unit.name, "D7", "")}
        planned |= {(unit.name, "D21.2", "")} if plan.indexed else set()
        planned |= {(unit.name, "D15.3" if name.startswith("答复") else "D10.1", name) for name in plan.omits}
    assert suspected == planned


def test_everything_planted_is_found_and_nothing_else(city: DemoCity, inspected: Walk) -> None:
    measured = measure(findings(city, inspected), stakes_of(city))
    assert not measured.missed, "\n".join(lines(measured))
    assert not measured.wrong, "\n".join(lines(measured))
    assert not measured.fooled


def test_exactly_the_published_accounts_fail_for_the_published_reasons(city: DemoCity, inspected: Walk) -> None:
    failed = {
        city.account_codes[code].key: card.vetoes
        for code, card in inspected.cards.items()
        if card.target.kind is Kind.ACCOUNT and card.vetoes
    }
    assert failed == {key: plan.vetoes for key, plan in load_plan().account.items()}


def test_every_page_is_reached(city: DemoCity, server: CityServer, inspected: Walk) -> None:
    for unit in city.units:
        assert {f"http://{unit.host}{path}" for path in server.paths(unit.host)} <= inspected.asked, unit.host


def test_pages_read_as_they_are_meant(city: DemoCity, server: CityServer) -> None:
    for site in city.sites:
        style = style_of(site)
        column = site.column("通知公告")
        path = style.column_path(column)
        page = read(server.answer(site.unit.host, path).body, f"http://{site.unit.host}{path}")
        assert page.column is not None
        assert tuple(page.column.path) == column.path
        assert [entry.title for entry in page.entries] == [article.title for article in column.articles][:10]
        assert page.pages.count in {None, 1} or page.pages.next
        article = next(article for article in column.articles if not article.gone)
        path = style.article_path(column, article)
        page = read(server.answer(site.unit.host, path).body, f"http://{site.unit.host}{path}")
        assert page.title == article.title
        assert page.published is not None
        assert page.published.replace(second=0) == article.published
        archived = site.column("疫情防控专题")
        path = style.column_path(archived)
        assert read(server.answer(site.unit.host, path).body, f"http://{site.unit.host}{path}").archived


def test_searches_find_what_home_pages_show(city: DemoCity, server: CityServer) -> None:
    """As a form would ask, in the charset of its page; two sites take in nothing new, by the plan."""
    poor = set()
    for site in city.sites:
        home = read(server.answer(site.unit.host, "/index.html").body, f"{site.home}index.html")
        assert home.offers is not None
        asked = urlsplit(home.offers.trial)
        page = read(server.answer(site.unit.host, f"{asked.path}?{asked.query}").body, home.offers.trial)
        assert page.kind == "search"
        newest = max(entry.date for entry in home.entries if entry.date)
        if not {entry.url for entry in home.entries if entry.date == newest} & {link.url for link in page.links}:
            poor.add(site.unit.name)
    assert poor == {unit.name for unit in city.units if load_plan().of_site(unit.name).indexed}


def test_policies_are_interpreted_but_those_of_the_plan(city: DemoCity) -> None:
    for site in city.sites:
        plan = load_plan().of_site(site.unit.name)
        articles = [article for _, article in site.entries()]
        explained = [
            a for a in articles if a.genre == "policy" and any(a.title in b.title for b in articles if b is not a)
        ]
        assert sum(a.genre == "policy" for a in articles) - len(explained) == plan.unexplained, site.unit.name


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(min_value=0, max_value=10_000))
def test_scores_do_not_depend_on_the_seed(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = walk(DemoCity.small(seed), Path(folder))
    sites = [card for card in found.cards.values() if card.target.kind is Kind.SITE]
    assert {card.target.unit: float(card.score or 0) for card in sites} == {
        card.target.unit: load_plan().score(card.target.unit) for card in sites
    }


# ---- the comparison --------------------------------------------------------------------------------------------------


def _scores(folder: Path, city: DemoCity, changes: dict[str, dict[str, Any]]) -> Path:
    """Write a scores.json that agrees with the notice but for ``changes`` (by unit or account key)."""
    plan = city.plan
    rows: list[dict[str, Any]] = [
        {
            "code": site.code,
            "name": site.unit.title,
            "kind": "site",
            "unit": site.unit.name,
            "verdict": "qualified",
            "score": plan.score(site.unit.name),
            "vetoes": [],
            **changes.get(site.unit.name, {}),
        }
        for site in city.sites
    ]
    for code, account in city.account_codes.items():
        vetoes = list(plan.of_account(account.key).vetoes)
        verdict = "unqualified" if vetoes else "qualified"
        row = {"code": code, "name": account.name, "kind": "account", "unit": account.unit, "score": None}
        rows.append({**row, "verdict": verdict, "vetoes": vetoes, **changes.get(account.key, {})})
    path = folder / "scores.json"
    path.write_text(json.dumps({"inspection": "x", "targets": rows}, ensure_ascii=False), "utf-8")
    return path


def test_comparison_agrees_with_what_was_published(city: DemoCity, tmp_path: Path) -> None:
    path = _scores(tmp_path, city, {})
    rows, accounts = compare(path, city), accounts_agree(path, city)
    assert len(rows) == 39
    assert len(accounts) == 8
    assert all_same(rows, accounts)


@pytest.mark.parametrize(
    "change",
    [
        {"鄂州市教育局": {"score": 93.1}},
        {"鄂州市教育局": {"score": None, "verdict": "unqualified"}},
        {"鄂州市教育局": {"verdict": "pending"}},
        {"微信/健康鄂州": {"vetoes": ["M2.1"]}},
        {"微信/鄂州教育": {"verdict": "qualified", "vetoes": []}},
        {"微信/鄂州财政": {"verdict": "unqualified", "vetoes": ["M3.1"]}},
        {"微信/鄂州财政": {"verdict": "pending"}},
    ],
)
def test_comparison_sees_every_difference(city: DemoCity, tmp_path: Path, change: dict[str, dict[str, Any]]) -> None:
    path = _scores(tmp_path, city, change)
    rows, accounts = compare(path, city), accounts_agree(path, city)
    assert not all_same(rows, accounts)
    assert [row.same for row in rows].count(False) + [row.same for row in accounts].count(False) == 1


def test_comparison_refuses_what_is_no_scores_file(tmp_path: Path) -> None:
    path = tmp_path / "scores.json"
    path.write_text("[]")
    with pytest.raises(ValueError, match="not a scores"):
        compare(path)
