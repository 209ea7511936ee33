"""What an operator has settled about columns (栏目清单), once and for every quarter: a file beside the registry.

The machine tells a column's type by its name, and whether it is archived by marks on its pages; both can be wrong, and
a wrong "not updated" is an injustice. A row of the file overrules it: type, whether it must be updated, archived, or on
the white list (白名单: left alone). A row that names nobody is a proposal, as ``xuncha column export`` writes them, and
changes nothing. All bad rows of a file are told at once and nothing of it is used.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec
from redis.asyncio import Redis

from infra.clock import parse_written
from infra.records import Kind, Target
from infra.redis.keys import Keys
from infra.tables import Problem, Row, RowsError, Table, TableError, read_rows
from scoring.ledger.folding import column_key
from scoring.standard import Standard

#: Files beside a registry that are read without being named.
BESIDE: Final = ("栏目.xlsx", "栏目.csv", "columns.xlsx", "columns.csv")
#: Name → the headers it goes by; the first of each is what an export writes.
HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "target": ("标识码", "对象", "target", "code"),
    "name": ("网站名称", "site"),
    "url": ("栏目网址", "网址", "url"),
    "path": ("栏目", "栏目路径", "path"),
    "type": ("类型", "type"),
    "must_update": ("应更新", "must_update"),
    "archived": ("已归档", "归档", "archived"),
    "spared": ("白名单", "whitelist"),
    "by": ("确认人", "by"),
    "at": ("时间", "at"),
    "note": ("备注", "note"),
}
#: Between the names of a path.
STEP: Final = " > "
_REQUIRED: Final = ("target", "by")
_YES: Final = frozenset({"是", "yes", "y", "true", "1", "√"})
_NO: Final = frozenset({"否", "no", "n", "false", "0", "×"})


class Ruling(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One column of one target, as a person settled it. None and ``""`` leave a thing to the machine."""

    target: str
    url: str = ""
    """Of the column's first page; a column without an address is known by its path."""
    path: tuple[str, ...] = ()
    """Names from the top, the column's own last."""
    type: str = ""
    """The id of a column type of the standard."""
    must_update: bool | None = None
    archived: bool | None = None
    spared: bool = False
    """白名单: not judged at all."""
    by: str
    at: str = ""
    note: str = ""

    @property
    def key(self) -> str:
        """Which column it is about."""
        return column_key(self.url, self.path)


class RulingError(RowsError):
    """A file of columns that cannot be used; the message lists every bad row."""


def read_rulings(path: Path, targets: Sequence[Target], standard: Standard) -> tuple[Ruling, ...]:
    """Read the confirmed rows of a .csv or .xlsx.

    A row of a site that is not among ``targets`` is left out: the list is kept for longer than a registry. Raises
    ``RulingError`` with all that is wrong.
    """
    headers = {header: name for name, all_of_it in HEADERS.items() for header in all_of_it}
    try:
        table = read_rows(path, headers, _REQUIRED)
    except TableError as error:
        raise RulingError(str(error)) from None
    reader = _Reader(targets, standard, table)
    rulings = [ruling for row in table.rows if (ruling := reader.read(row)) is not None]
    if problems := [*table.problems, *reader.problems]:
        raise RulingError.of(path, problems, "nothing of it is used")
    return tuple(rulings)


class Rulings:
    """The settled columns of one inspection, in Redis."""

    def __init__(self, redis: Redis, inspection: str) -> None:
        self._redis: Final = redis
        self._keys: Final = Keys(inspection)

    async def put(self, rulings: Sequence[Ruling]) -> int:
        """Let these hold from now on, each in the place of an earlier one of its column; give how many changed."""
        known = {(one.target, one.key): one for one in await self.all()}
        new = [one for one in rulings if known.get((one.target, one.key)) != one]
        if not new:
            return 0
        async with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.rpush(self._keys.rulings, *(msgspec.json.encode(one) for one in new))
            pipeline.sadd(self._keys.dirty, *sorted({one.target for one in new}))
            await pipeline.execute()
        return len(new)

    async def all(self) -> list[Ruling]:
        """Give what holds, a column once."""
        return latest(msgspec.json.decode(row, type=Ruling) for row in await self.rows(0))

    async def rows(self, since: int) -> list[bytes]:
        """Give the rows after the first ``since``, as they came."""
        return [row for row in await self._redis.lrange(self._keys.rulings, since, -1) if isinstance(row, bytes)]


def latest(rulings: Iterable[Ruling]) -> list[Ruling]:
    """What holds of rulings in the order they came: the last of each column."""
    return list({(one.target, one.key): one for one in rulings}.values())


class _Reader:
    """Turns table rows into rulings, and keeps what is wrong with the others."""

    def __init__(self, targets: Sequence[Target], standard: Standard, table: Table) -> None:
        self._sites = [target for target in targets if target.kind is Kind.SITE]
        self._codes = {target.code for target in targets}
        self._types = {name: kind.id for kind in standard.column_type for name in (kind.id, kind.name)}
        self._headers = table.headers
        self._rows: dict[tuple[str, str], int] = {}
        self.problems: list[Problem] = []

    def read(self, row: Row) -> Ruling | None:
        """Give the row's ruling; None for a proposal, for another registry's site, or when something is wrong."""
        cells = row.cells
        if not cells["by"]:
            return None
        before = len(self.problems)
        target = self._target(cells["target"])
        path = tuple(name for name in (part.strip() for part in cells["path"].split(STEP.strip())) if name)
        if not cells["url"] and not path:
            self._note(row, "url", "neither the column's address nor its path is given")
        ruling = Ruling(
            target=target, url=cells["url"], path=path, type=self._type(row),
            must_update=self._yes_or_no(row, "must_update"), archived=self._yes_or_no(row, "archived"),
            spared=bool(self._yes_or_no(row, "spared")), by=cells["by"], at=self._at(row), note=cells["note"],
        )  # fmt: skip
        if len(self.problems) > before or not target:
            return None
        first = self._rows.setdefault((target, ruling.key), row.number)
        if first != row.number:
            self._note(row, "", f"the same column stands in row {first}")
        return ruling

    def _note(self, row: Row, column: str, reason: str) -> None:
        self.problems.append(Problem(row=row.number, column=self._headers.get(column, column), reason=reason))

    def _target(self, wanted: str) -> str:
        """The code of the one site so called; empty when the registry has none, or several, of the name."""
        if wanted in self._codes:
            return wanted
        found = [target.code for target in self._sites if wanted == target.name]
        return found[0] if len(found) == 1 else ""

    def _type(self, row: Row) -> str:
        text = row.cells["type"]
        if text and text not in self._types:
            self._note(row, "type", f"{text!r} is none of {' '.join(dict.fromkeys(self._types))}")
        return self._types.get(text, "")

    def _yes_or_no(self, row: Row, column: str) -> bool | None:
        text = row.cells[column].lower()
        if text and text not in _YES | _NO:
            self._note(row, column, f"{row.cells[column]!r} is neither 是 nor 否")
        return None if not text else text in _YES

    def _at(self, row: Row) -> str:
        text = row.cells["at"]
        try:
            return parse_written(text).isoformat() if text else ""
        except ValueError:
            self._note(row, "at", f"{text!r} is not a time such as 2024-03-01 10:00")
            return ""
