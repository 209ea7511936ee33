"""The pictures of a page (图片), each by the one address that a visitor's browser would ask.

Many pages hold a blank in ``src`` and the picture's own address in ``data-src`` or ``data-original``, until a script
brings it in; others leave ``src`` out for ``srcset``. Backgrounds of style sheets are decoration and are not read.
"""

import re
from urllib.parse import urlsplit

from spiders.reading.links import Resolver
from spiders.reading.outline import Box, Outline
from spiders.reading.text import is_template

#: Pictures of one page that are read.
MAX_IMAGES = 500

EXTENSIONS = frozenset(("jpg", "jpeg", "jpe", "png", "gif", "bmp", "webp", "svg", "ico", "tif", "tiff", "jfif", "avif"))
#: Attributes that hold a picture's own address, the likeliest first.
_SOURCES = ("data-original", "data-src", "data-lazy-src", "data-lazyload", "lazy-src", "original", "src")
#: A page's own address in ``src`` (from an empty variable of a template) must not be taken for a picture: what is first
#: met as one would never be read as a page.
_PAGE = re.compile(r"(?:/|\.(?:s?html?|xhtml))\Z", re.IGNORECASE)
_FIRST_CANDIDATE = re.compile(r"\s*(\S+?),?(?:\s|\Z)")


def is_image(url: str) -> bool:
    """Whether an address is that of a picture by its extension."""
    _, dot, suffix = url.partition("?")[0].rpartition(".")
    return bool(dot) and suffix.lower() in EXTENSIONS


def read_images(outline: Outline, resolve: Resolver) -> tuple[str, ...]:
    """Addresses of the pictures that a page shows, in order, each once."""
    found: dict[str, None] = {}
    for box in outline.boxes:
        if box.tag != "img" and not (box.tag == "input" and box.attr("type").lower() == "image"):
            continue
        url = resolve(_source(box))
        if url and url not in found and not _PAGE.search(urlsplit(url).path):
            found[url] = None
            if len(found) >= MAX_IMAGES:
                break
    return tuple(found)


def _source(box: Box) -> str:
    """What a picture's element leads to; empty for what is drawn within the page or stands for nothing yet."""
    for name in _SOURCES:
        source = (box.attrs.get(name) or "").strip()
        if source and not source.startswith("#") and not is_template(source):
            return source
    match = _FIRST_CANDIDATE.match(box.attr("srcset")[:3_000])
    return match[1] if match and not is_template(match[1]) else ""
