"""Points, gates, verdicts, coverage, and the range: what was shown before is never contradicted."""

from dataclasses import replace
from decimal import Decimal

import orjson
import pytest

from infra.records import Outcome, TaskKind
from scoring.checks import Crawl
from scoring.findings import State
from scoring.review import Decision, Review
from scoring.scorecard import Verdict
from scoring.standard.parts import Part
from tests.scoring.building import (
    ACCOUNT,
    ALL_MARKS,
    EZHOU,
    HOME,
    NATIONAL,
    SITE,
    blank,
    card,
    column,
    days_ago,
    feed,
    home,
    link,
    sound_site,
)
from tests.scoring.deciding import JUDGED, A, B, cleared, rebuilt_of, shown, word

SERVICELESS = replace(SITE, has_service=False)


def deduct(points: str, clause: str = "D11") -> Review:
    return word(clause, Decision.DEDUCT, points)


def lose(points: int) -> list[Review]:
    """Take so many points by hand, five an indicator."""
    indicators = ["D1.2", "D2.2", "D3.2", "D6", "D7", "D9", "D10.1", "D11", "D12", "D13.2", "D14", "D15.3", "D16.2"]
    return [deduct(str(min(5, points - 5 * n)), clause) for n, clause in enumerate(indicators) if points > 5 * n]


def test_a_sound_site_has_full_points_and_full_coverage() -> None:
    found = card(sound_site(), cleared())
    assert shown(found) == (Verdict.QUALIFIED, 100, [100, 100])
    assert found.coverage == 1.0
    assert not found.findings


def test_what_nobody_looked_at_widens_the_range_and_lowers_coverage_but_does_not_hold_up_the_verdict() -> None:
    found = card(sound_site())
    assert shown(found) == (Verdict.QUALIFIED, 100, [0, 130])
    assert 0.2 < found.coverage < 0.5
    vetoes_cleared = [one for one in cleared() if one.clause.startswith("V")]
    low, high = card(sound_site(), vetoes_cleared).range
    by_hand = {one.indicator for one in EZHOU.clause if one.id.startswith("D") and one.id not in JUDGED}
    assert low == 100 - sum(EZHOU.indicators[one].points for one in by_hand)
    assert high == 130


@pytest.mark.parametrize(
    ("lost", "bonus", "score", "verdict"),
    [
        (0, "5", "105", Verdict.QUALIFIED),
        (19, "5", "86", Verdict.QUALIFIED),
        (20, "5", "80", Verdict.QUALIFIED),
        (40, "5", "60", Verdict.QUALIFIED),
        (41, "5", "59", Verdict.UNQUALIFIED),
    ],
)
def test_gates_are_strict(lost: int, bonus: str, score: str, verdict: Verdict) -> None:
    found = card(sound_site(), [*cleared(), *lose(lost), word("B5", Decision.BONUS, bonus)])
    assert (found.score, found.verdict) == (Decimal(score), verdict)
    assert bool(found.bonus) is (lost < 20)


def test_just_over_a_gate() -> None:
    dead = link("http://x/", Outcome.DEAD, found_on=f"{HOME}工作动态/")
    by_hand = [*cleared(), word("B5", Decision.BONUS, "5")]
    assert card([*sound_site(), dead], [*by_hand, *lose(19)]).score == Decimal("85.9")
    assert card([*sound_site(), dead], [*by_hand, *lose(20)]).score == Decimal("79.9")
    assert card([*sound_site(), dead], [*by_hand, *lose(40)]).verdict is Verdict.UNQUALIFIED


def test_bonus_is_capped_at_thirty() -> None:
    grants = [word(f"B{n}", Decision.BONUS) for n in range(1, 11)]
    found = card(sound_site(), [*cleared(), *grants])
    assert found.score == 130
    assert sum(line.points for line in found.bonus) == 30


def test_a_bonus_of_a_tenth_and_the_last_word_counts() -> None:
    words = [word("B5", Decision.BONUS, "5"), word("B5", Decision.BONUS, "0.4", text="一年开展6次")]
    found = card(sound_site(), [*cleared(), *words])
    assert found.score == Decimal("100.4")
    assert orjson.loads(orjson.dumps(found.to_json()))["score"] == 100.4
    assert (found.bonus[0].text, found.bonus[0].by) == ("一年开展6次", A)


@pytest.mark.parametrize(("lost", "score"), [(0, "100"), (1, "98.7"), (3, "96"), (30, "60"), (31, "58.7")])
def test_bodies_without_services_are_scaled_up(lost: int, score: str) -> None:
    hand = [one for one in lose(65) if not EZHOU.indicator_of(one.clause).service]
    taken, left = [], lost
    for one in hand:
        if left > 0:
            taken.append(deduct(str(min(5, left)), one.clause))
            left -= min(5, left)
    found = card(sound_site(), [*cleared(), *taken], target=SERVICELESS)
    assert found.score == Decimal(score)
    assert found.base == 75
    assert found.verdict is (Verdict.QUALIFIED if Decimal(score) >= 60 else Verdict.UNQUALIFIED)
    assert rebuilt_of(found) == found.score


