"""Publishing systems of the generated city: each gives a site its addresses and its markup.

Their pages are made like those of real systems, with what those pages really carry: scripts, hidden blocks, relative
links, pagers by script. All markup is our own.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeAlias

from infra.demo.model import Article, Attachment, Column, Entry, Form, Site
from infra.demo.sites.hanweb import HanWeb
from infra.demo.sites.trs import Trs

#: Path → what writes that page.
Routes: TypeAlias = dict[str, Callable[[], str]]


class Style(Protocol):
    """A publishing system at work on one site."""

    site: Site
    per_page: int
    search_path: str
    """Where its search form is sent to."""
    search_field: str
    """Name of the field that visitors type into."""

    def column_path(self, column: Column, page: int = 0) -> str:
        """Address of a column's page; pages count from 0."""

    def article_path(self, column: Column, article: Article) -> str:
        """Address of an article."""

    def file_path(self, column: Column, article: Article, attachment: Attachment) -> str:
        """Address of a file that an article offers."""

    def home_page(self) -> str:
        """Write the home page."""

    def column_page(self, column: Column, page: int) -> str:
        """Write one page of a column."""

    def article_page(self, column: Column, article: Article) -> str:
        """Write an article's page."""

    def search_page(self, words: str, found: Sequence[Entry]) -> str:
        """Write the first page of what a search found."""


_STYLES: Mapping[str, type[Trs] | type[HanWeb]] = {"trs": Trs, "hanweb": HanWeb}


def style_of(site: Site) -> Style:
    """Set the site's publishing system to work."""
    return _STYLES[site.unit.style](site)


def page_count(style: Style, column: Column) -> int:
    """Pages of a column; one at least."""
    listed = column.form in {Form.LIST, Form.GALLERY, Form.GUIDES, Form.FORMS, Form.LETTERS}
    return max(1, -(-len(column.articles) // style.per_page)) if listed else 1
