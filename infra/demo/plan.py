"""The plan of faults and what the notice published: read from plan.toml, and added up.

The plan shapes the generated sites and, after the run, is compared with what was found. Nothing of it is served, and
neither crawler nor judge imports it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

import msgspec

#: Columns with these words in their names are judged as news, and as policy files, when they are late.
NEWS_WORD = "动态"
POLICY_COLUMN = "政策文件"
LETTERS_COLUMN = "信件回复"
STATISTICS_COLUMN = "办件统计"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dead:
    """Links that lead nowhere: on the home page, and elsewhere (each with an address of its own)."""

    home: int = 0
    elsewhere: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePlan:
    """What is wrong with one site, and the score that the notice gave its unit (None: it gave none)."""

    published: float | None = None
    late: Mapping[str, int] = field(default_factory=dict)
    """Column → days between its newest entry and the time point."""
    aged: Mapping[str, int] = field(default_factory=dict)
    """Likewise, for letters and statistics, which have clauses and periods of their own."""
    blank: tuple[str, ...] = ()
    dead: Dead = Dead()
    marks: tuple[str, ...] = ()
    """site_code, icp, police, conac"""
    tags: tuple[str, ...] = ()
    """home, column, article"""
    finder: bool = True
    linked: bool = True
    unexplained: int = 0
    """Policy files, the newest ones, that no interpretation explains."""
    indexed: int = 0
    """Days since the site's search last took in what is published."""
    omits: tuple[str, ...] = ()
    """Labels that letters and service guides do not show."""
    review: tuple[tuple[str, float, str, str], ...] = ()
    """Clause, points, column of the example, wording."""
    bonus: tuple[tuple[str, float, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPlan:
    """What is wrong with one account."""

    silent: int | None = None
    """Days since its newest post; None: as often as its registry row says."""
    mute: bool = False

    @property
    def vetoes(self) -> tuple[str, ...]:
        """The veto clauses that these faults are."""
        return (("M2.1",) if self.silent is not None else ()) + (("M3.1",) if self.mute else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewers:
    """Who enters what no machine can see, when, and which clauses they found in order everywhere else."""

    names: tuple[str, str]
    at: str
    cleared: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The whole file. Sites by unit name, accounts by ``platform/name``."""

    numbers: Mapping[str, tuple[str, float, float]]
    """Kind of fault → indicator, points a finding, cap of the indicator."""
    reviewers: Reviewers
    site: Mapping[str, SitePlan]
    account: Mapping[str, AccountPlan]

    def of_site(self, unit: str) -> SitePlan:
        """Give a unit's plan; one that is not in the file has no fault."""
        return self.site.get(unit, SitePlan())

    def of_account(self, key: str) -> AccountPlan:
        """Give the plan of an account, by ``platform/name``."""
        return self.account.get(key, AccountPlan())

    def score(self, unit: str) -> float:
        """Add up what a site's plan must cost: 100 less the capped findings, plus the bonus."""
        plan = self.of_site(unit)
        lost: dict[str, Decimal] = {}
        caps: dict[str, Decimal] = {}
        for kind, count in _counts(plan).items():
            indicator, points, cap = self.numbers[kind]
            caps[indicator] = Decimal(str(cap))
            lost[indicator] = lost.get(indicator, Decimal()) + count * Decimal(str(points))
        total = sum((min(points, caps[indicator]) for indicator, points in lost.items()), Decimal())
        total += sum((Decimal(str(row[1])) for row in plan.review), Decimal())
        return float(100 - total + sum((Decimal(str(row[1])) for row in plan.bonus), Decimal()))


def _counts(plan: SitePlan) -> dict[str, int]:
    """Count the findings that a plan must cause, by the kinds of the file's ``[numbers]``."""
    news = sum(NEWS_WORD in column for column in plan.late)
    policy = sum(column == POLICY_COLUMN for column in plan.late)
    return {
        "late news": news,
        "late policy": policy,
        "late": len(plan.late) - news - policy,
        "blank": len(plan.blank),
        "mark": len(plan.marks),
        "dead on home": plan.dead.home,
        "dead elsewhere": plan.dead.elsewhere,
        "tag": len(plan.tags),
        "finder": int(not plan.finder),
        "old letters": int(LETTERS_COLUMN in plan.aged),
        "old statistics": int(STATISTICS_COLUMN in plan.aged),
    }


@cache
def load() -> Plan:
    """Read plan.toml, once a process."""
    with Path(__file__).with_name("plan.toml").open("rb") as file:
        return msgspec.convert(tomllib.load(file), Plan)