def test_an_indicator_costs_no_more_than_its_points() -> None:
    blanks = [blank(f"{n}号业务") for n in range(4)]
    found = card([*sound_site(), *blanks, column("人事信息", days_ago(500))], cleared())
    assert found.score == 95
    lines = [(line.clause, float(line.points), len(line.findings)) for line in found.deductions]
    assert lines == [("D8.1", 5, 4), ("D8.2", 0, 1)]


def test_halves_and_tenths_add_up_without_drift() -> None:
    dead = [link(f"http://x{n}/", Outcome.DEAD, found_on=f"{HOME}工作动态/") for n in range(3)]
    found = card([home(meta={}), *sound_site()[1:], *dead], cleared())
    assert found.score == Decimal("99.2")
    assert b'"score":99.2' in orjson.dumps(found.to_json())


def test_national_rules_score_portals_alone() -> None:
    department = replace(SITE, portal=False)
    found = card([*sound_site(), blank("监督检查")], target=department, standard=NATIONAL)
    assert shown(found) == (Verdict.QUALIFIED, None, [0, 0])
    assert not found.deductions
    assert card([*sound_site(), blank("监督检查")], target=department).score == 98


def test_a_veto_wants_two_names() -> None:
    silent = [home(days_ago(30)), *sound_site()[1:]]
    suspected = card(silent, cleared())
    assert shown(suspected) == (Verdict.PENDING, 100, [0, 100])
    assert suspected.suspected == ("V3",)
    once = [*cleared(), word("V3", Decision.CONFIRM)]
    assert card(silent, once).verdict is Verdict.PENDING
    assert card(silent, [*once, word("V3", Decision.CONFIRM, text="again")]).verdict is Verdict.PENDING
    vetoed = card(silent, [*once, word("V3", Decision.CONFIRM, by=B)])
    assert shown(vetoed) == (Verdict.UNQUALIFIED, None, [0, 0])
    assert vetoed.vetoes == ("V3",)
    assert vetoed.findings[0].detail["by"] == [A, B]
    dismissed = card(silent, [*cleared(), word("V3", Decision.DISMISS, text="首页已更新")])
    assert shown(dismissed) == (Verdict.QUALIFIED, 100, [100, 100])
    assert dismissed.findings[0].state is State.DISMISSED
    assert card(silent, cleared()).findings[0].id == vetoed.findings[0].id == dismissed.findings[0].id


def test_one_name_in_two_spellings_is_one_person() -> None:
    silent = [home(days_ago(30)), *sound_site()[1:]]
    for other in ("zhang san", "ＺＨＡＮＧ　ＳＡＮ", " ZhangSan"):
        words = [word("V3", Decision.CONFIRM, by="Zhang San"), word("V3", Decision.CONFIRM, by=other)]
        assert card(silent, [*cleared(), *words]).verdict is Verdict.PENDING
        assert card(silent, [*cleared(), *words, word("V3", Decision.CONFIRM, by=B)]).vetoes == ("V3",)


def test_names_before_a_dismissal_do_not_count() -> None:
    silent = [home(days_ago(30)), *sound_site()[1:]]
    words = [word("V3", Decision.CONFIRM), word("V3", Decision.DISMISS), word("V3", Decision.CONFIRM, by=B)]
    assert card(silent, [*cleared(), *words]).verdict is Verdict.PENDING


def test_clearing_a_clause_does_not_clear_what_the_machine_suspects() -> None:
    silent = [home(days_ago(30)), *sound_site()[1:]]
    assert card(silent, [*cleared(), word("V3", Decision.CLEAR)]).verdict is Verdict.PENDING


def test_a_veto_that_people_alone_see() -> None:
    address = f"{HOME}t1.html"
    first = word("V1.1", Decision.CONFIRM, url=address, text="领导职务表述错误")
    assert card(sound_site(), [*cleared("V1.1"), first]).verdict is Verdict.PENDING
    elsewhere = word("V1.1", Decision.CONFIRM, by=B, url=f"{HOME}t2.html")
    assert card(sound_site(), [*cleared("V1.1"), first, elsewhere]).verdict is Verdict.PENDING
    found = card(sound_site(), [*cleared("V1.1"), first, replaced(first, B)])
    assert found.vetoes == ("V1.1",)
    assert (found.findings[0].url, found.findings[0].detail["text"]) == (address, "领导职务表述错误")


def replaced(row: Review, by: str) -> Review:
    return Review(target=row.target, clause=row.clause, decision=row.decision, url=row.url, text=row.text, by=by)


