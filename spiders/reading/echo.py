"""What a site shows for an address that does not exist, so that the same answer to a link is known for what it is.

Many sites answer any address with HTTP 200 and a page that says, in words of their own or in a picture, that there is
nothing (软 404). Words prove little: articles speak of pages that were not found. That a page says and shows exactly
what the site shows for an address that nobody ever had proves that this is no page.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import quote, urlsplit

from spiders.reading.links import Link
from spiders.reading.outline import Box, Outline

#: Characters of a page beyond which it is no error page, however large the site's frame is.
LONGEST = 5_000
#: Characters, apart from what shifts, that make an answer recognisable.
SHORTEST = 5
#: Where the applications of the usual frameworks are put by a browser.
_SHELLS = frozenset(("app", "root", "__next", "__nuxt"))

#: What differs between two answers that are one: the address that was asked, the day of the week, a greeting by the
#: hour; digits, blanks and punctuation.
_ADDRESS = re.compile(r"(?<![A-Za-z0-9.%_:-])[A-Za-z0-9.%_:-]*/[A-Za-z0-9./?=&%~+_-]*")
_SHIFTING = re.compile(r"(?:星期|周)[一二三四五六日天]|[上下中早晚][午上]好?|[\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """A site's own answer to an address that does not exist."""

    imprint: str = ""
    """Of the page that it shows with HTTP 200; empty when it says honestly that there is none, or shows its home."""
    location: str = ""
    """Where it leads such an address; empty when it does not."""


def imprint(outline: Outline, links: tuple[Link, ...], images: tuple[str, ...]) -> str:
    """Give 64 bits of what a page says and shows, whichever address it answers; empty for what cannot be told.

    Two pages of a site that differ by as little as one word, one link or one picture have two imprints. None has what
    asks for a password, since a site that lets nobody in shows that for every address, nor the shell of an application,
    which is the same whatever a browser would make of it.
    """
    if len(outline.text) > LONGEST:
        return ""
    said = _steady(outline.text)
    if len(said) < SHORTEST or any(_is_veiled(box) for box in outline.boxes):
        return ""
    shown = sorted({urlsplit(url).path for url in (*(link.url for link in links), *images)})
    return blake2b("\n".join([_steady(outline.title), said, *shown]).encode(), digest_size=8).hexdigest()


def odd_path(seed: str, origin: str) -> str:
    """Give the path that is asked of an origin: one that nobody ever had, the same for all workers of an inspection."""
    return f"/{blake2b(f'{seed} {origin}'.encode(), digest_size=8).hexdigest()}.html"


def without_own(location: str, asked: str) -> str:
    """Give the address that a redirect leads to, without what it repeats of the address that was asked.

    Error pages are told which page was meant (``/error.aspx?aspxerrorpath=/a.html``); empty for a redirect that keeps
    the path, to another scheme or host.
    """
    parts, target = urlsplit(asked), urlsplit(location)
    own = parts.path
    if own == "/" or target.path.endswith(own):
        return "" if target.path.endswith(own) else location
    for form in (quote(own, safe=""), own):
        location = location.replace(form, "")
    return location


def _steady(text: str) -> str:
    return _SHIFTING.sub("", _ADDRESS.sub("", text))


def _is_veiled(box: Box) -> bool:
    if box.tag == "input":
        return box.attr("type").lower() == "password"
    return box.tag == "div" and box.attrs.get("id") in _SHELLS
