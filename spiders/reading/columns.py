"""The column (栏目) of a page, as its position trail says: 当前位置：首页 > 政务公开 > 通知公告 > 正文.

The trail is told by its shape: a link to the home page, then names that only separators part; or a box or a label that
says that it is a trail. A menu that begins with 首页 has neither.
"""

import re
from dataclasses import dataclass

from spiders.reading.links import Resolver
from spiders.reading.outline import Box, Outline
from spiders.reading.rules import Rule
from spiders.reading.text import clean

_HOME = re.compile(r"(?:.{0,12}(?:首\s?页|主页|门户网?|官网)|home|index)\s?[>＞»›→]{0,2}\Z", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:当前|所在|现在|您的|你的)(?:所处|所在)?的?位置|当前(?:栏目|页面)|您现在的位置|您所在的?位置|位置\s?[：:]|现在(?:位于|在)\s?[：:]?"
)
_NAMED = re.compile(
    r"crumb|position|location|dqwz|weizhi|curmb|\bplace|curpos|breadnav|current|sitepath|\bpath|\bwz\b|dqlm|mbx"
)
_SEPARATORS = re.compile(r"[\s>＞»›→/／\\|｜·•⇒›—–\-:：≫]*\Z")
_MARK = re.compile(r"[>＞»›→/／\\|｜·•⇒—–\-≫]")
_SPLIT = re.compile(r"\s*(?:>>|&gt;|[>＞»›→⇒≫]|\s[/／\-—|｜·]\s)\s*|(?<=\S)\s*[/／]\s*")
_TAILS = frozenset(
    (
        *(
            "正文",
            "内容",
            "信息详情",
            "详细内容",
            "详情",
            "详情页",
            "内容详情",
            "正文内容",
            "文章内容",
            "文章详情",
            "详细信息",
        ),
        *(
            "信息内容",
            "浏览",
            "阅读",
            "文章正文",
            "内容页",
            "内容页面",
            "查看详情",
            "浏览文章",
            "信息浏览",
            "列表",
            "列表页",
        ),
    )
)
#: Steps of a trail that are kept, and the longest that is a name and no sentence.
_MAX_STEPS = 12
_MAX_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """A position trail without 首页 and without a trailing 正文: names, address of the last linked name, offsets."""

    path: tuple[str, ...] = ()
    url: str = ""
    """Address of the last name; empty when it is no link."""
    urls: tuple[str, ...] = ()
    """Addresses of all names that are links."""
    tail: str = ""
    """The 正文, 内容 … that stood at the end: the page is an article."""
    start: int = -1
    end: int = -1
    """Offsets of the trail in the outline's text; -1 when there is none."""


def read_trail(outline: Outline, resolve: Resolver, own_title: str = "") -> Trail:
    """The position trail of a page; an empty one when it shows none. ``own_title`` is no column and is left out."""
    best = Trail()
    for index in outline.anchors[:400]:
        box = outline.boxes[index]
        text = outline.shown(box).strip()
        if len(text) > 20 or not (_HOME.match(text) or _HOME.match(box.attr("title").strip())):
            continue
        trail = _from_home(outline, box, resolve, own_title)
        if trail is not None and (trail.path or not best.end):
            if trail.path:
                outline.because("column.path", Rule.COLUMN_HOME, trail.path, trail.start, trail.end)
                return trail
            best = trail
    found = _from_label(outline, resolve, own_title)
    if found is not None:
        outline.because("column.path", Rule.COLUMN_LABEL, found.path, found.start, found.end)
    return found or best


