"""政务新媒体: M1 安全、泄密, M2 内容不更新, M3 互动回应差; and what is only told to the unit: A1 unfiled, A2 several.

The vetoes are suspected until two persons confirm them. What of an account's posts nobody read is not checked.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from infra.clock import end_of_day, parse_moment
from infra.records import Outcome, Suspicion, SuspicionKind
from scoring.checks.context import Context, Judgement, check, finding, settled, unchecked
from scoring.checks.suspecting import open_with
from scoring.dates import cutoff, shown
from scoring.facts import AccountFacts, Facts, FeedFact
from scoring.standard.parts import Clause


@check("M1.1")
def serious_wording(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """出现严重表述错误: posts with words that an operator's list calls serious."""
    return _suspected(facts, clause, context, SuspicionKind.SERIOUS_WORDING)


@check("M1.2")
def state_secrets(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """泄露国家秘密: posts that bear a mark of classification."""
    return _suspected(facts, clause, context, SuspicionKind.SECRECY)


@check("M1.3")
def forbidden_content(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """发布或链接反动、暴力、色情等内容: posts that sell gambling and the like, or lead where it is sold."""
    return _suspected(facts, clause, context, SuspicionKind.DARK_LINK, SuspicionKind.TAMPERED)


def _suspected(facts: Facts, clause: Clause, context: Context, *kinds: SuspicionKind) -> Judgement:
    """A finding for each source of posts that bears a suspicion of one of the kinds; open until people have looked."""
    feeds = _feeds(facts)
    bearing = [(feed, told) for feed in feeds if (told := [one for one in feed.suspicions if one.kind in kinds])]
    found = [
        finding(clause, context, subject=feed.url, seen=feed, detail={"suspicions": _told(told)})
        for feed, told in bearing
    ]
    numbers = {"posts": sum(feed.posts for feed in feeds), "read": sum(feed.read for feed in feeds)}
    return replace(open_with(found), numbers=numbers)


def _told(suspicions: Iterable[Suspicion]) -> list[dict[str, object]]:
    return [
        {"kind": one.kind, "sample": one.sample, "where": one.where, "why": one.why, "count": one.count}
        for one in suspicions
    ]


@check("M2.1")
def account_silent(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """2周内未更新: the newest post of a publishing account lies before the two weeks. No source of posts: unchecked."""
    if any(re.search(words, context.target.account_type) for words in clause.words["exempt"].values):
        return Judgement(numbers={"exempt": context.target.account_type})
    feeds = _feeds(facts)
    if not feeds:
        return unchecked()
    since = cutoff(context.as_of, days=clause.limit("days"))
    newest = max((end_of_day(parse_moment(feed.newest)) for feed in feeds if feed.newest), default=None)
    posts = sum(feed.posts for feed in feeds)
    numbers = {"posts": posts, "newest": shown(newest), "since": shown(since)}
    if newest is not None and newest >= since:
        return Judgement(numbers=numbers)
    if newest is None and posts:
        return Judgement(coverage=Fraction(0), further=1, numbers=numbers)
    last = max(feeds, key=lambda feed: feed.seen_at)
    detail = {"newest": shown(newest), "since": shown(since), "source": last.source, "reason": clause.reason}
    judged = settled([finding(clause, context, seen=last, detail=detail)], Fraction(1), context, further=0)
    return replace(judged, numbers=numbers)


@check("M2.2")
def application_unusable(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """移动客户端（APP）无法下载或使用: of an application, every trial failed, or where it is offered is dead."""
    if not any(re.search(words, context.target.account_type) for words in clause.words["apps"].values):
        return Judgement(numbers={"application": 0})
    known = facts if isinstance(facts, AccountFacts) else AccountFacts(target=context.target.code)
    trials = known.apps
    failed = [trial for trial in trials if trial.offered is False or trial.usable is False]
    sound = [trial for trial in trials if trial.usable]
    dead = [link for link in known.links if link.outcome is Outcome.DEAD and link.url == context.target.url]
    numbers = {"application": 1, "trials": len(trials), "failed": len(failed), "dead": len(dead)}
    if sound:
        return Judgement(numbers=numbers)
    seen = next(iter((*failed, *dead)), None)
    if seen is None:
        return Judgement(coverage=Fraction(0), further=1, numbers=numbers)
    found = finding(clause, context, seen=seen, detail={"reason": clause.reason, **numbers})
    return replace(settled([found], Fraction(1), context, further=0), numbers=numbers)


@check("M3.1")
def no_interaction(facts: Facts, clause: Clause, context: Context) -> Judgement:  # noqa: ARG001 - a check's signature
    """未提供有效互动, as the registry's 互动 says; empty means unknown."""
    if context.target.interaction is None:
        return unchecked()
    numbers = {"interaction": context.target.interaction}
    if context.target.interaction:
        return Judgement(numbers=numbers)
    return Judgement(findings=(finding(clause, context, detail={"reason": clause.reason}),), firm=1, numbers=numbers)


@check("A1")
def not_filed(facts: Facts, clause: Clause, context: Context) -> Judgement:  # noqa: ARG001
    """未及时备案, as the registry's 备案 says; empty means unknown."""
    if context.target.filed is None:
        return unchecked()
    numbers = {"filed": context.target.filed}
    if context.target.filed:
        return Judgement(numbers=numbers)
    return Judgement(findings=(finding(clause, context),), firm=1, numbers=numbers)


@check("A2")
def several_accounts(facts: Facts, clause: Clause, context: Context) -> Judgement:  # noqa: ARG001
    """同一平台开设多个账号: one finding a unit and platform, on the account whose code comes first."""
    peers = sorted(context.peers, key=lambda peer: peer.code)
    numbers = {"accounts": len(peers)}
    if len(peers) < 2 or peers[0].code != context.target.code:
        return Judgement(numbers=numbers)
    detail = {"platform": context.target.platform, "accounts": [peer.name for peer in peers]}
    return Judgement(findings=(finding(clause, context, detail=detail),), firm=1, numbers=numbers)


def _feeds(facts: Facts) -> Sequence[FeedFact]:
    return facts.feeds if isinstance(facts, AccountFacts) else ()
