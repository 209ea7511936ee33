"""The keys, as ``tui.keys`` binds them."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.keys import KEYS, Key
from tui.locale.words import Words
from tui.text import fit


class HelpScreen(ModalScreen[None]):
    """A list of every key that works now."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,q", "close", show=False)]

    def __init__(self, words: Words, *, read_only: bool) -> None:
        super().__init__()
        self._words = words
        self._read_only = read_only

    def compose(self) -> ComposeResult:
        """Put one line a key."""
        keys = [key for key in KEYS if not (key.changes and self._read_only)]
        lines = [self._words.help, "", *(self._line(key) for key in keys), "", self._words.filter_hint.format("…")]
        lines += ["", self._words.help_hint]
        yield VerticalScroll(Static("\n".join(lines), markup=False), classes="dialog")

    def _line(self, key: Key) -> str:
        return fit(key.shown or key.keys.split(",")[0], 6) + str(getattr(self._words, key.word))

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)
