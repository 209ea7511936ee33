"""Rows of a .csv or .xlsx as people keep them: Chinese or English headers, a title line above, Excel's encodings.

The registry, the posts of an account and the reviewers' decisions are all read here, so that a fault is told in the
same words: row as the spreadsheet counts it, column as its header says, reason. The file is a stranger's: its bytes,
rows, columns and cells are bounded, and nothing in it is evaluated.
"""

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Self, TextIO

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from infra.plaintext import plain

MAX_FILE_BYTES = 32 * 2**20
MAX_UNPACKED_BYTES = 256 * 2**20
MAX_ROWS = 50_000
MAX_COLUMNS = 100
MAX_CELL_CHARACTERS = 4_000
#: A title and a note may stand above the header line.
HEADER_WITHIN_ROWS = 10

_REFERENCE = re.compile(rb"""\br=["']([A-Z]{0,4})([0-9]{1,9})["']""")
_FORMULA = re.compile(r"^'*[=+\-@]")
_QUOTED_FORMULA = re.compile(r"^'+[=+\-@]")
#: Old enough for every zip tool, and the same in every file: written tables do not differ by the hour.
_WRITTEN_AT = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


class TableError(Exception):
    """A file that cannot be read as a table at all; the message is one line for the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in one cell."""

    row: int
    """As the spreadsheet counts: the first line is 1."""
    column: str
    """The header as written in the file; empty when the whole row is meant."""
    reason: str

    def __str__(self) -> str:
        """Tell it in one line."""
        return f"row {self.row}{', ' + self.column if self.column else ''}: {self.reason}"


class RowsError(Exception):
    """A table that cannot be used, for one reason or for its bad rows; the message lists them all."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join([message, *(f"  {problem}" for problem in self.problems)]))

    @classmethod
    def of(cls, path: Path, problems: Iterable[Problem], consequence: str) -> Self:
        """Make one for the bad rows of a file, in their order; ``consequence`` says what was not done for them."""
        listed = sorted(problems, key=lambda problem: problem.row)
        return cls(f"{path.name}: {len(listed)} problems; {consequence}", listed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One filled row: every name that was asked for, ``""`` where the cell is empty or the column is absent."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a file holds."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    """Cells over the size limit; their rows are not among ``rows``."""
    headers: Mapping[str, str]
    """Name → header as written in this file, for messages."""
    ignored: tuple[str, ...]
    """Headers that nothing was asked of."""


def read_rows(path: Path, columns: Mapping[str, str], required: Iterable[str] = ()) -> Table:
    """Read the first visible sheet of an .xlsx, or a .csv in UTF-8 (BOM or not), UTF-16 with BOM, or GB18030.

    ``columns`` maps each accepted header to a name; several headers may lead to one name, and the first filled cell of
    them counts. Case, spaces and width of header letters do not matter. The header line is searched in the first ten
    rows. Rows without any filled cell are left out. Cells come as ``infra.plaintext.plain`` text; numbers without
    fraction lose ``.0``, dates are ISO, true and false are 是 and 否.

    Raises ``TableError`` when the file is missing, too large, damaged, or has no line with all ``required`` names.
    """
    suffix = path.suffix.lower()
    if suffix not in {".csv", ".xlsx"}:
        msg = f"{path.name}: only .xlsx and .csv can be read"
        raise TableError(msg)
    data = read_bytes(path)
    lines = _xlsx_lines(path, data) if suffix == ".xlsx" else _csv_lines(path, data)
    if len(lines) > MAX_ROWS:
        msg = f"{path.name}: {len(lines)} rows, more than {MAX_ROWS}"
        raise TableError(msg)
    return _table(path, lines, {_folded(header): name for header, name in columns.items()}, frozenset(required))


def beside(folder: Path, names: Sequence[str]) -> Path | None:
    """Give the table of one of these names in a folder, such as a registry's; None when there is none.

    Raises ``TableError`` when there are several, for nobody could say which one holds.
    """
    found = [folder / name for name in names if (folder / name).is_file()]
    if len(found) > 1:
        msg = f"{folder}: both {found[0].name} and {found[1].name}; name the one that holds, or keep it alone"
        raise TableError(msg)
    return found[0] if found else None


def write_rows(path: Path, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table that ``read_rows`` reads back the same; formulas in it stay text. Same rows, same bytes."""
    if path.suffix.lower() == ".xlsx":
        _write_xlsx(path, headers, rows)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        write_csv(file, headers, rows)


