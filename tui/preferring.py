"""The part of the dashboard that does as its operator prefers.

Keys, colours, characters, lists as they were left, commands by their names, and the files that are written of a list.
"""

import asyncio
from collections.abc import Iterable, Sequence
from typing import TypeVar

from textual import on
from textual.app import App, SystemCommand
from textual.command import CommandPalette
from textual.filter import LineFilter

from tui.export import Shape, export
from tui.keys import Key
from tui.locale.words import Words
from tui.messages import ScreenReady, ViewChanged
from tui.model import Snapshot
from tui.preferences import Preferences
from tui.screens.listing import ListScreen
from tui.sure_width import SureWidth
from tui.themes import OWN
from tui.views import VIEWS

R = TypeVar("R")


class PreferringApp(App[R]):
    """An app that ``preferences`` shape; ``prefer`` is called once, before it runs."""

    words: Words
    snapshot: Snapshot | None
    preferences: Preferences

    def prefer(self, preferences: Preferences) -> None:
        """Take the preferences over."""
        self.preferences = preferences
        self._sure_width = SureWidth(enabled=preferences.ascii)
        for theme in OWN:
            self.register_theme(theme)
        self.theme = preferences.theme
        # For what tables and screens bind themselves; the app binds its own keys as they are wanted.
        self.set_keymap(preferences.keymap.changed)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Add the filter for characters of unsure width, where the operator wants it."""
        filters = super().get_line_filters()
        return [*filters, self._sure_width] if self._sure_width.enabled else filters

    @on(ScreenReady)
    def _recall(self) -> None:
        if isinstance(self.screen, ListScreen):
            self.screen.recall(self.preferences.views.of(self.screen.listing.name))

    def on_view_changed(self, message: ViewChanged) -> None:
        """Remember how a list is left."""
        self.preferences.views.keep(message.view, message.state)

    def called(self, key: Key) -> str:
        """Give the name of a key's action for the palette; a view has also the name that the command line knows."""
        word = str(getattr(self.words, key.word))
        view = next((view.name for view in VIEWS if key.action == f"show_mode('{view.name}')"), "")
        return f"{word} {view}".rstrip()

    def theme_commands(self) -> Iterable[SystemCommand]:
        """List the themes."""
        for theme in OWN:
            yield SystemCommand(f"{self.words.theme} {theme.name}", "", lambda name=theme.name: self.wear(name))

    def wear(self, theme: str) -> None:
        """Change the colours."""
        self.theme = theme

    def action_command_palette(self) -> None:
        """Type a command by its name."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=self.words.palette_hint, id="--command-palette"))

    def action_export(self, shape: str) -> None:
        """Write what the list on screen shows to a file, and tell where it is."""
        if isinstance(self.screen, ListScreen) and self.snapshot is not None:
            working = self._export(self.screen, Shape(shape), self.snapshot.inspection)
            self.run_worker(working, exit_on_error=False, group="export", exclusive=True)

    async def _export(self, screen: ListScreen[object], shape: Shape, inspection: str) -> None:
        rows, folder = tuple(screen.kept), self.preferences.exports
        try:
            path = await asyncio.to_thread(
                export, screen.listing, rows, inspection=inspection, folder=folder, shape=shape
            )
        except OSError as error:
            self.notify(self.words.export_failed.format(error), severity="error", markup=False)
        else:
            self.notify(self.words.exported.format(len(rows), path), markup=False)
