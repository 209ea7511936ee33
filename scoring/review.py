"""What people decide and enter: suspicions confirmed or dismissed, clauses cleared, points taken or granted by hand.

A row names a target, a clause, a decision and who takes it. All bad rows of a file are told at once and nothing of it
is stored. The rows of an inspection lie in Redis in the order they came; the same row again changes nothing.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec
from redis.asyncio import Redis

from infra.clock import parse_written
from infra.records import Target
from infra.redis.keys import Keys
from infra.tables import Problem, Row, RowsError, Table, TableError, read_bytes, read_rows
from scoring.standard import TENTH, Standard
from scoring.standard_parts import Clause, Part

#: Stands for all targets that a clause applies to.
EVERYONE: Final = "*"
#: Name → the headers it goes by.
HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "target": ("标识码", "对象", "target", "code"),
    "clause": ("细则", "clause"),
    "decision": ("决定", "decision"),
    "points": ("分值", "points"),
    "url": ("网址", "url"),
    "text": ("问题", "text"),
    "evidence": ("证据", "evidence"),
    "by": ("审核人", "by"),
    "at": ("时间", "at"),
}
_REQUIRED: Final = ("target", "clause", "decision", "by")


class Decision(StrEnum):
    """What a person says."""

    CONFIRM = "confirm"
    """确认: the suspicion, or this veto, is true."""
    DISMISS = "dismiss"
    """不成立"""
    CLEAR = "clear"
    """查无问题: looked, and found nothing more than what is entered."""
    DEDUCT = "deduct"
    """扣分"""
    BONUS = "bonus"
    """加分"""


_WORDS: Final[Mapping[str, Decision]] = {
    **{decision.value: decision for decision in Decision},
    "确认": Decision.CONFIRM,
    "不成立": Decision.DISMISS,
    "查无问题": Decision.CLEAR,
    "扣分": Decision.DEDUCT,
    "加分": Decision.BONUS,
}
_PARTS: Final[Mapping[Decision, frozenset[Part]]] = {
    Decision.CONFIRM: frozenset({Part.VETO, Part.DEDUCTION}),
    Decision.DISMISS: frozenset({Part.VETO, Part.DEDUCTION, Part.REMINDER}),
    Decision.CLEAR: frozenset(Part),
    Decision.DEDUCT: frozenset({Part.DEDUCTION}),
    Decision.BONUS: frozenset({Part.BONUS}),
}


class Review(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One decision of one person."""

    target: str
    """A target's code, or ``*``."""
    clause: str
    decision: Decision
    points: Decimal | None = None
    """For deduct and bonus; none means what the clause puts on one finding."""
    url: str = ""
    """Narrows confirm and dismiss to the findings of this address."""
    text: str = ""
    evidence: str = ""
    by: str
    at: str = ""
    """When, ISO 8601 in Beijing time; empty when the file does not say."""


class ReviewError(RowsError):
    """A reviews file that cannot be used; the message lists every bad row."""


def read_reviews(path: Path, targets: Sequence[Target], standard: Standard) -> tuple[Review, ...]:
    """Read a .csv, .xlsx or .jsonl of decisions over these targets.

    A target may be given by code, name or unit, as long as the clause applies to exactly one of that name. Raises
    ``ReviewError`` with all that is wrong.
    """
    table = _table(path)
    reader = _Reader(targets, standard, table)
    rows = [row for one in table.rows if (row := reader.read(one)) is not None]
    if problems := [*table.problems, *reader.problems]:
        raise ReviewError.of(path, problems, "nothing was entered")
    return tuple(rows)


class Reviews:
    """The decisions of one inspection, in Redis."""

    def __init__(self, redis: Redis, inspection: str) -> None:
        self._redis: Final = redis
        self._keys: Final = Keys(inspection)

    async def add(self, rows: Sequence[Review]) -> int:
        """Enter decisions after those already there, all in one step; give how many were new."""
        known = set(await self.all())
        new = [row for row in dict.fromkeys(rows) if row not in known]
        if not new:
            return 0
        codes = [code.decode() for code in await self._redis.hkeys(self._keys.targets)]  # type: ignore[union-attr]
        touched = codes if any(row.target == EVERYONE for row in new) else sorted({row.target for row in new})
        async with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.rpush(self._keys.reviews, *(msgspec.json.encode(row) for row in new))
            if touched:
                pipeline.sadd(self._keys.dirty, *touched)
            await pipeline.execute()
        return len(new)

    async def all(self) -> list[Review]:
        """Give every decision, oldest first."""
        rows = await self._redis.lrange(self._keys.reviews, 0, -1)
        return [msgspec.json.decode(row, type=Review) for row in rows]


class _Reader:
    """Turns table rows into decisions, and keeps what is wrong with the others."""

    def __init__(self, targets: Sequence[Target], standard: Standard, table: Table) -> None:
        self._targets = targets
        self._standard = standard
        self._headers = table.headers
        self._entered: set[Review] = set()
        self.problems: list[Problem] = []

    def read(self, row: Row) -> Review | None:
        """Give the row's decision; None when something is wrong with it, which is then noted."""
        cells = row.cells
        before = len(self.problems)
        decision = _WORDS.get(cells["decision"].lower())
        clause = self._standard.clauses.get(cells["clause"].upper())
        if decision is None:
            self._note(row, "decision", f"{cells['decision']!r} is none of 确认 不成立 查无问题 扣分 加分")
        if clause is None:
            self._note(row, "clause", f"{cells['clause']!r} is no clause of {self._standard.name}")
        if not cells["by"]:
            self._note(row, "by", "nobody is named")
        if decision is None or clause is None:
            return None
        if self._standard.indicators[clause.indicator].part not in _PARTS[decision]:
            self._note(row, "decision", f"{cells['decision']} is not a decision on {clause.id}")
            return None
        target = self._target(row, clause, decision)
        points = self._points(row, clause, decision)
        at = self._at(row)
        if len(self.problems) > before:
            return None
        review = Review(
            target=target, clause=clause.id, decision=decision, points=points, url=cells["url"], text=cells["text"],
            evidence=cells["evidence"], by=cells["by"], at=at,
        )  # fmt: skip
        if review in self._entered:
            if decision in (Decision.DEDUCT, Decision.BONUS):  # points twice, or a slip? The file must say
                self._note(row, "", "the same entry stands above")
            return None
        self._entered.add(review)
        return review

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
            found = msgspec.json.decode(line, type=dict[str, str | int | float | None])
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            problems.append(Problem(row=number, column="", reason=f"not a JSON object of texts: {error}"))
            continue
        cells = dict.fromkeys(HEADERS, "") | {
            headers[name]: str(value).strip() for name, value in found.items() if name in headers and value is not None
        }
        rows.append(Row(number=number, cells=cells))
    return Table(rows=tuple(rows), problems=tuple(problems), headers={}, ignored=())


def person(name: str) -> str:
    """Who a name stands for: letters' case, width and blanks make no second person of one."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def of_target(rows: Iterable[Review], code: str) -> list[Review]:
    """The decisions that concern one target, oldest first."""
    return [row for row in rows if row.target in (code, EVERYONE)]