def _from_home(outline: Outline, home: Box, resolve: Resolver, own_title: str) -> Trail | None:
    container = _container(outline, home)
    labelled = _LABEL.search(outline.text[max(0, home.start - 40) : home.start])
    bound = container.end if container is not None else home.end
    steps: list[tuple[str, str]] = []
    end = home.end
    position = _after(outline, home)
    while position < len(outline.anchors) and len(steps) < _MAX_STEPS:
        box = outline.boxes[outline.anchors[position]]
        between = outline.text[end : box.start]
        if not _SEPARATORS.match(between) or not (box.start < bound or _MARK.search(outline.text[end - 1 : box.start])):
            break
        name = clean(outline.shown(box)) or clean(box.attr("title"))
        if len(name) > _MAX_NAME and name != own_title:
            break
        if name:
            steps.append((name, resolve(box.attr("href"))))
        end = max(end, box.end)
        position += 1
    rest = _plain_rest(outline, end, bound)
    marked = bool(steps) and _MARK.search(outline.text[home.start : end]) is not None
    if container is None and not labelled and not marked and rest.lstrip()[:1] not in (">", "＞", "»", "›"):
        return None
    steps.extend((name, "") for name in _names(rest))
    return _finished(steps, own_title, home.start, end + len(rest))


def _after(outline: Outline, box: Box) -> int:
    """Where in ``outline.anchors`` the anchors after a box begin."""
    low, high = 0, len(outline.anchors)
    while low < high:
        middle = (low + high) // 2
        if outline.anchors[middle] <= box.last:
            low = middle + 1
        else:
            high = middle
    return low


def _container(outline: Outline, home: Box) -> Box | None:
    """The nearest short box around the home link that calls itself a trail or begins with 当前位置."""
    for box in outline.ancestors(home, 7):
        if box.end - box.start > 400 or box.tag in ("body", "html"):
            break
        if _NAMED.search(box.label) or _LABEL.match(outline.shown(box).lstrip()):
            return box
        if box.tag in ("nav", "ul") and len(outline.anchors_in(box, 5)) > 4:
            break
    return None


def _plain_rest(outline: Outline, end: int, bound: int) -> str:
    """What follows the last link of the trail: on its line, or within its box."""
    line_end = outline.text.find("\n", end)
    line_end = len(outline.text) if line_end < 0 else line_end
    rest = outline.text[end : max(line_end, min(bound, end + 120))]
    if bound > end and rest.strip():
        return rest if len(rest) < 200 else ""
    rest = outline.text[end:line_end]
    return rest if _MARK.match(rest.lstrip()) and len(rest) < 200 else ""


def _names(rest: str) -> list[str]:
    names = (clean(part).strip(">＞»›/／|:： ") for part in _SPLIT.split(rest.replace("\n", " > ").replace("\t", " ")))
    return [name for name in names if name and len(name) <= 120]


def _finished(steps: list[tuple[str, str]], own_title: str, start: int, end: int) -> Trail:
    tail = ""
    while steps and (steps[-1][0] in _TAILS or _is_own(steps[-1], own_title)):
        tail = tail or steps[-1][0]
        steps.pop()
    steps = [step for step in steps if len(step[0]) <= _MAX_NAME and not _HOME.fullmatch(step[0])][:_MAX_STEPS]
    return Trail(
        path=tuple(name for name, _ in steps),
        url=steps[-1][1] if steps else "",
        urls=tuple(url for _, url in steps if url),
        tail=tail,
        start=start,
        end=end,
    )


def _is_own(step: tuple[str, str], own_title: str) -> bool:
    name = step[0].rstrip("….")
    return bool(own_title) and len(name) > 3 and (name == own_title or (len(name) > 8 and own_title.startswith(name)))


def _from_label(outline: Outline, resolve: Resolver, own_title: str) -> Trail | None:
    """A trail without a linked 首页: 当前位置：办事指南, or names that are bare text."""
    for _, match in zip(range(20), _LABEL.finditer(outline.text), strict=False):
        line = outline.line(match.end())
        if len(line) > 200 or match.start() > len(outline.text) - 5:
            continue
        start = match.end()
        end = outline.text.find("\n", start)
        end = len(outline.text) if end < 0 else end
        linked = {
            clean(outline.shown(box)): resolve(box.attr("href"))
            for index in outline.anchors
            if start <= (box := outline.boxes[index]).start and box.end <= end
        }
        names = [name for name in _names(outline.text[start:end].lstrip(" ：:")) if not _HOME.fullmatch(name)]
        if names:
            return _finished([(name, linked.get(name, "")) for name in names], own_title, match.start(), end)
    return None
