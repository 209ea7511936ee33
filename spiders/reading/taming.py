"""Markup that is built to make a parser work without end, cut down before it is parsed.

The HTML standard itself asks for quadratic work on some input: very deep nesting, and formatting elements (``b``,
``font`` …) left open across blocks, which must be opened anew in each. Real pages never come near the bounds.
"""

import re
from collections import Counter
from itertools import islice

#: Depth beyond which a page is cut; browsers themselves stop at 512.
MAX_DEPTH = 2_000
#: Open formatting elements times tags that a page may cost.
MAX_REOPENED = 2_000_000
#: Tags that are read of a page. Each may cost 200 bytes of tree; the largest real pages have 20,000.
MAX_TAGS = 300_000
#: Attributes of one tag: the parser compares each with all before it (selectolax 1.0.2: 400,000 take 34 s). A page of
#: so many characters has no room for more than a quarter of a second's.
MAX_ATTRIBUTES = 4_000
_SMALL = 60_000
#: Options of drop-downs: the parser's work grows with their square (selectolax 1.0.2: 8,000 take 0.4 s).
MAX_OPTIONS = 2_000
#: A page with fewer unclosed tags than this needs no closer look.
_FEW = 4_000

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]*)[^<>]{0,4000}>")
_FORMATTING = re.compile(
    r"<(/?)(a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])[^<>]*>?", re.IGNORECASE
)
#: A tag as the HTML standard reads it: only behind = does a quote hide a >.
_WHOLE_TAG = re.compile(
    r"""<[/!?]?[A-Za-z][^\s/>]*+(?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?+|'[^']*+'?+|[^\s>"'][^\s>]*+)?+)?+)*+"""
)
_ATTRIBUTE = re.compile(r"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?+|'[^']*+'?+|[^\s>"'][^\s>]*+)?+)?+""")
_OPTION = re.compile(r"<option(?=[\s/>])", re.IGNORECASE)
_VOID = frozenset(
    (
        *(
            "area",
            "base",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "param",
            "source",
            "track",
            "wbr",
        ),
        *("p", "li", "td", "tr", "th", "dd", "dt", "option"),
    )
)


def tame(markup: str) -> str:
    """The same markup unless it is built to hurt; then without formatting elements, or cut where it goes too deep."""
    tags = markup.count("<")
    if tags > MAX_TAGS:
        markup, tags = _first_tags(markup), MAX_TAGS
    if len(markup) > _SMALL:
        markup = _WHOLE_TAG.sub(_without_attributes, markup)
    unclosed = tags - 2 * markup.count("</")
    if unclosed > _FEW or tags > MAX_REOPENED // 50:
        markup = _level(markup)
    if tags > MAX_OPTIONS and sum(1 for _ in _OPTION.finditer(markup)) > MAX_OPTIONS:
        markup = _OPTION.sub("<wbr", markup)
    if tags > 1_500 and _open_formatting(markup) * tags > MAX_REOPENED:
        markup = _FORMATTING.sub("", markup)
    return markup


def _first_tags(markup: str) -> str:
    """Cut the markup after ``MAX_TAGS`` tags."""
    last = next(islice(re.finditer("<", markup), MAX_TAGS, None))
    return markup[: last.start()]


def _without_attributes(tag: re.Match[str]) -> str:
    """Give a tag without its attributes when it has too many."""
    text = tag[0]
    if len(text) <= MAX_ATTRIBUTES * 2 or next(islice(_ATTRIBUTE.finditer(text), MAX_ATTRIBUTES, None), None) is None:
        return text
    return re.split(r"[\s/]", text, maxsplit=1)[0]


def _level(markup: str) -> str:
    """Cut the markup at the tag that nests deeper than ``MAX_DEPTH``."""
    depth = 0
    for match in _TAG.finditer(markup):
        if match.group(2).lower() in _VOID:
            continue
        depth = max(0, depth - 1) if match.group(1) else depth + 1
        if depth > MAX_DEPTH:
            return markup[: match.start()]
    return markup


def _open_formatting(markup: str) -> int:
    """The largest number of formatting elements that are open at once; each name is closed by itself only."""
    depth: Counter[str] = Counter()
    count = most = 0
    for match in _FORMATTING.finditer(markup):
        name = match.group(2).lower()
        if not match.group(1):
            depth[name] += 1
            count += 1
            most = max(most, count)
        elif depth[name]:
            depth[name] -= 1
            count -= 1
    return most
