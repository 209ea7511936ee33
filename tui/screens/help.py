"""The keys, as the operator has them."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.keymap import Keymap
from tui.keys import Key
from tui.locale.words import Words
from tui.text import fit

#: Two columns of keys in a dialog that leaves 66 cells on a screen of 80.
COLUMN, KEY = 32, 7


class HelpScreen(ModalScreen[None]):
    """A list of every key that works now."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,q", "close", show=False)]

    def __init__(self, words: Words, keymap: Keymap, *, read_only: bool) -> None:
        super().__init__()
        self._words = words
        self._keymap = keymap
        self._read_only = read_only

    def compose(self) -> ComposeResult:
        """Put two keys a line, read downwards."""
        keys = [key for key in self._keymap.keys if not (key.changes and self._read_only)]
        lines = [f"{self._words.help}  {self._words.help_hint}", "", *self._lines(keys), ""]
        lines.append(self._words.filter_hint.format("code name ..."))
        yield VerticalScroll(Static("\n".join(lines), markup=False), classes="dialog")

    def _lines(self, keys: Sequence[Key]) -> Iterator[str]:
        half = (len(keys) + 1) // 2
        for left, right in zip_longest(keys[:half], keys[half:]):
            yield f"{self._told(left)}  {self._told(right) if right else ''}".rstrip()

    def _told(self, key: Key) -> str:
        return fit(fit(key.written, KEY) + str(getattr(self._words, key.word)), COLUMN)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)
