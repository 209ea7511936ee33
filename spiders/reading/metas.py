"""The meta tags (标签) that government pages must carry, in their official spelling.

Names: 《政府网站发展指引》 annex on page tags. Pages write them in any case and order of attributes; a tag that is
present and empty is kept as empty, an absent one is absent, so that a check can tell the two apart.
"""

from collections.abc import Iterable, Iterator, Mapping

from spiders.reading.text import clean

OFFICIAL = (
    "SiteName",
    "SiteDomain",
    "SiteIDCode",
    "ColumnName",
    "ColumnDescription",
    "ColumnKeywords",
    "ColumnType",
    "ArticleTitle",
    "PubDate",
    "ContentSource",
    "Keywords",
    "Author",
    "Description",
    "Image",
    "Url",
)
_SPELLING = {name.lower(): name for name in OFFICIAL}
#: Tags of other makers that hold a publication date, by lower-case name: Open Graph, Dublin Core, schema.org.
_PUBLISHED = frozenset(
    (
        *("article:published_time", "og:release_date", "bytedance:published_time", "datepublished", "dc.date.issued"),
        *("publishdate", "publish_date", "publishtime", "publish_time", "pub_date", "releasedate"),
    )
)
#: Tags that mark a page as archived, by lower-case name.
_ARCHIVE = frozenset(("filing", "archive", "archived", "isarchive", "isarchived", "guidang"))
_YES = frozenset(("1", "true", "yes", "y", "是", "已归档", "归档", "archived"))


def read_metas(tags: Iterable[Mapping[str, str | None]]) -> dict[str, str]:
    """The official tags among a page's ``meta`` elements; of several with one name the first that says something."""
    found: dict[str, str] = {}
    for attrs in tags:
        name = _SPELLING.get((attrs.get("name") or attrs.get("property") or "").strip().lower())
        if name is not None and not found.get(name):
            found[name] = clean(attrs.get("content") or "")
    return {name: found[name] for name in OFFICIAL if name in found}


def other_dates(tags: Iterable[Mapping[str, str | None]]) -> Iterator[str]:
    """What tags beside PubDate say of the publication, as written."""
    for attrs in tags:
        name = attrs.get("name") or attrs.get("property") or attrs.get("itemprop") or ""
        if name.strip().lower() in _PUBLISHED:
            yield clean(attrs.get("content") or "")


def says_archived(tags: Iterable[Mapping[str, str | None]]) -> bool:
    """Whether a meta tag marks the page as archived (归档), as ``<meta name="filing" content="1">`` does."""
    return any(
        (attrs.get("name") or "").strip().lower() in _ARCHIVE
        and (attrs.get("content") or attrs.get("mark") or "").strip().lower() in _YES
        for attrs in tags
    )
