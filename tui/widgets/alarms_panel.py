"""What needs an operator now: a line each, as many as there is room for, nothing while all is well."""

from typing import Final

from textual.content import Content
from textual.widgets import Static

from tui.alarms import alarms, told
from tui.locale.words import Words
from tui.model import Snapshot
from tui.text import fit

#: Screen lines of which one is for an alarm: three lines of twenty-four.
_SHARE: Final = 8


class AlarmsPanel(Static):
    """The alarms, the worst first."""

    def __init__(self, words: Words) -> None:
        super().__init__("", markup=False)
        self._words = words
        self.display = False

    def show(self, snapshot: Snapshot) -> None:
        """Show the alarms of a reading."""
        lines = [told(alarm, self._words) for alarm in alarms(snapshot)]
        room = max(1, self.screen.size.height // _SHARE)
        if len(lines) > room:
            more = self._words.desk.more_alarms.format(len(lines) - room + 1)
            lines = [*lines[: room - 1], more]
        self.display = bool(lines)
        width = max(1, self.screen.size.width - 2)
        self.update(Content("\n".join(fit(f"! {line}", width).rstrip() for line in lines)))
