"""Addresses in one spelling, so that a page is one page however it is linked.

Plain addresses take a short path of our own; whatever has a query, an escape or a non-ASCII character goes through
``w3lib.url.canonicalize_url`` in the page's encoding, which leaves percent-encoded GBK as it is.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from w3lib.url import canonicalize_url

#: Links of one page that are read, and the longest address that is one.
MAX_LINKS = 5_000
MAX_ADDRESS = 2_000

_PLAIN = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::(?!80/|443/)(?:[1-9]\d{1,3}|[1-5]\d{4}|6[0-4]\d{3}))?/[A-Za-z0-9_~,+@!$*()'/.-]*\Z",
    re.ASCII,
)
_DOTTED = re.compile(r"/\.{1,2}(?:/|\Z)")
_PLAIN_PATH = re.compile(r"(?:\./)?[A-Za-z0-9_~-][A-Za-z0-9_~/.-]*\Z")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_BLANKS = re.compile(r"[\t\r\n]")
_SESSION_PATH = re.compile(r";(?:jsessionid|sessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
_SESSION_QUERY = re.compile(
    r"(?<=[?&])(?:jsessionid|phpsessid|aspsessionid\w*|session_?id|cfid|cftoken)=[^&#]*&?", re.IGNORECASE
)
_HOST = re.compile(r"[a-z0-9_\u0080-\U0010ffff][a-z0-9._\u0080-\U0010ffff-]*\Z|\[[0-9a-f:.]+\]\Z")
_DEFAULT_PORT = {"http": "80", "https": "443"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of a page. ``region``: nav, list, body, footer, pager, head; ``date`` is set for entries that show one."""

    url: str
    text: str
    title: str = ""
    region: str = "body"
    date: datetime | None = None


def canonical(url: str, encoding: str = "utf-8") -> str:
    """The one spelling of an absolute address; empty when it is no http address that can be fetched.

    Drops the fragment, a default port and session ids; ``index.html`` stays, for a server may answer otherwise without
    it. The encoding is for raw characters in a query: browsers send them in the page's own.
    """
    return url if _is_canonical(url) else _full(url, encoding)


def _is_canonical(url: str) -> bool:
    """Whether a plain address is already in its one spelling: no port, no dots as folders, nothing to escape."""
    if not _PLAIN.match(url) or len(url) > MAX_ADDRESS:
        return False
    return not (".." in url or "/./" in url or url.endswith("/."))


def _full(url: str, encoding: str) -> str:
    url = _BLANKS.sub("", url.strip())
    if len(url) > MAX_ADDRESS or any("\ud800" <= c <= "\udfff" or c < " " for c in url):
        return ""
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if scheme not in _DEFAULT_PORT or not _HOST.match(host):
        return ""
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and str(port) != _DEFAULT_PORT[scheme]:
        netloc = f"{netloc}:{port}"
    path = _SESSION_PATH.sub("", parts.path) or "/"
    if _DOTTED.search(path):
        path = urlsplit(urljoin(f"http://h{path}", path)).path
        while path.startswith("/../"):
            path = path[3:]
    query = _SESSION_QUERY.sub("", f"?{parts.query}")[1:].rstrip("&")
    try:
        found = canonicalize_url(f"{scheme}://{netloc}{path}{'?' + query if query else ''}", encoding=encoding)
    except (ValueError, LookupError, UnicodeError):
        return ""
    return found if len(found) <= MAX_ADDRESS else ""


class Resolver:
    """Turns what an ``href`` says into a canonical address, against one page's base; each href is worked out once."""

    def __init__(self, page: str, base: str = "", encoding: str = "utf-8") -> None:
        try:
            self.base = urljoin(page, base.strip()) if base else page
            parts = urlsplit(self.base)
            root = f"{parts.scheme.lower()}://{parts.netloc.lower()}"
        except ValueError:
            self.base, root = page, ""
        self.encoding = "gb18030" if encoding.startswith("gb") else "utf-8"
        self.root = root if _PLAIN.match(root + "/") else ""
        self.folder = self.base.split("?", 1)[0].split("#", 1)[0].rpartition("/")[0] + "/" if self.root else ""
        if not self.folder.startswith(self.root + "/"):
            self.folder = ""
        self.known: dict[str, str] = {}

    def __call__(self, href: str) -> str:
        """The canonical address; empty for what leads nowhere (``#``, ``javascript:``, ``mailto:`` …)."""
        found = self.known.get(href)
        if found is None:
            found = self.known[href] = self.resolve(href.strip())
        return found

    def resolve(self, href: str) -> str:
        """Work out one stripped href."""
        if not href or href[0] == "#" or len(href) > MAX_ADDRESS:
            return ""
        plain = self.plain(href)
        if plain:
            return plain
        href = href.replace("\\", "/") if "\\" in href else href
        scheme = _SCHEME.match(href)
        if scheme and scheme.group().lower() not in ("http:", "https:"):
            return ""
        try:
            return canonical(urljoin(self.base, _BLANKS.sub("", href)), self.encoding)
        except ValueError:
            return ""

    def plain(self, href: str) -> str:
        """The address of a plain href without parsing it: whole, from the root, or beside or above the page."""
        if href[:4] == "http":
            return href if _is_canonical(href) else ""
        folder = self.folder
        while href[:3] == "../" and folder.count("/") > 3:
            href, folder = href[3:], folder[: folder.rfind("/", 0, -1) + 1]
        if href[:1] == "/" and folder is self.folder:
            url = self.root + href if href[1:2] != "/" else ""
        else:
            url = folder + href.removeprefix("./") if folder and (not href or _PLAIN_PATH.match(href)) else ""
        return url if url and _is_canonical(url) else ""


def host_of(url: str) -> str:
    """The host of a canonical address, without ``www.``: a site and its bare twin are one."""
    host = url.split("/", 3)[2] if url.count("/") >= 2 else ""
    return host.removeprefix("www.")
