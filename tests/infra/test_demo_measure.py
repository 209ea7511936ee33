"""What is planted in a city that a seed makes is found, and nothing else; the measure sees when that is not so."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from infra import registry
from infra.demo.__main__ import app
from infra.demo.city import DemoCity
from infra.demo.drawn import ACCOUNTS, SITES, DrawnCity, city_of
from infra.demo.faults.drawing import KINDS
from infra.demo.measure import Measured, Reported, compare
from infra.demo.measured import lines
from infra.demo.published import stakes_of
from infra.demo.registry import write_inputs
from infra.demo.server import CityServer
from infra.demo.stakes import Stake, Stakes
from infra.records import Kind
from scoring.checks import check
from scoring.standard import load as load_standard
from tests.infra.demo_walk import findings, walk
from tests.infra.test_demo import TELLTALE

SEED = 7


# ---- the cities ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn() -> DrawnCity:
    return DrawnCity(SEED)


@pytest.fixture(scope="module")
def found(drawn: DrawnCity, tmp_path_factory: pytest.TempPathFactory) -> tuple[Measured, list[Reported]]:
    reported = findings(drawn, walk(drawn, tmp_path_factory.mktemp("drawn")))
    return compare(reported, stakes_of(drawn)), reported


def test_everything_planted_in_a_drawn_city_is_found(found: tuple[Measured, list[Reported]]) -> None:
    measured = found[0]
    assert not measured.missed, "\n".join(lines(measured))


def test_nothing_else_is_reported_there(found: tuple[Measured, list[Reported]]) -> None:
    measured = found[0]
    assert not measured.wrong, "\n".join(lines(measured))
    assert not measured.fooled


def test_findings_stand_as_their_clauses_are(found: tuple[Measured, list[Reported]]) -> None:
    """What the crawl shows is confirmed, what a person must say and every veto is suspected."""
    clauses = load_standard("ezhou-2024").clauses
    for one in (one for one in found[1] if not one.clause.startswith("B")):
        is_veto = one.clause.startswith(("V", "M"))
        expected = {"suspected"} if is_veto else {"confirmed", "suspected"}
        assert one.state in expected, one
        if clauses[one.clause].way == "assist":
            assert one.state == "suspected", one


# ---- the plan that a seed draws --------------------------------------------------------------------------------------


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(min_value=0, max_value=100_000))
def test_a_seed_draws_a_plan_that_holds_together(seed: int) -> None:
    city = DrawnCity(seed)
    stakes = city.stakes
    targets = {site.code for site in city.sites} | set(city.account_codes)
    assert len(city.sites) == SITES
    assert len(city.accounts) == ACCOUNTS
    assert {stake.target for stake in (*stakes.planted, *stakes.decoys)} <= targets
    assert {stake.clause for stake in stakes.planted} <= set(load_standard("ezhou-2024").clauses)
    at = {(one.target, one.clause, place) for one in stakes.planted for place in one.places or ("",)}
    assert not at & {(one.target, one.clause, place) for one in stakes.decoys for place in one.places or ("",)}
    blank, late = (Counter(one.target for one in stakes.planted if one.clause in clauses) for clauses in _COUNTED)
    vetoed = {one.target: one.clause for one in stakes.planted if one.clause in {"V4.1", "V4.2", "V4.3"}}
    assert all(number < 5 or vetoed[target] == "V4.3" for target, number in blank.items())
    assert all(number < 10 or vetoed[target] == "V4.2" for target, number in late.items())


_COUNTED = (frozenset({"D8.1"}), frozenset({"D4.2", "D5.2", "D8.2"}))


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(min_value=0, max_value=100_000))
def test_planted_addresses_answer_as_they_should(seed: int) -> None:
    """Dead links are dead, and every other address of a stake opens."""
    city = DrawnCity(seed)
    server = CityServer(city)
    hosts = {unit.host for unit in city.units}
    for stake in (*city.stakes.planted, *city.stakes.decoys):
        for place in stake.places:
            host, _, path = place.removeprefix("http://").partition("/")
            if host in hosts:
                is_dead = not stake.decoy and stake.clause in {"D12", "D19.1", "D19.2"}
                assert server.answer(host, f"/{path}").status in ({404} if is_dead else {200, 302}), stake


def test_a_seed_draws_the_same_city_each_time_and_another_seed_another() -> None:
    def told(seed: int) -> tuple[Stakes, list[bytes]]:
        city = DrawnCity(seed)
        server = CityServer(city)
        return city.stakes, [server.answer(unit.host, "/index.html").body for unit in city.units]

    assert told(3) == told(3)
    assert told(3) != told(4)


def test_nothing_that_a_drawn_city_serves_tells_of_a_fault(drawn: DrawnCity) -> None:
    server = CityServer(drawn)
    for unit in drawn.units:
        for path in server.paths(unit.host):
            answer = server.answer(unit.host, path)
            text = answer.body.decode(unit.charset if answer.media.startswith("text/") else "latin-1")
            assert not TELLTALE.search(text), (unit.host, path)


def test_every_kind_of_fault_is_drawn(drawn: DrawnCity) -> None:
    whats = {stake.what for stake in (*drawn.stakes.planted, *drawn.stakes.decoys)}
    assert len(whats) > len(KINDS)
    machine = {clause for clause in check.clauses if not clause.startswith(("B", "S"))}
    assert {stake.clause for stake in drawn.stakes.planted} >= machine - _UNPLANTED


#: Of visits over a week, of IPv6 behind --resolve, of applications, and of two pages on one body that contradict.
_UNPLANTED = frozenset({"V2", "D2.2", "D24", "M2.2"})


def test_inputs_of_a_drawn_city_are_read_without_a_problem(drawn: DrawnCity, tmp_path: Path) -> None:
    path, _ = write_inputs(drawn, tmp_path)
    targets = registry.read(path).checked()
    assert Counter(target.kind for target in targets) == {Kind.SITE: SITES, Kind.ACCOUNT: ACCOUNTS}
    assert {t.code for t in targets if t.kind is Kind.ACCOUNT} == set(drawn.account_codes)


# ---- the measure -----------------------------------------------------------------------------------------------------


def _stake(clause: str, *places: str, decoy: bool = False) -> Stake:
    return Stake(target="A", clause=clause, places=places, what="as planted", decoy=decoy)


def _found(clause: str, url: str = "", **detail: object) -> Reported:
    return Reported(target="A", clause=clause, state="suspected", url=url, detail=detail)


def test_measure_counts_what_was_missed_wrong_and_a_decoy() -> None:
    stakes = Stakes(
        planted=(_stake("D8.1", "人事信息"), _stake("D8.1", "在线访谈"), _stake("D25")),
        decoys=(_stake("D8.1", "统计数据", decoy=True), _stake("D18", decoy=True)),
    )
    reported = [_found("D8.1", column="人事信息"), _found("D8.1", column="统计数据"), _found("D25")]
    measured = compare(reported, stakes)
    rows = {row.indicator: row for row in measured.rows}
    assert (rows["D8"].planted, rows["D8"].missed, rows["D8"].wrong, rows["D8"].decoys) == (2, 1, 1, 1)
    assert (rows["D8"].recall, rows["D8"].precision) == (0.5, 0.5)
    assert (rows["D25"].recall, rows["D25"].precision) == (1, 1)
    assert [stake.places for stake in measured.missed] == [("在线访谈",)]
    assert not measured.good
    assert measured.summary() == (
        "planted faults found: 2 of 3 (recall 0.667), findings that were planted: 2 of 3 (precision 0.667)",
        "decoys reported: 1 of 2",
    )
    assert sum(line.startswith(("missed", "wrong", "decoy reported")) for line in lines(measured)) == 3


def test_measure_takes_a_finding_of_another_target_or_place_for_none() -> None:
    stakes = Stakes(planted=(_stake("D19.2", "http://a.gov.cn/x.pdf"),))
    measured = compare([_found("D19.2", "http://a.gov.cn/y.pdf"), _found("D8.1", "http://a.gov.cn/x.pdf")], stakes)
    assert len(measured.missed) == 1
    assert len(measured.wrong) == 2
    assert not measured.fooled


def test_measure_command_leaves_entered_points_out_and_tells_by_its_exit(tmp_path: Path) -> None:
    city = DemoCity.small()
    stakes = stakes_of(city)
    rows = [
        {"target": one.target, "clause": one.clause, "state": "confirmed", "url": one.places[0] if one.places else ""}
        for one in stakes.planted
    ]
    entered = {
        "target": "4207000007",
        "clause": "D15.3",
        "state": "confirmed",
        "detail": {"text": "留言稿件内容缺失答复单位"},
    }
    path = tmp_path / "findings.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in [*rows, entered]), "utf-8")
    result = CliRunner().invoke(app, ["measure", str(tmp_path), "--small"])
    assert result.exit_code == 0, result.output
    assert f"planted faults found: {len(rows)} of {len(rows)} (recall 1.000)" in result.output
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows[1:]), "utf-8")
    assert CliRunner().invoke(app, ["measure", str(tmp_path), "--small"]).exit_code == 1
    path.write_text("nothing")
    assert "not a findings.jsonl" in CliRunner().invoke(app, ["measure", str(tmp_path), "--small"]).output


def test_the_seed_tells_which_city() -> None:
    assert type(city_of(2024)) is DemoCity
    assert isinstance(city_of(SEED), DrawnCity)
