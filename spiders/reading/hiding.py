"""Whether an element's own style hides what stands in it, and how: inline styles only, for style sheets are not read.

Menus and tabs are hidden until somebody opens them, which is *plain* hiding. Nobody who builds a page has a reason to
show a text in an area of one pixel, far off the screen, in letters without size or in the colour of its ground: that is
*sly*.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: Characters of a style that are read.
MAX_STYLE = 2_000
#: Pixels beyond which something stands off every screen.
_FAR = 500
_EM = 16

_LENGTH = re.compile(r"([+-]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))\s*(px|em|rem|pt|vw|vh|%)?\Z")
_ALPHA = re.compile(r"alpha\s*\(\s*opacity\s*=\s*(\d{1,3})")
_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|rgba?\([^)]{1,40}\)|\b(?:white|black|red|blue|green|gray|grey|transparent)\b")
_SHIFTS = ("left", "top", "right", "bottom")
_MARGINS = ("margin-left", "margin-top")
_PLACED = frozenset(("absolute", "fixed", "relative"))


@dataclass(frozen=True, slots=True)
class Hiding:
    """How an element hides what it holds. ``letters``: it hides letters only, and pictures in it are seen."""

    how: str
    sly: bool
    letters: bool = False


def style_of(text: str) -> dict[str, str]:
    """The declarations of a ``style`` attribute, names and values in lower case; of one name the last counts."""
    found: dict[str, str] = {}
    for declaration in _without_comments(text[:MAX_STYLE]).lower().split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            found[name.strip()] = value.replace("!important", "").strip()
    return found


def _without_comments(style: str) -> str:
    first, *commented = style.split("/*")
    return first + "".join(part.partition("*/")[2] for part in commented)


def hiding_of(tag: str, attrs: Mapping[str, str | None]) -> Hiding | None:
    """How an element hides what stands in it; None when it does not."""
    if tag == "marquee" and (_is_dot(attrs.get("width")) or _is_dot(attrs.get("height"))):
        return Hiding("a marquee of one pixel", sly=True)
    style = style_of(attrs.get("style") or "")
    if style and (sly := _sly(style)) is not None:
        return sly
    if "hidden" in attrs or _is_plainly_hidden(style):
        return Hiding("not displayed", sly=False)
    return None


def _sly(style: Mapping[str, str]) -> Hiding | None:
    if style.get("overflow", "").startswith("hidden") and any(_is_dot(style.get(side)) for side in ("height", "width")):
        return Hiding("an area of one pixel", sly=True)
    if style.get("position") in _PLACED and any(_pixels(style.get(name)) <= -_FAR for name in _SHIFTS):
        return Hiding("off the screen", sly=True)
    if any(_pixels(style.get(name)) <= -_FAR for name in _MARGINS):
        return Hiding("off the screen", sly=True)
    if _is_dot(style.get("font-size")):
        return Hiding("letters without size", sly=True, letters=True)
    ground = style.get("background-color") or style.get("background") or ""
    colour = _COLOUR.search(style.get("color", ""))
    if colour and (under := _COLOUR.search(ground)) and _hex(colour[0]) == _hex(under[0]):
        return Hiding("letters in the colour of their ground", sly=True, letters=True)
    return None


def _is_plainly_hidden(style: Mapping[str, str]) -> bool:
    if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse"):
        return True
    if _pixels(style.get("text-indent")) <= -_FAR:
        return True
    alpha = _ALPHA.search(style.get("filter", ""))
    return style.get("opacity", "").rstrip("%") in ("0", "0.0", ".0", "0.00") or (alpha is not None and alpha[1] == "0")


def _is_dot(length: str | None) -> bool:
    """Whether a length is that of a pixel or less."""
    return length is not None and bool(length.strip()) and 0 <= _pixels(length) <= 1


def _pixels(length: str | None) -> float:
    """A length in pixels; more than any screen has for what is none, so that nothing is taken for small."""
    match = _LENGTH.match(length.strip().lower()) if length else None
    if match is None or match[2] in ("%", "vw", "vh"):
        number = float(match[1]) if match else 1.0
        return number if match and number <= 0 else float(10 * _FAR)
    return float(match[1]) * (_EM if match[2] in ("em", "rem") else 1)


def _hex(colour: str) -> str:
    names = {"white": "#ffffff", "black": "#000000", "#fff": "#ffffff", "#000": "#000000"}
    return names.get(colour, colour.replace(" ", ""))
