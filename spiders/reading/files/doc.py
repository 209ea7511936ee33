"""Text of .doc and .wps: the pieces of [MS-DOC] §2.4.1, from the FIB to the CLX to the characters.

A document that was saved quickly is in pieces, each of them one-byte (Windows-1252) or UTF-16; the piece table says
where. Older ones (Word 6 and 95) keep their text in one run, in the code page of their system.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from spiders.reading.encoding import decode
from spiders.reading.files import ole
from spiders.reading.files.gathering import Gathering, UnreadableError

_MAGIC = frozenset({0xA5EC, 0xA5DC, 0xA699, 0xA697})
#: nFib of Word 97, the first whose text is found by a piece table in a stream of its own.
_WORD97 = 0x00C1
_ENCRYPTED = 0x0100
_TABLE1 = 0x0200
#: Places in the FIB: FibBase is 32 bytes, FibRgW97 28 and FibRgLw97 88, each behind a count of 2 bytes.
_FLAGS, _TEXT_RUN, _CLX = 0x0A, 0x18, 0x01A2
_PRC, _PCDT = 1, 2
#: A piece for every edit of a long document; a table of more is made to be walked through.
_MAX_PIECES = 100_000
_COMPRESSED = 0x40000000
_FC = 0x3FFFFFFF

#: Marks in the text: cell ends, line and page breaks, hyphens; all other controls stand for pictures and anchors.
_MARKS = {0x07: "\t", 0x0B: "\n", 0x0C: "\n", 0x0D: "\n", 0x0E: "\n", 0x1E: "-", 0xA0: " "}
_TABLE = {code: _MARKS.get(code, "" if code not in (9, 10) else chr(code)) for code in (*range(32), 0xA0)}
#: A field's instruction, between its begin (13h) and its separator (14h), is not shown.
_INSTRUCTION = re.compile("\x13[^\x13\x14\x15]{0,2000}\x14")
#: A row ends in two cell marks: the last cell's and its own.
_ROW_END = "\x07\x07"


@dataclass(frozen=True, slots=True)
class _Piece:
    """Where ``length`` characters of the text stand."""

    offset: int
    length: int
    wide: bool


def read_doc(body: bytes, gathering: Gathering) -> None:
    """Gather the text of a Word document, footnotes, headers and text boxes with it."""
    with ole.opened(body) as container:
        main = ole.stream(container, "WordDocument")
        if len(main) < _CLX + 8 or _u16(main, 0) not in _MAGIC:
            raise UnreadableError("a broken Word document: it has no FIB")
        flags = _u16(main, _FLAGS)
        if flags & _ENCRYPTED:
            raise UnreadableError("encrypted", encrypted=True)
        if _u16(main, 2) < _WORD97:
            start, end = struct.unpack_from("<II", main, _TEXT_RUN)
            _add(decode(main[start:end]).text, gathering)
            return
        table = ole.stream(container, "1Table" if flags & _TABLE1 else "0Table")
    start, size = struct.unpack_from("<II", main, _CLX)
    text: list[str] = []
    room = gathering.bounds.characters
    for piece in _pieces(table[start : start + size]):
        part = _text_of(piece, main, room)
        text.append(part)
        room -= len(part)
        if room <= 0:
            gathering.truncated = True
            break
    _add("".join(text), gathering)


def _pieces(clx: bytes) -> Iterator[_Piece]:
    """Read the piece table. Raises ``UnreadableError`` when there is none."""
    at = 0
    while at + 3 <= len(clx) and clx[at] == _PRC:
        at += 3 + _u16(clx, at + 1)
    if at + 5 > len(clx) or clx[at] != _PCDT:
        raise UnreadableError("a broken Word document: it has no piece table")
    (size,) = struct.unpack_from("<I", clx, at + 1)
    plc = clx[at + 5 : at + 5 + size]
    count = min((len(plc) - 4) // 12, _MAX_PIECES)
    if count < 1:
        return
    places = struct.unpack_from(f"<{count + 1}I", plc)
    descriptors = (len(plc) - 4) // 12 * 4 + 4
    for number in range(count):
        length = places[number + 1] - places[number]
        (where,) = struct.unpack_from("<I", plc, descriptors + number * 8 + 2)
        if length > 0:
            wide = not where & _COMPRESSED
            yield _Piece(where & _FC if wide else (where & _FC) // 2, length, wide)


def _text_of(piece: _Piece, main: bytes, room: int) -> str:
    length = min(piece.length, room)
    if piece.wide:
        return main[piece.offset : piece.offset + length * 2].decode("utf-16-le", "replace")
    return main[piece.offset : piece.offset + length].decode("cp1252", "replace")


def _add(text: str, gathering: Gathering) -> None:
    text = _INSTRUCTION.sub("", text)
    gathering.add(text.replace(_ROW_END, "\n").translate(_TABLE))


def _u16(data: bytes, at: int) -> int:
    return data[at] | data[at + 1] << 8
