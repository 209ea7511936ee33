"""What a site introduces its visitors to: a place or a body (概况), its functions (机构职能), its leaders (领导信息).

Of a home page, which links are called so; of a page that is called so, or stands in a column that is, what a check must
know: years of its figures, telephones of the body, what is left empty of a leader. Links are taken widely, for to say
that a column is missing costs points, and pages narrowly. Nothing of a person is kept.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from infra.features import AboutSeen, OfferSeen, Topic
from spiders.reading import dates
from spiders.reading.emptiness import footer_start
from spiders.reading.features import Page
from spiders.reading.labelled import read_fields
from spiders.reading.labels import Labels
from spiders.reading.links import Link
from spiders.reading.outline import Outline
from spiders.reading.text import bare, is_hollow

#: The words of links, and parts of their addresses (pinyin), by the name of the offer.
_OFFERED = {
    "overview": (
        re.compile(
            r"概况|概览|简介|[省市区县州旗镇乡]情(?![况报绪])|走进|认识|印象|关于我们|关于本|名片|基本情况|(?:单位|部门|区域|机构)介绍"
        ),
        re.compile(
            r"(?<!/)/(?:\w{0,4}gk(?<!xxgk)(?<!wgk)|\w{1,2}qgk|zj\w{2}|zr\w{2}|gaikuang|about(?:us)?|overview)(?:[/_.]|\Z)"
        ),
    ),
    "functions": (
        re.compile(r"机构(?!养老|医疗)|职能|职责|三定|组织架构|内设|科室|处室|部门设置"),
        re.compile(r"(?<!/)/(?:jgzn|nsjg|zzjg|jgsz|jggk|jgjj|zyzz|bmzn|bmzz|zzjs|jigou|functions?)(?:[/_.]|\Z)"),
    ),
    "leaders": (
        re.compile(r"领导(?!讲话|批示|关怀|活动|动态|调研|信箱|小组)|班子成员|[市区县局镇乡州厅]长之窗|负责人"),
        re.compile(
            r"(?<!/)/(?:ld(?:zc|xx|jj|fg|js|bz|cy|mc|jl|fl|t)|\w?jld|szfld|qzfld|xzfld|bmld|leaders?(?:hip)?)(?:[/_.]|\Z)"
        ),
    ),
    "services": (
        re.compile(
            r"办事(?!处|动态)|(?:政务|便民|在线|网上|公共|惠民)服务(?!动态)|服务(?:大厅|事项|指南)|(?:市民|为民|企业|社区|一站式)服务中心|网上(?:办理|申报|预约)|在线(?:办理|申报)"
            r"|一网通办|办件|服务\Z|我要办"
        ),
        re.compile(
            r"//(?:[\w-]+\.)*zwfw[\w-]*\.|(?<!/)/(?:bsfw|zwfw|bszn|wsbs|bsdt|bmfw|fwdt|fuwu|services?)(?:[/_.]|\Z)"
        ),
    ),
}
_MAX_LINKS = 10
_MAX_WORDS = 20
#: Longer than what columns are called: 走进水阳县, 市场监管局概况.
_LONG_NAME = 9

#: What a page or the column that it stands in is called, the first that fits.
_CALLED = (
    (
        Topic.LEADERS,
        re.compile(
            r"领导(?!讲话|批示|关怀|活动|动态|调研|信箱|留言|小组)(?:信息|之窗|分工|介绍|简介|班子|成员|简历|名录|\Z)|班子成员|[市区县局]长之窗"
        ),
    ),
    (
        Topic.FUNCTIONS,
        re.compile(
            r"机构(?:职能|职责|设置|信息|简介|概况|介绍)|内设(?:机构|科室)|(?:主要|部门|单位|工作)(?:职能|职责)|直属单位|三定"
        ),
    ),
    (Topic.OVERVIEW, re.compile(r"概况|概览|[省市区县州]情(?![况报绪])|简介|走进")),
)
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)年(?!(?:起|以来|至|—|－|-|建|成立|设立|撤|命名))")
_FIGURE = re.compile(r"人口|生产总值|GDP|户籍|常住|财政|收入|增长|增速|增加值|亿元|万元|产值|总量")
_SENTENCE = re.compile(r"[。；;！\n]")
_PLANNED = re.compile(r"规划|预计|目标|力争|计划|将达|到20[0-4]\d年")
_MAX_YEARS = 5
_BODY = re.compile(
    r"[一-龥]{2,18}?(?:办公室|委员会|办事处|管委会|指挥部|局|委(?!员)|厅|中心(?!小学|校)|院|所|处|科|站|大队|支队|政府)"
)
_PHONE = re.compile(
    r"(?:电\s{0,4}话|热\s?线|联系方式)[^\d\n传真]{0,12}\s?((?:0\d{2,3}\s?[-—－)）]?\s?)?[2-8]\d{6,7})(?!\d)"
)
_MAX_PHONES = 5
_MAX_TEXT = 20_000
_FIELDS = {
    "姓名": "姓\\s{0,4}名|领导姓名",
    "职务": "职\\s{0,4}务|现任职务|领导职务",
    "简历": "简\\s{0,4}历|个人简历|工作简历|领导简历|个人简介|人物简介|简介|基本情况",
    "分工": "分\\s{0,4}工|工作分工|领导分工|分管工作|工作职责|主要分工|分管领域",
}
_OTHERS = (
    "性别|民族|籍贯|学历|学位|出生年月|出生日期|出生地|政治面貌|入党时间|参加工作时间|毕业院校|办公电话|联系电话|办公地址"
    "|电子邮箱|相关报道|工作动态|重要讲话|来源|发布时间|发布日期|照片"
)
_LABELS = Labels(_FIELDS, _OTHERS)
_LIFE = re.compile(r"出生|年生|参加工作|入党|党员|学历|学位|毕业|历任|曾任|[男女][，,、]")
_NOTHING = re.compile(r"(?:暂?无|略|空|待[补完]充?善?|更新中|[-—－/／_.·xX×*]*)[。.]?")
_PERSON = re.compile(r"[一-龥]{1,3}·?[一-龥]{1,6}")
_READ = frozenset(("article", "policy", "guide", "other", "column"))


def introduced(page: Page, outline: Outline) -> Page:
    """The page with what it introduces to: a home page's links, another page's own words."""
    if page.offers is not None:
        return replace(page, offers=_offered(page, page.offers, outline))
    about = _about(page, outline) if page.kind in _READ and not page.entries else None
    return page if about is None else replace(page, about=about)


def _offered(page: Page, offers: OfferSeen, outline: Outline) -> OfferSeen:
    pictured = _pictured(outline)
    found: dict[str, dict[str, None]] = {name: {} for name in _OFFERED}
    for link in page.links:
        words = "" if _is_article(link) else link.text or link.title  # whose title is the name of no column
        for name, (called, addressed) in _OFFERED.items():
            if (len(words) <= _MAX_WORDS and called.search(words)) or addressed.search(link.url):
                found[name][link.url] = None
    if pictured:
        for name, (called, _) in _OFFERED.items():
            if not found[name] and called.search(pictured):
                found[name][page.url] = None
    told = {name: tuple(urls)[:_MAX_LINKS] for name, urls in found.items()}
    return replace(
        offers,
        overview=told["overview"],
        functions=told["functions"],
        leaders=told["leaders"],
        services=told["services"],
    )


def _is_article(link: Link) -> bool:
    """Whether a link leads to an article: it shows a day, or is one by its words and its address."""
    return link.date is not None or _is_titled(link.text or link.title, link.url)


def _is_titled(words: str, address: str) -> bool:
    """Whether words are more than a name, and the address carries a day, as those of articles do."""
    return len(words) > _LONG_NAME and dates.from_address(address) is not None


def _pictured(outline: Outline) -> str:
    """The words for pictures: a button may be one, and lead on by a script."""
    return "\n".join(
        words
        for box in outline.boxes
        if box.tag == "img" and 1 < len(words := box.attr("alt")) <= _MAX_WORDS
        if not _is_titled(
            words, next((above.attr("href") for above in outline.ancestors(box, 3) if above.tag == "a"), "")
        )
    )


def _about(page: Page, outline: Outline) -> AboutSeen | None:
    names = page.column.path[-2:] if page.column is not None else ()
    topic = _topic(page.title, names)
    if topic is Topic.OVERVIEW:
        return AboutSeen(topic=topic, years=_years(page.text[:_MAX_TEXT]))
    if topic is Topic.FUNCTIONS:
        return AboutSeen(topic=topic, body=_body(page.title), phones=tuple(_phones(page.text[:_MAX_TEXT])))
    if topic is Topic.LEADERS:
        return AboutSeen(topic=topic, empty=tuple(_lacking(page, outline)))
    return None


def _topic(title: str, names: Sequence[str]) -> Topic | None:
    for name in (title if len(title) <= _MAX_WORDS else "", *reversed(names)):
        for topic, called in _CALLED:
            if name and called.search(name):
                return topic
    return None


def _years(text: str) -> tuple[int, ...]:
    """Years of figures: those of sentences that count people or money, and no plans."""
    found: set[int] = set()
    for sentence in _SENTENCE.split(text):
        if "年" in sentence and _FIGURE.search(sentence) and not _PLANNED.search(sentence):
            found.update(int(year) for year in _YEAR.findall(sentence))
    return tuple(sorted(found, reverse=True)[:_MAX_YEARS])


def _body(title: str) -> str:
    match = _BODY.match(bare(title))
    return match.group() if match else ""


def _phones(text: str) -> Iterator[str]:
    numbers = dict.fromkeys(
        "".join(char for char in match.group(1) if char.isdecimal()) for match in _PHONE.finditer(text)
    )
    yield from list(numbers)[:_MAX_PHONES]


def _lacking(page: Page, outline: Outline) -> Iterator[str]:
    """What a leader's own page names and leaves empty, and a life that it does not tell at all."""
    start = len(outline.text) - len(page.text)
    fields = read_fields(outline, _LABELS, start, max(footer_start(outline), start))
    for name in _FIELDS:
        field = fields.get(name)
        if field is not None and not field.pictures and (_NOTHING.fullmatch(field.value) or is_hollow(field.value)):
            yield name
    own = "姓名" in fields or "职务" in fields or "分工" in fields or _is_person(page.title)
    if own and "简历" not in fields and not _LIFE.search(page.text[:_MAX_TEXT]):
        yield "简历"


def _is_person(title: str) -> bool:
    return len(title) <= 4 and bool(_PERSON.fullmatch(title)) and _topic(title, ()) is None
