"""What every main screen has in common: the status bar, the footer, and two ways to be told something."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer

from tui.locale.words import Words
from tui.model import Snapshot
from tui.widgets.status_bar import StatusBar


class DashboardScreen(Screen[None]):
    """A screen that shows snapshots; it keeps none and reads nothing by itself."""

    def __init__(self, words: Words, *, read_only: bool) -> None:
        super().__init__()
        self.words = words
        self._read_only = read_only

    def compose(self) -> ComposeResult:
        """Put the screen's own body between the status bar and the footer."""
        yield StatusBar(self.words, read_only=self._read_only)
        yield from self.body()
        yield Footer(compact=True, show_command_palette=False)

    def body(self) -> Iterable[Widget]:
        """Give the widgets of this screen."""
        raise NotImplementedError

    def show(self, snapshot: Snapshot) -> None:
        """Show a fresh reading."""
        self.query_one(StatusBar).show(snapshot)

    def lost(self, reason: str, age_seconds: float | None) -> None:
        """Say that what is shown is old."""
        self.query_one(StatusBar).lost(reason, age_seconds)
