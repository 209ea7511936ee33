"""A person's word on what waits: who says it, why, until when. The button that ends it says what is decided."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from tui.gate import Decide
from tui.locale.review import ReviewWords
from tui.text import fit, safe
from tui.waiting import WaitingRow
from tui.widgets.path_input import PathInput

#: What nobody may say without a reason, and what may hold until a day (``scoring.review.decision``).
_REASONED: Final = frozenset({"dismiss", "appeal", "uphold", "reject"})
_UNTIL: Final = frozenset({"dismiss", "uphold"})
#: What may take several names.
_COUNTED: Final = frozenset({"confirm", "uphold", "reject"})
_LABEL: Final = 10
#: Files that Tab completes; others can be typed.
_PROOFS: Final = (".png", ".jpg", ".jpeg", ".pdf", ".html", ".txt", ".doc", ".docx", ".eml", ".zip")


class DecideScreen(ModalScreen[Decide | None]):
    """Dismissed with the act, or with None when it was cancelled. ``answers`` are the decisions to choose from."""

    CSS_PATH = "../styles/review.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]

    def __init__(self, words: ReviewWords, row: WaitingRow, answers: tuple[str, ...], *, login: str) -> None:
        super().__init__()
        self._words = words
        self._row = row
        self._answers = answers
        self._login = login

    def compose(self) -> ComposeResult:
        """Put what it is about, what is still missing, the lines to fill in, and a button a decision."""
        words, row = self._words, self._row
        about = f"{row.rule.clause} {row.rule.indicator}（{words.parts.get(row.rule.part, row.rule.part)}）"
        yield Vertical(
            Static(safe(about), markup=False, classes="strong"),
            Static(safe(row.name), markup=False),
            VerticalScroll(
                *(Static(safe(line), markup=False, classes="note") for line in standing(row, words)), id="standing"
            ),
            *self._fields(),
            Static("", id="fault", markup=False),
            Horizontal(
                *(Button(words.verbs[one], id=one, compact=True, classes="answer") for one in self._answers),
                Button(words.cancel, id="cancel", compact=True),
                id="answers",
            ),
            classes="dialog",
        )

    def _fields(self) -> Iterator[Horizontal]:
        words, appeal = self._words, self._answers == ("appeal",)
        # An appeal that names nobody is the unit's own.
        unit = self._row.unit or self._row.name
        who = words.who_appeals if appeal else words.who
        yield self._field("by", who, "" if appeal or self._has_spoken else self._login, unit if appeal else "")
        yield self._field("text", words.reason if self._is_reasoned else words.remark)
        if _UNTIL & set(self._answers):
            yield self._field("until", words.until, hint=words.until_hint)
        if "bonus" in self._answers:
            yield self._field("points", words.points, hint=words.points_hint)
        proof = PathInput(_PROOFS, id="evidence")
        proof.placeholder = safe(words.proof_hint)
        yield self._beside(words.proof, proof)

    def _field(self, name: str, label: str, value: str = "", hint: str = "") -> Horizontal:
        return self._beside(label, Input(value, placeholder=safe(hint), id=name, compact=True))

    def _beside(self, label: str, line: Input) -> Horizontal:
        return Horizontal(Static(fit(label, _LABEL), markup=False), line, classes="field")

    @property
    def _is_reasoned(self) -> bool:
        return bool(_REASONED & set(self._answers))

    @property
    def _has_spoken(self) -> bool:
        """Whether the operator is one of those who said the same; then it takes somebody else."""
        from scoring.review.decision import person  # noqa: PLC0415 - loaded by the reader of the queue

        wants_others = bool(_COUNTED & set(self._answers))
        return wants_others and person(self._login) in {person(name) for name in self._row.names}

    def on_mount(self) -> None:
        """Begin with the first line that must be filled in; with none, on the button."""
        line = next((line for line in self.query(Input) if self._is_wanted(line) and not line.value), None)
        (line or self.query_one(f"#{self._answers[0]}")).focus()

    def _is_wanted(self, line: Input) -> bool:
        appeal = self._answers == ("appeal",)
        return (line.id == "by" and not appeal) or (line.id == "text" and self._is_reasoned)

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    @on(Button.Pressed, ".answer")
    def _answered(self, event: Button.Pressed) -> None:
        fault = self._fault()
        if fault:
            self.query_one("#fault", Static).update(fault)
            return
        decision = event.button.id or ""
        about = self._row
        self.dismiss(
            Decide(
                decision=decision,
                target=about.target,
                clause=about.rule.clause,
                finding="" if decision in ("clear", "bonus") else about.id,
                by=self._typed("by"),
                text=self._typed("text"),
                until=self._typed("until") if decision in _UNTIL else "",
                points=self._typed("points"),
                evidence=self._proof(),
            )
        )

    def _fault(self) -> str:
        """Say what is wrong with what was typed; empty for nothing."""
        words = self._words
        for line, told in (("by", words.wants_name), ("text", words.wants_reason)):
            field = self.query_one(f"#{line}", Input)
            if self._is_wanted(field) and not field.value.strip():
                field.focus()
                return told
        if not _is_day(self._typed("until")):
            return words.wants_day
        return "" if _is_proof(self._typed("evidence")) else words.wants_proof

    def _proof(self) -> str:
        """What was typed as evidence; of a file, the path without a home's short name."""
        typed = self._typed("evidence")
        return str(Path(typed).expanduser()) if typed and not _is_address(typed) else typed

    def _typed(self, name: str) -> str:
        return next((line.value.strip() for line in self.query(Input) if line.id == name), "")

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        """Leave things as they are."""
        self.dismiss(None)


def standing(row: WaitingRow, words: ReviewWords) -> Iterator[str]:
    """Say who has spoken on it, and how many are still wanted."""
    names = "、".join(row.names) or "-"
    if row.appeal is not None:
        yield words.appeal_of.format(row.appeal.by, row.appeal.text)
        yield words.decided_by.format(names, row.lacking)
    elif row.rule.wanted > 1:
        yield words.has_names.format(names, row.lacking) if row.names else words.by_nobody
    if row.rule.wanted > 1:
        yield words.veto_wants.format(row.rule.wanted)


def _is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def _is_proof(text: str) -> bool:
    try:
        return not text or _is_address(text) or Path(text).expanduser().is_file()
    except (OSError, RuntimeError, ValueError):  # no name that a file could have, or a home that nobody has
        return False


def _is_day(text: str) -> bool:
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False
