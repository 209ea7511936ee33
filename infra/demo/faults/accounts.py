"""政务新媒体: accounts that are silent, answer nobody, or are not filed; each with one that only looks so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from infra.demo.model import AS_OF, Account
from infra.demo.stakes import Stake
from infra.registry import account_code

MINI_PROGRAM = "微信小程序"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountKind:
    """A kind of fault of accounts: how an account is changed, which clause that is, and whether it only looks so."""

    clause: str
    change: Callable[[Account], Account]
    what: str
    decoy: bool = False


def aged(account: Account, days: int) -> Account:
    """Move an account's posts in time, so that the newest is so many days old."""
    shift = timedelta(days=(AS_OF.date() - account.posts[0].at.date()).days - days)
    return replace(account, posts=tuple(replace(post, at=post.at + shift) for post in account.posts))


KINDS: tuple[AccountKind, ...] = (
    AccountKind(clause="M2.1", change=lambda one: aged(one, 15), what="newest post 15 days old"),
    AccountKind(clause="M2.1", change=lambda one: aged(one, 14), what="newest post 14 days old", decoy=True),
    AccountKind(
        clause="M2.1",
        change=lambda one: replace(aged(one, 40), account_type=MINI_PROGRAM),
        what="a program that publishes nothing has no newer post than one of 40 days",
        decoy=True,
    ),
    AccountKind(clause="M3.1", change=lambda one: replace(one, interaction=False), what="no way to answer"),
    AccountKind(
        clause="M3.1", change=lambda one: replace(one, interaction=None), what="nobody knows whether", decoy=True
    ),
    AccountKind(clause="A1", change=lambda one: replace(one, filed=False), what="not filed"),
    AccountKind(
        clause="A1", change=lambda one: replace(one, filed=None), what="nobody knows whether it is filed", decoy=True
    ),
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
