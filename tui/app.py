"""The dashboard: modes, keys, and the way from a reading to a screen. It does no input or output of its own."""

import asyncio
import os
from collections.abc import Iterable
from typing import ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from infra.clock import now_ms
from tui.acting import Acting, Left
from tui.clipboard import copyable, sequence
from tui.drilldown import opened_by
from tui.gate import RetryFailures
from tui.keys import Key, Scope, keys_of
from tui.locale.words import Words
from tui.messages import CopyWanted, RowChosen, SnapshotTaken, SourceLost
from tui.model import Snapshot
from tui.poller import Source
from tui.preferences import Preferences
from tui.preferring import PreferringApp
from tui.screens.dashboard import DashboardScreen
from tui.screens.failures import FailuresScreen
from tui.screens.help import HelpScreen
from tui.screens.listing import ListScreen
from tui.views import NAMES, VIEWS
from tui.watching import Desk, WatchingApp
from tui.widgets.breadcrumb import Breadcrumb

__all__ = ["Left", "XunchaApp"]


class XunchaApp(PreferringApp[Left], WatchingApp):
    """Shows what ``source`` reads every ``period`` seconds and sends acts through ``gate``.

    With a ``desk`` it can turn to other inspections, and make new ones.
    """

    CSS_PATH = "styles/dashboard.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012 - Textual's declaration
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "interrupt", show=False, priority=True)]

    def __init__(  # noqa: PLR0913 - keywords
        self,
        source: Source,
        gate: Acting,
        words: Words,
        *,
        period: float = 1.0,
        view: str = "overview",
        desk: Desk | None = None,
        preferences: Preferences | None = None,
    ) -> None:
        super().__init__(source, gate, words, period=period, desk=desk)
        self.title = words.title
        self.prefer(preferences or Preferences())
        self._view = view
        self._lost: str | None = None
        self._readings = 0
        self._fresh = asyncio.Event()
        for key in self.preferences.keymap.keys:
            if key.scope is not Scope.TABLE:
                self._bind_key(key)

    def _bind_key(self, key: Key) -> None:
        description = str(getattr(self.words, key.word))
        self.bind(key.keys, key.action, description=description, show=key.footer, key_display=key.shown or None)

    async def on_mount(self) -> None:
        """Show the first screen and start to read."""
        self.switch_mode(self._view)
        self.run_worker(self._poller.run(), exit_on_error=False, group="poller")

    def on_snapshot_taken(self, message: SnapshotTaken) -> None:
        """Show a fresh reading on the screen that is up."""
        self.snapshot = message.snapshot
        self._lost = None
        self._readings += 1
        self._fresh.set()
        self._show()

    async def shown(self, readings: int) -> None:
        """Wait until so many readings have come; whoever takes a picture wants more than an empty screen."""
        while self._readings < readings:
            self._fresh.clear()
            await self._fresh.wait()

    def on_screen_ready(self) -> None:
        """Show a screen that has just been made what is known."""
        self._show()

    def on_source_lost(self, message: SourceLost) -> None:
        """Keep what is on screen, and say how old it is."""
        self._lost = message.reason
        self._show()

    def _show(self) -> None:
        screen = self._dashboard()
        # A reading may still arrive while the screens are being taken down.
        if screen is None or not screen.ready or not self.is_running:
            return
        self._poller.turn_to(screen.topic)
        if self.snapshot is not None:
            screen.show(self.snapshot)
            screen.place(self._path(self.snapshot))
        if self._lost is not None:
            age = None if self.snapshot is None else (now_ms() - self.snapshot.taken_at) / 1000
            screen.lost(self._lost, age)

    def _dashboard(self) -> DashboardScreen | None:
        """Give the main screen, also when a dialog stands before it."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, DashboardScreen)), None)

    def _path(self, snapshot: Snapshot) -> tuple[str, ...]:
        """Tell where the screen stands: the inspection, the main view, and what was opened from there."""
        view = next(one for one in VIEWS if one.name == self.current_mode)
        _, *opened = (one for one in self.screen_stack if isinstance(one, DashboardScreen))
        return (snapshot.inspection, str(getattr(self.words, view.word)), *(screen.crumb for screen in opened))

    def on_breadcrumb_chosen(self, message: Breadcrumb.Chosen) -> None:
        """Go up to a part of the path; the inspection is the overview."""
        if message.depth == 0:
            self.action_show_mode(NAMES[0])
            return
        opened = sum(isinstance(screen, DashboardScreen) for screen in self.screen_stack)
        for _ in range(opened - message.depth):
            self.pop_screen()

    def on_row_chosen(self, message: RowChosen) -> None:
        """Open what a row stands for."""
        screen = opened_by(message.row, self.words, read_only=self._gate.read_only)
        if screen is not None:
            self.push_screen(screen)

    def on_copy_wanted(self, message: CopyWanted) -> None:
        """Copy a text, and show it: no terminal says whether it took it."""
        text = copyable(message.text)
        if not text:
            self.notify(self.words.nothing_to_copy, severity="warning", markup=False)
            return
        self.copy_to_clipboard(text)
        self.notify(self.words.copied.format(text), markup=False)

    def copy_to_clipboard(self, text: str) -> None:
        """Write the sequence that takes ``text`` to the clipboard, through a tmux too."""
        self._clipboard = text
        if self._driver is not None:
            self._driver.write(sequence(text, tmux="TMUX" in os.environ))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Hide the keys of another screen, and those that change something from a read-only dashboard."""
        if action in {key.action for key in keys_of(Scope.LIST)}:
            return isinstance(self.screen, ListScreen)
        if action == "retry" and not isinstance(self.screen, FailuresScreen):
            return False
        if action in ("command", "retry"):
            return not self._gate.read_only
        return self.is_open(action)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """List the named actions in the command palette, in the operator's language."""
        for key in self.preferences.keymap.keys:
            if self._is_open(key, screen):
                yield SystemCommand(self.called(key), key.written, lambda action=key.action: self.run_action(action))
        yield from self.theme_commands()

    def _is_open(self, key: Key, screen: Screen[object]) -> bool:
        """Tell whether a key works on a screen."""
        if key.scope is Scope.TABLE or (key.changes and self._gate.read_only):
            return False
        if key.scope in (Scope.EVERYWHERE, Scope.LIST):
            return self.is_open(key.action) if key.scope is Scope.EVERYWHERE else isinstance(screen, ListScreen)
        return isinstance(screen, DashboardScreen) and screen.has(key)

    def action_show_mode(self, mode: str) -> None:
        """Switch to a screen and show it what is known."""
        self.switch_mode(mode)
        self.call_after_refresh(self._show)

    def action_next_mode(self) -> None:
        """Switch to the next main view."""
        self.action_show_mode(NAMES[(NAMES.index(self.current_mode) + 1) % len(NAMES)])

    def action_filter(self) -> None:
        """Type a filter."""
        if isinstance(self.screen, ListScreen):
            self.screen.open_filter()

    def action_sort(self) -> None:
        """Sort by the next column."""
        if isinstance(self.screen, ListScreen):
            self.screen.next_order()

    def action_reverse(self) -> None:
        """Turn the order round."""
        if isinstance(self.screen, ListScreen):
            self.screen.turn_order()

    def action_open(self) -> None:
        """Open what the row under the mark stands for."""
        if isinstance(self.screen, ListScreen):
            self.screen.open_marked()

    def action_retry(self) -> None:
        """Fetch again the failures that the filter lets through, once the operator has confirmed their number."""
        screen = self.screen
        if isinstance(screen, FailuresScreen) and screen.kept and not self._gate.read_only:
            act, number = RetryFailures(filter=screen.filter), str(len(screen.kept))
            self._confirmed(self.words.confirm_retry.format(number), token=number, act=act)

    def action_help(self) -> None:
        """Show the keys."""
        self.push_screen(HelpScreen(self.words, self.preferences.keymap, read_only=self._gate.read_only))

    def action_leave(self) -> None:
        """Close the dashboard; what runs goes on."""
        self.exit(Left.QUIT)

    def action_interrupt(self) -> None:
        """Close the dashboard and have everything ended."""
        self.exit(Left.INTERRUPTED)
