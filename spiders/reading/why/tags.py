"""Meta tags in the source of a page, with their places."""

import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser

from spiders.reading.metas import read_metas, says_archived

#: Tags of one page that are looked at, and the longest.
MOST = 500
_TAG = re.compile(r"<meta\b(?:[^<>\"']|\"[^\"]{0,3000}\"|'[^']{0,3000}'){0,200}>?", re.IGNORECASE)

Span = tuple[int, int]


def tag_of(markup: str, name: str, value: str) -> Span | None:
    """The place of the meta tag that gives an official name its value."""
    return next((span for span, attrs in _tags(markup) if read_metas([attrs]).get(name) == value), None)


def archiving_tag(markup: str) -> Span | None:
    """The place of the meta tag that marks the page as archived."""
    return next((span for span, attrs in _tags(markup) if says_archived([attrs])), None)


def _tags(markup: str) -> Iterator[tuple[Span, Mapping[str, str | None]]]:
    for _, match in zip(range(MOST), _TAG.finditer(markup), strict=False):
        parsed = LexborHTMLParser(match[0]).css_first("meta")
        if parsed is not None:
            yield match.span(), parsed.attributes
