"""Suspicions of what people judge: guides and letters that lack something, no channel."""

from decimal import Decimal
from typing import Any

import pytest

from infra.features import FiguresOf, FiguresSeen, LetterSeen, Merit
from infra.records import Observation, Outcome, PageSeen, TaskKind
from scoring.checks import Judgement
from scoring.findings import State
from scoring.review import Decision
from tests.scoring.building import HOME, card, column, days_ago, home, judged, link, observation, sound_site
from tests.scoring.clauses.bonus import merit
from tests.scoring.clauses.services import FULL, guide
from tests.scoring.deciding import cleared, word

#: The clauses of 办事服务, 互动交流 and their bonuses that have a check.
OURS = {
    *("V5.1", "V5.2", "V6.2", "V6.3", "D9", "D10.1", "D10.2", "D10.3", "D12", "D13.1", "D13.2"),
    *("D15.1", "D15.2", "D15.3", "D15.4", "B1", "B2", "B3", "B4", "B5", "B6"),
}


def letter(number: int, came: float, **more: Any) -> Observation:
    url = f"{HOME}xx/{number}.html"
    seen = LetterSeen(url=url, title=f"来信{number}", received=days_ago(came), whole=True, **more)
    return observation(url, PageSeen(kind="message", letters=(seen,)))


def subjects(judgement: Judgement, key: str) -> list[object]:
    assert all(one.state is State.SUSPECTED for one in judgement.findings)
    assert judgement.coverage == 0
    assert judgement.further is None
    assert judgement.firm == 0
    return [one.detail[key] for one in judgement.findings]


def test_elements_that_guides_lack_are_suspected_once_each() -> None:
    lacking = tuple(name for name in FULL if name not in ("办理地点", "承诺时限"))
    judgement = judged("D10.1", [guide(1), guide(2, lacking), guide(3, lacking)])
    assert subjects(judgement, "name") == ["办理地点", "办理时间"]
    assert [one["title"] for one in judgement.findings[0].detail["lacking"]] in (["事项2", "事项3"], ["事项3", "事项2"])  # type: ignore[attr-defined]
    assert subjects(judged("D10.1", [guide(n) for n in range(9)]), "name") == []


def test_forms_that_are_dead_are_suspected() -> None:
    forms = tuple(f"{HOME}f/{n}.docx" for n in range(3))
    gone = [link(forms[0], Outcome.DEAD, found_on=HOME), link(forms[1], Outcome.UNSURE, found_on=HOME)]
    judgement = judged("D12", [guide(1, forms=forms), *gone])
    assert subjects(judgement, "guide") == [f"{HOME}bszn/1.html"]
    assert judgement.findings[0].url == forms[0]


def test_a_suspected_veto_lists_its_guides_and_says_when_there_may_be_more() -> None:
    [one] = judged("V6.2", [guide(n, FULL[:4]) for n in range(6)]).findings
    assert (one.detail["items"], one.detail["at_least"]) == (6, False)
    [one] = judged("V6.2", [guide(n, FULL[:4]) for n in range(40)]).findings
    assert (one.detail["items"], one.detail["at_least"]) == (20, True)


def test_guides_are_drawn_by_the_inspection_and_told() -> None:
    seen = [guide(n) for n in range(9)]
    drawn = judged("D10.1", seen).sample
    assert len(drawn) == 5
    assert judged("D10.1", list(reversed(seen))).sample == drawn
    assert {judged("D10.1", seen, seed=f"q{n}").sample for n in range(9)} != {drawn}
    assert judged("D12", seen).sample != drawn


def test_what_published_letters_lack_is_suspected_kind_by_kind() -> None:
    good: dict[str, Any] = {"replied": days_ago(1), "unit": "住建局", "reply": True}
    seen = [letter(1, 5, **good), letter(2, 6, **{**good, "unit": ""}), letter(3, 7, **{**good, "unit": None})]
    judgement = judged("D15.3", seen)
    assert subjects(judgement, "name") == ["答复单位"]
    assert judgement.findings[0].detail["letters"] == 2
    assert judgement.findings[0].url == seen[1].url


