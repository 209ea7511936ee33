"""A list page without entries: blank (空白栏目), or filled by a script that only a browser runs?

A blank column costs points, so doubt goes to the site: a page that loads its list by script, or shows text of its own,
is not blank.
"""

import re

from spiders.reading.outline import Outline

_LOADS = re.compile(
    r"dataproxy\.jsp|<datastore|jpaas|new Vue\b|createApp\(|ng-app|angular\.module|ReactDOM|__NUXT__|webpackJsonp"
    r"|layui\.(?:use|laytpl)|template\.render|\.render\(|laytpl\(|\.dataTable\(|bootstrapTable\("
)
_REQUEST = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)\b|jQuery\.(?:ajax|get|post|getJSON)\b|\bfetch\s?\(|axios\b|XMLHttpRequest|\.load\s?\(\s?['\"]"
)
_FILLS = re.compile(r"\.(?:append|html|prepend|appendTo)\s?\(|innerHTML|insertAdjacentHTML")
_PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{1,80}\}\}|\$\{[^{}\n]{1,80}\}|正在加载|加载中|数据加载|loading\.{2,3}", re.IGNORECASE
)
_COUNTER = re.compile(r"visit|count|hits|pv|click|tongji|browse|weather|tianqi|search", re.IGNORECASE)
_NOTHING = re.compile(
    r"暂无(?:相关)?(?:内容|信息|数据|记录|文章|文件|公告|动态)?|(?:没有|未)(?:找到|查询到)?(?:任何|相关)?(?:内容|信息|数据|记录)|栏目?(?:正在)?(?:建设|更新|维护)中|共\s?0\s?[条页]"
)
#: A column whose own text is longer than this shows content though no list: an introduction, a table.
_ENOUGH_TEXT = 80


def loads_by_script(outline: Outline) -> bool:
    """Whether scripts of the page fetch or render what it shows."""
    if _PLACEHOLDER.search(outline.text):
        return True
    for script in outline.scripts:
        if script.type in ("text/html", "text/template", "text/x-template", "text/x-handlebars-template"):
            return True
        code = script.code
        if not code:
            continue
        if _LOADS.search(code):
            return True
        match = _REQUEST.search(code)
        if match and _FILLS.search(code) and not _COUNTER.search(code[match.start() : match.start() + 200]):
            return True
    return any("v-for" in box.attrs or "ng-repeat" in box.attrs or box.attr("id") == "app" for box in outline.boxes)


def is_blank(outline: Outline, content_from: int) -> bool:
    """Whether a list page without entries shows nothing else either. ``content_from``: where the trail ends."""
    own = _own_text(outline, content_from)
    if _NOTHING.search(own):
        return True
    return len(own) < _ENOUGH_TEXT and not _shows_something(outline, content_from)


def _own_text(outline: Outline, content_from: int) -> str:
    """What stands between trail and footer outside links: menus beside the list are links."""
    pieces: list[str] = []
    at = content_from
    footer = _footer_start(outline)
    for index in outline.anchors:
        box = outline.boxes[index]
        if box.start >= footer:
            break
        if box.start >= at:
            pieces.append(outline.text[at : box.start])
            at = box.end
    pieces.append(outline.text[at:footer])
    return "".join("".join(pieces).split())


def _footer_start(outline: Outline) -> int:
    for box in outline.boxes:
        if box.tag == "footer" or ("foot" in box.label and box.end > box.start):
            return box.start
    match = re.search(r"版权所有|主办单位|网站标识码|ICP备", outline.text)
    return match.start() if match else len(outline.text)


def _shows_something(outline: Outline, content_from: int) -> bool:
    """A picture, a video, a frame or a form of some size in the content."""
    return any(box.start >= content_from and box.tag in ("iframe", "video", "embed", "form") for box in outline.boxes)
