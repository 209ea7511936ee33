"""A line for the name of a file, which Tab completes as a shell does; with nothing to complete Tab goes on."""

from collections.abc import Collection
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from tui.paths import complete


class PathInput(Input):
    """Files with one of the ``endings``, and folders on the way to them."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    class Completed(Message):
        """Tab was pressed, and several names go on from what is typed."""

        def __init__(self, line: "PathInput", names: tuple[str, ...]) -> None:
            super().__init__()
            self.line = line
            self.names = names

    def __init__(self, endings: Collection[str], *, value: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(value, id=id, compact=True)
        self._endings = endings

    def action_complete(self) -> None:
        """Complete what is typed as far as it is clear, or go on to what comes next."""
        found = complete(self.value, self._endings) if self.value else None
        if found is None or (found.text == self.value and len(found.names) < 2):
            self.screen.focus_next()
            return
        self.value = found.text
        self.cursor_position = len(found.text)
        if len(found.names) > 1:
            self.post_message(self.Completed(self, found.names))