def test_what_was_counted_is_told_whether_or_not_anything_is_wrong() -> None:
    sound = [*sound_site(), guide(1), letter(5, 9, replied=days_ago(1), unit="住建局", reply=True)]
    numbers = {clause: judged(clause, sound).numbers for clause in sorted(OURS)}
    assert all(numbers.values()), numbers
    assert numbers["D13.2"] == {"newest": "2024-01-31", "since": "2023-11-29", "undated": 0}
    assert numbers["D15.2"]["since"] == "2023-12-29"
    assert numbers["B5"] == {"activities": 0, "since": "2023-02-28"}


def test_statistics_that_are_missing_or_late_say_where_to_look() -> None:
    gone = link(f"{HOME}tj/", Outcome.DEAD, found_on=HOME, kind=TaskKind.COLUMN)
    link_to_it = FiguresSeen(of=FiguresOf.SERVICE, url=f"{HOME}tj/", own=False)
    [none] = judged("D13.1", [home(figures=(link_to_it,)), gone, guide(1)]).findings
    assert (none.url, none.detail["dead"]) == (HOME, [f"{HOME}tj/"])
    [late] = judged("D13.2", [home(figures=()), column("办件统计", days_ago(118))]).findings
    assert late.url == f"{HOME}办件统计/"
    assert late.detail["newest"] == days_ago(118)[:10]


def test_a_hint_is_listed_and_changes_neither_score_nor_range() -> None:
    held = [merit(Merit.INTERVIEW, n, 9) for n in range(6)]
    plain, hinted = card(sound_site(), cleared("B6")), card([*sound_site(), *held], cleared("B6"))
    [hint] = (one for one in hinted.findings if one not in plain.findings)
    assert (hint.clause, hint.state, hint.points, hint.hint) == ("B6", State.SUSPECTED, Decimal(0), True)
    assert (hinted.score, hinted.range, hinted.verdict) == (plain.score, plain.range, plain.verdict)
    assert (hinted.deductions, hinted.bonus, hinted.coverage) == (plain.deductions, plain.bonus, plain.coverage)
    assert hint.detail["activities"] == 6


@pytest.mark.parametrize(
    ("decisions", "state"),
    [
        ([Decision.CLEAR], State.DISMISSED),
        ([Decision.BONUS], State.CONFIRMED),
        ([Decision.BONUS, Decision.CLEAR], State.CONFIRMED),
        ([Decision.CLEAR, Decision.BONUS], State.CONFIRMED),
    ],
)
def test_who_grants_or_clears_a_bonus_has_looked_at_its_hint(decisions: list[Decision], state: State) -> None:
    held = [merit(Merit.INTERVIEW, n, 9) for n in range(6)]
    found = card([*sound_site(), *held], [*cleared("B6"), *(word("B6", one) for one in decisions)])
    assert [(one.state, one.hint, one.points) for one in found.findings if one.clause == "B6"] == [
        (state, False, Decimal(0))
    ]
    assert [line.clause for line in found.bonus] == (["B6"] if state is State.CONFIRMED else [])


def test_a_suspicion_costs_nothing_before_a_person_has_said_so() -> None:
    lacking = letter(2, 6, replied=days_ago(1), reply=True)
    before = card([*sound_site(), lacking], cleared())
    full = before.score
    assert full is not None
    assert before.range == (full - 1, full)
    confirmed = card([*sound_site(), lacking], [*cleared(), word("D15.3", Decision.CONFIRM)])
    assert confirmed.range == (full - 1, full - 1)
    dismissed = card([*sound_site(), lacking], [*cleared(), word("D15.3", Decision.DISMISS)])
    assert dismissed.range == (full, full)
