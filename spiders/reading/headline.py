"""Title (标题), publication date (发布时间) and source (来源) as readers see them.

What the page shows goes before what its meta tags say, for the two often differ; a tag speaks only where the page is
silent. The shown title is found by the tag's text, or as the heading between the position trail and the date line.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from spiders.reading import dates
from spiders.reading.columns import Trail
from spiders.reading.outline import Box, Outline
from spiders.reading.text import bare, clean, is_template

_PUBLISHED = re.compile(
    r"(?:发布|发文|发稿|发表|更新|公开|上传|录入|添加)(?:时间|日期|于)|(?<![成印签生止始到效受办填复信留交])(?:时间|日期)(?=\s?[：:])"
)
_STRONG = re.compile(r"发布(?:时间|日期|于)|发稿(?:时间|日期)|发表(?:时间|日期)")
_OTHER_DATE = re.compile(
    r"(?:成文|印发|签发|生成|截止|开始|结束|生效|实施|有效|失效|废止|办理|受理|回复|答复)\S{0,2}(?:时间|日期)"
)
_SOURCE = re.compile(r"(?:信息|文章|稿件|内容|新闻|消息)?(?:来\s?源|稿\s?源)(?:于)?\s?[：:]\s?")
_SOURCE_END = re.compile(
    r"\s*(?:\t|\n|\s{2,}|发布(?:时间|日期|者|人)|发文|更新|时间\s?[：:]|日期\s?[：:]|作\s?者|编\s?辑|责\s?编|责任编辑|浏览|阅读|点击|访问|字\s?体|字\s?号|打印|分享|收藏|【|\[|［|】|\]|\||｜|浏览次数|(?:19|20)\d\d[-年/.])"
)
_CONTENT = re.compile(r"content|article|zoom|detail|con_|cont|text|news|xl|main|trs_editor|ucap")
_TITLED = re.compile(r"title|\btit|headline|con_tit|ftheme|theme|bt\b|biaoti|xl_tit|arti")
_SUFFIX = re.compile(r"\s*[-_—|–－·]{1,2}\s*")
_MAX_TITLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What stands over an article; empty or None where the page shows none and its tags are silent."""

    title: str = ""
    published: datetime | None = None
    source: str = ""
    dated: bool = False
    """Whether the page itself shows the date behind a label, as articles do."""


def read_published(outline: Outline, start: int, title_at: int) -> tuple[datetime | None, bool]:
    """The date behind a label of publication, nearest to the title; and whether there was such a label."""
    best: datetime | None = None
    best_rank: tuple[int, int] | None = None
    for count, match in enumerate(_PUBLISHED.finditer(outline.text, start)):
        if count > 60:
            break
        before = outline.text[max(0, match.start() - 4) : match.end()]
        if _OTHER_DATE.search(before):
            continue
        after = outline.text[match.end() : match.end() + 40]
        found = next(((at, date) for at, _, date in dates.spans(after) if not after[:at].strip(" ：:\t\n")), None)
        if found is None:
            continue
        strong = 0 if _STRONG.match(match.group()) else 1
        rank = (strong, abs(match.start() - title_at) if title_at >= 0 else match.start())
        if best_rank is None or rank < best_rank:
            best, best_rank = found[1], rank
    return best, best is not None


def read_headline(outline: Outline, trail: Trail, meta: Mapping[str, str], content_from: int) -> Headline:
    """Title, date and source of an article page. ``content_from`` is where the trail ends."""
    box = _title_box(outline, meta.get("ArticleTitle", ""), content_from)
    title = clean(outline.shown(box), _MAX_TITLE) if box is not None else ""
    title_at = box.end if box is not None else -1
    published, dated = read_published(outline, content_from, title_at)
    if published is None and title_at >= 0:
        published = _bare_date(outline, title_at)
        dated = published is not None
    if published is None:
        published = _meta_date(meta)
    source, shown = _source(outline, content_from, title_at)
    if not shown:
        source = "" if is_template(meta.get("ContentSource", "")) else meta.get("ContentSource", "")
    return Headline(title=title, published=published, source=source, dated=dated)


def _meta_date(meta: Mapping[str, str]) -> datetime | None:
    value = meta.get("PubDate", "")
    return dates.first(value) if value else None


def _title_box(outline: Outline, wanted: str, content_from: int) -> Box | None:
    """The box that shows the title: the one whose text is the tag's, else a heading, else a box named title."""
    wanted = bare(wanted)
    headings: list[tuple[int, Box]] = []
    for box in outline.boxes:
        length = box.end - box.start
        if not 2 <= length <= _MAX_TITLE * 2 or box.end <= content_from or box.hidden or box.tag in ("a", "option"):
            continue
        if wanted and abs(length - len(wanted)) < 40 and bare(outline.shown(box)) == wanted:
            return box
        rank = _rank(box)
        if rank:
            headings.append((rank, box))
    usable = [(rank, box.index, box) for rank, box in headings if _is_title(outline, box)]
    return min(usable, key=lambda item: item[:2])[2] if usable else None


def _rank(box: Box) -> int:
    """1 for the surest kind of heading, 0 for none."""
    if box.tag == "h1":
        return 1
    if box.tag in ("h2", "h3", "h4"):
        return 3 if not _TITLED.search(box.label) else 2
    if box.tag in ("p", "div", "span", "td", "strong", "b") and _TITLED.search(box.label):
        return 2
    return 0


def _is_title(outline: Outline, box: Box) -> bool:
    text = outline.shown(box).strip()
    if len(text) < 4 or ("\n" in text.strip("\n") and len(text) > 120):
        return False
    if any(outline.shown(outline.boxes[index]).strip() == text for index in outline.anchors_in(box)):
        return False
    return not _PUBLISHED.search(text) and not text.endswith(("：", ":"))


def _bare_date(outline: Outline, title_at: int) -> datetime | None:
    """A date that stands alone on a line or in a box soon after the title."""
    after = outline.text[title_at : title_at + 200]
    for line in after.split("\n")[:8]:
        for piece in line.split("\t"):
            found = dates.whole(piece.strip())
            if found is not None and len(piece.strip()) >= 8:
                return found
    spans = list(dates.spans(after[:120]))
    return spans[0][2] if len(spans) == 1 and "来源" in after[:120] else None


def _source(outline: Outline, start: int, title_at: int) -> tuple[str, bool]:
    """The text behind 来源：, nearest to the title, and whether there is such a label."""
    found: list[tuple[int, str]] = []
    for count, match in enumerate(_SOURCE.finditer(outline.text, start)):
        if count > 20:
            break
        rest = outline.text[match.end() : match.end() + 200]
        end = _SOURCE_END.search(rest)
        value = clean(rest[: end.start()] if end else rest).strip("）)】]（( ")
        found.append((abs(match.start() - title_at) if title_at >= 0 else match.start(), value))
    if not found:
        return "", False
    return min(found)[1], True


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
    if len(parts) > 1:
        kept = [
            part for part in parts if part != site and not re.search(r"(?:政府|门户|网站|官网|委员会|局|厅|网)\Z", part)
        ]
        return max(kept, key=len) if kept else parts[0]
    return title
