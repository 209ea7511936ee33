"""The generated city: 41 sites and 80 accounts, made from a seed, with the plan's faults built in.

Sites are made when they are first asked for, pages when they are first served; nothing touches a disk. The same seed
gives the same city on every machine.
"""

import random
import tomllib
from collections.abc import Sequence
from datetime import timedelta
from functools import cache, cached_property
from pathlib import Path

import msgspec

from infra.demo import prose
from infra.demo.builder import SiteBuilder
from infra.demo.model import AS_OF, Account, Post, Site, Unit
from infra.demo.plan import Plan, load
from infra.demo.prose import Voice
from infra.registry import account_code

#: Serves the accounts' feeds.
FEED_HOST = "feeds.ezhou.gov.cn"
#: Keeps inspectors out: 403 for everything.
SHY_HOST = "zwfw.hubei.gov.cn"
#: Ended service: 410 for everything.
CLOSED_HOST = "old.ezhou.gov.cn"
#: Nobody listens there.
SILENT_HOST = "ztb.ezhou.gov.cn"
#: Where dark links lead.
BETS_HOST = "www.yl88-bet.com"
#: Took error reports in former days.
FORMER_HOST = "pucha.kaipuyun.cn"
#: Hosts that every footer and friendly-links block names.
NEIGHBOURS = (
    "www.gov.cn",
    "www.hubei.gov.cn",
    "beian.miit.gov.cn",
    "www.beian.gov.cn",
    "bszs.conac.cn",
    "zfwzgl.www.gov.cn",
)

#: A few units whose plans have faults of most kinds, for tests that must be quick.
_SMALL = (
    "鄂州市临空经济区管理委员会",
    "鄂州市教育局",
    "鄂州市市场监督管理局",
    "鄂州市医疗保障局",
)
_POSTS = 6


class DemoCity:
    """A city of ``units`` sites (all 41 unless told; more than 41 adds plain ones without faults).

    ``scale`` multiplies the articles of every column, ``share`` is the part of the optional columns that is kept,
    ``plan`` says what is wrong (None: what was published).
    """

    def __init__(
        self,
        *,
        seed: int = 2024,
        scale: float = 1.0,
        units: int | Sequence[str] | Sequence[Unit] | None = None,
        share: float = 0.35,
        plan: Plan | None = None,
    ) -> None:
        self.seed = seed
        self.scale = scale
        self.share = share
        self.plan: Plan = plan or load()
        self.units: tuple[Unit, ...] = _chosen(units)
        self._numbers = {unit.name: number for number, unit in enumerate(all_units(), 1)}
        self._by_host = {unit.host: unit for unit in self.units}
        self._sites: dict[str, Site] = {}

    @classmethod
    def small(cls, seed: int = 2024) -> "DemoCity":
        """Give a city of four sites and their accounts, under 300 pages, whose plan is a part of the whole one."""
        return cls(seed=seed, scale=0.3, units=_SMALL, share=0.0)

    @property
    def words(self) -> Sequence[tuple[str, str, str]]:
        """The operator's words: what is wrong, what would be right, how serious it is."""
        return ()

    @property
    def hosts(self) -> list[str]:
        """Every host name that the city's server answers for."""
        return [*self._by_host, FEED_HOST, SHY_HOST, CLOSED_HOST, BETS_HOST, FORMER_HOST, *NEIGHBOURS]

    def site(self, host: str) -> Site | None:
        """Give the site under a host name, made at first use; None when there is none."""
        unit = self._by_host.get(host)
        if unit is None:
            return None
        if host not in self._sites:
            self._sites[host] = self._build(unit)
        return self._sites[host]

    @property
    def sites(self) -> list[Site]:
        """All sites in the order of their codes."""
        return [site for unit in self.units if (site := self.site(unit.host)) is not None]

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts of the city's units and of their parts."""
        names = {unit.name: unit for unit in self.units}
        made = (self._account(row, number, names) for number, row in enumerate(_account_rows(), 1))
        return tuple(account for account in made if account is not None)

    @property
    def account_codes(self) -> dict[str, Account]:
        """Give the accounts by the code that the registry makes for each."""
        return {account_code(account.platform, account.name): account for account in self.accounts}

    def _build(self, unit: Unit) -> Site:
        number = self._numbers.get(unit.name) or len(self._numbers) + self.units.index(unit) + 1
        neighbours = [other for other in self.units if other is not unit]
        return SiteBuilder(
            unit=unit,
            plan=self.plan.of_site(unit.name),
            code=f"420700{number:04d}",
            seed=f"{self.seed}:{unit.host}",
            scale=self.scale,
        ).build(self.share, _friends(neighbours, self.seed, unit), _lost_addresses(neighbours, number))

    def _account(self, row: "AccountRow", number: int, names: dict[str, Unit]) -> Account | None:
        name, account_type, unit, way, days = row
        register = _register()
        parent = register.parents.get(unit, "")
        home = names.get(unit) or names.get(parent)
        if home is None:
            return None
        platform = register.platforms[account_type]
        plan = self.plan.of_account(f"{platform}/{name}")
        rng = prose.seeded(f"{self.seed}:{platform}/{name}")
        return Account(
            name=name,
            account_type=account_type,
            platform=platform,
            unit=unit,
            parent=parent or home.parent,
            group=home.group,
            way=way,
            slug=f"mp{number:03d}",
            filed=name not in register.filing["missing"],
            interaction=not plan.mute,
            posts=tuple(posts_of(rng, home, days if plan.silent is None else plan.silent, f"mp{number:03d}")),
        )


