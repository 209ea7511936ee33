"""Title (标题), publication date (发布时间) and source (来源) as readers see them.

What the page shows goes before what its meta tags say, for the two often differ; a tag speaks only where the page is
silent. The shown title is found by the tag's text, or as the heading between the position trail and the date line.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from spiders.reading import dates
from spiders.reading.columns import Trail
from spiders.reading.dates import NOWHERE, Vantage
from spiders.reading.outline import Box, Outline
from spiders.reading.text import bare, clean, is_template

_LABEL = re.compile(r"时间|日期|(?:发布|发表)于")
_SURE = re.compile(r"(?:发布|发稿|发表)\Z")
_VAGUE = re.compile(r"(?:发文|更新|公开|上传|录入|添加)\Z")
#: What a bare 时间： may not follow: 成文日期, 截止时间, 办理时间 … are other dates.
_OTHER = re.compile(r"[成印签生止始到效受办填复信留交动会示施布文期限制定案报诉询理馈束结档]\Z")
_SOURCE = re.compile(r"[来稿]\s?源于?\s?[：:]\s?")
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
#: A date line stands this close to the title, in characters of visible text; a vague label farther off is not its own.
_NEAR = 300
_MAX_LABELS = 60
#: Boxes under the title that are asked for a date in their attributes.
_MAX_UNDER = 60
#: What goes on after a date makes it a sentence of the text: 2024年3月1日，县水利局…
_SENTENCE = re.compile(r"[上下]午[，,]|\s?[，,、。；;]|[一-龥][^：:\s]{0,60}[，。]")
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
    shown = _shown_date(outline, content_from, title_end, vantage)
    published = shown if shown is not None else dates.first(meta.get("PubDate", ""))
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
            return clean(outline.shown(box), _MAX_TITLE), box.end
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
    return clean(own, _MAX_TITLE), best[1].start + len(own)


def _own_part(text: str, wanted: str) -> str:
    """The title in a heading that holds more: a date line, a source, a subtitle."""
    if wanted and bare(text).startswith(wanted):
        seen = 0
        for at, character in enumerate(text):
            seen += len(bare(character))
            if seen >= len(wanted):
                return text[: at + 1]
    first = _broken_line(text)
    label = _SOURCE.search(first) or next((match for match, _ in _labels(first, 0)), None)
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
        (
            n
            for n, line in enumerate(lines[1:], 1)
            if _SOURCE.search(line) or dates.first(line) or any(_labels(line, 0))
        ),
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
    label = next((match for match, _ in _labels(first, 0)), None)
    return (label is None or label.start() > 10) and not first.endswith(("：", ":"))


def _labels(text: str, start: int) -> Iterator[tuple[re.Match[str], bool]]:
    """The labels of a publication date in a text, and whether each is a sure one (发布时间, not 时间)."""
    for _, match in zip(range(_MAX_LABELS), _LABEL.finditer(text, start), strict=False):
        before = text[max(0, match.start() - 3) : match.start()].rstrip()
        if match.group().endswith("于") or _SURE.search(before):
            yield match, True
        elif _VAGUE.search(before) or (
            text[match.end() : match.end() + 2].lstrip()[:1] in ("：", ":") and not _OTHER.search(before)
        ):
            yield match, False


def _shown_date(outline: Outline, start: int, title_end: int, vantage: Vantage) -> datetime | None:
    """The date that the page shows: by a label near the title, bare under it, or by a sure label farther off."""
    near: list[tuple[int, int, datetime]] = []
    far: list[tuple[int, datetime]] = []
    origin = title_end if title_end >= 0 else start
    for match, strong in _labels(outline.text, start):
        found = dates.leading(outline.text[match.end() : match.end() + 60], vantage)
        if found is None:
            continue
        distance = abs(match.start() - origin)
        if distance <= _NEAR:
            near.append((0 if strong else 1, distance, found))
        elif strong:
            far.append((distance, found))
    best = min(near, default=None)
    if best is not None and best[0] == 0:
        return best[2]
    under = _bare_date(outline, title_end) or _written_date(outline, title_end) if title_end >= 0 else None
    if under is not None or best is not None:
        return under or (best[2] if best else None)
    return min(far)[1] if far else None


def _bare_date(outline: Outline, title_end: int) -> datetime | None:
    """A date that begins a line soon under the title and no sentence, or ends the line of the source."""
    after = outline.text[title_end : title_end + _NEAR]
    for line in after.split("\n")[:10]:
        text = line.strip(" \t[【(（")
        if len(text) > 120:
            break
        for at, end, date in dates.spans(text[:80]):
            if (at <= 1 and not _SENTENCE.match(text, end)) or _SOURCE.search(text[:at]):
                return date
    return None


def _written_date(outline: Outline, title_end: int) -> datetime | None:
    """A date that a script shows soon under the title, out of an attribute that is named for it."""
    first = bisect_left(outline.boxes, title_end, key=lambda box: box.start)
    for box in outline.boxes[first : first + _MAX_UNDER]:
        if box.start > title_end + _NEAR:
            break
        found = dates.from_attributes(box.attrs) if box.attrs else None
        if found is not None:
            return found
    return None


def _labelled_source(outline: Outline, start: int, title_end: int) -> str | None:
    """The text behind 来源：, nearest to the title; None when the page has no such label."""
    found: list[tuple[int, str]] = []
    for _, match in zip(range(20), _SOURCE.finditer(outline.text, start), strict=False):
        rest = outline.text[match.end() : match.end() + 200]
        end = _SOURCE_END.search(rest)
        value = _balanced(clean(rest[: end.start()] if end else rest))
        found.append((abs(match.start() - title_end) if title_end >= 0 else match.start(), value))
    return min(found)[1] if found else None


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
