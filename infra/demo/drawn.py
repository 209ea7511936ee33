"""A city that a seed makes: sixteen sites and twenty accounts, with every kind of fault that a page can show.

Its plan is drawn, not written: nothing was published of it, and what an inspection must find is the plan.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import product

from infra.demo import prose
from infra.demo.city import DemoCity, all_units, posts_of
from infra.demo.faults import accounts
from infra.demo.faults.drawing import draw
from infra.demo.faults.ground import Ground
from infra.demo.faults.safety import APPROVED, RIGHT, SERIOUS
from infra.demo.model import Account, Site, Unit
from infra.demo.plan import Plan, load
from infra.demo.stakes import Stake, Stakes

#: The seed of the city whose plan is the published one.
PUBLISHED = 2024
SITES = 16
ACCOUNTS = 20
#: Platform, account type, and what accounts there call themselves behind the name of their unit.
_TYPES = (
    ("微信", "微信订阅号", "发布"),
    ("微博", "微博", "在线"),
    ("抖音", "抖音号", "视界"),
    ("今日头条", "今日头条号", "之声"),
)
_WAYS = ("csv", "xlsx", "rss", "atom", "json")
#: No domain for a body of government.
_WRONG_DOMAIN = ".ezhou-info.com.cn"


class DrawnCity(DemoCity):
    """The city of a seed."""

    def __init__(self, seed: int) -> None:
        rng = prose.seeded(f"{seed}:units")
        units = rng.sample([unit for unit in all_units() if unit.short != "市政府"], SITES)
        place = next(place for place, unit in enumerate(units) if not unit.portal)
        odd = units[place] = replace(units[place], host=units[place].host.partition(".")[0] + _WRONG_DOMAIN)
        super().__init__(seed=seed, units=units, share=1.0, plan=_empty())
        grounds = [Ground(site, prose.seeded(f"{seed}:{site.code}")) for site in super().sites]
        stakes = draw(grounds, prose.seeded(f"{seed}:plan"))
        self._planted = {ground.site.unit.host: ground.site for ground in grounds}
        wrong = self._planted[odd.host].code
        stakes.append(Stake(target=wrong, clause="D17.1", what="a domain that does not end in gov.cn"))
        self._drawn, noted = accounts.planted(_sound_accounts(seed, units))
        self._stakes = (*stakes, *noted)
        found_in_order = set(load().reviewers.cleared) - {stake.clause for stake in self._stakes if not stake.decoy}
        self.plan = _empty(tuple(sorted(found_in_order)))

    def site(self, host: str) -> Site | None:
        """Give the site under a host name, as it was planted; None when there is none."""
        planted: dict[str, Site] = getattr(self, "_planted", {})
        return planted.get(host) or super().site(host)

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts, as they were planted."""
        return self._drawn

    @property
    def words(self) -> Sequence[tuple[str, str, str]]:
        """The operator's words: one that is serious, and a phrase in which it is no error."""
        return ((SERIOUS, RIGHT, "严重"), (APPROVED, "", "放行"))

    @cached_property
    def stakes(self) -> Stakes:
        """What was planted, and what only looks so."""
        return Stakes(
            planted=tuple(stake for stake in self._stakes if not stake.decoy),
            decoys=tuple(stake for stake in self._stakes if stake.decoy),
        )


def city_of(seed: int) -> DemoCity:
    """Give the city of a seed: the published one, or one that the seed makes."""
    return DemoCity() if seed == PUBLISHED else DrawnCity(seed)


def _empty(cleared: tuple[str, ...] = ()) -> Plan:
    """Make a plan without any fault: those of a drawn city are planted."""
    known = load()
    return Plan(
        numbers=known.numbers,
        reviewers=replace(known.reviewers, cleared=cleared),
        site={},
        account={},
    )


def _sound_accounts(seed: int, units: list[Unit]) -> list[Account]:
    """Make accounts without fault: of one unit at most one on a platform."""
    rng = prose.seeded(f"{seed}:accounts")
    chosen = rng.sample(list(product(units, _TYPES)), ACCOUNTS)
    made = []
    for number, (unit, (platform, account_type, called)) in enumerate(chosen, 1):
        slug = f"mp{number:03d}"
        made.append(
            Account(
                name=f"{unit.short}{called}",
                account_type=account_type,
                platform=platform,
                unit=unit.name,
                parent=unit.parent,
                group=unit.group,
                way=rng.choice(_WAYS),
                slug=slug,
                filed=True,
                interaction=True,
                posts=tuple(posts_of(rng, unit, rng.randint(0, 13), slug)),
            )
        )
    return made
