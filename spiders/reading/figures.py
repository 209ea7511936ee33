"""Statistics (统计数据) that a page is, shows or leads to: 办件统计, 留言统计 and their like, and of when they are.

What they are of is told by their name, by the names of the columns above where the name leaves it open (统计分析 under
互动交流), and where that says nothing either, they may be of both. A dashboard shows its numbers by labels alone.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import datetime

from infra.clock import BEIJING
from infra.features import FiguresOf, FiguresSeen
from spiders.reading import dates
from spiders.reading.links import Link

#: Kinds of page that may show statistics beside something else, or lead to them.
_LEADING = frozenset(("home", "column", "mailbox", "other"))
#: Kinds of page that are about one matter, be it that of a statistics bureau (统计局).
_NEVER = frozenset(("guide", "message"))
#: Statistics of one page that are kept, the longest name, and how much of a text is searched for dates.
_MAX_FIGURES = 6
_MAX_NAME = 20
_MAX_TITLE = 80
_MAX_TEXT = 20_000
_COUNTED = "(?:统计|汇总|分析|月报|季报|年报|通报|一览)"
#: Few words may stand between the two; bounded, since they can be told apart in more than one way.
_OF = "(?:事项|情况|受理|办理|办结|反馈|回复|答复|处理|数据|信息|数量|结果|总量|[量数件的及与和]){0,4}"
_SERVICE = re.compile(
    rf"(?:办件|办事|审批|许可|事项|(?:政务|在线|网上|便民|对外)服务|服务|大厅|窗口|受理|办理|办结){_OF}{_COUNTED}"
    r"|办件(?:数据|公示|公告|总?量)|统计数?据?[·（(\-—]?(?:办件|办事)"
)
_LETTERS = re.compile(
    rf"(?:信件|来信|留言|咨询|互动|信箱|问政|诉求|热线|12345|网民|网友|受理|办理|办结|回复|答复|反馈|满意度){_OF}{_COUNTED}"
    r"|(?:来信|留言|信件)(?:受理)?反馈|(?:来信|信件|留言|互动)(?:数据|总?量|总?数)\Z"
)
_SHOWS_SERVICE = re.compile(
    r"办件(?:总)?(?:数量|数|量|率)|(?:今日|昨日|本月|上月|本年|今年|累计|历史)(?:办件|受理|办结)"
    r"|(?:总)?(?:受理|办结)(?:总)?(?:件数|数量|总数|数|量|率)"
)
_SHOWS_LETTERS = re.compile(
    r"(?:来信|信件|留言|诉求|咨询)(?:总)?(?:件数|数量|总数|条数|数|量)|(?:及时|按时|按期)?(?:回复|答复|办结)率"
    r"|(?:总)?(?:受理|办结|回复|答复)(?:总)?(?:件数|数量|总数|数|量|率)"
)
#: A name that ends as statistics do, though it does not say of what.
_COUNTS = re.compile(r"统计(?:数据|分析|情况|信息|图?表|结果|通报|汇总|报告|公布|公示)*(?:[（(].{0,20})?\Z")
#: A name of statistics, and a cell that shows some, hold at least one of these: most pages are told by that alone.
_NAMING = (
    "统计",
    "汇总",
    "分析",
    "月报",
    "季报",
    "年报",
    "通报",
    "一览",
    "办件",
    "反馈",
    "数据",
    "总量",
    "来信",
    "信件",
    "留言",
)
_SHOWING = ("统计", "办件", "受理", "办结", "回复率", "答复率", "来信", "信件", "留言", "诉求", "咨询", "回复", "答复")
_VALUE = re.compile(r"\s*[：:]?\s*\d[\d,.]{0,12}\s?[件封条个次%％]?|\s*[：:]?\s*\Z")
_ABOUT_LETTERS = re.compile(r"信件|来信|留言|信箱|咨询|互动|问政|诉求|热线|12345|网民|网友|参与")
_ABOUT_SERVICE = re.compile(
    r"办件|办事|(?:政务|便民|在线|网上|对外|公共)服务|服务(?:事项|大厅|指南)|审批|许可|大厅|窗口"
)
_PERIOD = re.compile(
    r"(20\d\d)\s?(?:年\s?(?:(\d{1,2})\s?月(?:份)?(?:\s?(\d{1,2})\s?日)?|第?([一二三四1-4])季度|(上|下)半年)"
    r"|[-./]\s?(\d{1,2})(?!\d)(?:[-./]\s?(\d{1,2})(?!\d))?)"
)
_YEAR = re.compile(r"(20\d\d)\s?年(?:度)?(?![\d\s]*月)")
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_HALVES = {"上": 6, "下": 12}


def read_figures(  # noqa: PLR0913 - what is known of a page
    url: str,
    kind: str,
    names: Sequence[str],
    title: str,
    *,
    text: str = "",
    links: Sequence[Link] = (),
    shown: datetime | None = None,
    as_of: datetime | None = None,
) -> tuple[FiguresSeen, ...]:
    """The statistics of a page of a kind and a title in a column of these names, outermost first.

    A period that they name counts to its last day, or to the day that the page itself shows (``shown``: its own, or its
    newest entry's) or to ``as_of`` where that lies within it.
    """
    ends = [datetime(day.year, day.month, day.day, tzinfo=BEIJING) for day in (shown, as_of) if day]
    found: dict[tuple[FiguresOf, str, bool], FiguresSeen] = {}
    if kind in _NEVER:
        return ()
    own = _called(title[:_MAX_TITLE], names)
    own |= _called(names[-1], names[:-1]) if names else set()
    if not own and kind in _LEADING and "统计" in "".join((title, *names[-1:])):
        own = {FiguresOf.OTHER}
    if own:
        newest = _newest(title, text, ends, as_of)
        found = {(of, url, True): FiguresSeen(of=of, url=url, own=True, newest=newest) for of in sorted(own)}
    if kind not in _LEADING:
        return tuple(found.values())
    linked: set[str] = set()
    for name, link in _named(links):
        linked.add(name)
        if name in names:  # the position trail
            continue
        for of in sorted(_called(name, names)):
            found.setdefault((of, link, False), FiguresSeen(of=of, url=link, own=False))
    for of in sorted(_shown(text, names, linked)):
        found.setdefault((of, url, False), FiguresSeen(of=of, url=url, own=False))
    return tuple(found.values())[:_MAX_FIGURES]


def _called(name: str, above: Sequence[str]) -> set[FiguresOf]:
    """What the statistics of a name are of; nothing for a name of something else."""
    service, letters = _SERVICE.search(name), _LETTERS.search(name)
    if not service and not letters:
        if not _COUNTS.search(name):
            return set()
        around = "/".join(above[-2:])
        told = {FiguresOf.LETTERS} if _ABOUT_LETTERS.search(around) else set()
        return told | ({FiguresOf.SERVICE} if _ABOUT_SERVICE.search(around) else set())
    return _told(name, above) if service and letters else {FiguresOf.SERVICE if service else FiguresOf.LETTERS}


def _told(name: str, above: Sequence[str]) -> set[FiguresOf]:
    """What a name is of that may be of both: by its own words, else by those above it."""
    for words in (name, "/".join(above[-2:])):
        letters, service = _ABOUT_LETTERS.search(words), _ABOUT_SERVICE.search(words)
        if letters and not service:
            return {FiguresOf.LETTERS}
        if service and not letters:
            return {FiguresOf.SERVICE}
    return {FiguresOf.LETTERS, FiguresOf.SERVICE}


def _named(links: Sequence[Link]) -> Iterator[tuple[str, str]]:
    """Names of links that may be those of statistics, with their addresses; dated ones are entries of a list."""
    names = "\n".join([link.text or link.title for link in links])
    if not any(word in names for word in _NAMING):
        return
    for link in links:
        name = link.text or link.title
        if link.date is None and 3 < len(name) <= _MAX_NAME and (_SERVICE.search(name) or _LETTERS.search(name)):
            yield name, link.url


def _shown(text: str, names: Sequence[str], linked: set[str]) -> set[FiguresOf]:
    """What a page shows numbers of: by a heading without a link in it, or by labels with their numbers."""
    found: set[FiguresOf] = set()
    # A single character is looked for many times as fast as a word.
    if not any(mark in text for mark in "统率量数") or not any(word in text for word in _SHOWING):
        return found
    for line in text.replace("\t", "\n").split("\n"):
        cell = line.strip()
        if not 3 < len(cell) <= _MAX_NAME or any(name in cell for name in linked):
            continue
        if cell.endswith(("统计", "统计数据", "统计分析")):
            found |= _called(cell, names)
            continue
        service, letters = _labels(_SHOWS_SERVICE, cell), _labels(_SHOWS_LETTERS, cell)
        if service and letters:
            found |= _told(cell, names)
        elif service or letters:
            found.add(FiguresOf.SERVICE if service else FiguresOf.LETTERS)
    return found


def _labels(labels: re.Pattern[str], cell: str) -> bool:
    """Whether a cell is such a label, with a number behind it or alone."""
    match = labels.match(cell)
    return match is not None and _VALUE.fullmatch(cell, match.end()) is not None


def _newest(title: str, text: str, ends: Sequence[datetime], as_of: datetime | None) -> str | None:
    """The last day of the newest period that a page of statistics names and that had begun at the time point."""
    spans = [_span(int(match[1]), 1, 12) for match in _YEAR.finditer(title)]
    for part in (title, text[:_MAX_TEXT]):
        spans.extend(span for match in _PERIOD.finditer(part) if (span := _period(match)))
    begun = [(first, last) for first, last in spans if as_of is None or first <= as_of]
    days = [min((last, *(end for end in ends if first <= end))) for first, last in begun]
    # What was updated long after the day that its page shows is as new as it says.
    return dates.iso(max(days)) if days else None


def _period(match: re.Match[str]) -> tuple[datetime, datetime] | None:
    """The first and the last day of a period that is named; None for none of the calendar."""
    year, named, day, quarter, half, number, day_of = match.groups()
    if quarter:
        last = _QUARTERS[quarter]
        return _span(int(year), last - 2, last)
    if half:
        return _span(int(year), _HALVES[half] - 5, _HALVES[half])
    month = int(named or number or 0)
    return _span(int(year), month, month, int(day or day_of or 0)) if 1 <= month <= 12 else None


def _span(year: int, month: int, until: int, day: int = 0) -> tuple[datetime, datetime]:
    """From the first day of a month to the last of another one, or a day alone."""
    first = datetime(year, month, min(day or 1, monthrange(year, month)[1]), tzinfo=BEIJING)
    last = datetime(year, until, min(day or 31, monthrange(year, until)[1]), tzinfo=BEIJING)
    return first, last