def test_a_dismissed_deduction_costs_nothing_and_stays_on_the_list() -> None:
    seen = [*sound_site(), blank("监督检查"), blank("表格下载")]
    words = [*cleared(), word("D8.1", Decision.DISMISS, url=f"{HOME}监督检查/", text="已有内容")]
    found = card(seen, words)
    assert found.score == 98
    states = {one.url: one.state for one in found.findings}
    assert states == {f"{HOME}监督检查/": State.DISMISSED, f"{HOME}表格下载/": State.CONFIRMED}


def test_what_a_person_enters_is_seen_when_and_where_the_person_says() -> None:
    entered = replaced(deduct("1"), by="A")
    (one,) = card(sound_site(), [*cleared(), at(entered, "2024-03-01T10:00:00+08:00", f"{HOME}hdjl/")]).findings
    assert one.to_json()["seen_at"] == "2024-03-01T10:00:00+08:00"
    assert one.url == f"{HOME}hdjl/"


def at(row: Review, moment: str, url: str) -> Review:
    return Review(target=row.target, clause=row.clause, decision=row.decision, url=url, by=row.by, at=moment)


def test_an_unfinished_crawl_or_an_unread_home_page_is_pending() -> None:
    assert card(sound_site(), cleared(), crawl=Crawl(known=9, done=9)).verdict is Verdict.PENDING
    blocked = [link(HOME, Outcome.BLOCKED, found_on="", kind=TaskKind.HOME)]
    found = card(blocked, cleared())
    assert found.verdict is Verdict.PENDING
    assert found.score == 100
    assert found.range[0] == 0
    assert found.coverage < 1
    assert not found.findings


def test_an_account_whose_posts_could_not_be_read_is_pending() -> None:
    told = replace(ACCOUNT, interaction=True, feed="http://feeds.ezhou.gov.cn/wx.xml")
    found = card([], target=told)
    assert (found.verdict, found.vetoes, found.suspected) == (Verdict.PENDING, (), ())
    assert card([feed(days_ago(3))], target=told).verdict is Verdict.QUALIFIED
    looked = Review(target=ACCOUNT.code, clause="M2.1", decision=Decision.CLEAR, by=A)
    assert card([], [looked], target=told).verdict is Verdict.QUALIFIED


def test_an_account_of_which_nothing_is_known_is_pending() -> None:
    assert card([], target=replace(ACCOUNT, interaction=None, feed="")).verdict is Verdict.PENDING
    assert card([], target=replace(ACCOUNT, interaction=True, feed="")).verdict is Verdict.QUALIFIED


def test_people_can_cover_what_the_machine_could_not() -> None:
    scripted = [home(marks=replace(ALL_MARKS, error_report=None)), *sound_site()[1:]]
    assert shown(card(scripted, cleared()))[2] == [98, 100]
    covered = card(scripted, [*cleared(), word("D25", Decision.CLEAR)])
    assert shown(covered)[2] == [100, 100]
    assert covered.coverage == 1.0


def test_accounts_have_a_verdict_and_no_score() -> None:
    words = [
        Review(target=ACCOUNT.code, clause=clause.id, decision=Decision.CLEAR, by=A)
        for clause in EZHOU.applicable(ACCOUNT, Part.VETO)
    ]
    talking = replace(ACCOUNT, interaction=True, filed=False)
    found = card([feed(days_ago(3))], words, target=talking)
    assert shown(found) == (Verdict.QUALIFIED, None, [0, 0])
    assert found.coverage == 1.0
    assert [(one.clause, one.state) for one in found.findings] == [("A1", State.CONFIRMED)]
    mute = replace(ACCOUNT, interaction=False)
    both = [
        Review(target=ACCOUNT.code, clause=clause, decision=Decision.CONFIRM, by=by)
        for clause in ("M2.1", "M3.1")
        for by in (A, B)
    ]
    failed = card([feed(days_ago(30))], both, target=mute)
    assert (failed.verdict, failed.vetoes) == (Verdict.UNQUALIFIED, ("M2.1", "M3.1"))


def test_json_has_the_agreed_shape() -> None:
    crawl = Crawl(known=9, done=7, failed=1, blocked=1, complete=True)
    found = card([*sound_site(), blank("监督检查")], cleared(), crawl=crawl)
    entry = orjson.loads(orjson.dumps(found.to_json()))
    agreed = [
        "code",
        "name",
        "kind",
        "unit",
        "group",
        "verdict",
        "score",
        "range",
        "coverage",
        "vetoes",
        "deductions",
        "bonus",
        "pages",
    ]
    assert {*agreed, "deductions", "bonus", "pages"} <= set(entry)
    assert entry["pages"] == {"done": 7, "failed": 1, "blocked": 1}
    (line,) = entry["deductions"]
    assert line == {"clause": "D8.1", "indicator": "其他栏目", "points": 2, "findings": [found.findings[0].id]}
    finding = orjson.loads(orjson.dumps(found.findings[0].to_json()))
    assert finding["indicator"] == "其他栏目"
    assert finding["evidence"] == {"digest": "", "location": ""}
    assert finding["seen_at"].endswith("+08:00")
