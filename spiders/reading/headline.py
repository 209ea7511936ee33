"""Title (标题), publication date (发布时间) and source (来源) as readers see them.

What the page shows goes before what its meta tags say, for the two often differ; a tag speaks only where the page is
silent. The shown title is found by the tag's text, or as the heading between the position trail and the date line.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from spiders.reading import dates
from spiders.reading.columns import Trail
from spiders.reading.dates import NOWHERE, Vantage
from spiders.reading.outline import Box, Outline
from spiders.reading.publication import SOURCE, labels, shown_date, tagged_date
from spiders.reading.rules import Rule
from spiders.reading.text import bare, clean, is_template

_SOURCE_END = re.compile(
    r"\t|\n|发布(?:时间|日期|者|人)|发文|更新|(?:时间|日期|字\s?[体号]|作\s?者|编\s?辑|责\s?编|访问量)\s?[：:]|责任编辑|浏览|阅读|点击"
    r"|\s(?:下载|打印|分享|收藏|关闭|字体|字号|编辑|作者)|[【\[［】\]|｜]|(?:19|20)\d\d[-年/.]"
)
_TITLED = re.compile(r"title|tit(?![a-z])|headline|con_tit|ftheme|theme|\bbt\b|biaoti|xl_tit|arti")
#: Where a title bar is cut: signs between names; a dash only with blanks around it or before the site's own name.
_SUFFIX = re.compile(
    r"\s*[_|｜]+\s*|\s[-–—－]{1,2}\s|\s*(?<![-–—－])[-–—－](?=[^-–—－_|]{2,40}(?:政府|门户|网站|网|局|委员会|厅|委)\s*\Z)"
)
_SITE = re.compile(r"(?:政府|门户|网站|官网|委员会|局|厅|网|首页)\Z")
_MAX_TITLE = 200
#: The shortest browser title that is likely an article's.
_LIKE_TITLE = 8
#: Boxes of one name that are so many are rows of a list, not the title.
_REPEATED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What stands over an article; empty or None where the page shows none and its tags are silent."""

    title: str = ""
    published: datetime | None = None
    source: str = ""
    dated: bool = False
    """Whether the page itself shows the date, as articles do, and not only its tags."""


def read_headline(outline: Outline, meta: Mapping[str, str], trail: Trail, vantage: Vantage = NOWHERE) -> Headline:
    """Title, date and source of an article page; ``vantage`` completes a date that says too little by itself."""
    content_from = max(trail.end, 0)
    names = {*trail.path, meta.get("ColumnName", ""), meta.get("SiteName", "")}
    title, title_end = _title(outline, _wanted(outline, meta, names), names, content_from)
    shown = shown_date(outline, content_from, title_end, vantage)
    published = shown if shown is not None else tagged_date(outline, meta)
    source = _labelled_source(outline, content_from, title_end)
    if source is None:
        source = meta.get("ContentSource", "")
    return Headline(
        title=title,
        published=published,
        source="" if is_template(source) else source,
        dated=shown is not None,
    )


def _wanted(outline: Outline, meta: Mapping[str, str], names: set[str]) -> str:
    """The title as its tag gives it, or as the browser's title bar does where that is no column and no site."""
    tagged = meta.get("ArticleTitle", "")
    if tagged:
        return bare(tagged)
    bar = without_site(outline.title, meta.get("SiteName", ""))
    return bare(bar) if len(bar) >= _LIKE_TITLE and bar not in names else ""


def _title(outline: Outline, wanted: str, names: set[str], content_from: int) -> tuple[str, int]:
    """The shown title and the offset of its end; ("", -1) when the page shows none.

    The box whose text is the wanted one, else the surest heading, else a box that is named title; never a name of
    the column or the site.
    """
    candidates: list[tuple[int, Box]] = []
    labels: Counter[str] = Counter()
    linked = -1
    for box in outline.boxes:
        length = box.end - box.start
        if box.tag == "a":
            linked = max(linked, box.last)
        if not 2 <= length <= _MAX_TITLE * 2 or box.end <= content_from or box.hidden or box.index <= linked:
            continue
        if wanted and length < len(wanted) + 80 and bare(outline.shown(box)) == wanted:
            whole = clean(outline.shown(box), _MAX_TITLE)
            return outline.because("title", Rule.TITLE_SHOWN, whole, box.start, box.end), box.end
        rank = _rank(box)
        if rank:
            candidates.append((rank, box))
            labels[f"{box.tag} {box.label}"] += 1
    usable = (
        (rank, box)
        for rank, box in candidates
        if labels[f"{box.tag} {box.label}"] < _REPEATED and _is_title(outline, box, names)
    )
    best = min(usable, key=lambda candidate: candidate[0], default=None)
    if best is None:
        return "", -1
    own = _own_part(outline.shown(best[1]), wanted)
    start, end = best[1].start, best[1].start + len(own)
    return outline.because("title", Rule.TITLE_HEADING, clean(own, _MAX_TITLE), start, end), end


