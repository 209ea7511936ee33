"""政务新媒体: M2.1 内容不更新 and M3.1 互动回应差; and what is only told to the unit: A1 unfiled, A2 several accounts.

The vetoes are suspected until two persons confirm them.
"""

import re
from fractions import Fraction

from infra.clock import end_of_day, parse_moment
from scoring.checks.context import Context, Judgement, check, finding, settled, unchecked
from scoring.dates import cutoff, shown
from scoring.facts import AccountFacts, Facts
from scoring.standard_parts import Clause


@check("M2.1")
def account_silent(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """2周内未更新: the newest post of a publishing account lies before the two weeks. No source of posts: unchecked."""
    if any(re.search(words, context.target.account_type) for words in clause.words["exempt"].values):
        return Judgement()
    feeds = facts.feeds if isinstance(facts, AccountFacts) else ()
    if not feeds:
        return unchecked()
    since = cutoff(context.as_of, days=clause.limit("days"))
    newest = max((end_of_day(parse_moment(feed.newest)) for feed in feeds if feed.newest), default=None)
    if newest is not None and newest >= since:
        return Judgement()
    if newest is None and any(feed.posts for feed in feeds):
        return unchecked()
    last = max(feeds, key=lambda feed: feed.seen_at)
    detail = {"newest": shown(newest), "since": shown(since), "source": last.source, "reason": clause.reason}
    return settled([finding(clause, context, seen=last, detail=detail)], Fraction(1), context, further=0)


@check("M3.1")
def no_interaction(facts: Facts, clause: Clause, context: Context) -> Judgement:  # noqa: ARG001 - a check's signature
    """未提供有效互动, as the registry's 互动 says; empty means unknown."""
    if context.target.interaction is None:
        return unchecked()
    if context.target.interaction:
        return Judgement()
    return Judgement(findings=(finding(clause, context, detail={"reason": clause.reason}),), firm=1)


@check("A1")
def not_filed(facts: Facts, clause: Clause, context: Context) -> Judgement:  # noqa: ARG001
    """未及时备案, as the registry's 备案 says; empty means unknown."""
    if context.target.filed is None:
        return unchecked()
    return Judgement() if context.target.filed else Judgement(findings=(finding(clause, context),), firm=1)


@check("A2")
def several_accounts(facts: Facts, clause: Clause, context: Context) -> Judgement:  # noqa: ARG001
    """同一平台开设多个账号: one finding a unit and platform, on the account whose code comes first."""
    peers = sorted(context.peers, key=lambda peer: peer.code)
    if len(peers) < 2 or peers[0].code != context.target.code:
        return Judgement()
    detail = {"platform": context.target.platform, "accounts": [peer.name for peer in peers]}
    return Judgement(findings=(finding(clause, context, detail=detail),), firm=1)
