"""List endpoints on their way through a worker: what is asked how, what comes of the answer, where it ends."""

import json

import pytest

from infra.clock import parse_as_of
from infra.frontier import Lease, Result
from infra.records import Outcome, Task, TaskKind
from spiders.fetching.asking import headers_of
from spiders.observing import Answer, Observer
from spiders.reading.cms.generic import POSTED
from spiders.reading.page import Page, read
from spiders.tasks import tasks_of

SITE = "http://www.lianhu.gov.cn"
HOME = f"{SITE}/"
COLUMN = f"{SITE}/tzgg/index.html"
UNIT = f"{SITE}/api-gateway/jpaas-publish-server/front/page/build/unit?pageId=7"
API = f"{SITE}/api/was5/web/search?channelid=3&page={{}}"
AS_OF = parse_as_of("2024-02-29")


def task(url: str, kind: TaskKind = TaskKind.COLUMN, found_on: str = COLUMN, depth: int = 1) -> Task:
    return Task(target="t", kind=kind, url=url, found_on=found_on, depth=depth)


def leased(asked: Task, attempt: int = 1) -> Lease:
    return Lease(id=1, attempt=attempt, task=asked)


def answered(number: int, *rows: int, **told: int) -> Page:
    docs = [
        {"title": f"第{n}号公告的全文", "url": f"{SITE}/tzgg/t202401{n:02}_{n}.html", "date": "2024-01-05"}
        for n in rows
    ]
    return read(json.dumps({"docs": docs} | told, ensure_ascii=False).encode(), API.format(number), as_of=AS_OF)


def test_what_an_endpoint_lists_is_borne_by_the_page_that_asks() -> None:
    found = tasks_of(answered(1, 1, 2), task(API.format(1)), home=HOME, as_of=AS_OF)
    assert [(one.kind, one.found_on, one.depth) for one in found] == [
        (TaskKind.ARTICLE, COLUMN, 2),
        (TaskKind.ARTICLE, COLUMN, 2),
        (TaskKind.COLUMN, COLUMN, 1),
    ]
    assert found[-1].url == API.format(2)


def test_in_an_archived_column_the_endpoint_is_archived_too() -> None:
    found = tasks_of(answered(1, 1), task(API.format(1), TaskKind.ARCHIVED), home=HOME, as_of=AS_OF)
    assert {one.kind for one in found} == {TaskKind.ARCHIVED}


def test_an_endpoint_that_does_not_count_ends_with_an_answer_that_holds_nothing_new() -> None:
    known = {("t", f"{SITE}/tzgg/t202401{n:02}_{n}.html") for n in (1, 2)}
    again = tasks_of(answered(3, 1, 2), task(API.format(3)), home=HOME, as_of=AS_OF, recent=known)
    assert again == []
    new = tasks_of(answered(3, 2, 3), task(API.format(3)), home=HOME, as_of=AS_OF, recent=known)
    assert [one.url for one in new][-1] == API.format(4)
    first = tasks_of(answered(1, 1, 2), task(API.format(1)), home=HOME, as_of=AS_OF, recent=known)
    assert [one.url for one in first] == [API.format(2)], "the first page may list what the home page lists"
    counted = tasks_of(answered(3, 1, 2, total=99), task(API.format(3)), home=HOME, as_of=AS_OF, recent=known)
    assert [one.url for one in counted] == [API.format(4)]


def test_an_empty_answer_is_the_last() -> None:
    assert tasks_of(answered(9), task(API.format(9)), home=HOME, as_of=AS_OF) == []


def test_the_next_part_of_an_article_is_an_article() -> None:
    call = '<script>createPageHTML(2, 0, "t20240105_1", "html");</script>'
    head = '<meta name="ArticleTitle" content="水库除险加固公告"><h1>水库除险加固公告</h1>'
    body = f"{head}<p>发布时间：2024-01-05</p>{call}"
    url = f"{SITE}/tzgg/t20240105_1.html"
    [found] = tasks_of(read(body.encode(), url), task(url, TaskKind.ARTICLE), home=HOME, as_of=AS_OF)
    assert (found.kind, found.url) == (TaskKind.ARTICLE, f"{SITE}/tzgg/t20240105_1_1.html")


@pytest.mark.parametrize(
    "url", [UNIT, f"{SITE}/gkmlpt/api/all/3?page=1&sid=2", f"{SITE}/module/jpage/dataproxy.jsp?page=2"]
)
def test_an_endpoint_is_asked_as_the_pages_script_asks_it(url: str) -> None:
    headers = headers_of(leased(task(url)))
    assert headers["Referer"] == COLUMN
    assert headers["X-Requested-With"] == "XMLHttpRequest"
    assert "Xuncha" in headers["User-Agent"]
    assert "Referer" not in headers_of(leased(task(url, found_on="")))
    again = headers_of(leased(task(url), attempt=2))
    assert "Xuncha" not in again["User-Agent"], "a second look is a browser's"
    assert again["X-Requested-With"] == "XMLHttpRequest"


def test_a_page_is_asked_as_ever() -> None:
    assert headers_of(leased(task(COLUMN))) == {}
    assert set(headers_of(leased(task("http://f/", TaskKind.FEED)))) == {"Accept"}


def report(url: str, status: int, body: str = "") -> tuple[Outcome, str, Result]:
    observer = Observer(as_of=AS_OF, homes={"t": HOME}, max_attempts=1)
    told = observer.of_answer(leased(task(url)), Answer(status=status, headers={}, body=body.encode(), latency_ms=1))
    assert told.observation is not None
    return told.observation.outcome, told.observation.reason, told.settlement.result


@pytest.mark.parametrize("status", [404, 500])
def test_an_endpoint_that_refuses_is_no_dead_link(status: int) -> None:
    outcome, reason, _ = report(UNIT, status)
    assert (outcome, reason) == (Outcome.UNSURE, f"HTTP {status} to what a page's script asks")
    assert report(COLUMN, status)[0] is Outcome.DEAD


def test_further_pages_that_need_a_post_are_told_of() -> None:
    rows = "".join(
        f'<li><a href="/{n}.html">关于第{n}号事项的通知</a><span>2024-01-0{n}</span></li>' for n in range(1, 5)
    )
    pager = "<a href=\"javascript:__doPostBack('Pager1','2')\">下一页</a>"
    body = f'<div class="crumb"><a href="/">首页</a> &gt; 通知</div><ul>{rows}</ul>{pager}'
    assert report(COLUMN, 200, body) == (Outcome.OK, POSTED, Result.DONE)
