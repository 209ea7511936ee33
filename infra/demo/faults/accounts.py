"""政务新媒体: accounts that are silent, answer nobody, or are not filed; each with one that only looks so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from infra.demo.city import BETS_HOST
from infra.demo.faults.safety import APPROVED, SERIOUS
from infra.demo.model import AS_OF, Account
from infra.demo.stakes import Stake
from infra.registry import account_code

MINI_PROGRAM = "微信小程序"


@dataclass(frozen=True, slots=True)
class AccountKind:
    """A kind of fault of accounts: which clause it is, how an account is changed, and whether it only looks so."""

    clause: str
    what: str
    change: Callable[[Account], Account]
    decoy: bool = False


def aged(account: Account, days: int) -> Account:
    """Move an account's posts in time, so that the newest is so many days old."""
    shift = timedelta(days=(AS_OF.date() - account.posts[0].at.date()).days - days)
    return replace(account, posts=tuple(replace(post, at=post.at + shift) for post in account.posts))


def _says(account: Account, title: str) -> Account:
    """Let the newest post have another title; posts that come as a file are read by their dates alone."""
    first, *others = account.posts
    return replace(account, way="rss", posts=(replace(first, title=title), *others))


def _leads(account: Account, url: str) -> Account:
    first, *others = account.posts
    return replace(account, way="rss", posts=(replace(first, title="澳门娱乐城 真人百家乐", url=url), *others))


KINDS: tuple[AccountKind, ...] = (
    AccountKind("M2.1", "newest post 15 days old", lambda one: aged(one, 15)),
    AccountKind("M2.1", "newest post 14 days old", lambda one: aged(one, 14), decoy=True),
    AccountKind(
        "M2.1",
        "a program that publishes nothing has no newer post than one of 40 days",
        lambda one: replace(aged(one, 40), account_type=MINI_PROGRAM),
        decoy=True,
    ),
    AccountKind("M1.1", "a serious word in a post", lambda one: _says(one, f"{SERIOUS}成立纪念活动")),
    AccountKind("M1.1", "an approved phrase in a post", lambda one: _says(one, f"{APPROVED}活动预告"), decoy=True),
    AccountKind("M1.2", "a secret in a post", lambda one: _says(one, "关于有关情况的报告 机密★1年")),
    AccountKind("M1.2", "a post on secrecy", lambda one: _says(one, "保密宣传月：什么是国家秘密"), decoy=True),
    AccountKind("M1.3", "a post that leads to bets", lambda one: _leads(one, f"http://{BETS_HOST}/")),
    AccountKind("M1.3", "a post against bets", lambda one: _says(one, "警方提醒：远离网络赌博"), decoy=True),
    AccountKind("M3.1", "no way to answer", lambda one: replace(one, interaction=False)),
    AccountKind("M3.1", "nobody knows whether one can answer", lambda one: replace(one, interaction=None), decoy=True),
    AccountKind("A1", "not filed", lambda one: replace(one, filed=False)),
    AccountKind("A1", "nobody knows whether it is filed", lambda one: replace(one, filed=None), decoy=True),
)


def planted(accounts: Sequence[Account]) -> tuple[tuple[Account, ...], list[Stake]]:
    """Change one account after the other, a kind each; the last two are of one unit, which has them on one platform.

    Accounts must be as many as the kinds, and two more.
    """
    changed = list(accounts)
    stakes = []
    for place, one in enumerate(KINDS):
        account = changed[place] = one.change(changed[place])
        stakes.append(Stake(target=_code(account), clause=one.clause, what=one.what, decoy=one.decoy))
    changed[-1] = replace(changed[-1], unit=changed[-2].unit, platform=changed[-2].platform)
    first = min(_code(account) for account in changed[-2:])
    stakes.append(Stake(target=first, clause="A2", what="a second account of one unit on one platform"))
    return tuple(changed), stakes


def _code(account: Account) -> str:
    return account_code(account.platform, account.name)