AccountRow = tuple[str, str, str, str, int]


class _Register(msgspec.Struct, frozen=True):
    platforms: dict[str, str]
    parents: dict[str, str]
    filing: dict[str, list[str]]
    accounts: dict[str, list[AccountRow]]


@cache
def _register() -> _Register:
    with Path(__file__).with_name("accounts.toml").open("rb") as file:
        return msgspec.convert(tomllib.load(file), _Register)


def _account_rows() -> list[AccountRow]:
    return _register().accounts["rows"]


@cache
def all_units() -> tuple[Unit, ...]:
    """Read the 41 units, once a process."""
    with Path(__file__).with_name("units.toml").open("rb") as file:
        return msgspec.convert(tomllib.load(file)["unit"], tuple[Unit, ...])


def _chosen(units: int | Sequence[str] | Sequence[Unit] | None) -> tuple[Unit, ...]:
    """Pick units by number or by name, or take them as they are; a number beyond the 41 adds towns."""
    known = all_units()
    if units is None:
        return known
    if not isinstance(units, int):
        given = tuple(unit for unit in units if isinstance(unit, Unit))
        return given or tuple(unit for unit in known if unit.name in units)
    towns = tuple(_town(number) for number in range(len(known) + 1, units + 1))
    return (*known, *towns)[:units]


def _town(number: int) -> Unit:
    places = prose.lexicon().places
    place = places[number % len(places)]
    return Unit(
        name=f"{place}第{number}便民服务站",
        short=place,
        host=f"fwz{number}.ezhou.gov.cn",
        style=("trs", "hanweb")[number % 2],
        word="鄂州服",
        topics=("便民服务", "基层治理", "环境整治"),
    )


def _friends(neighbours: Sequence[Unit], seed: int, unit: Unit) -> list[tuple[str, str]]:
    rng = prose.seeded(f"{seed}:friends:{unit.host}")
    chosen = rng.sample(list(neighbours), min(5, len(neighbours)))
    outside = [("中国政府网", "www.gov.cn"), ("湖北省人民政府", "www.hubei.gov.cn"), ("湖北政务服务网", SHY_HOST)]
    return [(name, f"http://{host}/") for name, host in [*outside, *((u.title, u.host) for u in chosen)]]


def _lost_addresses(neighbours: Sequence[Unit], number: int) -> list[str]:
    """Addresses off the site that lead nowhere: no such page, no longer served.

    One site in ten has a host first where nobody listens; not more, since that host is tried anew for each of them.
    """
    gone = [f"http://{neighbours[0].host}/ztzl/2019zxxd/index.html", f"http://{CLOSED_HOST}/bsdt/index.html"]
    return [f"http://{SILENT_HOST}/index.html", *gone] if number % 10 == 1 else gone


def posts_of(rng: random.Random, unit: Unit, days: int, slug: str) -> list[Post]:
    """Write an account's posts, the newest so many days before the time point."""
    voice = Voice(unit=unit.name, short=unit.short, topics=unit.topics)
    posts = []
    age = days
    for number in range(_POSTS):
        when = AS_OF - timedelta(days=age) + timedelta(hours=rng.randint(8, 17), minutes=rng.randint(0, 59))
        title = prose.title(rng, "news", voice, when)
        posts.append(Post(title=title, at=when, url=f"http://{FEED_HOST}/s/{slug}/{number + 1}.html"))
        age += rng.randint(1, 4)
    return posts
