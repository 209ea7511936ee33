# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""Letters with their replies, on their own pages and in lists, in every layout."""

import pytest

from infra.records import PageSeen, decode, encode
from spiders.reading.page import Page

from .pages import AS_OF, FOOTER, SITE, body, page

CRUMB = '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/hdjl/">互动交流</a> &gt; <a href="/hdjl/xzxx/">县长信箱</a></div>'
LETTER = {
    "来信标题": "关于路灯的来信",
    "来信时间": "2024-01-03 09:10",
    "来信内容": "我家门口路灯不亮，影响出行。",
    "办理状态": "已办结",
    "答复单位": "县住建局",
    "答复时间": "2024-01-05",
    "答复内容": "您好，来信收悉。经现场核实，已于当日修复，感谢您的关心。",
}
READ = {
    "title": "关于路灯的来信",
    "received": "2024-01-03T09:10:00+08:00",
    "replied": "2024-01-05T00:00:00+08:00",
    "unit": "县住建局",
    "state": "已办结",
    "reply": LETTER["答复内容"],
}
LAYOUTS = {
    "table": ("<table>", "<tr><th>{}：</th><td>{}</td></tr>", "</table>"),
    "one row": ("<table><tr>", "<td>{}</td><td>{}</td>", "</tr></table>"),
    "definition list": ("<dl>", "<dt>{}</dt><dd>{}</dd>", "</dl>"),
    "lines": ("", "<p>{}：{}</p>", ""),
    "one line": ("<div>", " {}：{} ", "</div>"),
    "spans": ("<div>", "<span>{}：</span><span>{}</span>", "</div>"),
    "bold": ("", "<p><b>{}：</b>{}</p>", ""),
    "pairs": ("", '<div class="row"><label>{}</label><div>{}</div></div>', ""),
    "headings": ("", "<h4>【{}】</h4><div>{}</div>", ""),
}


def letter(inner: str, path: str = "/hdjl/xzxx/1.html") -> Page:
    return page(body(CRUMB + "<h3>关于路灯的来信</h3>" + inner + FOOTER), path)


def laid_out(layout: str, **without: str) -> str:
    begin, row, end = LAYOUTS[layout]
    return begin + "".join(row.format(k, without.get(k, v)) for k, v in LETTER.items()) + end


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_letter_is_read_in_every_layout(layout: str) -> None:
    found = letter(laid_out(layout))
    assert found.kind == "message"
    assert found.to_json()["messages"] == [READ]
    [seen] = found.seen(AS_OF).letters
    assert (seen.url, seen.received, seen.replied) == (f"{SITE}/hdjl/xzxx/1.html", READ["received"], READ["replied"])
    assert (seen.unit, seen.state, seen.reply, seen.whole) == ("县住建局", "已办结", True, True)


def test_what_a_letter_leaves_empty_is_empty_and_what_it_has_no_place_for_is_none() -> None:
    [seen] = letter(laid_out("table", 答复单位="", 答复内容="暂无")).seen(AS_OF).letters
    assert (seen.unit, seen.reply) == ("", False)
    rest = {name: value for name, value in LETTER.items() if name not in ("答复单位", "办理状态")}
    [seen] = letter("".join(f"<p>{k}：{v}</p>" for k, v in rest.items())).seen(AS_OF).letters
    assert (seen.unit, seen.state) == (None, None)


def test_a_letter_without_an_answer_is_a_letter() -> None:
    found = letter("<p>来信时间：2023-10-03</p><p>来信内容：路灯不亮</p><p>办理状态：待受理</p><p>信件编号：X1</p>")
    assert found.kind == "message"
    [seen] = found.seen(AS_OF).letters
    assert (seen.received, seen.replied, seen.reply, seen.state) == ("2023-10-03T00:00:00+08:00", None, None, "待受理")


def test_a_letter_that_does_not_say_when_it_came_is_a_letter() -> None:
    """Else nothing of it would be looked at, and what it lacks never be told."""
    rest = "<p>来信内容：路灯不亮</p><p>答复时间：2024-01-05</p><p>答复单位：县住建局</p><p>答复内容：已经修好。</p>"
    found = letter(rest)
    assert found.kind == "message"
    [seen] = found.seen(AS_OF).letters
    assert (seen.received, seen.unit, seen.reply) == (None, "县住建局", True)


@pytest.mark.parametrize(
    ("published", "received"),
    [
        ("2024-01-03 08:30", "2024-01-03T08:30:00+08:00"),
        ("2024-01-05 16:00", None),  # put up as it was answered
        ("2024-01-09 09:00", None),
        ("2024-01-05", "2024-01-05T00:00:00+08:00"),  # the day of the answer, and nothing says that it is not of both
    ],
)
def test_when_a_letter_was_put_up_tells_when_it_came_but_not_after_its_answer(
    published: str, received: str | None
) -> None:
    found = letter(
        f"<p>发布时间：{published}</p><p>来信内容：路灯不亮</p><p>答复时间：2024-01-05 16:00</p><p>答复内容：已经修好。</p>"
    )
    [seen] = found.seen(AS_OF).letters
    assert (seen.received or None) == received


def test_a_day_without_hours_may_be_that_of_letter_and_answer() -> None:
    found = letter(
        "<p>发布时间：2024-01-05</p><p>来信内容：路灯不亮</p><p>答复时间：2024-01-05</p><p>答复内容：修好。</p>"
    )
    [seen] = found.seen(AS_OF).letters
    assert seen.received == "2024-01-05T00:00:00+08:00"


