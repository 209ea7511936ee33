"""生成通报: the notice and its annexes written from the dashboard, with what is missing where they must not be yet."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from tui.gate import Act, Done
from tui.locale.words import Words
from tui.round_acts import WriteReport
from tui.text import fit, safe
from tui.widgets.path_input import PathInput

if TYPE_CHECKING:
    from tui.running.reporting import Step

_NAME_CELLS: Final = 12
_BAR_CELLS: Final = 30

CarryOut = Callable[[Act], Awaitable[Done | None]]


class ReportScreen(ModalScreen[None]):
    """Asks for a folder; shows the steps, and at the end the path or what is missing."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, words: Words, inspection: str, folder: Path, *, carry_out: CarryOut) -> None:
        super().__init__()
        self._words = words
        self._inspection = inspection
        self._folder = folder
        self._carry_out = carry_out

    def compose(self) -> ComposeResult:
        """Put the two lines, the bar, the outcome and the buttons."""
        words = self._words.desk
        yield Vertical(
            Static(safe(words.report_title.format(self._inspection)), classes="heading", markup=False),
            self._row(words.folder, PathInput((), value=str(self._folder), id="folder")),
            self._row(words.notice_file, PathInput((".toml",), id="notice")),
            Static("", id="bar", markup=False),
            Static("", id="told", markup=False),
            VerticalScroll(Static("", id="missing", markup=False), id="problems"),
            Horizontal(
                Button(words.write, id="write", variant="primary", compact=True),
                Button(words.write_draft, id="draft", compact=True, disabled=True),
                Button(words.cancel, id="leave", compact=True),
                classes="buttons",
            ),
            id="form",
        )

    @staticmethod
    def _row(title: str, line: Input) -> Horizontal:
        return Horizontal(Static(fit(title, _NAME_CELLS), classes="name", markup=False), line, classes="row")

    def on_mount(self) -> None:
        """Type the folder first."""
        self.set_focus(self.query_one("#folder", Input))

    @on(Input.Submitted, "#folder")
    @on(Button.Pressed, "#write")
    def _write(self) -> None:
        self._begin(draft=False)

    @on(Button.Pressed, "#draft")
    def _write_draft(self) -> None:
        self._begin(draft=True)

    @on(Input.Submitted, "#notice")
    def _next(self) -> None:
        self.focus_next()

    def _begin(self, *, draft: bool) -> None:
        """Write, unless that is under way; the same keys then do nothing."""
        folder, notice = (self.query_one(f"#{name}", Input).value.strip() for name in ("folder", "notice"))
        if self.query_one("#write", Button).disabled or not folder:
            return
        act = WriteReport(
            out=Path(folder).expanduser(),
            notice=Path(notice).expanduser() if notice else None,
            draft=draft,
            progress=self._progress,
        )
        for name in ("write", "draft"):
            self.query_one(f"#{name}", Button).disabled = True
        for name in ("told", "missing"):
            self.query_one(f"#{name}", Static).update("")
        self.run_worker(self._written(act), exit_on_error=False, group="report")

    async def _written(self, act: WriteReport) -> None:
        done = await self._carry_out(act)
        self.query_one("#told", Static).update(safe(done.told if done else self._words.desk.unwritten))
        self.query_one("#missing", Static).update("\n".join(safe(line) for line in done.lines) if done else "")
        self.query_one("#write", Button).disabled = False
        self.query_one("#draft", Button).disabled = done is None or done.confirmed
        if done is None or not done.confirmed:
            self.query_one("#bar", Static).update("")

    def _progress(self, step: "Step", done: int, whole: int) -> None:
        """Show how far it is; what comes after the screen was left is nobody's."""
        if not self.is_running:
            return
        full = _BAR_CELLS * done // whole if whole else 0
        text = self._words.desk.steps[step].format(done, whole)
        self.query_one("#bar", Static).update(f"[{'#' * full}{'.' * (_BAR_CELLS - full)}] {text}")

    @on(Button.Pressed, "#leave")
    def action_leave(self) -> None:
        """Go back; what is being written is given up, and nothing half-written stays."""
        self.dismiss(None)
