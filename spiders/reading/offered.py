"""What a home page offers its visitors: search (站内搜索), channels for questions (咨询建言), statistics (年度报表).

Only what can be seen: nothing is sent and nothing tried. A search that a form asks by GET is given with the address
that a visitor would ask, so that it can be tried. Whatever calls itself a search is one, for to say that a site has
none costs it points: a link by its name or address, a button, a box that only a script fills.
"""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from infra.features import OfferSeen
from spiders.reading.links import Link, Resolver
from spiders.reading.lists import Entry
from spiders.reading.margin import Where
from spiders.reading.outline import Box, Outline
from spiders.reading.rules import Rule

_SEARCH = re.compile(
    r"search|sousuo|query|keyword|\bkw\b|\bq\b|\bwd\b|ss_?key|jiansuo|搜索|检索|关键|全站", re.IGNORECASE
)
_SEARCH_PAGE = re.compile(r"站内搜索|全站搜索|站内检索|高级搜索|智能搜索|\A\s?(?:搜索|检索)\s?\Z")
_SEARCH_ADDRESS = re.compile(
    r"//(?:search|so|sousuo)\.|/(?:search\w{0,8}|sousuo|jsearch\w{0,8}|qw[js]s|ssjg|so)(?:[/._?-]|\Z)", re.IGNORECASE
)
_SEARCH_BOX = re.compile(r"search|sousuo|jiansuo")
_SEARCH_BUTTON = re.compile(r"^(?:搜\s?索|检\s?索|[站全][内站][搜检]索)$", re.MULTILINE)
_CONSULT = re.compile(
    r"咨询|信箱|留言|来信|写信|建言|献策|互动交流|政民互动|公众参与|公众互动|问政|互动\Z|意见建议|我要[问说]|12345"
)
_NO_CHANNEL = re.compile(r"信访|纪检|举报|廉政|纪委|巡察|巡视|扫黑|投诉\Z|公告|通知|关于|回应")
_STATISTICS = re.compile(
    r"(?:网站)?(?:工作|监管)?年度(?:工作)?报表|(?:办件|办事|办理|服务事?项?|信件|来信|留言|咨询|受理|互动|信箱)(?:数据|情况|办理)?统计"
)
_SMART = re.compile(
    r"智能(?:搜索|问答|客服|机器人|咨询|互动)|(?:在线|政务|机器人)客服|问答(?:机器人|系统|平台)|实时(?:问答|互动)|语义搜索"
)
_EASED = re.compile(
    r"无障碍|适老|关怀版|长者(?:版|模式|助手|专区)|老年(?:版|模式)|大字版|个人(?:中心|空间|主页)|我的(?:空间|主页|定制)"
    r"|[外英日韩俄法德]文版|多语[言种]|\A(?:English|EN|日本語|한국어|Русский|Français|Deutsch|Español)\Z",
    re.IGNORECASE,
)
#: What a field calls itself by.
_CALLED = ("name", "id", "class", "placeholder", "title", "value")
_TYPED = frozenset(("", "text", "search"))
_MAX_NAME = 20
_MAX_LINKS = 10
#: Characters of a title that a visitor would search for.
_MAX_WORD = 30


def read_offers(outline: Outline, resolve: Resolver, links: Iterable[Link], entries: Sequence[Entry]) -> OfferSeen:
    """What a home page with these links and entries offers."""
    consult: dict[str, None] = {}
    statistics: dict[str, None] = {}
    smart, eased = _said(outline, _SMART), _said(outline, _EASED)
    search_page = search_address = ""
    for link in links:
        name = link.text or link.title
        if not search_address and _SEARCH_ADDRESS.search(link.url):
            search_address = link.url
        if not 1 < len(name) <= _MAX_NAME:
            continue
        if _CONSULT.search(name) and not _NO_CHANNEL.search(name):
            consult[link.url] = None
        if _STATISTICS.search(name):
            statistics[link.url] = None
        if not search_page and _SEARCH_PAGE.search(name):
            search_page = link.url
        for named, found in ((_SMART, smart), (_EASED, eased)):
            if len(found) < _MAX_LINKS and named.search(name):
                found[name] = link.url
    search, trial = _search(outline, resolve, _newest(entries))
    search = search or search_page or search_address or search
    return OfferSeen(
        search="" if search is None and _calls_for_search(outline) else search,
        trial=trial,
        consult=tuple(consult)[:_MAX_LINKS],
        statistics=tuple(statistics)[:_MAX_LINKS],
        smart=smart,
        eased=eased,
    )


def _said(outline: Outline, named: re.Pattern[str]) -> dict[str, str]:
    """The word by which a page says that it has a thing, which a script may open."""
    match = named.search(outline.text)
    return {match[0]: ""} if match else {}


def _calls_for_search(outline: Outline) -> bool:
    """Whether a button or a box of the page calls itself a search, whatever a script makes of it."""
    return bool(_SEARCH_BUTTON.search(outline.text)) or any(_SEARCH_BOX.search(box.label) for box in outline.boxes)


def _newest(entries: Sequence[Entry]) -> str:
    dated = [(entry.date, entry.title) for entry in entries if entry.date is not None and entry.title]
    return max(dated, key=lambda pair: pair[0])[1] if dated else ""


def _search(outline: Outline, resolve: Resolver, title: str) -> tuple[str | None, str]:
    """The address that a search form asks, and what it would ask for a title; '' where a script asks, None without."""
    field = next((box for box in outline.boxes if box.tag == "input" and _is_for_searching(outline, box)), None)
    if field is None:
        return None, ""
    called = next((value for name in _CALLED if (value := field.attr(name))), "")
    outline.because("offers.search", Rule.OFFER_FORM, None, field.start, field.end, Where.SOURCE, called)
    form = next((box for box in outline.ancestors(field, 12) if box.tag == "form"), None)
    if form is None or form.attr("action").strip().lower().startswith("javascript:"):
        return "", ""
    action = resolve(form.attr("action") or resolve.base)
    by_get = form.attr("method").strip().lower() in ("", "get")
    return action, _trial(outline, resolve, form, field, title) if by_get else ""


def _trial(outline: Outline, resolve: Resolver, form: Box, field: Box, title: str) -> str:
    """The address of a search for a title; a form that names no field is sent by its script."""
    action = resolve(form.attr("action"))
    if not (action and title and field.attr("name")):
        return ""
    sent = [(box.attr("name"), box.attr("value")) for box in outline.inside(form) if box.attr("type") == "hidden"]
    sent = [*((name, value) for name, value in sent[:_MAX_LINKS] if name), (field.attr("name"), title[:_MAX_WORD])]
    query = "&".join(f"{_quoted(name, resolve)}={_quoted(value, resolve)}" for name, value in sent)
    return resolve(f"{action.partition('?')[0]}?{query}")


def _quoted(text: str, resolve: Resolver) -> str:
    return quote(text, safe="", encoding=resolve.encoding, errors="replace")


def _is_for_searching(outline: Outline, box: Box) -> bool:
    """Whether a field to type in calls itself one for searching, or stands in a form that does."""
    if box.attr("type").strip().lower() not in _TYPED:
        return False
    own = " ".join(box.attr(name) for name in _CALLED)
    if _SEARCH.search(own[:400]):
        return True
    for above in outline.ancestors(box, 4):
        if above.tag == "form":
            called = " ".join(above.attr(name) for name in ("name", "id", "class", "action"))
            return bool(_SEARCH.search(called[:400]))
    return False
