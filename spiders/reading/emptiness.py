"""A list page without entries: blank (空白栏目), or filled by a script that only a browser runs?

A blank column costs points, so doubt goes to the site: a page that loads its list by script, links to anything besides
its menus, or shows text of its own, is not blank.
"""

import re

from spiders.reading.cms import hanweb
from spiders.reading.columns import Trail
from spiders.reading.links import Resolver
from spiders.reading.margin import Where
from spiders.reading.outline import Box, Outline
from spiders.reading.rules import Rule

_LOADS = re.compile(
    r"dataproxy\.jsp|jpaas|new Vue\b|createApp\(|ng-app|angular\.module|ReactDOM|__NUXT__|webpackJsonp"
    r"|layui\.(?:use|laytpl)|template\.render|\.render\(|laytpl\(|\.dataTable\(|bootstrapTable\("
)
_REQUEST = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)\b|jQuery\.(?:ajax|get|post|getJSON)\b|\bfetch\s?\(|axios\b|XMLHttpRequest|\.load\s?\(\s?['\"]"
)
_FILLS = re.compile(r"\.(?:append|html|prepend|appendTo)\s?\(|innerHTML|insertAdjacentHTML|\.load\s?\(")
_PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{1,80}\}\}|\$\{[^{}\n]{1,80}\}|正在加载|加载中|数据加载|loading\.{2,3}", re.IGNORECASE
)
#: Requests that fill a counter, the weather, or the frame of the page: not its list.
_FRAME = re.compile(r"visit|count|hits|pv|click|tongji|browse|weather|tianqi|search|head|foot|top|nav", re.IGNORECASE)
_TEMPLATES = frozenset(("text/html", "text/template", "text/x-template", "text/x-handlebars-template"))
_NOTHING = re.compile(
    r"暂无(?:相关)?(?:内容|信息|数据|记录|文章|文件|公告|动态)|(?:没有|未)(?:找到|查询到)?(?:任何|相关)?(?:内容|信息|数据|记录)"
    r"|栏目?(?:正在)?(?:建设|更新|维护)中|共\s?0\s?[条页]|\A暂无\Z"
)
_MENU = re.compile(r"nav|menu|side|left|header|\bhead|\btop|foot|bottom|crumb|position|friend|link|share|login|tool")
_FOOTER = re.compile(r"版权所有|主办单位|网站标识码|ICP备")
#: A column whose own text is longer than this shows content though no list: an introduction, a table.
_ENOUGH_TEXT = 80


def loads_by_script(outline: Outline) -> bool:
    """Whether scripts of the page fetch or render what it shows."""
    placeholder = _PLACEHOLDER.search(outline.text)
    if placeholder:
        outline.because("readable", Rule.FILLED_SCRIPT, False, *placeholder.span())
        return True
    if outline.scripts and not outline.text.strip() and not outline.anchors:
        return True
    for script in outline.scripts:
        code = script.code
        if script.type in _TEMPLATES or hanweb.is_unread_store(script):
            return True
        if not code or "xml" in script.type:
            continue
        loads = _LOADS.search(code)
        if loads:
            outline.because("readable", Rule.FILLED_SCRIPT, False, where=Where.SOURCE, said=loads[0])
            return True
        match = _REQUEST.search(code)
        if match and _FILLS.search(code) and not _FRAME.search(code[max(0, match.start() - 40) : match.start() + 200]):
            outline.because("readable", Rule.FILLED_SCRIPT, False, where=Where.SOURCE, said=match[0])
            return True
    return any("v-for" in box.attrs or "ng-repeat" in box.attrs or box.attr("id") == "app" for box in outline.boxes)


def is_blank(outline: Outline, resolve: Resolver, trail: Trail, page: str) -> bool:
    """Whether a list page without entries shows nothing else either: no text, no link, no frame, no form."""
    start, end = max(trail.end, 0), footer_start(outline)
    own = _own_text(outline, start, end)
    said = _NOTHING.search(own)
    if said:
        return outline.because("blank", Rule.BLANK_SAID, True, said=said[0])
    if len(own) >= _ENOUGH_TEXT:
        return outline.because("blank", Rule.FILLED_TEXT, False, start, end)
    inside = [box for box in outline.boxes if start <= box.start < end]
    frame = next((box for box in inside if box.tag in ("iframe", "video", "embed", "form") and not box.hidden), None)
    if frame is not None:
        return outline.because("blank", Rule.FILLED_FRAME, False, frame.start, frame.end)
    menus = _menus(outline, resolve, inside, {page, trail.url, *trail.urls} - {""})
    for box in inside:
        if box.tag == "a" and _leads_on(resolve, box) and not menus & {above.index for above in outline.ancestors(box)}:
            return outline.because("blank", Rule.FILLED_LINKS, False, box.start, box.end)
    return outline.because("blank", Rule.BLANK_NOTHING, True)


def _own_text(outline: Outline, start: int, end: int) -> str:
    """What stands between trail and footer outside links: menus beside the list are links."""
    pieces: list[str] = []
    at = start
    for index in outline.anchors:
        box = outline.boxes[index]
        if box.start >= end:
            break
        if box.start >= at:
            pieces.append(outline.text[at : box.start])
            at = box.end
    pieces.append(outline.text[at:end])
    return "".join("".join(pieces).split())


def footer_start(outline: Outline) -> int:
    """Where the footer begins in the page's text; its end where there is none."""
    for box in outline.boxes:
        if box.tag == "footer" or ("foot" in box.label and box.end > box.start):
            return box.start
    match = _FOOTER.search(outline.text)
    return match.start() if match else len(outline.text)


def _leads_on(resolve: Resolver, box: Box) -> bool:
    """Whether a link has an address, and a text or a picture to click."""
    return bool(resolve(box.attr("href"))) and (box.end > box.start or box.last > box.index)


def _menus(outline: Outline, resolve: Resolver, inside: list[Box], own: set[str]) -> set[int]:
    """The boxes that are menus: named so, or a list that links to the column itself or to one above it."""
    menus = {box.index for box in inside if _MENU.search(box.label) or box.tag in ("nav", "aside")}
    for box in inside:
        if box.tag == "a" and resolve(box.attr("href")) in own:
            menus.update(above.index for above in outline.ancestors(box, 6) if above.tag in ("ul", "ol", "dl", "table"))
    return menus
