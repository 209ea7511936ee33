"""The top line of every screen: which inspection, in what state, and how old the picture is."""

from textual.content import Content
from textual.widgets import Static

from tui.locale.words import Words
from tui.model import Snapshot
from tui.text import duration, safe


class StatusBar(Static):
    """One line; turns to a warning when the data on screen grows old."""

    def __init__(self, words: Words, *, read_only: bool) -> None:
        super().__init__(words.waiting_for_data, markup=False)
        self._words = words
        self._read_only = read_only

    def show(self, snapshot: Snapshot) -> None:
        """Show the inspection's name and state."""
        words = self._words
        parts: list[str | tuple[str, str]] = [
            (f" {words.title} {safe(snapshot.inspection)} ", "bold"),
            f" {words.states.get(snapshot.state, snapshot.state)} ",
            f" {words.as_of} {safe(snapshot.as_of)[:10]} ",
            f" {safe(snapshot.standard)} ",
            (f" {words.read_only} " if self._read_only else "", "bold"),
        ]
        self.remove_class("lost")
        self.update(Content.assemble(*parts))

    def lost(self, reason: str, age_seconds: float | None) -> None:
        """Say that the source is away, and how old the data is (None: there never was any)."""
        words = self._words
        age = "" if age_seconds is None else words.age.format(duration(age_seconds))
        self.add_class("lost")
        self.update(Content(" ".join(part for part in (age, words.lost.format(safe(reason))) if part)))
