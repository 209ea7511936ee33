"""An account's posts as RSS, Atom or JSON Feed: how many there are, and when the newest was written.

Feeds are read as they are found, not as they should be: feedparser forgives, and what it cannot date is
counted without a date. A feed that is none of the three raises, so that a broken source is never taken for a
silent account.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_tz
from html import escape
from io import BytesIO
from typing import Any

import feedparser
import orjson

from infra.clock import BEIJING, parse_moment
from infra.records import FeedSeen
from spiders.reading.posts import MOST_POSTS, Post, look
from spiders.reading.wording import Wording

#: Posts looked at; a feed shows its newest first, and a hostile one has no end.
MAX_POSTS = 5_000
#: A date that names its zone, behind the time or at its end: ``Z``, ``GMT``, ``+0800``, ``+08:00``.
_ZONE = re.compile(r":\d\d(?:\.\d+)?\s*(?:[A-Za-z]{1,5}\b|[+-]\d\d:?\d\d)|[A-Za-z]{1,5}\s*$")
#: China's Standard Time, unless it only explains an offset: ``+0800 (CST)``.
_CST = re.compile(r"(?<![A-Za-z(])CST\b", re.IGNORECASE)


#: A post, and when it was written; None where that cannot be read.
Dated = tuple[datetime | None, Post]


class FeedError(ValueError):
    """Bytes that are no feed; the text says what they are instead."""


def read(body: bytes, as_of: datetime, *, wording: Wording | None = None, url: str = "") -> FeedSeen:
    """Read a feed at ``url`` and tell its newest post up to ``as_of`` and the newest after it.

    With ``wording`` the words and links of posts up to ``as_of`` are looked at. Raises ``FeedError``.
    """
    source, posts = _json_posts(body) if body.lstrip()[:1] == b"{" else _xml_posts(body)
    dated = [moment for moment, _ in posts if moment is not None]
    told = [post for moment, post in posts if moment is None or moment <= as_of] if wording is not None else []
    return FeedSeen(
        source=source,
        posts=len(posts),
        newest=_iso(max((moment for moment in dated if moment <= as_of), default=None)),
        future=_iso(max((moment for moment in dated if moment > as_of), default=None)),
        read=min(len(told), MOST_POSTS),
        suspicions=look(told, wording, url) if wording is not None else (),
    )


def _xml_posts(body: bytes) -> tuple[str, list[Dated]]:
    # A stream, never the bytes themselves: feedparser would take short bytes for the name of a file and open it.
    parsed = feedparser.parse(BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    version = str(parsed.get("version", ""))
    if not version:
        why = str(parsed.get("bozo_exception", "")).split("\n", 1)[0] or "not XML"
        msg = f"no RSS, Atom or JSON Feed: {why[:200]}"
        raise FeedError(msg)
    source = "atom" if version.startswith("atom") else "rss"
    return source, [(_xml_moment(entry), _xml_post(entry)) for entry in parsed.entries[:MAX_POSTS]]


def _xml_post(entry: Any) -> Post:
    """The words of an entry: the text itself where the feed has it, else what sums it up."""
    content: Sequence[Any] = dict.get(entry, "content") or ({},)
    body = str(content[0].get("value") or dict.get(entry, "summary") or "")
    return Post(title=str(dict.get(entry, "title") or ""), body=body, link=str(dict.get(entry, "link") or ""))


def _xml_moment(entry: Any) -> datetime | None:
    """Date of an entry: when it was published, else changed."""
    for name in ("published", "updated", "created"):
        # As a plain dict: asked for an absent "updated", feedparser's own answers with "published" and warns.
        parts = dict.get(entry, f"{name}_parsed")
        if parts:
            try:
                return _moment(str(entry[name]), parts[:6])
            except (ValueError, OverflowError):
                continue
    return None


def _moment(written: str, utc: Sequence[int]) -> datetime:
    """Give the moment of a date of which feedparser has made ``utc``, in Beijing time; raises ``ValueError``."""
    local = _CST.sub("", written)
    if local != written:
        # feedparser knows CST as the zone of Chicago.
        parts = parsedate_tz(local)
        return datetime(*parts[:6], tzinfo=BEIJING) if parts else parse_moment(local.strip())
    # feedparser takes a date without a zone for UTC; in these feeds it is Beijing time.
    zone = UTC if _ZONE.search(written) else BEIJING
    year, month, day, hour, minute, second = utc
    return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(BEIJING)


def _json_posts(body: bytes) -> tuple[str, list[Dated]]:
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        msg = f"no JSON Feed: {error}"
        raise FeedError(msg) from None
    items = document.get("items")
    if "jsonfeed.org/version" not in str(document.get("version", "")) or not isinstance(items, list):
        msg = "JSON, but no JSON Feed: it lacks the version or the items (https://jsonfeed.org/version/1.1)"
        raise FeedError(msg)
    return "json", [(next(_json_moments(item), None), _json_post(item)) for item in items[:MAX_POSTS]]


def _json_post(item: object) -> Post:
    said = item if isinstance(item, dict) else {}
    title, html, text, summary, link = (
        value if isinstance(value := said.get(name), str) else ""
        for name in ("title", "content_html", "content_text", "summary", "url")
    )
    return Post(title=title, body=html or escape(text or summary), link=link)


def _json_moments(item: object) -> Iterator[datetime]:
    if not isinstance(item, dict):
        return
    for name in ("date_published", "date_modified"):
        text = item.get(name)
        if isinstance(text, str):
            try:
                yield parse_moment(text)
            except ValueError:
                continue


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