def write_csv(file: TextIO, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows as CSV to an open file; what starts like a formula gets an apostrophe before it."""
    writer = csv.writer(file)
    writer.writerow(headers)
    writer.writerows([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row] for row in rows)


def read_bytes(path: Path) -> bytes:
    """Read a whole file of bounded size; raises ``TableError`` with one line."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        msg = f"{path}: {error.strerror or error}"
        raise TableError(msg) from None
    if len(data) > MAX_FILE_BYTES:
        msg = f"{path.name}: larger than {MAX_FILE_BYTES // 2**20} MiB"
        raise TableError(msg)
    return data


def decode_text(path: Path, data: bytes) -> str:
    """Settle a text file's encoding by trial, strictly: UTF-8, UTF-16 when its BOM says so, GB18030.

    Raises ``TableError`` naming the first byte that fits none.
    """
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        msg = f"{path.name}: neither UTF-8 nor GB18030 (byte {error.start})"
        raise TableError(msg) from None


def _table(path: Path, lines: list[list[str]], columns: Mapping[str, str], required: frozenset[str]) -> Table:
    at, names = _header(path, lines, columns, required)
    header = lines[at]
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines[at + 1 :], at + 2):
        cells = dict.fromkeys(columns.values(), "")
        too_long = len(problems)
        for index, name in names.items():
            value = line[index] if index < len(line) else ""
            if len(value) > MAX_CELL_CHARACTERS:
                reason = f"{len(value)} characters, more than {MAX_CELL_CHARACTERS}"
                problems.append(Problem(row=number, column=header[index], reason=reason))
            cells[name] = cells[name] or plain(value)
        if any(cells.values()) and too_long == len(problems):
            rows.append(Row(number=number, cells=cells))
    written: dict[str, str] = {}
    for index, name in names.items():
        written.setdefault(name, header[index])
    ignored = tuple(text for index, text in enumerate(header) if text and index not in names)
    return Table(rows=tuple(rows), problems=tuple(problems), headers=written, ignored=ignored)


def _header(
    path: Path, lines: list[list[str]], columns: Mapping[str, str], required: frozenset[str]
) -> tuple[int, dict[int, str]]:
    """Find the line that names most columns: its index, and column index → name."""
    best: tuple[int, dict[int, str]] = (0, {})
    for at, line in enumerate(lines[:HEADER_WITHIN_ROWS]):
        names = {index: columns[_folded(text)] for index, text in enumerate(line) if _folded(text) in columns}
        if len(names) > len(best[1]):
            best = (at, names)
    missing = required - set(best[1].values())
    if missing or not best[1]:
        wanted = "、".join(next(header for header in columns if columns[header] == name) for name in sorted(missing))
        msg = f"{path.name}: no column {wanted or 'that is known'} in the first {HEADER_WITHIN_ROWS} rows"
        raise TableError(msg)
    lines[best[0]] = [plain(text, 80) for text in lines[best[0]]]
    return best


def _folded(header: str) -> str:
    """Make headers comparable: width, case, spaces and a trailing star do not matter."""
    return "".join(unicodedata.normalize("NFKC", plain(header)).casefold().split()).rstrip("*:")


def _csv_lines(path: Path, data: bytes) -> list[list[str]]:
    text = decode_text(path, data)
    first = text.partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    lines: list[list[str]] = []
    try:
        lines.extend(line[:MAX_COLUMNS] for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        msg = f"{path.name}: row {len(lines) + 1}: {error}"
        raise TableError(msg) from None
    return [[cell[1:] if _QUOTED_FORMULA.match(cell) else cell for cell in line] for line in lines]


def _xlsx_lines(path: Path, data: bytes) -> list[list[str]]:
    _check_package(path, data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheets_metadata:
            if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible:
                rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                return [[_cell(value) for value in row] for row in rows]
    except CalamineError as error:
        msg = f"{path.name}: not a readable .xlsx ({error})"
        raise TableError(msg) from None
    msg = f"{path.name}: no visible sheet"
    raise TableError(msg)


def _check_package(path: Path, data: bytes) -> None:
    """Refuse a bomb before it is read: the real unpacked size, and cells so far out that a dense grid would burst."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(member.file_size for member in package.infolist()) > MAX_UNPACKED_BYTES:
                msg = f"{path.name}: unpacks to more than {MAX_UNPACKED_BYTES // 2**20} MiB"
                raise TableError(msg)
            for member in package.infolist():
                content = package.read(member)  # reads no more than the size it declares, then compares the checksum
                if b"sheetData" in content:
                    _check_references(path, content)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error) as error:
        msg = f"{path.name}: not a readable .xlsx ({error})"
        raise TableError(msg) from None


def _check_references(path: Path, sheet: bytes) -> None:
    for letters, digits in _REFERENCE.findall(sheet):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        if column > MAX_COLUMNS or int(digits) > MAX_ROWS:
            where = (letters + digits).decode()
            msg = f"{path.name}: cell {where} lies beyond {MAX_ROWS} rows or {MAX_COLUMNS} columns"
            raise TableError(msg)


def _cell(value: float | str | bool | time | date | datetime | timedelta) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _write_xlsx(path: Path, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        book.set_properties({"created": _WRITTEN_AT})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for number, row in enumerate([headers, *rows]):
            for index, cell in enumerate(row):
                sheet.write_string(number, index, cell)
