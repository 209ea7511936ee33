"""A sound site on which faults and decoys are planted, with the stakes that say where they are."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from infra.demo import prose
from infra.demo.looks import Looks
from infra.demo.model import AS_OF, Article, Column, Entry, Site
from infra.demo.sites import style_of
from infra.demo.stakes import Stake


class Ground:
    """One site while it is planted."""

    def __init__(self, site: Site, rng: random.Random) -> None:
        self.site = site
        self.rng = rng
        self.stakes: list[Stake] = []

    def fault(self, clause: str, *places: str, what: str) -> None:
        """Note a fault; ``places`` are those of which a finding names one (none: any finding will do)."""
        self._note(clause, places, what, decoy=False)

    def decoy(self, clause: str, *places: str, what: str) -> None:
        """Note a decoy: no finding of the clause may name one of the places (none: there may be no finding)."""
        self._note(clause, places, what, decoy=True)

    def _note(self, clause: str, places: Sequence[str], what: str, *, decoy: bool) -> None:
        self.stakes.append(Stake(target=self.site.code, clause=clause, places=tuple(places), what=what, decoy=decoy))

    def url(self, column: Column, article: Article | None = None) -> str:
        """Give the address of a column or of an article in it."""
        style = style_of(self.site)
        path = style.article_path(column, article) if article else style.column_path(column)
        return f"http://{self.site.unit.host}{path}"

    def file_url(self, column: Column, article: Article, number: int) -> str:
        """Give the address of an article's file, counted from 0."""
        path = style_of(self.site).file_path(column, article, article.attachments[number])
        return f"http://{self.site.unit.host}{path}"

    def unfriend(self, url: str) -> None:
        """Take a link out of those at the foot of the home page."""
        friends = tuple(friend for friend in self.site.friends if friend.url != url)
        self.site = replace(self.site, friends=friends)

    def look(self, **changes: object) -> None:
        """Change how the site looks: fields of ``Looks``."""
        known = {name: getattr(self.site.looks, name) for name in Looks.__slots__}
        self.site = replace(self.site, looks=Looks(**(known | changes)))

    def remove(self, *names: str) -> None:
        """Take columns away, with all below them."""
        kept = tuple(column for column in self.site.columns if not set(names).intersection(column.path))
        self.site = replace(self.site, columns=kept)

    def rename(self, name: str, other: str) -> None:
        """Call a column otherwise, wherever it is named."""
        self.site = replace(
            self.site,
            columns=tuple(
                replace(
                    column,
                    name=other if column.name == name else column.name,
                    path=tuple(other if part == name else part for part in column.path),
                )
                for column in self.site.columns
            ),
        )

    def change(self, name: str, **changes: object) -> None:
        """Change fields of a column."""
        self.site = replace(
            self.site,
            columns=tuple(replace(c, **changes) if c.name == name else c for c in self.site.columns),  # type: ignore[arg-type]
        )

    def rewrite(self, genre: str, write: Callable[[Article], Article | None]) -> None:
        """Write every article of a genre anew; one that is written as None is taken away."""
        self.site = replace(
            self.site,
            columns=tuple(
                replace(
                    column,
                    articles=tuple(
                        new
                        for article in column.articles
                        if (new := write(article) if article.genre == genre else article) is not None
                    ),
                )
                for column in self.site.columns
            ),
        )

    def retime(self, name: str, days: int) -> None:
        """Move all articles of a column in time, so that the newest was published so many days before the time point.

        The column and those below it move by the same days.
        """
        below = [column for column in self.site.columns if name in column.path and column.articles]
        newest = max(article.published for column in below for article in column.articles)
        shift = timedelta(days=(AS_OF.date() - newest.date()).days - days)
        for column in below:
            moved = tuple(_moved(article, shift) for article in column.articles)
            self.change(column.name, articles=moved)

    def entries(self, genre: str) -> list[Entry]:
        """Give the articles of a genre with their columns."""
        return [entry for entry in self.site.entries() if entry[1].genre == genre]


def _moved(article: Article, shift: timedelta) -> Article:
    """Publish an article at another time, with the month in its title that goes with it; pairs keep their titles."""
    when = article.published + shift
    is_paired = article.genre in {"policy", "reading"}
    title = article.title if is_paired else prose.retold(article.title, article.genre, article.published, when)
    return replace(article, published=when, title=title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of fault, and what looks like it."""

    name: str
    touches: frozenset[str]
    """Parts of a site that it changes, or counts on: two kinds that touch one part do not go together."""
    marks: frozenset[str] = frozenset()
    """What it does to a site as a whole."""
    avoids: frozenset[str] = frozenset()
    """What other kinds may not have done to its site."""
    fault: Callable[[Ground], None] | None = None
    decoy: Callable[[Ground], None] | None = None


def kind(  # noqa: PLR0913 - a row of a table
    name: str,
    touches: str,
    fault: Callable[[Ground], None] | None = None,
    decoy: Callable[[Ground], None] | None = None,
    *,
    marks: str = "",
    avoids: str = "",
) -> Kind:
    """Make a kind; what it touches, marks and avoids are words apart by blanks."""
    parts, done, shunned = (frozenset(words.split()) for words in (touches, marks, avoids))
    return Kind(name=name, touches=parts, marks=done, avoids=shunned, fault=fault, decoy=decoy)
