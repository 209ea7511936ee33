"""Text of sheets: a row a line, cells parted by tabs, hidden sheets and rows with the rest (that is where leaks are).

An .xlsx is read as a stream: calamine lays a sheet out as one block from its first cell to its last, and a stray mark
in the last row of a formatted column, which many sheets have, would cost it a gigabyte. The others go to calamine.
"""

import struct
from collections.abc import Iterable, Mapping
from io import BytesIO
from posixpath import join, normpath

import python_calamine

from spiders.reading.files import ole
from spiders.reading.files.gathering import Gathering, UnreadableError
from spiders.reading.files.markup import bare, stream
from spiders.reading.files.zips import Zip

#: Characters after which rows are handed over.
_BLOCK = 20_000
#: Empty rows kept, so that a line's number is its row's; a wider gap is no table any more.
_GAP = 1_000
#: Shared strings of a workbook, in characters; each may be shown in many cells.
_SHARED = 8_000_000
_FILEPASS, _BOUNDSHEET, _FIRST_RECORDS = 0x2F, 0x85, 100


def read_xlsx(body: bytes, gathering: Gathering) -> None:
    """Gather the sheets of an .xlsx in their order."""
    packed = Zip(body)
    book = _Book()
    stream(packed.whole("xl/workbook.xml", gathering), book, gathering)
    stream(packed.whole("xl/_rels/workbook.xml.rels", gathering), book, gathering)
    shared = _Shared()
    if "xl/sharedStrings.xml" in packed:
        _hear(packed, "xl/sharedStrings.xml", shared, gathering)
    for name, target in book.parts():
        gathering.begin_part()
        rows = _Rows(shared.strings, f"sheet {name}", gathering)
        if target in packed:
            _hear(packed, target, rows, gathering)
        rows.flush()


def read_xls(body: bytes, gathering: Gathering) -> None:
    """Gather the sheets of an .xls or .et."""
    with ole.opened(body) as container:
        stream_name = next((name for name in ("Workbook", "Book") if container.exists(name)), "Workbook")
        if _is_locked(ole.stream(container, stream_name)):
            raise UnreadableError("encrypted", encrypted=True)
    read_calamine(body, gathering)


def _is_locked(book: bytes) -> bool:
    """Whether a FILEPASS record stands before the first sheet's ([MS-XLS] §2.4.117): all that follows is encrypted."""
    at = 0
    for _ in range(_FIRST_RECORDS):
        if at + 4 > len(book):
            return False
        kind, size = struct.unpack_from("<HH", book, at)
        if kind in (_FILEPASS, _BOUNDSHEET):
            return bool(kind == _FILEPASS)
        at += 4 + size
    return False


def read_calamine(body: bytes, gathering: Gathering) -> None:
    """Gather the sheets of what calamine reads; it tells the kind by itself."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(body))
        for name in book.sheet_names:
            gathering.begin_part()
            sheet = book.get_sheet_by_name(name)
            first = sheet.start[0] if sheet.start else 0
            lines = _Lines(f"sheet {name}", gathering)
            for number, row in enumerate(sheet.iter_rows(), first + 1):
                lines.add(number, (_shown(cell) for cell in row))
            lines.flush()
    except python_calamine.PasswordError:
        raise UnreadableError("encrypted", encrypted=True) from None
    except (python_calamine.CalamineError, OSError) as error:
        msg = f"a broken sheet: {error}"
        raise UnreadableError(msg) from None
    except BaseException as error:
        # What Rust calls a panic comes as no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableError("a broken sheet") from None


def _hear(packed: Zip, name: str, events: "_Shared | _Rows", gathering: Gathering) -> None:
    """Read a part as far as its bounds and its soundness go."""
    data, whole = packed.unpack(name, gathering)
    gathering.truncated |= not whole
    try:
        stream(data, events, gathering)
    except UnreadableError as error:
        if whole or not gathering.characters:
            gathering.failures.append(str(error))


def _shown(cell: object) -> str:
    """Show a cell as people see it: numbers that are whole without a point (telephone numbers are numbers to Excel)."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


class _Book:
    """The names of sheets and where they stand, from the workbook and its relations."""

    def __init__(self) -> None:
        self._sheets: list[tuple[str, str]] = []
        self._targets: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            hidden = " (hidden)" if attributes.get("state", "visible") != "visible" else ""
            relation = next((value for key, value in attributes.items() if bare(key) == "id"), "")
            self._sheets.append((attributes.get("name", "") + hidden, relation))
        elif name == "Relationship":
            self._targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def end(self, name: str) -> None:
        pass

    def data(self, text: str) -> None:
        pass

    def parts(self) -> Iterable[tuple[str, str]]:
        """Give each sheet's name and its member of the zip."""
        for name, relation in self._sheets:
            target = self._targets.get(relation, "")
            yield name, target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


class _Shared:
    """The strings that cells share, without their phonetic readings."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._parts: list[str] = []
        self._in_text = False
        self._phonetic = False
        self._size = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002 - the listener's shape
        if name == "t":
            self._in_text = not self._phonetic
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            self.strings.append("".join(self._parts))
            self._parts = []

    def data(self, text: str) -> None:
        if self._in_text and self._size < _SHARED:
            self._parts.append(text)
            self._size += len(text)


class _Lines:
    """Rows on their way to the gathering, by blocks."""

    def __init__(self, where: str, gathering: Gathering) -> None:
        self._where = where
        self._gathering = gathering
        self._lines: list[str] = []
        self._size = 0
        self._first = self._next = 1

    def add(self, number: int, cells: Iterable[str]) -> None:
        """Add row ``number``, counted from 1."""
        gap = number - self._next
        if not self._lines or not 0 <= gap <= _GAP:
            self.flush()
            self._first = number
        elif gap:
            self._lines.extend([""] * gap)
        line = "\t".join(cells).rstrip("\t").replace("\n", " ").replace("\r", " ")
        self._lines.append(line)
        self._size += len(line) + 1
        self._next = number + 1
        if self._size > _BLOCK:
            self.flush()

    def flush(self) -> None:
        """Hand over what there is."""
        lines, self._lines, self._size = self._lines, [], 0
        self._gathering.add("\n".join(lines), self._where, first_line=self._first)
        self._first = self._next


class _Rows:
    """The cells of an .xlsx sheet, as they come."""

    def __init__(self, shared: list[str], where: str, gathering: Gathering) -> None:
        self._shared = shared
        self._lines = _Lines(where, gathering)
        self._cells: list[str] = []
        self._value: list[str] = []
        self._kind = ""
        self._in_value = False
        self._number = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("v", "t"):
            self._in_value = True
        elif name == "c":
            self._kind = attributes.get("t", "")
            self._value = []
        elif name == "row":
            number = attributes.get("r", "")
            self._number = int(number[:9]) if number.isdecimal() else self._number + 1

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._in_value = False
        elif name == "c":
            self._cells.append(self._shown("".join(self._value)))
        elif name == "row" and self._cells:
            self._lines.add(self._number, self._cells)
            self._cells = []

    def data(self, text: str) -> None:
        if self._in_value:
            self._value.append(text)

    def flush(self) -> None:
        """Hand over what there is."""
        self._lines.flush()

    def _shown(self, value: str) -> str:
        if self._kind == "s":
            index = int(value[:9]) if value.isdecimal() else -1
            return self._shared[index] if 0 <= index < len(self._shared) else ""
        if not self._kind and value and ("E" in value or "." in value):
            try:
                return _shown(float(value))
            except ValueError:
                return value
        return value
