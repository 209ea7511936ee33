"""Old office files, made byte by byte: the compound file ([MS-CFB]) and in it a document or a workbook."""

import struct
from collections.abc import Mapping, Sequence

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_NONE = 0xFFFFFFFF


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file ([MS-CFB], version 3) whose streams all stand in whole sectors."""
    padded = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    counts = {name: -(-len(data) // _SECTOR) for name, data in padded.items()}
    directory_sectors = -(-(len(padded) + 1) // 4)
    fat_sectors = 1
    while fat_sectors * 128 < fat_sectors + directory_sectors + sum(counts.values()):
        fat_sectors += 1
    fat = [_FAT] * fat_sectors
    fat += _chain(fat_sectors, directory_sectors)
    entries = [_directory("Root Entry", 5, child=1 if padded else _NONE, start=_END, size=0)]
    at = len(fat)
    for number, (name, data) in enumerate(padded.items(), 1):
        right = number + 1 if number < len(padded) else _NONE
        entries.append(_directory(name, 2, right=right, start=at, size=len(data)))
        fat += _chain(at, counts[name])
        at = len(fat)
    fat += [_FREE] * (fat_sectors * 128 - len(fat))
    header = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
                         0, fat_sectors, fat_sectors, 0, 4096, _END, 0, _END, 0)  # fmt: skip
    header += struct.pack("<109I", *range(fat_sectors), *[_FREE] * (109 - fat_sectors))
    body = struct.pack(f"<{len(fat)}I", *fat) + b"".join(entries).ljust(directory_sectors * _SECTOR, b"\0")
    return header + body + b"".join(data.ljust(-(-len(data) // _SECTOR) * _SECTOR, b"\0") for data in padded.values())


def _chain(start: int, count: int) -> list[int]:
    return [*range(start + 1, start + count), _END]


def _directory(name: str, kind: int, *, right: int = _NONE, child: int = _NONE, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    tree = struct.pack("<IIII16xI16x", _NONE, right, child, 0, 0)[: 4 * 3]
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBB", len(raw) + 2, kind, 1)
        + tree
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def binary_word(*pieces: str | bytes, flags: int = 0, version: int = 0x00C1) -> bytes:
    """A Word 97 document of pieces: text is UTF-16, bytes are Windows-1252."""
    fib = bytearray(0x01AA)
    struct.pack_into("<HH", fib, 0, 0xA5EC, version)
    struct.pack_into("<H", fib, 0x0A, flags | 0x0200)
    struct.pack_into("<HxxxxxxxxxxxxxxxxxxxxxxxxxxxxH", fib, 0x20, 14, 22)
    main, places, descriptors, at = bytes(fib).ljust(1024, b"\0"), [0], b"", 0
    for piece in pieces:
        data = piece.encode("utf-16-le") if isinstance(piece, str) else piece
        at += len(piece)
        places.append(at)
        where = len(main) if isinstance(piece, str) else len(main) * 2 | 0x40000000
        descriptors += struct.pack("<HIH", 0, where, 0)
        main += data
        main += bytes(len(main) % 2)
    plc = struct.pack(f"<{len(places)}I", *places) + descriptors
    clx = struct.pack("<BH4s", 1, 4, b"prop") + struct.pack("<BI", 2, len(plc)) + plc
    main = main[:0x01A2] + struct.pack("<II", 64, len(clx)) + main[0x01AA:]
    return ole({"WordDocument": main, "1Table": bytes(64) + clx})


def old_word(text: str) -> bytes:
    """A Word 6 document: one run of text in the system's code page."""
    data = text.encode("gb18030")
    fib = bytearray(1024)
    struct.pack_into("<HH", fib, 0, 0xA5DC, 0x0065)
    struct.pack_into("<II", fib, 0x18, 1024, 1024 + len(data))
    return ole({"WordDocument": bytes(fib) + data})


def binary_sheet(name: str, rows: Sequence[Sequence[str | float]], *, password: bool = False) -> bytes:
    """A BIFF8 workbook of one sheet."""
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    if password:
        start += _record(0x002F, struct.pack("<H", 1) + bytes(52))
    raw = name.encode("utf-16-le")
    place = len(start) + 4 + 8 + len(raw) + 4
    start += _record(0x0085, struct.pack("<IBBBB", place, 0, 0, len(name), 1) + raw) + _record(0x000A)
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if isinstance(cell, str):
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                sheet += _record(0x0204, struct.pack("<HHH", y, x, 0) + text)
            else:
                sheet += _record(0x0203, struct.pack("<HHHd", y, x, 0, cell))
    return ole({"Workbook": start + sheet + _record(0x000A)})


def _record(number: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(data)) + data
