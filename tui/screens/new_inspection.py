"""新建检查: a form that checks each field while it is typed, lists all that is wrong, and starts the inspection.

It starts no process: workers are the machines' (``xuncha node``), and where there are none the form says so.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from infra.clock import BEIJING
from tui.checking import Checked, Draft, Field
from tui.gate import Act, Done
from tui.locale.words import Words
from tui.model import Snapshot
from tui.round_acts import OpenInspection
from tui.text import fit, safe
from tui.widgets.path_input import PathInput
from tui.widgets.tick_box import TickBox

_TABLES: Final = (".xlsx", ".csv")
_ENDINGS: Final = {
    Field.REGISTRY: _TABLES,
    Field.STANDARD: (".toml",),
    Field.REVIEWS: (*_TABLES, ".jsonl"),
    Field.COLUMNS: _TABLES,
    Field.WORDS: _TABLES,
}
_STANDARD: Final = "national-2019"
#: Seconds after a key before the fields are looked at: a registry is not read with every letter of its name.
_REST: Final = 0.15
_NAME_CELLS: Final = 10
#: Lines of what is wrong that are shown; a registry of 50,000 rows may have as many.
_LISTED: Final = 1_000

Check = Callable[[Draft], Mapping[Field, Checked]]
CarryOut = Callable[[Act], Awaitable[Done | None]]


class NewInspectionScreen(ModalScreen[str | None]):
    """Dismissed with the id of the inspection that was made, or with None.

    ``check`` takes its time and runs in a thread; ``known`` is what the dashboard knows of machines and workers.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]

    def __init__(self, words: Words, *, check: Check, carry_out: CarryOut, known: Snapshot | None) -> None:
        super().__init__()
        self._words = words
        self._check = check
        self._carry_out = carry_out
        self._known = known
        self._offered: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Put a line and a hint a field, what is wrong below them, and the buttons."""
        words = self._words.desk
        today = f"{datetime.now(BEIJING):%Y-%m-%d}"
        values = {Field.AS_OF: today, Field.STANDARD: _STANDARD}
        yield Vertical(
            Static(self._words.new_inspection, classes="heading", markup=False),
            *(part for field in Field for part in self._field(field, values.get(field, ""))),
            Static(self._crew(), id="crew", classes="hint", markup=False),
            VerticalScroll(Static("", id="wrong", markup=False), id="problems"),
            Horizontal(
                TickBox(words.skip_bad, id="skip", compact=True),
                Button(words.create, id="create", variant="primary", compact=True, disabled=True),
                Button(words.cancel, id="cancel", compact=True),
                classes="buttons",
            ),
            id="form",
        )

    def _field(self, field: Field, value: str) -> Iterable[Widget]:
        endings = _ENDINGS.get(field)
        line = PathInput(endings, value=value, id=field) if endings else Input(value, id=field, compact=True)
        yield Horizontal(
            Static(fit(self._title(field), _NAME_CELLS), classes="name", markup=False), line, classes="row"
        )
        yield Static("", id=f"hint-{field}", classes="hint", markup=False)

    def _title(self, field: Field) -> str:
        words = self._words
        return {
            Field.REGISTRY: words.desk.registry,
            Field.AS_OF: words.as_of,
            Field.STANDARD: words.standard,
            Field.REVIEWS: words.desk.reviews,
            Field.COLUMNS: words.desk.columns,
            Field.WORDS: words.desk.word_list,
        }[field]

    def _crew(self) -> str:
        """Say who would do the work."""
        live = [node for node in self._known.nodes if not node.gone] if self._known else []
        workers = [one for one in self._known.workers if one.role == "worker"] if self._known else []
        running = sum(node.running for node in live)
        if not running and not workers:
            return self._words.desk.no_crew
        return self._words.desk.crew.format(len(live), running, len(workers))

    def on_mount(self) -> None:
        """Type the registry first, and look at what the form begins with."""
        self.set_focus(self.query_one(f"#{Field.REGISTRY}", Input))
        self._look()

    @property
    def draft(self) -> Draft:
        """What is typed."""
        texts = {field: self.query_one(f"#{field}", Input).value for field in Field}
        return Draft(texts=texts, skip_bad=self.query_one("#skip", TickBox).value)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._offered.pop(event.input.id or "", None)
        self._look()

    @on(TickBox.Changed)
    def _look(self) -> None:
        self.query_one("#create", Button).disabled = True
        self._looked()

    @work(exclusive=True, exit_on_error=False, group="check")
    async def _looked(self) -> None:
        await asyncio.sleep(_REST)
        checked = await asyncio.to_thread(self._check, self.draft)
        for field, one in checked.items():
            self._hint(field, one)
        wrong = [f"{self._title(field)}: {line}" for field, one in checked.items() for line in one.wrong]
        if len(wrong) > 1:
            # The first line of several says how many there are; it is none of them.
            number = sum(max(1, len(one.wrong) - 1) for one in checked.values() if one.wrong)
            wrong.insert(0, self._words.desk.wrong.format(number))
        self.query_one("#wrong", Static).update("\n".join(safe(line) for line in wrong[:_LISTED]))
        self.query_one("#create", Button).disabled = bool(wrong)

    def _hint(self, field: Field, checked: Checked) -> None:
        """Say below a field what it was found to hold, or the first thing that is wrong."""
        hints = self._words.desk.hints
        texts = [hints[hint].format(*values) for hint, values in checked.hints]
        line = self.query_one(f"#hint-{field}", Static)
        line.set_class(bool(checked.wrong) and field not in self._offered, "bad")
        line.update(safe(self._offered.get(field) or "; ".join(texts) or checked.wrong[0]))

    @on(PathInput.Completed)
    def _completed(self, event: PathInput.Completed) -> None:
        offer = self._words.desk.completions.format("  ".join(event.names))
        self._offered[event.line.id or ""] = offer
        line = self.query_one(f"#hint-{event.line.id}", Static)
        line.set_class(False, "bad")
        line.update(safe(offer))

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    @on(Button.Pressed, "#create")
    def _create(self) -> None:
        self.query_one("#create", Button).disabled = True
        self.run_worker(self._open(OpenInspection(draft=self.draft)), exit_on_error=False, group="open")

    async def _open(self, act: OpenInspection) -> None:
        done = await self._carry_out(act)
        if done is not None and done.inspection:
            self.dismiss(done.inspection)
        else:
            self._look()

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        """Make nothing."""
        self.dismiss(None)
