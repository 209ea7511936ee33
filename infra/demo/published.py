"""The stakes of the published plan: what plan.toml says is wrong, with the addresses that the built sites give it."""

from collections.abc import Iterable, Iterator

from infra.demo import prose
from infra.demo.city import DemoCity
from infra.demo.drawn import DrawnCity
from infra.demo.faults.drawing import everywhere
from infra.demo.faults.ground import Ground
from infra.demo.model import Account, Article, Column, Site
from infra.demo.plan import LETTERS_COLUMN, NEWS_WORD, POLICY_COLUMN, STATISTICS_COLUMN, SitePlan
from infra.demo.sites import style_of
from infra.demo.sites.parts import pointed
from infra.demo.stakes import Stake, Stakes

#: Columns that a plan may call aged → the clause of it.
_AGED = {LETTERS_COLUMN: "D15.2", STATISTICS_COLUMN: "D13.2"}


def stakes_of(city: DemoCity) -> Stakes:
    """Give the stakes of a city: those it was planted with, or those of the published plan."""
    if isinstance(city, DrawnCity):
        return city.stakes
    planted = [stake for site in city.sites for stake in _of_site(site, city.plan.of_site(site.unit.name))]
    planted += [stake for code, account in city.account_codes.items() for stake in _of_account(city, code, account)]
    planted += _several(city.account_codes)
    decoys = []
    for site in city.sites:
        ground = Ground(site, prose.seeded(site.seed))
        everywhere(ground)
        decoys += ground.stakes
    return Stakes(planted=tuple(planted), decoys=tuple(decoys))


def _of_site(site: Site, plan: SitePlan) -> Iterator[Stake]:
    code = site.code
    for column, days in plan.late.items():
        clause = "D4.2" if NEWS_WORD in column else "D5.2" if column == POLICY_COLUMN else "D8.2"
        yield _stake(code, clause, column, what=f"newest entry {days} days old")
    for column in plan.blank:
        yield _stake(code, "D8.1", column, what="a column without an entry")
    for column, days in plan.aged.items():
        yield _stake(code, _AGED[column], what=f"newest entry of {column} {days} days old")
    for mark in plan.marks:
        yield _stake(code, "D18", mark, what="no footer shows it")
    for page in plan.tags:
        yield _stake(code, "D20", page, what="pages of this kind without their tags")
    for label in plan.omits:
        clause = "D15.3" if label.startswith("答复") else "D10.1"
        yield _stake(code, clause, label, what=f"{label} is not shown")
    if not plan.finder:
        yield _stake(code, "D25", what="no error report")
    if not plan.linked:
        yield _stake(code, "D7", what="policies and interpretations do not link to each other")
    if plan.indexed:
        yield _stake(code, "D21.2", what=f"the search knows nothing of the last {plan.indexed} days")
    if plan.unexplained:
        policies = sorted(_policies(site), key=lambda entry: entry[1].published, reverse=True)[: plan.unexplained]
        places = [_address(site, *entry) for entry in policies]
        yield _stake(code, "D6", *places, what="no interpretation; whichever of them is drawn")
    yield from (_stake(code, "D19.1", url, what="a dead link on the home page") for url in _dead_on_home(site))
    yield from (_stake(code, "D19.2", url, what="a dead link") for url in _dead_elsewhere(site))


def _policies(site: Site) -> Iterator[tuple[Column, Article]]:
    return (entry for entry in site.entries() if entry[1].genre == "policy")


def _dead_on_home(site: Site) -> Iterator[str]:
    """Give what the picture links lead to but for the first, which works."""
    for pointer in site.banners[1:]:
        ghost = pointer.ghost
        yield _address(site, site.column("专题专栏"), ghost) if ghost else pointer.url


def _dead_elsewhere(site: Site) -> Iterator[str]:
    style = style_of(site)
    for column, article in site.entries():
        if article.gone:
            yield _address(site, column, article)
        for file in article.attachments:
            if file.gone:
                yield f"http://{site.unit.host}{style.file_path(column, article, file)}"
        for pointer in article.pointers:
            if pointer.ghost:
                yield f"http://{site.unit.host}{pointed(style, column, pointer)}"


def _of_account(city: DemoCity, code: str, account: Account) -> Iterator[Stake]:
    for clause in city.plan.of_account(account.key).vetoes:
        yield _stake(code, clause, what="silent, or without interaction")
    if not account.filed:
        yield _stake(code, "A1", what="not filed")


def _several(accounts: dict[str, Account]) -> Iterable[Stake]:
    """Units with several accounts on one platform: a finding names the one whose code comes first."""
    shared: dict[tuple[str, str], list[str]] = {}
    for code, account in accounts.items():
        shared.setdefault((account.unit, account.platform), []).append(code)
    return [_stake(min(codes), "A2", what="several on one platform") for codes in shared.values() if len(codes) > 1]


def _address(site: Site, column: Column, article: Article) -> str:
    return f"http://{site.unit.host}{style_of(site).article_path(column, article)}"


def _stake(target: str, clause: str, *places: str, what: str) -> Stake:
    return Stake(target=target, clause=clause, places=places, what=what)
