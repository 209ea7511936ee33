"""Decisions out of a table (审核表): .csv, .xlsx or .jsonl rows, and the one row that a command line gives.

A row names a target, a clause, a decision and who takes it. All bad rows of a file are told at once and nothing of it
is entered.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

import msgspec

from infra.clock import parse_written
from infra.plaintext import plain
from infra.records import Target
from infra.tables import MAX_CELL_CHARACTERS, Problem, Row, RowsError, Table, TableError, read_bytes, read_rows
from scoring.area import AREA
from scoring.review.decision import APPROVING, EVERYONE, ON_FINDINGS, PARTS, REASONED, WORDS, Decision, Review
from scoring.standard import TENTH, Standard
from scoring.standard.parts import Clause

#: Name → the headers it goes by.
HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "target": ("标识码", "对象", "target", "code"),
    "clause": ("细则", "clause"),
    "decision": ("决定", "decision"),
    "points": ("分值", "points"),
    "url": ("网址", "url"),
    "text": ("问题", "理由", "text"),
    "evidence": ("证据", "evidence"),
    "by": ("审核人", "by"),
    "at": ("时间", "at"),
    "until": ("有效期", "until"),
    "finding": ("问题编号", "finding"),
}
_REQUIRED: Final = ("target", "clause", "decision", "by")
_ID_DIGITS: Final = 16


class ReviewError(RowsError):
    """Decisions that cannot be entered; the message lists every bad row."""


def read_reviews(path: Path, targets: Sequence[Target], standard: Standard) -> tuple[Review, ...]:
    """Read a .csv, .xlsx or .jsonl of decisions over these targets.

    A target may be given by code, name or unit, as long as the clause applies to exactly one of that name. Raises
    ``ReviewError`` with all that is wrong.
    """
    table = _table(path)
    reader = _Reader(targets, standard, table.headers)
    rows = [row for one in table.rows if (row := reader.read(one)) is not None]
    if problems := [*table.problems, *reader.problems]:
        raise ReviewError.of(path, problems, "nothing was entered")
    return tuple(rows)


def read_review(cells: Mapping[str, str], targets: Sequence[Target], standard: Standard) -> Review:
    """Read one decision as a command line gives it, by the rules of a file's row; absent cells are empty.

    Raises ``ReviewError`` whose message is one line.
    """
    reader = _Reader(targets, standard, {})
    given = {name: plain(cell, MAX_CELL_CHARACTERS) for name, cell in cells.items()}
    found = reader.read(Row(number=1, cells=dict.fromkeys(HEADERS, "") | given))
    if found is None:
        raise ReviewError("; ".join(f"{one.column}: {one.reason}" for one in reader.problems))
    return found


class _Reader:
    """Turns table rows into decisions, and keeps what is wrong with the others."""

    def __init__(self, targets: Sequence[Target], standard: Standard, headers: Mapping[str, str]) -> None:
        self._targets = (*targets, AREA)
        self._standard = standard
        self._headers = headers
        self._entered: set[Review] = set()
        self.problems: list[Problem] = []

    def read(self, row: Row) -> Review | None:
        """Give the row's decision; None when something is wrong with it, which is then noted."""
        cells = row.cells
        before = len(self.problems)
        decision = WORDS.get(cells["decision"].lower())
        clause = self._standard.clauses.get(cells["clause"].upper())
        if decision is None:
            wanted = "确认 不成立 查无问题 扣分 加分 申诉 申诉成立 申诉不成立"
            self._note(row, "decision", f"{cells['decision']!r} is none of {wanted}")
        if clause is None:
            self._note(row, "clause", f"{cells['clause']!r} is no clause of {self._standard.name}")
        if not cells["by"]:
            self._note(row, "by", "nobody is named")
        if decision is None or clause is None:
            return None
        if self._standard.indicators[clause.indicator].part not in PARTS[decision]:
            self._note(row, "decision", f"{cells['decision']} is not a decision on {clause.id}")
            return None
        if decision in REASONED and not cells["text"]:
            self._note(row, "text", f"{cells['decision']} wants a reason")
        review = Review(
            target=self._target(row, clause, decision), clause=clause.id, decision=decision,
            points=self._points(row, clause, decision), url=cells["url"], text=cells["text"],
            evidence=cells["evidence"], by=cells["by"], at=self._at(row), until=self._until(row, decision),
            finding=self._finding(row, decision),
        )  # fmt: skip
        return review if len(self.problems) == before and self._is_first(row, review) else None

    def _is_first(self, row: Row, review: Review) -> bool:
        """Whether nothing above says the same; points twice may be a slip, and the file must say."""
        if review not in self._entered:
            self._entered.add(review)
            return True
        if review.decision in (Decision.DEDUCT, Decision.BONUS):
            self._note(row, "", "the same entry stands above")
        return False

    def _note(self, row: Row, column: str, reason: str) -> None:
        self.problems.append(Problem(row=row.number, column=self._headers.get(column, column), reason=reason))

    def _target(self, row: Row, clause: Clause, decision: Decision) -> str:
        wanted = row.cells["target"]
        if wanted == EVERYONE:
            if decision is not Decision.CLEAR:
                self._note(row, "target", "* is for 查无问题 alone: each other decision names its target")
            return EVERYONE
        kind = self._standard.indicators[clause.indicator].applies
        able = [target for target in self._targets if target.kind == kind]
        for field in ("code", "name", "unit"):
            found = [target for target in able if getattr(target, field) == wanted]
            if len(found) == 1:
                return found[0].code
            if found:
                self._note(row, "target", f"{wanted!r} is the {field} of {len(found)} targets; give the code of one")
                return ""
        self._note(row, "target", f"no {kind} is called {wanted!r}, by code, name or unit")
        return ""

    def _points(self, row: Row, clause: Clause, decision: Decision) -> Decimal | None:
        text = row.cells["points"].removeprefix("-").removeprefix("+")
        if not text or decision not in (Decision.DEDUCT, Decision.BONUS):
            return None
        try:
            points = Decimal(text)
        except InvalidOperation:
            points = Decimal("NaN")
        most = self._standard.indicators[clause.indicator].points
        if not points.is_finite() or not 0 < points <= most or points % TENTH:
            self._note(row, "points", f"{row.cells['points']!r} is not between {TENTH} and {most} in steps of {TENTH}")
            return None
        return points.normalize() + 0

    def _at(self, row: Row) -> str:
        text = row.cells["at"]
        try:
            return parse_written(text).isoformat() if text else ""
        except ValueError:
            self._note(row, "at", f"{text!r} is not a time such as 2024-03-01 10:00")
            return ""

    def _until(self, row: Row, decision: Decision) -> str:
        text = row.cells["until"]
        if text and decision not in APPROVING:
            self._note(row, "until", f"{row.cells['decision']} has no last day")
            return ""
        try:
            return parse_written(text).date().isoformat() if text else ""
        except ValueError:
            self._note(row, "until", f"{text!r} is not a day such as 2024-12-31")
            return ""

    def _finding(self, row: Row, decision: Decision) -> str:
        text = row.cells["finding"].lower()
        if text and decision not in ON_FINDINGS:
            self._note(row, "finding", f"{row.cells['decision']} names no finding")
        elif text and (len(text) != _ID_DIGITS or not set(text) <= set("0123456789abcdef")):
            self._note(row, "finding", f"{text!r} is not an id of {_ID_DIGITS} digits")
        return text


def _table(path: Path) -> Table:
    headers = {header: name for name, all_of_it in HEADERS.items() for header in all_of_it}
    try:
        if path.suffix.lower() == ".jsonl":
            return _json_lines(path, headers)
        return read_rows(path, headers, _REQUIRED)
    except TableError as error:
        raise ReviewError(str(error)) from None


def _json_lines(path: Path, headers: Mapping[str, str]) -> Table:
    rows, problems = [], []
    for number, line in enumerate(read_bytes(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            found = msgspec.json.decode(line, type=dict[str, str | int | float | bool | None])
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            problems.append(Problem(row=number, column="", reason=f"not a JSON object of texts: {error}"))
            continue
        cells = dict.fromkeys(HEADERS, "") | {
            headers[name]: str(value).strip() for name, value in found.items() if name in headers and value is not None
        }
        rows.append(Row(number=number, cells=cells))
    return Table(rows=tuple(rows), problems=tuple(problems), headers={}, ignored=())
