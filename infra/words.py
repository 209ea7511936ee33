"""Lists of wording errors (错误表述): what is wrong, what would be right, from when to when.

The program ships words that are wrong wherever they stand; what is wrong only in this place, or only since a day, such
as the names and titles of those in office, is the operator's to list. A row can also approve a phrase in which a listed
word is no error. Kept with an inspection, so that every worker looks for the same words.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Final

import msgspec
from redis.asyncio import Redis

from infra.records import Word, WordKind, encode
from infra.redis.keys import Keys
from infra.tables import Problem, Row, RowsError, Table, TableError, read_rows

#: Files beside a registry that are read without being named.
BESIDE: Final = ("词表.xlsx", "词表.csv", "words.xlsx", "words.csv")
#: Shorter words stand inside too many others.
SHORTEST: Final = 2
LONGEST: Final = 60
MOST: Final = 20_000
HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "wrong": ("错误表述", "词", "wrong", "word"),
    "right": ("正确表述", "改为", "right"),
    "kind": ("类别", "kind"),
    "since": ("起", "自", "since"),
    "until": ("止", "至", "until"),
    "note": ("说明", "备注", "note"),
}


_KINDS: Final[Mapping[str, WordKind]] = {
    **{kind.value: kind for kind in WordKind},
    "严重": WordKind.SERIOUS,
    "严重表述错误": WordKind.SERIOUS,
    "错误": WordKind.ERROR,
    "错别字": WordKind.ERROR,
    "": WordKind.ERROR,
    "放行": WordKind.APPROVED,
}


class WordError(RowsError):
    """A list that cannot be used; the message lists every bad row."""


def shipped() -> tuple[Word, ...]:
    """The words that come with the program: wrong in any text, whoever writes it."""
    lines = (resources.files("infra") / "words.tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(Word(wrong=wrong, right=right) for wrong, right in pairs)


def read_words(path: Path) -> tuple[Word, ...]:
    """Read a list from a .csv or .xlsx. Raises ``WordError`` with all that is wrong."""
    headers = {header: name for name, all_of_it in HEADERS.items() for header in all_of_it}
    try:
        table = read_rows(path, headers, ("wrong",))
    except TableError as error:
        raise WordError(str(error)) from None
    reader = _Reader(table)
    words = [word for row in table.rows if (word := reader.read(row)) is not None]
    problems = [*table.problems, *reader.problems]
    if len(words) > MOST:
        problems.append(Problem(row=MOST + 1, column="", reason=f"{len(words)} words, more than {MOST}"))
    if problems:
        raise WordError.of(path, problems, "nothing of it is used")
    return tuple(dict.fromkeys(words))


class Words:
    """The operator's list of one inspection, in Redis."""

    def __init__(self, redis: Redis, inspection: str) -> None:
        self._redis: Final = redis
        self._key: Final = Keys(inspection).words

    async def put(self, words: Iterable[Word]) -> None:
        """Keep a list in the place of the one before."""
        await self._redis.set(self._key, encode(list(words)))

    async def all(self) -> list[Word]:
        """Give the list; empty when none was kept."""
        kept = await self._redis.get(self._key)
        return msgspec.json.decode(kept, type=list[Word]) if kept else []


class _Reader:
    """Turns table rows into words, and keeps what is wrong with the others."""

    def __init__(self, table: Table) -> None:
        self._headers = table.headers
        self.problems: list[Problem] = []

    def read(self, row: Row) -> Word | None:
        cells, before = row.cells, len(self.problems)
        wrong = "".join(cells["wrong"].split())
        kind = _KINDS.get(cells["kind"].lower())
        if not SHORTEST <= len(wrong) <= LONGEST:
            self._note(row, "wrong", f"{cells['wrong']!r} has not {SHORTEST} to {LONGEST} characters")
        if kind is None:
            self._note(row, "kind", f"{cells['kind']!r} is none of 严重 错误 放行")
        if wrong and wrong == cells["right"]:
            self._note(row, "right", f"{wrong!r} is called wrong and right")
        since, until = self._day(row, "since"), self._day(row, "until")
        if since and until and until < since:
            self._note(row, "until", f"{until} is before {since}")
        if kind is None or len(self.problems) > before:
            return None
        return Word(wrong=wrong, right=cells["right"], kind=kind, since=since, until=until, note=cells["note"])

    def _day(self, row: Row, column: str) -> str:
        text = row.cells[column]
        try:
            return date.fromisoformat(text[:10]).isoformat() if text else ""
        except ValueError:
            self._note(row, column, f"{text!r} is not a day such as 2024-03-01")
            return ""

    def _note(self, row: Row, column: str, reason: str) -> None:
        self.problems.append(Problem(row=row.number, column=self._headers.get(column, column), reason=reason))