def _own_part(text: str, wanted: str) -> str:
    """The title in a heading that holds more: a date line, a source, a subtitle."""
    if wanted and bare(text).startswith(wanted):
        seen = 0
        for at, character in enumerate(text):
            seen += len(bare(character))
            if seen >= len(wanted):
                return text[: at + 1]
    first = _broken_line(text)
    label = SOURCE.search(first) or next((match for match, _ in labels(first, 0)), None)
    if label is None or label.start() < 6:
        return first
    cut = min([label.start(), *(at for at, _, _ in dates.spans(first) if at >= 4)])
    return first[:cut].rstrip(" 发布信息文章稿件内容")


def _broken_line(text: str) -> str:
    """A title that a template breaks over several lines, as one; what has a label or a date is no part of it."""
    lines = text.split("\n")
    if len(lines) == 1 or len(text) > _MAX_TITLE:
        return lines[0]
    last = next(
        (n for n, line in enumerate(lines[1:], 1) if SOURCE.search(line) or dates.first(line) or any(labels(line, 0))),
        len(lines),
    )
    return "".join(lines[:last])


def _rank(box: Box) -> int:
    """1 for the surest kind of heading, 0 for none."""
    tag = box.tag
    if tag == "h1":
        return 1
    if tag in ("h2", "h3", "h4"):
        return 2 if _TITLED.search(box.label) else 3
    if tag in ("p", "div", "span", "td", "strong", "b") and ("id" in box.attrs or "class" in box.attrs):
        return 2 if _TITLED.search(box.label) else 0
    return 0


def _is_title(outline: Outline, box: Box, names: set[str]) -> bool:
    text = outline.shown(box).strip()
    if text in names:
        return False
    if len(text) < (4 if box.tag in ("h3", "h4") else 2) or ("\n" in text and len(text) > 160):
        return False
    linked = (outline.shown(outline.boxes[index]).strip() for index in outline.anchors_in(box))
    if any(word and (text.startswith(word) or "更多" in word) for word in linked):
        return False  # the heading of a block, which leads to its column
    first = text.split("\n", 1)[0]
    label = next((match for match, _ in labels(first, 0)), None)
    return (label is None or label.start() > 10) and not first.endswith(("：", ":"))


def _labelled_source(outline: Outline, start: int, title_end: int) -> str | None:
    """The text behind 来源：, nearest to the title; None when the page has no such label."""
    found: list[tuple[int, str, int]] = []
    for _, match in zip(range(20), SOURCE.finditer(outline.text, start), strict=False):
        rest = outline.text[match.end() : match.end() + 200]
        end = _SOURCE_END.search(rest)
        value = _balanced(clean(rest[: end.start()] if end else rest))
        found.append((abs(match.start() - title_end) if title_end >= 0 else match.start(), value, match.start()))
    if not found:
        return None
    _, value, start = min(found)
    return outline.because("source", Rule.SOURCE_LABEL, value, start)


def _balanced(value: str) -> str:
    """A value without the closing bracket of a bracket that opened before it."""
    for opening, closing in ("（）", "()"):
        if value.endswith(closing) and opening not in value:
            value = value.rstrip(closing)
        if value.endswith(opening):
            value = value.rstrip(opening)
    return value.strip()


def column_title(trail: Trail, meta: Mapping[str, str], page_title: str) -> str:
    """The title of a list page: the last name of its trail, else its own tag, else what the browser shows."""
    if trail.path:
        return trail.path[-1]
    name = meta.get("ColumnName", "")
    if name and not is_template(name):
        return name
    return without_site(page_title, meta.get("SiteName", ""))


def without_site(page_title: str, site: str) -> str:
    """A ``<title>`` without the site's name before or behind it."""
    title = clean(page_title, _MAX_TITLE)
    if is_template(title):
        return ""
    parts = [part for part in _SUFFIX.split(title) if part]
    if len(parts) < 2:
        return title
    kept = [part for part in parts if part != site and not _SITE.search(part)]
    return max(kept, key=len) if kept else parts[0]
