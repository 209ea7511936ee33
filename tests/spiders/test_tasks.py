"""Which links become which tasks, and where a redirect leads."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.clock import BEIJING, parse_as_of
from infra.records import Task, TaskKind
from infra.tasks_wire import band_of
from spiders.reading.links import Link, host_of
from spiders.reading.page import Page, read
from spiders.reading.pager import Pages
from spiders.tasks import FOLLOWED, pictures_of, redirected, tasks_of

AS_OF = parse_as_of("2024-02-29")
HOME = "http://www.lianhu.gov.cn/"


def task(url: str = HOME, kind: TaskKind = TaskKind.HOME, **changes: object) -> Task:
    values: dict[str, object] = {"target": "4207000001", "kind": kind, "url": url}
    return Task(**(values | changes))  # type: ignore[arg-type]  # keyword by keyword as the record has them


def page(*links: Link, archived: bool = False, following: str = "") -> Page:
    return Page(url=HOME, kind="column", links=links, archived=archived, pages=Pages(next=following))


def link(url: str, region: str = "body", date: datetime | None = None) -> Link:
    return Link(url=url, text="", region=region, date=date)


def kinds(found: list[Task]) -> dict[str, TaskKind]:
    return {one.url: one.kind for one in found}


@pytest.mark.parametrize(
    ("path", "region", "kind"),
    [
        ("/xwzx/", "nav", TaskKind.COLUMN),
        ("/xwzx/index_2.html", "pager", TaskKind.COLUMN),
        ("/xwzx/", "body", TaskKind.COLUMN),
        ("/col/col1234/index.html", "list", TaskKind.COLUMN),
        ("/xwzx/t20240105_1.html", "list", TaskKind.ARTICLE),
        ("/art/2024/1/5/art_12_345.html", "body", TaskKind.ARTICLE),
        ("/files/notice.pdf", "body", TaskKind.ATTACHMENT),
        ("/files/notice.DOCX", "list", TaskKind.ATTACHMENT),
    ],
)
def test_kinds_on_the_site(path: str, region: str, kind: TaskKind) -> None:
    url = "http://www.lianhu.gov.cn" + path
    assert kinds(tasks_of(page(link(url, region)), task(), home=HOME, as_of=AS_OF)) == {url: kind}


@pytest.mark.parametrize("home", ["http://www.lianhu.gov.cn/", "http://lianhu.gov.cn/", "https://lianhu.gov.cn/"])
def test_the_bare_and_the_www_host_are_one_site(home: str) -> None:
    links = [link("https://www.lianhu.gov.cn/a.html"), link("http://lianhu.gov.cn/b.html")]
    found = tasks_of(page(*links), task(home), home=home, as_of=AS_OF)
    assert set(kinds(found).values()) == {TaskKind.ARTICLE}


def test_other_hosts_are_outside_also_when_their_name_looks_alike() -> None:
    urls = ["http://xx.lianhu.gov.cn/", "http://lianhu.gov.cn.evil.com/", "http://www.gov.cn/zhengce/a.pdf"]
    found = tasks_of(page(*map(link, urls)), task(), home=HOME, as_of=AS_OF)
    assert kinds(found) == dict.fromkeys(urls, TaskKind.OUTSIDE)


def test_a_home_page_that_moved_takes_the_site_with_it() -> None:
    moved = task("https://www.newlianhu.cn/")
    found = tasks_of(page(link("https://www.newlianhu.cn/x/1.html")), moved, home=HOME, as_of=AS_OF)
    assert set(kinds(found).values()) == {TaskKind.ARTICLE}


def test_what_stands_in_an_archived_column_is_archived_and_its_frame_is_not() -> None:
    entry, nav = link(HOME + "old/t20100101_1.html", "list"), link(HOME + "xwzx/", "nav")
    found = tasks_of(
        page(entry, nav, archived=True, following=HOME + "old/index_1.html"),
        task(HOME + "old/", TaskKind.COLUMN),
        home=HOME,
        as_of=AS_OF,
    )
    assert kinds(found) == {
        entry.url: TaskKind.ARCHIVED,
        nav.url: TaskKind.COLUMN,
        HOME + "old/index_1.html": TaskKind.ARCHIVED,
    }


def test_articles_older_than_a_year_wait() -> None:
    old = link(HOME + "a/1.html", "list", datetime(2022, 12, 1, tzinfo=BEIJING))
    young = link(HOME + "a/2.html", "list", datetime(2024, 1, 1, tzinfo=BEIJING))
    undated = link(HOME + "a/3.html", "list")
    by_address = link(HOME + "a/t20210405_4.html", "list")
    found = tasks_of(page(old, young, undated, by_address), task(), home=HOME, as_of=AS_OF)
    assert {one.url: one.recent for one in found} == {
        old.url: False,
        young.url: True,
        undated.url: True,
        by_address.url: False,
    }


def test_the_pages_of_a_long_list_are_not_deep() -> None:
    following, entry = link(HOME + "xw/index_1.html", "pager"), link(HOME + "xw/1.html", "list")
    found = tasks_of(page(following, entry), task(HOME + "xw/", TaskKind.COLUMN, depth=3), home=HOME, as_of=AS_OF)
    assert {one.url: one.depth for one in found} == {following.url: 3, entry.url: 4}


def test_links_bear_the_page_they_were_found_on_and_never_lead_back_to_it() -> None:
    found = tasks_of(page(link(HOME), link(HOME + "a.html")), task(), home=HOME, as_of=AS_OF)
    [one] = found
    assert (one.found_on, one.target) == (HOME, "4207000001")


@pytest.mark.parametrize("kind", sorted(set(TaskKind) - FOLLOWED))
def test_outside_pages_attachments_and_feeds_are_not_followed(kind: TaskKind) -> None:
    assert tasks_of(page(link(HOME + "a.html")), task(kind=kind), home=HOME, as_of=AS_OF) == []


def test_a_redirect_keeps_kind_and_bearer_on_the_site() -> None:
    start = task(HOME + "old.html", TaskKind.ARTICLE, found_on=HOME, depth=2)
    onward = redirected(start, HOME + "new.html", home=HOME)
    assert (onward.kind, onward.found_on, onward.depth) == (TaskKind.ARTICLE, HOME, 3)


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        (TaskKind.HOME, TaskKind.HOME),
        (TaskKind.COLUMN, TaskKind.OUTSIDE),
        (TaskKind.ARTICLE, TaskKind.OUTSIDE),
        (TaskKind.ATTACHMENT, TaskKind.ATTACHMENT),
        (TaskKind.OUTSIDE, TaskKind.OUTSIDE),
        (TaskKind.FEED, TaskKind.FEED),
    ],
)
def test_a_redirect_off_the_site_is_verified_there_and_not_followed(kind: TaskKind, after: TaskKind) -> None:
    assert redirected(task(HOME + "x", kind), "http://other.cn/y", home=HOME).kind is after


ADDRESS = st.from_regex(r"https?://(www\.)?(lianhu\.gov|other)\.cn(:8080)?/[a-z0-9/._-]{0,20}", fullmatch=True)


@given(st.lists(ADDRESS, max_size=30), st.sampled_from(sorted(TaskKind)), st.booleans())
def test_every_link_becomes_one_task_and_only_those_on_the_site_are_followed(
    urls: list[str], kind: TaskKind, archived: bool
) -> None:
    body = "".join(f'<a href="{url}">链接</a>' for url in urls).encode()
    seen = read(b"<html><body>" + body + b"</body></html>", HOME)
    found = tasks_of(seen, task(kind=kind), home=HOME, as_of=AS_OF)
    assert len({one.url for one in found}) == len(found)
    for one in found:
        assert (one.kind is TaskKind.OUTSIDE) == (host_of(one.url) != "lianhu.gov.cn")
        assert one.depth in (0, 1)
    assert archived in (True, False)


def test_pictures_are_verified_once_and_a_link_to_one_is_no_page() -> None:
    shown = (HOME + "images/logo.png", "http://img.other.cn/a.jpg", HOME)
    seen = Page(url=HOME, kind="home", images=shown, links=(link(HOME + "pics/map.JPG"), link("http://o.cn/b.png")))
    found = kinds(pictures_of(seen, task()))
    assert found == dict.fromkeys(shown[:2], TaskKind.IMAGE), "a page that names itself as a picture has none there"
    assert kinds(tasks_of(seen, task(), home=HOME, as_of=AS_OF)) == {
        HOME + "pics/map.JPG": TaskKind.IMAGE,
        "http://o.cn/b.png": TaskKind.OUTSIDE,
    }
    assert kinds(pictures_of(seen, task(), recent={("4207000001", shown[0])})) == {shown[1]: TaskKind.IMAGE}
    assert pictures_of(seen, task(kind=TaskKind.OUTSIDE)) == []
    assert redirected(pictures_of(seen, task())[0], "http://cdn.cn/x.png", home=HOME).kind is TaskKind.IMAGE


def test_pictures_wait_behind_all_else_on_their_host() -> None:
    picture = task(HOME + "a.png", TaskKind.IMAGE)
    assert all(band_of(picture) >= band_of(task(kind=kind)) for kind in TaskKind)
