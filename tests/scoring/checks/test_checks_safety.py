"""V1: suspicions of the machine wait for persons; what it does not find clears nothing."""

from dataclasses import replace

from infra.records import Observation, Outcome, PageSeen, Suspicion, SuspicionKind
from scoring.findings import State
from scoring.ledger.entry import SAMPLE_SIZE
from scoring.review import Decision
from scoring.scorecard import Verdict
from tests.scoring.building import HOME, article, card, days_ago, judged, link, sound_site
from tests.scoring.deciding import A, B, word

WORD = Suspicion(kind=SuspicionKind.SERIOUS_WORDING, sample="张三市长", where="title", why="应为“李四市长”")
TYPO = Suspicion(kind=SuspicionKind.WORDING, sample="按步就班", where="body")


def page(number: int, *suspicions: Suspicion) -> Observation:
    return article(number, "工作动态", days_ago(1), suspicions=suspicions)


def test_a_serious_word_is_suspected_page_by_page_and_a_typo_is_not() -> None:
    judgement = judged("V1.1", [page(1, WORD, TYPO), page(2, TYPO), page(3, WORD)])
    assert [one.url for one in judgement.findings] == [page(1).url, page(3).url]
    assert all(one.state is State.SUSPECTED for one in judgement.findings)
    told = judgement.findings[0].detail["suspicions"]
    assert told == [{"kind": "serious_wording", "sample": "张三市长", "where": "title", "why": WORD.why, "count": 1}]


def test_nothing_found_clears_nothing() -> None:
    judgement = judged("V1.1", [page(1)])
    assert not judgement.findings
    assert judgement.coverage == 0
    assert judgement.further is None


def test_a_site_full_of_them_shows_a_sample() -> None:
    judgement = judged("V1.1", [page(number, WORD) for number in range(3 * SAMPLE_SIZE)])
    assert len(judgement.findings) == SAMPLE_SIZE


def test_two_persons_convict_and_one_word_clears() -> None:
    seen = [*sound_site(), page(7, WORD)]
    assert card(seen).verdict is Verdict.PENDING
    votes = [word("V1.1", Decision.CONFIRM, by=name) for name in (A, B)]
    assert card(seen, votes[:1]).verdict is Verdict.PENDING
    assert card(seen, votes).verdict is Verdict.UNQUALIFIED
    dismissed = word("V1.1", Decision.DISMISS, text="引文")
    assert card(seen, [dismissed]).verdict is card(sound_site()).verdict


def test_pages_whose_dates_contradict_another_are_listed_the_farthest_first() -> None:
    seen = [
        article(n, "工作动态", None, published=f"2024-02-1{n}T00:00:00+08:00", doubts={"address_date": f"202{n}-02-10"})
        for n in range(3)
    ]
    ahead = article(9, "工作动态", None, published="2024-03-09T00:00:00+08:00")
    judgement = judged("V1.5", [*seen, ahead])
    first, second = judgement.findings
    assert (first.url, second.url) == (ahead.url, seen[0].url)
    told = second.detail["listed"]
    assert isinstance(told, list)
    assert [(one["published"][:10], one["other"], one["days"]) for one in told] == [
        ("2024-02-10", "2020-02-10", 1461),
        ("2024-02-11", "2021-02-10", 1096),
        ("2024-02-12", "2022-02-10", 732),
    ]
    assert judgement.numbers == {"ahead": 1, "apart": 3}
    assert "V1.5" in card([*sound_site(), *seen]).suspected


def test_dark_links_and_what_hacked_pages_show_are_suspected_of_one_veto() -> None:
    dark = Suspicion(kind=SuspicionKind.DARK_LINK, sample="http://dubo88.com/", where="link", why="off the screen")
    title = Suspicion(kind=SuspicionKind.TAMPERED, sample="百家乐_六合彩", where="title", why="sells 百家乐、六合彩")
    bought = replace(
        link("http://partner.com/", Outcome.OK, found_on=f"{HOME}links.html"),
        page=PageSeen(kind="outside", suspicions=(replace(dark, sample="http://partner.com/", where="title"),)),
    )
    judgement = judged("V1.3", [page(1, dark, title, WORD), page(2), bought])
    assert all(one.state is State.SUSPECTED for one in judgement.findings)
    outside, on_page = judgement.findings
    assert (outside.url, on_page.url) == ("http://partner.com/", page(1).url)
    assert outside.found_on == f"{HOME}links.html", "the page that bears the link is named"
    told = on_page.detail["suspicions"]
    assert isinstance(told, list)
    assert {one["kind"] for one in told} == {"dark_link", "tampered"}
    assert judgement.coverage == 0
    assert judgement.further is None
    assert card([*sound_site(), bought]).vetoes == ()
    assert "V1.3" in card([*sound_site(), bought]).suspected