def test_a_letter_is_seen_as_it_stood_at_the_time_point() -> None:
    found = letter(laid_out("table", 答复时间="2024-03-05"))
    [seen] = found.seen(AS_OF).letters
    assert (seen.received, seen.replied, seen.reply, seen.state) == (READ["received"], "", False, None)
    assert letter(laid_out("table", 来信时间="2024-03-01", 答复时间="2024-03-05")).seen(AS_OF).letters == ()


def test_who_answered_may_stand_before_the_answer() -> None:
    found = letter(
        "<p>留言时间：2024-01-03</p><p>路灯不亮</p><div>水阳县住建局 回复：</div><p>回复时间：2024-01-04</p><p>回复内容：已修复。</p>"
    )
    assert found.messages[0].shown["unit"] == "水阳县住建局"


def test_no_name_and_no_text_of_a_letter_leaves_the_page() -> None:
    seen = letter(laid_out("table") + "<p>来信人：李堃</p><p>联系电话：13812345678</p>").seen(AS_OF)
    wire = encode(seen)
    assert "李堃".encode() not in wire
    assert LETTER["来信内容"].encode() not in wire
    assert decode(wire, PageSeen) == seen


HEAD = ("标题", "办理部门", "来信时间", "回复时间", "办理状态")
ROWS = (
    ("路灯不亮", "县住建局", "2024-01-03", "2024-01-05", "已办结"),
    ("校车线路", "县教育局", "2024-02-03", "", "办理中"),
)
LISTS = {
    "table": ("<table><tr>{}</tr>{}</table>", "<th>{}</th>", "<tr>{}</tr>", "<td>{}</td>"),
    "thead": (
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        "<th>{}</th>",
        "<tr>{}</tr>",
        "<td>{}</td>",
    ),
    "two tables": (
        "<div><table><tr>{}</tr></table><table>{}</table></div>",
        "<td>{}</td>",
        "<tr>{}</tr>",
        "<td>{}</td>",
    ),
    "list": ("<ul><li>{}</li>{}</ul>", "<span>{}</span>", "<li>{}</li>", "<span>{}</span>"),
    "boxes": (
        '<div class="hd">{}</div><div class="bd">{}</div>',
        "<div>{}</div>",
        '<div class="row">{}</div>',
        "<div>{}</div>",
    ),
}


@pytest.mark.parametrize("layout", LISTS)
def test_a_list_of_letters_is_read_by_its_headings(layout: str) -> None:
    frame, heading, row, cell = LISTS[layout]
    rows = ""
    for number, (title, *rest) in enumerate(ROWS):
        cells = cell.format(f'<a href="/hdjl/xzxx/{number}.html" title="{title}">{title}</a>') + "".join(
            cell.format(one) for one in rest
        )
        rows += row.format(cells)
    found = page(body(CRUMB + frame.format("".join(map(heading.format, HEAD)), rows) + FOOTER), "/hdjl/xzxx/index.html")
    assert found.kind == "mailbox"
    first, second = found.to_json()["messages"]
    assert first == {
        "title": "路灯不亮",
        "url": f"{SITE}/hdjl/xzxx/0.html",
        "unit": "县住建局",
        "received": "2024-01-03T00:00:00+08:00",
        "replied": "2024-01-05T00:00:00+08:00",
        "state": "已办结",
    }
    assert "replied" not in second
    newest = found.seen(AS_OF).letters[0]
    assert (newest.title, newest.replied, newest.reply, newest.whole) == ("校车线路", "", None, False)


def test_a_list_whose_rows_label_their_fields_is_read() -> None:
    rows = "".join(
        f'<li><a href="/x/{n}.html">{title}的来信一封</a><p>来信时间：{came} 回复时间：{gone}</p><p>回复单位：{unit}</p></li>'
        for n, (title, unit, came, gone, _) in enumerate(ROWS)
    )
    found = page(body(CRUMB + f'<ul class="list">{rows}</ul>' + FOOTER), "/hdjl/xzxx/index.html")
    assert [one.shown.get("unit") for one in found.messages] == ["县住建局", "县教育局"]
    assert [one.shown.get("replied", "")[:10] for one in found.messages] == ["2024-01-05", ""]


def test_a_plain_list_of_letters_is_a_list() -> None:
    rows = "".join(
        f'<li><a href="/x/{n}.html">关于某事的一封来信</a><span>2024-02-0{n}</span></li>' for n in range(1, 5)
    )
    found = page(body(CRUMB + f"<ul>{rows}</ul>"), "/hdjl/xzxx/index.html")
    assert found.messages == ()
    assert len(found.entries) == 4


def test_a_table_of_numbers_is_no_list_of_letters() -> None:
    table = "<table><tr><th>排名</th><th>部门</th><th>受理数</th></tr><tr><td>1</td><td>县住建局</td><td>22</td></tr></table>"
    assert page(body(CRUMB + table), "/hdjl/xzxx/index.html").messages == ()


def test_an_observation_carries_few_letters_and_the_newest() -> None:
    row = '<tr><td><a href="/x/{0}.html">来信{0}</a></td><td>2024-0{1}-{2:02}</td></tr>'
    rows = "".join(row.format(n, n // 28 + 1, n % 28 + 1) for n in range(56))
    found = page(
        body(CRUMB + f"<table><tr><th>信件标题</th><th>来信时间</th></tr>{rows}</table>"), "/hdjl/xzxx/index.html"
    )
    seen = found.seen(AS_OF).letters
    assert len(found.messages) == 56
    assert len(seen) == 20
    assert seen[0].received == "2024-02-28T00:00:00+08:00"
