"""Features of pages of some kinds, parts of ``records.PageSeen``: pairs, letters, guides, what a home page offers.

As every feature they are bounded, cleaned, and without judgement: addresses, names and flags, never texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from infra.clock import parse_moment


class Role(StrEnum):
    """Which side of a pair a page is."""

    POLICY = "policy"
    """政策文件"""
    INTERPRETATION = "interpretation"
    """解读"""
    CONSULTATION = "consultation"
    """意见征集"""
    FEEDBACK = "feedback"
    """结果反馈"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TieSeen:
    """关联: what a page says of itself and of the other side of its pair."""

    role: Role
    number: str = ""
    """文号 in one spelling (``鄂政办发〔2024〕3号``)."""
    subject: str = ""
    """What it is about: the document's name as its title gives it, without blanks."""
    needed: bool = True
    """False for what needs no counterpart: appointments, notices of meetings, replies to single requests."""
    until: str | None = None
    """Last day on which opinions are taken, ISO."""
    linked: tuple[str, ...] = ()
    """Addresses of counterparts that it links to: out of blocks named so, and of names linked in its text."""
    empty: tuple[str, ...] = ()
    """Fields of a policy's head (主题分类, 文号) that it names and leaves empty."""
    numbers: tuple[str, ...] = ()
    """文号 that it names beside its own, in one spelling."""
    names: tuple[str, ...] = ()
    """Documents that it names in 《》, without blanks."""
    answered: bool = False
    """A consultation that shows the result itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSeen:
    """A published letter (来信, 留言): never who wrote, nor what.

    A field that the page has no place for is None, one left empty is empty or False.
    """

    url: str
    title: str = ""
    received: str | None = None
    replied: str | None = None
    unit: str | None = None
    state: str | None = None
    reply: bool | None = None
    """Whether the text of a reply is shown."""
    whole: bool = False
    """True for the letter's own page, False for a row of a list."""
    days: int | None = None
    """Days between its coming and the time point."""

    def at(self, as_of: datetime) -> "LetterSeen | None":
        """The letter as it stood at a moment: one that came later was not there, one answered later had no answer."""
        came = parse_moment(self.received) if self.received else None
        if came is not None and came > as_of:
            return None
        days = None if came is None else (as_of.date() - came.date()).days
        if self.replied and parse_moment(self.replied) > as_of:
            return replace(self, replied="", reply=None if self.reply is None else False, state=None, days=days)
        return replace(self, days=days)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideSeen:
    """办事指南: which elements it fills."""

    elements: tuple[str, ...] = ()
    """Those that it fills, by usual name."""
    empty: tuple[str, ...] = ()
    """Those that it names and leaves empty, or fills with 无."""
    catch_all: tuple[str, ...] = ()
    """Phrases that leave open which materials are wanted (兜底表述)."""
    forms: tuple[str, ...] = ()
    """Addresses of forms and samples."""
    copies: bool | None = None
    """Whether the materials say original or copy, paper or electronic, how many; None without materials."""
    samples: bool | None = None
    """Whether a filled sample (样表, 填写样例) stands among its forms; None without forms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSeen:
    """What a home page offers, as far as a visitor sees without sending anything."""

    search: str | None = None
    """站内搜索: the address that its form asks, empty where a script does; None where there is none."""
    trial: str = ""
    """What a visitor would ask for who searches for the newest title on the page; empty where no form says how."""
    consult: tuple[str, ...] = ()
    """Addresses of channels for questions and suggestions (咨询, 信箱, 留言); petitions and reports are none."""
    statistics: tuple[str, ...] = ()
    """Addresses of statistics: 年度报表, 办件统计, 留言统计."""
    smart: Mapping[str, str] = field(default_factory=dict)
    """智能搜索, 智能问答: names of links to it, and where they lead."""
    eased: Mapping[str, str] = field(default_factory=dict)
    """个人空间, 外文版, 无障碍: likewise."""
    overview: tuple[str, ...] = ()
    """Addresses called 概况, 市情, 简介, 走进…, by the link's words, its picture's or the address itself."""
    functions: tuple[str, ...] = ()
    """Likewise 机构职能, 内设机构, 主要职责."""
    leaders: tuple[str, ...] = ()
    """Likewise 领导信息, 领导之窗, 领导分工."""
    services: tuple[str, ...] = ()
    """Likewise 办事服务, 政务服务, 办事大厅."""


class Topic(StrEnum):
    """What a page introduces its visitors to."""

    OVERVIEW = "overview"
    """概况信息: a place or a body."""
    FUNCTIONS = "functions"
    """机构职能: what a body is for, and where it is found."""
    LEADERS = "leaders"
    """领导信息: who leads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutSeen:
    """What a page tells that introduces a place, a body or a leader: no names of persons, nothing of their lives."""

    topic: Topic
    years: tuple[int, ...] = ()
    """Years whose figures an overview gives, the newest first."""
    body: str = ""
    """The body whose functions it tells, as its title names it."""
    phones: tuple[str, ...] = ()
    """Office telephones of the body: digits alone."""
    empty: tuple[str, ...] = ()
    """Of a leader, what the page names and leaves empty, or lacks: 姓名, 职务, 简历, 分工."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateSeen:
    """网站名称: what a home page calls its site by."""

    bar: str = ""
    """Its title bar, as written."""
    shown: tuple[str, ...] = ()
    """Names of offices and sites in its head: words that it shows, and words for its pictures."""
    pictured: bool = False
    """Whether its head shows a picture that may hold the name, and no word for it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialSeen:
    """试搜: whether the first page of results of a site's own search shows the title that was asked for."""

    title: str
    """The title, as far as it was asked for."""
    found: bool | None = None
    """None where the results come by script, or the page cannot be made out."""
    results: int = 0
    """Results that the page lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IPv6Seen:
    """Whether a site's name can be reached over IPv6; None where that cannot be told."""

    named: bool | None = None
    """Whether the name has a public IPv6 address (AAAA record)."""
    answered: bool | None = None
    """Whether a server took a connection there; None from a machine without IPv6."""


class FiguresOf(StrEnum):
    """What statistics (统计数据) are of."""

    SERVICE = "service"
    """办件统计, 办事统计"""
    LETTERS = "letters"
    """留言统计, 信件受理反馈统计"""
    OTHER = "other"
    """Called statistics, and nothing says of what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresSeen:
    """统计: statistics that a page is, shows or leads to."""

    of: FiguresOf
    url: str
    """Where they stand: the page's own address, or that of a link that is called so."""
    own: bool
    """Whether the page is called so; False where it leads to them, or shows them beside something else."""
    newest: str | None = None
    """Newest day that they are of or were published on, ISO; None where none is shown."""


class Merit(StrEnum):
    """What a page may earn points (加分) for; only a person can grant them."""

    DATA = "data"
    """数据发布: data of a site's own business; forms are formats of files."""
    MEDIA = "media"
    """解读形式: an interpretation; forms are picture, video, audio, animation."""
    SURVEY = "survey"
    """征集调查: one consultation or survey."""
    INTERVIEW = "interview"
    """在线访谈: one interview."""
    RESPONSE = "response"
    """回应关切: an answer to what people ask about."""
    SERVICE = "service"
    """服务功能: forms are names of what helps with services, such as 进度查询."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeritSeen:
    """What of a page may earn points, and in which forms it is there."""

    kind: Merit
    forms: tuple[str, ...] = ()
