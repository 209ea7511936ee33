"""加分指标 that pages hint at: B1 数据发布, B2 解读形式, B3 回应关切, B4 服务功能, B5 征集调查, B6 在线访谈.

Points are granted by persons alone. What was seen is put before them as hints worth nothing by themselves; where none
is seen, nothing is said. Activities are the newest twenty that a ledger keeps, so that a count of twenty is at least
that.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from infra.clock import end_of_day, parse_moment
from infra.features import Merit, Role
from scoring.checks.context import Context, Judgement, check, site
from scoring.checks.suspecting import hint, open_with
from scoring.dates import cutoff, shown
from scoring.facts import Facts, MeritFact, Seen, TieFact
from scoring.standard.parts import Clause

_NAMED = re.compile(r"《([^《》]{2,120})》")
#: What tells parts of one activity apart, and no two activities.
_PARTS = re.compile(
    r"预告|实录|文字|图文|图片|视频|直播|回放|公告|通告|启事|通知|关于|公开|向社会|网上|在线|征求|征集|意见|建议|调查|问卷|访谈|开展|的|[\W_]"
)
#: Titles and addresses that a hint shows.
_SHOWN = 6


@check("B1")
def data_published(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """开设本单位主要业务数据栏目，及时更新，格式可用: pages of data with files that a program can read."""
    return _in_forms(Merit.DATA, facts, clause, context)


@check("B2")
def forms_of_interpretation(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """以图表、视频、音频、动漫等多种形式解读政策: interpretations of the past year with more than text."""
    return _in_forms(Merit.MEDIA, facts, clause, context)


@check("B3")
def concerns_answered(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """主动回应社会关切的热点问题: answers published in the past year."""
    return _activities(_recent(site(facts).merits.get(Merit.RESPONSE, ()), clause, context), clause, context)


@check("B4")
def service_functions(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """办事服务实用易用: names by which pages offer 进度查询, 常见问题, 全程网办."""
    seen = site(facts).merits.get(Merit.SERVICE, ())
    forms = sorted({form for fact in seen for form in fact.forms})
    numbers = {"functions": len(forms), "pages": len(seen)}
    if len(forms) < int(clause.limit("functions")):
        return open_with((), numbers=numbers)
    return open_with([hint(clause, context, seen=seen[0], detail={"functions": forms})], numbers=numbers)


@check("B5")
def surveys(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """提供网上征集调查渠道，前1年内开展6次以上: consultations and surveys, each once."""
    known = site(facts)
    since = _since(clause, context)
    consulted = [fact for fact in known.ties.get(Role.CONSULTATION, ()) if _is_within(fact.published, since, context)]
    held: list[MeritFact | TieFact] = [*consulted, *_recent(known.merits.get(Merit.SURVEY, ()), clause, context)]
    return _activities(held, clause, context)


@check("B6")
def interviews(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """前1年内开展在线访谈6次以上: interviews, each once."""
    return _activities(_recent(site(facts).merits.get(Merit.INTERVIEW, ()), clause, context), clause, context)


def _in_forms(kind: Merit, facts: Facts, clause: Clause, context: Context) -> Judgement:
    """A hint where recent pages show as many forms as the clause asks for."""
    recent = _recent(site(facts).merits.get(kind, ()), clause, context)
    counts = Counter(form for fact in recent for form in fact.forms)
    numbers = {"pages": len(recent), "forms": len(counts)}
    if len(counts) < int(clause.limit("forms")):
        return open_with((), numbers=numbers)
    seen = next(fact for fact in recent if fact.forms)
    detail = {"forms": dict(sorted(counts.items())), "pages": len(recent), "newest": recent[0].day}
    return open_with([hint(clause, context, seen=seen, detail=detail)], numbers=numbers)


def _activities(held: Sequence[MeritFact | TieFact], clause: Clause, context: Context) -> Judgement:
    """A hint where so many different activities were held as the clause asks for."""
    each: dict[str, MeritFact | TieFact] = {}
    for fact in held:
        each.setdefault(_name(fact.title), fact)
    since = _since(clause, context)
    numbers = {"activities": len(each), "since": shown(since)}
    if len(each) < int(clause.limit("activities")):
        return open_with((), numbers=numbers)
    detail = {"activities": len(each), "since": shown(since), "titles": [one.title for one in each.values()][:_SHOWN]}
    first: Seen = next(iter(each.values()))
    return open_with([hint(clause, context, seen=first, detail=detail)], numbers=numbers)


def _recent(facts: Iterable[MeritFact], clause: Clause, context: Context) -> list[MeritFact]:
    since = _since(clause, context)
    return [fact for fact in facts if _is_within(fact.day, since, context)]


def _since(clause: Clause, context: Context) -> datetime:
    """The first instant of the clause's months before the time point."""
    return cutoff(context.as_of, months=clause.limit("window_months"))


def _is_within(iso: str | None, since: datetime, context: Context) -> bool:
    return iso is not None and since <= end_of_day(parse_moment(iso)) and parse_moment(iso) <= context.as_of


def _name(title: str) -> str:
    """What an activity is called, whichever of its pages says so."""
    named = _NAMED.search(title)
    return named[1] if named else _PARTS.sub("", title) or title
