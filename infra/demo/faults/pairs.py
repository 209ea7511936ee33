"""解读比例 and 解读关联: policies without an interpretation, pairs that do not link to each other."""

from dataclasses import replace

from infra.demo.explaining import OF_THE_PROVINCE
from infra.demo.faults.ground import Ground, Kind, kind
from infra.demo.model import Article


def _unexplained(ground: Ground) -> None:
    """Interpret the province's documents alone: whichever of the unit's own is drawn has no interpretation."""
    titles = iter(OF_THE_PROVINCE)

    def of_the_province(article: Article) -> Article | None:
        title = next(titles, "")
        return replace(article, title=f"《{title}》政策解读", related=0) if title else None

    ground.rewrite("reading", of_the_province)
    ground.rewrite("policy", _alone)
    ground.fault("D6", *_policies(ground), what="no policy of its own is interpreted")


def _needs_no_explaining(ground: Ground) -> None:
    """Take the interpretation of one policy away, and make it one that nobody explains to the public."""
    column, policy = max(ground.entries("policy"), key=lambda entry: entry[1].published)
    title = f"关于表彰{policy.published.year}年度先进集体的决定"

    def settled(article: Article) -> Article | None:
        if article.number == policy.number:
            return replace(article, title=title, related=0)
        return None if article.number == policy.related else article

    ground.rewrite("policy", settled)
    ground.rewrite("reading", settled)
    ground.decoy("D6", ground.url(column, policy), what="a document of praise needs no interpretation")


def _unlinked(ground: Ground) -> None:
    ground.rewrite("reading", _alone)
    ground.rewrite("policy", _alone)
    ground.fault("D7", *_policies(ground), what="policies and their interpretations do not link to each other")


def _of_another(ground: Ground) -> None:
    """Let one interpretation more explain a document that is not on the site."""
    column, newest = max(ground.entries("reading"), key=lambda entry: entry[1].published)
    other = replace(newest, number=newest.number + 1, title=f"一图读懂《{OF_THE_PROVINCE[0]}》", related=0)
    ground.change(column.name, articles=(other, *column.articles))
    ground.decoy("D7", ground.url(column, other), what="an interpretation of the province's document")


def _unclassed(ground: Ground) -> None:
    ground.look(classed=False)
    ground.fault("D5.3", *_policies(ground), what="heads of policies leave their class empty")


def _classed(ground: Ground) -> None:
    ground.look(classed=True)
    ground.decoy("D5.3", what="heads of policies name their class")


def _alone(article: Article) -> Article:
    return replace(article, related=0)


def _policies(ground: Ground) -> list[str]:
    return [ground.url(column, article) for column, article in ground.entries("policy")]


KINDS: tuple[Kind, ...] = (
    kind("policies not interpreted", "policies", _unexplained, _needs_no_explaining),
    kind("pairs not linked", "policies", _unlinked, _of_another),
    kind("policies not classed", "policies", _unclassed, _classed),
)
