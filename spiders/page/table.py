"""One page for people: a line a value, and under it which rule read it from which text of the page.

What stands here came from strangers, so each line passes ``plain``: no byte of a page moves the cursor. The text that
decided stands between « and ».
"""

from collections.abc import Iterator, Mapping
from typing import Any

from infra.plaintext import plain
from spiders.reading.features import Page
from spiders.reading.margin import Where
from spiders.reading.rules import Rule
from spiders.reading.why.because import Because
from spiders.reading.why.places import Spot

#: Links that are shown, of which most pages have more.
MOST_LINKS = 20

_LABELS = {
    "kind": "类型 kind",
    "title": "标题 title",
    "published": "发布时间 published",
    "source": "来源 source",
    "column.path": "栏目 column",
    "column.type": "栏目类型 type",
    "document_number": "文号 number",
    "archived": "已归档 archived",
    "blank": "空白 blank",
    "readable": "可读 readable",
    "challenge": "挑战 challenge",
    "encoding": "编码 encoding",
    "encoding_declared": "声明编码 declared",
    "pages.next": "下一页 next page",
    "pages.count": "页数 pages",
    "pages.barred": "不能翻页 barred",
}
_EACH = {
    "meta": "标签",
    "marks": "标识",
    "attachments": "附件 attachment",
    "interpretations": "解读 interpretation",
    "policies": "文件 policy",
    "guide": "要素",
    "doubts": "存疑",
}
_NOTICED = {"tie": "关联 tie", "offers": "提供 offers"}
_PARTS = {"head": "页头", "trail": "位置导航", "content": "正文区", "footer": "页脚"}
_TEXTS = {Where.SOURCE: "源代码", Where.SCRIPT: "脚本写出", Where.ADDRESS: "网址", Where.HEADER: "HTTP头"}


def table(page: Page, why: Mapping[str, Because]) -> str:
    """Every value that the page has, then its entries and first links; with reasons where ``why`` has them."""
    rows = [
        *_values(page, why),
        *_suspicions(page, why),
        *_noticed(why),
        *_entries(page, why),
        *_letters(page, why),
        *_links(page),
    ]
    return "\n".join(map(_line, rows)) + "\n"


def _line(row: str) -> str:
    indent = len(row) - len(row.lstrip(" "))
    return " " * indent + plain(row)


def _values(page: Page, why: Mapping[str, Because]) -> Iterator[str]:
    shown = page.to_json()
    shown["column.path"] = " > ".join(shown["column"]["path"])
    shown["column.type"] = shown["column"]["type"]
    shown |= {f"pages.{name}": value for name, value in shown["pages"].items()}
    for name, label in _LABELS.items():
        because = why.get(name)
        if shown[name] not in (None, "") or because is not None:
            yield f"{label}: {_said(shown[name])}"
            yield from _reasons(because)
    if page.forward:
        yield f"转往 leads on to: {page.forward}"
    for name, label in _EACH.items():
        values = shown[name].items() if isinstance(shown[name], dict) else enumerate(shown[name])
        for key, value in values:
            because = why.get(f"{name}.{key}")
            if value is None and because is None:
                continue
            is_unknown = because is not None and because.rule is Rule.MARK_UNKNOWN
            said = "是" if name == "doubts" and value == "" else _said(None if is_unknown else value)
            yield f"{label}: {said}" if isinstance(key, int) else f"{label} {key}: {said}"
            yield from _reasons(because)


def _suspicions(page: Page, why: Mapping[str, Because]) -> Iterator[str]:
    for number, one in enumerate(page.suspicions):
        yield f"疑点 suspicion: {one.kind} {one.sample}"
        yield from _reasons(why.get(f"suspicions.{number}"))


def _noticed(why: Mapping[str, Because]) -> Iterator[str]:
    """What is seen of the page's counterpart, and of what a home page offers: only with reasons."""
    for path, because in why.items():
        kind, _, name = path.partition(".")
        if kind in _NOTICED:
            yield f"{_NOTICED[kind]} {name}: {_said(because.value)}"
            yield from _reasons(because)


def _entries(page: Page, why: Mapping[str, Because]) -> Iterator[str]:
    yield f"条目 entries: {len(page.entries)}"
    told: Rule | None = None
    for number, entry in enumerate(page.entries):
        because = why.get(f"entries.{number}")
        if because is not None and because.rule is not told:
            told = because.rule
            yield f"    依据 {told.says} [{told}]"
        day = f"{entry.date:%Y-%m-%d}" if entry.date else "----------"
        yield f"  {day}  {entry.title}  {entry.url}"
        yield from _reasons(why.get(f"entries.{number}.date"))


def _letters(page: Page, why: Mapping[str, Because]) -> Iterator[str]:
    for number, message in enumerate(page.messages):
        yield f"信件 message {number + 1}"
        for name, value in message.shown.items():
            yield f"  {name}: {value}"
            yield from _reasons(why.get(f"messages.{number}.{name}"))


def _links(page: Page) -> Iterator[str]:
    yield f"链接 links: {len(page.links)}"
    for link in page.links[:MOST_LINKS]:
        yield f"  {link.region:<6}  {link.text or link.title or '-'}  {link.url}"
    if len(page.links) > MOST_LINKS:
        yield f"  … {len(page.links) - MOST_LINKS} more (--json lists all)"


def _reasons(because: Because | None) -> Iterator[str]:
    """Why a value is what it is, and of a date which others lost."""
    if because is None:
        return
    detail = f" ({because.detail})" if because.detail else ""
    yield f"    依据 {because.rule.says}{detail} [{because.rule}]{_where(because.spot)}"
    for one in because.lost:
        yield f"    未取 {one.value:%Y-%m-%d %H:%M} {one.rule.says} [{one.rule}]{_where(one.spot)}"


def _where(spot: Spot) -> str:
    if not spot.text:
        return ""
    part = _TEXTS.get(spot.where) or _PARTS.get(spot.region, "")
    line = f"第{spot.line}行" if spot.line is not None else ""
    return f" {part}{line}: {spot.before}«{spot.text}»{spot.after}"


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return '""' if value == "" else "-" if value is None else str(value)
