"""What every main screen has in common: status bar, breadcrumb, footer, and two ways to be told something."""

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer

from tui.keys import KEYS, Key
from tui.locale.words import Words
from tui.messages import ScreenReady
from tui.model import Snapshot
from tui.topics import Topic
from tui.widgets.breadcrumb import Breadcrumb
from tui.widgets.status_bar import StatusBar


class DashboardScreen(Screen[None]):
    """A screen that shows snapshots; it keeps none and reads nothing by itself."""

    def __init__(self, words: Words, *, read_only: bool) -> None:
        super().__init__()
        self.words = words
        self._read_only = read_only
        self.ready = False

    def compose(self) -> ComposeResult:
        """Put the screen's own body between the lines at the top and the footer."""
        yield StatusBar(self.words, read_only=self._read_only)
        yield Breadcrumb()
        yield from self.body()
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Ask for what is known; before this there is nothing to show it with."""
        self.ready = True
        self.post_message(ScreenReady())

    def on_screen_resume(self) -> None:
        """Ask for what is known now that it is up again."""
        if self.ready:
            self.post_message(ScreenReady())

    def body(self) -> Iterable[Widget]:
        """Give the widgets of this screen; a screen of its own has some."""
        return ()

    @property
    def topic(self) -> Topic | None:
        """What this screen wants to know beyond what every reading holds."""
        return None

    @property
    def crumb(self) -> str:
        """What a screen that another one led to is called in the breadcrumb; it may hold anything."""
        return ""

    def go_back(self) -> None:
        """Leave for the screen that led here; a main screen stays."""
        if sum(isinstance(screen, DashboardScreen) for screen in self.app.screen_stack) > 1:
            self.app.pop_screen()

    def show(self, snapshot: Snapshot) -> None:
        """Show a fresh reading."""
        self.query_one(StatusBar).show(snapshot)

    def place(self, path: Sequence[str]) -> None:
        """Show where this screen stands."""
        self.query_one(Breadcrumb).show(path)

    def lost(self, reason: str, age_seconds: float | None) -> None:
        """Say that what is shown is old."""
        self.query_one(StatusBar).lost(reason, age_seconds)

    def has(self, key: Key) -> bool:
        """Tell whether a key that acts on a screen acts on this one."""
        name = key.action.removeprefix("screen.")
        return name != key.action and hasattr(self, f"action_{name}") and not (key.changes and self._read_only)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that the footer shows, without those of other screens.

        While a dialog is up, Textual asks the dialog about ``screen.…``, and a dialog hides nothing.
        """
        found = super().active_bindings
        return {key: one for key, one in found.items() if self._is_own(one.binding.action)}

    def _is_own(self, action: str) -> bool:
        name = action.removeprefix("screen.")
        return name == action or bool(self.check_action(name, ()))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Hide the keys of other screens, and those that change something from a read-only dashboard."""
        key = next((key for key in KEYS if key.action == f"screen.{action}"), None)
        return key is None or self.has(key)
