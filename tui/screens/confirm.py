"""A question that only typing answers: for what cannot be taken back."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.locale.words import Words
from tui.text import safe


class ConfirmScreen(ModalScreen[bool]):
    """Dismissed with True only after ``token`` was typed; Esc or anything else gives False."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]

    def __init__(self, words: Words, *, question: str, token: str) -> None:
        super().__init__()
        self._words = words
        self._question = question
        self._token = token

    def compose(self) -> ComposeResult:
        """Put the question, what to type, and the line to type in."""
        yield Vertical(
            Static(safe(self._question), markup=False),
            Static(safe(self._words.type_to_confirm.format(self._token)), classes="dim", markup=False),
            Input(id="token", compact=True),
            classes="dialog",
        )

    def on_mount(self) -> None:
        """Type into the line."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() == self._token)

    def action_cancel(self) -> None:
        """Leave things as they are."""
        self.dismiss(False)
