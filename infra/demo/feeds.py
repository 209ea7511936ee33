"""An account's posts as the three kinds of feed that the city's feed host serves."""

from collections.abc import Callable, Mapping
from email.utils import format_datetime
from xml.sax.saxutils import escape

import orjson

from infra.demo.model import Account

_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


def media_type(way: str) -> str:
    """Give the media type of a feed: rss, atom or json."""
    return _TYPES[way]


def feed_path(account: Account) -> str:
    """Give the address of an account's feed below the feed host; empty for one whose posts come as a file."""
    suffix = {"rss": "xml", "atom": "atom", "json": "json"}.get(account.way)
    return f"/feeds/{account.slug}.{suffix}" if suffix else ""


def content(account: Account) -> bytes:
    """Write an account's feed. Raises ``KeyError`` when its posts come as a file."""
    return _WRITERS[account.way](account)


def _rss(account: Account) -> bytes:
    items = "".join(
        f"<item><title>{escape(post.title)}</title><link>{post.url}</link><guid>{post.url}</guid>"
        f"<pubDate>{format_datetime(post.at)}</pubDate></item>\n"
        for post in account.posts
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(account.name)}</title><link>{account.posts[0].url}</link>"
        f"<description>{escape(account.unit)}</description>\n{items}</channel></rss>\n"
    ).encode()


def _atom(account: Account) -> bytes:
    entries = "".join(
        f'<entry><title>{escape(post.title)}</title><id>{post.url}</id><link href="{post.url}"/>'
        f"<published>{post.at.isoformat()}</published><updated>{post.at.isoformat()}</updated></entry>\n"
        for post in account.posts
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(account.name)}</title><id>{account.posts[0].url}</id>"
        f"<updated>{account.posts[0].at.isoformat()}</updated>\n{entries}</feed>\n"
    ).encode()


def _json(account: Account) -> bytes:
    items = [
        {"id": post.url, "url": post.url, "title": post.title, "date_published": post.at.isoformat()}
        for post in account.posts
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": account.name, "items": items}
    return orjson.dumps(feed)


_WRITERS: Mapping[str, Callable[[Account], bytes]] = {"rss": _rss, "atom": _atom, "json": _json}
