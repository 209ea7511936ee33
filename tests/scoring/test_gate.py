"""What keeps a notice from being final, and how a draft and a refusal say so."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from infra.demo.city import DemoCity
from infra.inspections import Inspection, State
from infra.records import Outcome
from scoring.checks import Crawl
from scoring.reports.gate import FINAL_FROM, missing, refuse
from scoring.reports.info import NoticeInfo
from scoring.reports.notice import notice
from scoring.reports.rows import rows_of
from scoring.results import Results
from scoring.review import Decision
from scoring.scorecard import Scorecard
from tests.infra.demo_walk import walk
from tests.scoring.building import EZHOU, HOME, blank, card, link, sound_site
from tests.scoring.deciding import B, cleared, word

INSPECTION = Inspection(
    id="q1", as_of="2024-02-29T23:59:59+08:00", standard="ezhou-2024", state=State.FINISHED, created_at=1
)


def results(*cards: Scorecard) -> Results:
    return Results(
        inspection=INSPECTION,
        standard=EZHOU,
        cards=[(one.target, one) for one in cards],
        findings=[finding for one in cards for finding in one.findings],
    )


def test_what_everybody_looked_at_lacks_nothing() -> None:
    assert missing(results(card(sound_site(), cleared())), 1.0) == ()


def test_a_site_that_nobody_reviewed_lacks_every_clause_of_people() -> None:
    found = card(sound_site())
    rows = missing(results(found), FINAL_FROM)
    assert {row.clause for row in rows} == {one.clause.id for one in found.clauses if one.coverage < 1}
    assert {row.why for row in rows if row.clause == "D11"} == {"nobody has reviewed it"}
    assert missing(results(found), 0) == ()


def test_refused_pages_are_counted_where_they_leave_too_little() -> None:
    refused = link("http://out.gov.cn/", Outcome.BLOCKED, found_on=HOME)
    crawl = Crawl(known=10, done=9, blocked=1, complete=True)
    rows = missing(results(card([*sound_site(), refused], cleared(), crawl=crawl)), 1.0)
    assert {(row.clause, row.why) for row in rows} == {
        ("D19.1", "pages that the site refused: 1"),
        ("D19.2", "pages that the site refused: 1"),
    }
    assert missing(results(card([*sound_site(), refused], cleared(), crawl=crawl)), FINAL_FROM) == ()


def test_a_veto_that_waits_is_missing_however_much_is_covered() -> None:
    blanks = [*sound_site(), *(blank(f"{n}号业务") for n in range(6))]
    once = [*cleared(), word("V4.3", Decision.CONFIRM)]
    (row,) = missing(results(card(blanks, once)), 0.1)
    assert (row.clause, row.why) == ("V4.3", "suspected and undecided: 1")
    twice = [*once, word("V4.3", Decision.CONFIRM, by=B)]
    assert missing(results(card(blanks, twice)), FINAL_FROM) == ()


def test_a_refusal_lists_the_first_of_what_is_missing() -> None:
    rows = missing(results(card([], crawl=Crawl()), card(sound_site())), 0.9)
    lines = str(refuse(rows, 0.9)).splitlines()
    assert lines[0].startswith("not published: of 1 targets less than 90% is checked")
    assert lines[1].startswith("  4207000001 鄂州市人民政府门户网站  V1.1  ")
    assert lines[-1] == f"  and {len(rows) - 40} more: `xuncha explain` tells of each target"


@pytest.mark.parametrize("draft", [False, True])
def test_a_draft_says_so_in_its_title(draft: bool) -> None:
    found = results(card(sound_site(), cleared()))
    document = Document(BytesIO(notice(found, rows_of(found), NoticeInfo(area="鄂州市"), draft=draft)))
    title = "鄂州市2024年第一季度全市政府网站及政务新媒体检查情况通报" + ("（草稿）" if draft else "")
    assert title in [paragraph.text for paragraph in document.paragraphs]
    assert document.core_properties.title == title


def test_the_demo_city_is_reviewed_enough_for_a_final_notice(tmp_path: Path) -> None:
    cards = walk(DemoCity.small(7), tmp_path).cards.values()
    assert missing(results(*cards), FINAL_FROM) == ()
    assert min(one.coverage for one in cards) > 0.99
