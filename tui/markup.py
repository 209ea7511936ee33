"""A kept page's markup as lines of text: what a reader of the page would see, one block a line.

The markup may be built to hurt a parser (nesting, attributes and options cost a tree the square of their number), and
here no tree is needed: tags are told from text in one linear pass. What a broken page leaves of a tag stays as text.
"""

import html
import re
from collections.abc import Callable, Iterator
from typing import Final

#: Characters of markup that are looked at.
MOST_MARKUP: Final = 2_000_000

_TOKEN: Final = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<silent>script|style|template|svg|noscript)(?=[\s>/])[^<>]*+>.*?(?:</(?P=silent)\s*+>|\Z)"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:]*+)(?P<attributes>[^<>]*+)>"
    r"|<[!?][^<>]*+>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE: Final = re.compile(r"""([A-Za-z-]{1,20}+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")
_CELLS: Final = frozenset({"td", "th", "option"})
_INLINE: Final = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("img", "input", "ins", "kbd", "label", "mark", "nobr", "o:p", "q", "rp", "rt", "ruby", "s", "samp", "small"),
        *("span", "strike", "strong", "sub", "sup", "time", "tt", "u", "ucaps", "var", "wbr"),
    )
)


def lines_of(markup: str, *, is_wanted: Callable[[str], bool] | None = None) -> Iterator[str]:
    """Give the lines that are not empty.

    Attributes are left out but where ``is_wanted`` says that an operator looks for them: the address of a link, the
    name or value of a meta tag.
    """
    line: list[str] = []
    for piece in _pieces(markup[:MOST_MARKUP], is_wanted or _nothing):
        if piece == "\n":
            yield from _joined(line)
            line.clear()
        else:
            line.append(piece)
    yield from _joined(line)


def _nothing(text: str) -> bool:  # noqa: ARG001 - wanted by nobody, whatever it is
    return False


def _joined(line: list[str]) -> Iterator[str]:
    if text := " ".join("".join(line).split()):
        yield text


def _pieces(markup: str, is_wanted: Callable[[str], bool]) -> Iterator[str]:
    """Give texts, blanks between cells, and line breaks where blocks begin and end."""
    at = 0
    for token in _TOKEN.finditer(markup):
        if token.start() > at:
            yield html.unescape(markup[at : token.start()]).replace("\n", " ")
        at = token.end()
        name = (token["name"] or "").lower()
        if name == "meta":
            yield from _meta(token["attributes"], is_wanted)
        elif name == "a" and not token["end"]:
            yield from _address(token["attributes"], is_wanted)
        elif name in _CELLS:
            yield "  "
        elif name and name not in _INLINE:
            yield "\n"
    if at < len(markup):
        yield html.unescape(markup[at:]).replace("\n", " ")


def _meta(attributes: str, is_wanted: Callable[[str], bool]) -> Iterator[str]:
    told = _attributes(attributes)
    name, content = told.get("name", ""), told.get("content", "")
    if name and (is_wanted(name) or is_wanted(content)):
        yield from ("\n", f"<meta {name}: {content}>", "\n")


def _address(attributes: str, is_wanted: Callable[[str], bool]) -> Iterator[str]:
    address = _attributes(attributes).get("href", "")
    if address and is_wanted(address):
        yield f"<{address}> "


def _attributes(text: str) -> dict[str, str]:
    return {
        name.lower(): html.unescape(first or second or third) for name, first, second, third in _ATTRIBUTE.findall(text)
    }
