"""What explanations, the gate of a notice and the notice itself say of appeals and hints."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import msgspec
from docx import Document

from infra.inspections import Inspection, State
from scoring.explain import explain
from scoring.reports.gate import missing
from scoring.reports.info import NoticeInfo
from scoring.reports.notice import notice
from scoring.reports.rows import rows_of
from scoring.results import Results
from scoring.review import Decision, Review
from scoring.scorecard import Scorecard
from tests.scoring.building import EZHOU, card, days_ago, home, sound_site
from tests.scoring.deciding import A, B, cleared, word
from tests.scoring.review.grounds import EMPTY

UNIT = "某局"
INSPECTION = Inspection(
    id="q1", as_of="2024-02-29T23:59:59+08:00", standard="ezhou-2024", state=State.FINISHED, created_at=1
)
SILENT = [home(days_ago(30)), *sound_site()[1:]]
VETO_APPEALED = [
    *cleared(),
    word("V3", Decision.CONFIRM),
    word("V3", Decision.CONFIRM, by=B),
    word("V3", Decision.APPEAL, by=UNIT, text="首页有更新"),
]
POINTS_APPEALED = [*cleared(), word("D8.1", Decision.APPEAL, by=UNIT, text="已有内容")]


def results(one: Scorecard) -> Results:
    return Results(inspection=INSPECTION, standard=EZHOU, cards=[(one.target, one)], findings=list(one.findings))


def reasons(one: Scorecard, said: list[Review]) -> list[str]:
    return list(explain(one, INSPECTION, EZHOU, said, Path("none")).reasons)


def printed(one: Scorecard) -> str:
    found = results(one)
    paragraphs = Document(BytesIO(notice(found, rows_of(found), NoticeInfo()))).paragraphs
    return "\n".join(paragraph.text for paragraph in paragraphs)


def test_a_veto_under_appeal() -> None:
    found = card(SILENT, VETO_APPEALED)
    assert "veto V3 首页不更新 is under appeal and undecided" in reasons(found, VETO_APPEALED)
    assert [(row.clause, row.why) for row in missing(results(found), 0.1)] == [("V3", "under appeal: 1")]
    text = printed(found)
    assert "1条问题经单位申诉，尚未裁定" in text
    assert "疑似" not in text


def test_a_verdict_that_hangs_on_an_appeal() -> None:
    general = EZHOU.general
    mark = msgspec.structs.replace(general.pass_mark, value=Decimal(99))
    standard = msgspec.structs.replace(EZHOU, general=msgspec.structs.replace(general, pass_mark=mark))
    found = card(EMPTY, POINTS_APPEALED, standard=standard)
    assert any("without the points under appeal" in line for line in reasons(found, POINTS_APPEALED))
    assert [(row.clause, row.why) for row in missing(results(found), 0.1)] == [("D8.1", "under appeal: 1")]
    enough = card(EMPTY, POINTS_APPEALED)
    assert missing(results(enough), 0.1) == ()
    assert "1条问题经单位申诉，尚未裁定" in printed(enough)


def test_hints_are_no_suspicions() -> None:
    found = card(SILENT, [*cleared()], hints=frozenset({"V3"}))
    assert missing(results(found), 1.0) == ()
    assert "疑似" not in printed(found)
    assert not any("V3" in line for line in reasons(found, cleared()))
    said = [*cleared(), word("V3", Decision.CONFIRM, by=A)]
    once = card(SILENT, said, hints=frozenset({"V3"}))
    assert [(row.clause, row.why) for row in missing(results(once), 0.1)] == [("V3", "suspected and undecided: 1")]
