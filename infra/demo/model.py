"""The generated city as values: sites, columns, articles, and what stands on their pages.

A site here knows nothing of markup or addresses: the publishing systems in ``sites`` give it those.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from infra.clock import BEIJING
from infra.demo.looks import Looks

#: The time point of the notice: its inspection ended on this day.
AS_OF = datetime(2024, 2, 29, tzinfo=BEIJING)


class Form(StrEnum):
    """How a column shows what it holds."""

    CHANNEL = "channel"
    """Blocks of its child columns."""
    LIST = "list"
    GALLERY = "gallery"
    """Pictures with titles, no dates; the articles are dated."""
    FORMS = "forms"
    """A dated list that leads straight to files."""
    GUIDES = "guides"
    CATEGORY = "category"
    """The service guides that are for one kind of applicant."""
    LETTERS = "letters"
    LEADERS = "leaders"
    TEXT = "text"
    """One text, no list."""
    FIGURES = "figures"
    """How many letters came and were answered, month by month."""
    MAP = "map"
    """Links to every column (网站地图)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that an article offers; one that is ``gone`` answers 404."""

    name: str
    suffix: str
    number: int
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """A link in an article: to an address elsewhere, or to an article of this site that was taken away."""

    text: str
    url: str = ""
    ghost: "Article | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One page of content. ``genre`` names its voice in prose.toml; its body is written when it is asked for."""

    number: int
    title: str
    genre: str
    published: datetime
    source: str
    document: str = ""
    """发文字号"""
    attachments: tuple[Attachment, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    related: int = 0
    """Number of the policy or interpretation that belongs to it."""
    gone: bool = False
    """Still listed, but its page answers 404."""
    waiting: bool = False
    """A letter that has no answer yet."""
    filed: datetime | None = None
    """The day that its address carries, where that is not the day of publication."""
    words: str = ""
    """A last paragraph of its own."""

    @property
    def placed(self) -> datetime:
        """The moment that its address carries."""
        return self.filed or self.published


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """栏目: name, place in the tree, and its articles in the order of display."""

    name: str
    number: int
    slugs: tuple[str, ...]
    path: tuple[str, ...]
    form: Form
    genre: str = ""
    archived: datetime | None = None
    hidden: bool = False
    """Not in the navigation: the footer leads there."""
    scripted: bool = False
    """A script fetches its list."""
    articles: tuple[Article, ...] = ()


Entry: TypeAlias = tuple[Column, Article]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """units.toml: who runs a site, and how it is made."""

    name: str
    short: str
    host: str
    style: str
    word: str
    topics: tuple[str, ...]
    site: str = ""
    group: str = "市直部门"
    charset: str = "utf-8"
    entrance: bool = False
    framed: bool = False

    @property
    def title(self) -> str:
        """Name of the website: the unit's own unless it has another."""
        return self.site or self.name

    @property
    def parent(self) -> str:
        """The unit above; empty for the city's own government."""
        return "" if self.short == "市政府" else "鄂州市人民政府"

    @property
    def portal(self) -> bool:
        """Whether the site is that of a government or of a zone's administration, not of a department."""
        return self.group != "市直部门"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A website with all that it shows."""

    unit: Unit
    code: str
    seed: str
    columns: tuple[Column, ...]
    friends: tuple[Pointer, ...]
    """Outside links at the foot of the home page (友情链接)."""
    banners: tuple[Pointer, ...] = ()
    """Picture links in the middle of the home page."""
    lacking_marks: frozenset[str] = frozenset()
    lacking_tags: frozenset[str] = frozenset()
    finder: bool = True
    omits: frozenset[str] = frozenset()
    """Labels that letters and service guides do not show."""
    indexed: datetime | None = None
    """Until when its search knows what was published; None: all of it."""
    searchable: bool = True
    looks: Looks = field(default_factory=Looks)

    @property
    def home(self) -> str:
        """Address of the home page."""
        return f"http://{self.unit.host}/"

    def column(self, name: str) -> Column:
        """Give the column of that name. Raises ``KeyError`` when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def named(self, names: Sequence[str]) -> list[Column]:
        """Give the columns of these names, as far as there are any."""
        known = {column.name: column for column in self.columns}
        return [known[name] for name in names if name in known]

    def children(self, column: Column | None = None) -> list[Column]:
        """Give the child columns, or the top ones; those outside the navigation are left out."""
        path = column.path if column else ()
        return [c for c in self.columns if c.path[:-1] == path and not c.hidden]

    def ancestors(self, column: Column) -> list[Column]:
        """Give the way from the top to the column, itself included."""
        paths = [column.path[: depth + 1] for depth in range(len(column.path))]
        return [c for path in paths for c in self.columns if c.path == path]

    def latest(self, column: Column, count: int, before: datetime | None = None) -> list[Entry]:
        """Give the newest entries of a column and all below it, newest first; without archived ones and gone ones.

        ``before`` leaves out what was published at that moment or later.
        """
        depth = len(column.path)
        below = [c for c in self.columns if c.path[:depth] == column.path and not c.archived]
        found = [(c, article) for c in below for article in c.articles if not article.gone]
        found = [entry for entry in found if before is None or entry[1].published < before]
        return sorted(found, key=lambda entry: entry[1].published, reverse=True)[:count]

    def gathered(self, column: Column) -> list[Entry]:
        """Give the service guides that a category lists: those for persons, or those for bodies."""
        guides = [entry for entry in self.entries() if entry[1].genre == "guide"]
        return guides[1::2] if column.name.startswith("法人") else guides[::2]

    def entries(self) -> Iterator[Entry]:
        """Give every article with its column, also those whose page is gone."""
        return ((column, article) for column in self.columns for article in column.articles)

    def find(self, number: int) -> Entry | None:
        """Give the article of that number."""
        return next((entry for entry in self.entries() if entry[1].number == number), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What an account published: title, time, address."""

    title: str
    at: datetime
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A new-media account and its posts, newest first. ``way``: csv, xlsx, rss, atom or json."""

    name: str
    account_type: str
    platform: str
    unit: str
    parent: str
    group: str
    way: str
    slug: str
    filed: bool | None
    interaction: bool | None
    posts: tuple[Post, ...]

    @property
    def key(self) -> str:
        """Platform and name, which name it in the plan."""
        return f"{self.platform}/{self.name}"
