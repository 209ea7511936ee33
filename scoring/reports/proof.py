"""Reads a finished notice back and refuses it when it states what its own tables do not give.

Published notices have carried wrong arithmetic (280 of 289 printed as 99.96 %), and an edited template can do the same.
Scores and failed accounts are counted anew from the tables in the document; totals come from the rows. A number that
the template no longer states is not asked for.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType

from scoring.reports.rows import Rows

_SCORE = re.compile(r"\d+\.\d")
_UNITS = ("序号", "单位名称", "得分")
_ACCOUNTS = ("序号", "账号名称", "账号类型", "不合格原因")


class NoticeError(Exception):
    """A notice that must not be given out; one line that says which number is wrong."""


def prove(document: bytes, rows: Rows) -> None:
    """Compare the finished document with the rows; raises ``NoticeError`` on the first difference."""
    parsed = Document(BytesIO(document))
    units = _lines(parsed, _UNITS)
    accounts = _lines(parsed, _ACCOUNTS)
    _same("annex 1", units, [(str(row.number), row.unit, row.shown) for row in rows.units])
    _same("annex 2", accounts, [(str(row.number), row.name, row.type, row.reasons) for row in rows.failed_accounts])
    text = "\n".join(_own_words(parsed))
    for name, pattern, expected in _stated(units, len(accounts), rows):
        found = re.findall(pattern, text)
        if found and found != expected:
            msg = f"notice: {name} reads {'、'.join(found)}, but its rows give {'、'.join(expected) or 'none'}"
            raise NoticeError(msg)


def _stated(units: Sequence[tuple[str, ...]], failed_accounts: int, rows: Rows) -> Iterator[tuple[str, str, list[str]]]:
    """Name, pattern and right values of every number of the running text."""
    scores = [Decimal(score[0]) for _, _, shown in units if (score := _SCORE.match(shown))]
    best, good = sum(score >= 100 for score in scores), sum(95 <= score < 100 for score in scores)
    failed_sites = [str(rows.sites.failed)] if rows.sites.failed else []
    yield "the number of sites", r"运行中的(\d+)家网站", [str(len(units))]
    yield "the number of accounts", r"和(\d+)个政务新媒体账号", [str(rows.accounts.total)]
    yield "the pass rates", r"合格率为([\d.]+)%", [one.rate for one in (rows.sites, rows.accounts) if one.judged]
    yield "the failed sites", r"政府网站有(\d+)家不合格", failed_sites
    yield "the failed accounts", r"有(\d+)个账号不合格", [str(failed_accounts)] if failed_accounts else []
    yield "the units at 100 and 95", r"等(\d+)家单位", [str(number) for number in (best, good) if number]


def _own_words(document: DocumentType) -> Iterator[str]:
    """Give the paragraphs before part two, which quotes what strangers call their columns; numbers stand before it."""
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("二、"):
            return
        yield paragraph.text


def _lines(document: DocumentType, header: tuple[str, ...]) -> list[tuple[str, ...]]:
    """All body rows of the tables that have this header, in the document's order."""
    lines: list[tuple[str, ...]] = []
    for table in document.tables:
        grid = [tuple(cell.text for cell in row.cells) for row in table.rows]
        if grid and grid[0] == header:
            lines += grid[1:]
    return lines


def _same(name: str, found: Sequence[tuple[str, ...]], expected: Sequence[tuple[str, ...]]) -> None:
    if len(found) != len(expected):
        msg = f"notice: {name} has {len(found)} lines, not {len(expected)}"
        raise NoticeError(msg)
    for printed, right in zip(found, expected, strict=True):
        if printed != right:
            msg = f"notice: {name} reads {' '.join(printed)}, not {' '.join(right)}"
            raise NoticeError(msg)
