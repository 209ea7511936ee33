"""Suspicions of what people judge: guides and letters that lack something, no channel."""

from typing import Any

import pytest

from infra.features import GuideSeen, LetterSeen, OfferSeen
from infra.records import Observation, Outcome, PageSeen, TaskKind
from scoring.checks import Crawl, Judgement
from scoring.findings import State
from scoring.review import Decision
from tests.scoring.building import DONE, HOME, card, column, days_ago, home, judged, link, observation, sound_site
from tests.scoring.deciding import cleared, word

FULL = ("事项名称", "设定依据", "受理条件", "申请材料", "办理地点", "承诺时限", "咨询电话", "办理流程")
UNDER_WAY = Crawl(known=10, done=5)


def guide(number: int, elements: tuple[str, ...] = FULL, **more: Any) -> Observation:
    seen = GuideSeen(elements=elements, **more)
    return observation(f"{HOME}bszn/{number}.html", PageSeen(kind="guide", title=f"事项{number}", guide=seen))


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


def test_vague_and_unclear_materials_are_suspected_guide_by_guide() -> None:
    seen = [guide(1, copies=True), guide(2, copies=False), guide(3, catch_all=("其他材料",), copies=True)]
    assert subjects(judged("D10.2", seen), "title") == ["事项2"]
    assert subjects(judged("D10.3", seen), "phrases") == [["其他材料"]]


def test_forms_that_are_dead_are_suspected() -> None:
    forms = tuple(f"{HOME}f/{n}.docx" for n in range(3))
    gone = [link(forms[0], Outcome.DEAD, found_on=HOME), link(forms[1], Outcome.UNSURE, found_on=HOME)]
    judgement = judged("D12", [guide(1, forms=forms), *gone])
    assert subjects(judgement, "guide") == [f"{HOME}bszn/1.html"]
    assert judgement.findings[0].url == forms[0]


def test_five_poor_guides_are_suspected_of_the_veto() -> None:
    poor = [guide(n, FULL[:4]) for n in range(5)]
    assert subjects(judged("V6.2", poor), "items") == [5]
    assert subjects(judged("V6.2", [*poor[:4], guide(9, FULL[:5])]), "items") == []
    assert subjects(judged("V6.3", poor), "items") == []


def test_few_guides_that_are_all_poor_are_suspected_of_the_other() -> None:
    few = [guide(n, FULL[:2]) for n in range(3)]
    assert subjects(judged("V6.3", few), "items") == [3]
    assert subjects(judged("V6.3", [*few, guide(9)]), "items") == []
    assert subjects(judged("V6.3", few, crawl=UNDER_WAY), "items") == []
    assert subjects(judged("V6.3", []), "items") == []


@pytest.mark.parametrize(
    ("came", "found"), [(89, False), (93, True), (300, True), (364, True), (370, False), (800, False)]
)
def test_letters_that_wait_for_more_than_three_months_are_suspected(came: float, found: bool) -> None:
    assert bool(judged("V5.2", [letter(1, came, state="处理中")]).findings) is found
    assert not judged("V5.2", [letter(1, came, state="已办结")]).findings


def test_what_published_letters_lack_is_suspected_kind_by_kind() -> None:
    good: dict[str, Any] = {"replied": days_ago(1), "unit": "住建局", "reply": True}
    seen = [letter(1, 5, **good), letter(2, 6, **{**good, "unit": ""}), letter(3, 7, **{**good, "unit": None})]
    judgement = judged("D15.3", seen)
    assert subjects(judgement, "name") == ["答复单位"]
    assert judgement.findings[0].detail["letters"] == 2
    assert judgement.findings[0].url == seen[1].url


def test_a_site_without_any_channel_is_suspected_once_all_is_seen() -> None:
    bare = home(offers=OfferSeen())
    assert len(judged("V5.1", [bare]).findings) == 1
    for told in (
        [home(offers=OfferSeen(consult=(f"{HOME}hd/",)))],
        [bare, column("局长信箱", days_ago(1))],
        [bare, letter(1, 5)],
        [home()],
        [home(offers=OfferSeen(), readable=False)],
    ):
        assert judged("V5.1", told).findings == ()
    assert judged("V5.1", [bare], crawl=UNDER_WAY).findings == ()
    gone = link(f"{HOME}hd/", Outcome.DEAD, found_on=HOME)
    [one] = judged("V5.1", [home(offers=OfferSeen(consult=(f"{HOME}hd/",))), gone]).findings
    assert one.detail["dead"] == [f"{HOME}hd/"]
    assert judged("V5.1", [bare], crawl=DONE).findings[0].url == HOME


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


def test_a_list_that_is_no_letter_of_its_own_lacks_nothing() -> None:
    row = LetterSeen(url=f"{HOME}xx/1.html", title="x", received=days_ago(3))
    rows = observation(f"{HOME}xx/", PageSeen(kind="mailbox", letters=(row,)), kind=TaskKind.COLUMN)
    assert judged("D15.3", [rows]).findings == ()
