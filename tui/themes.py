"""The dashboard's own colours: the usual ones, sixteen that every terminal has, and ones for colour-blind eyes.

Every theme of Textual can be chosen as well. What a colour says is also said by a word or a sign, whatever the theme.
"""

from dataclasses import replace
from typing import Final

from textual.theme import BUILTIN_THEMES, Theme

XUNCHA: Final = Theme(
    name="xuncha",
    primary="#5b9bd5",
    secondary="#3d6a94",
    accent="#e2b33c",
    success="#69b578",
    warning="#e0a030",
    error="#e5636b",
    foreground="#d7dee8",
    background="#12161c",
    surface="#1a2029",
    panel="#232b36",
)
#: The terminal's own sixteen colours, on its own ground.
SIXTEEN: Final = replace(BUILTIN_THEMES["ansi-dark"], name="xuncha-16")
#: The colours that Okabe and Ito (Color Universal Design, 2008) chose to be told apart by colour-blind eyes too: sky
#: blue for what is well, vermilion for what is not, yellow for what wants an eye.
CLEAR: Final = replace(
    XUNCHA,
    name="xuncha-clear",
    primary="#56b4e9",
    secondary="#0072b2",
    accent="#cc79a7",
    success="#56b4e9",
    warning="#f0e442",
    error="#d55e00",
    foreground="#f2f2f2",
    background="#000000",
    surface="#141414",
    panel="#202020",
)
OWN: Final = (XUNCHA, SIXTEEN, CLEAR)


class ThemeError(ValueError):
    """There is no such theme; the text is one line that names those there are."""


def theme_named(name: str) -> str:
    """Give the name of a theme that there is. Raises ``ThemeError``."""
    if name not in BUILTIN_THEMES and all(theme.name != name for theme in OWN):
        names = ", ".join([*(theme.name for theme in OWN), *BUILTIN_THEMES])
        msg = f"no theme {name!r}: one of {names}"
        raise ThemeError(msg)
    return name
