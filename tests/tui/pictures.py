"""What an app shows, as lines of text."""

from typing import Any

from textual.app import App

from tui.text import width


def lines(app: App[Any]) -> list[str]:
    """Give the screen's lines as a terminal would show them."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


def shown(app: App[Any]) -> str:
    return "\n".join(lines(app))


def is_aligned(app: App[Any]) -> bool:
    """Tell whether every line is exactly as wide as the screen."""
    return {width(line) for line in lines(app)} == {app.size.width}
