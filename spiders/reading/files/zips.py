"""The members of a zip, unpacked within bounds: the container of .docx, .xlsx, .ofd and of plain archives.

Nothing that the zip says of itself is believed: neither a member's size, which is counted while it is unpacked, nor
the number of members, since a directory of a million entries would be built in memory first.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from spiders.reading.files.gathering import Gathering, UnreadableError

#: Entries of a directory that is opened at all; a large .xlsx has some hundred.
MAX_ENTRIES = 10_000
_ENTRY = b"PK\x01\x02"
_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
#: What zipfile raises for bytes that are no sound zip (NotImplementedError is a RuntimeError).
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, ValueError, IndexError, OSError, EOFError)
_ENCRYPTED = 0x1
_UTF8 = 0x800
_STEP = 256 * 1024


class Zip:
    """An open zip. Raises ``UnreadableError`` when it is none, or has more entries than anybody needs."""

    def __init__(self, body: bytes) -> None:
        if body.count(_ENTRY) > MAX_ENTRIES:
            msg = f"a zip of more than {MAX_ENTRIES:,} members"
            raise UnreadableError(msg)
        try:
            self._zip = zipfile.ZipFile(BytesIO(body))
        except _BROKEN as error:
            msg = f"a broken zip: {error}"
            raise UnreadableError(msg) from None
        self._infos: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            if info.filename and not info.is_dir():
                self._infos.setdefault(name_of(info), info)

    @property
    def names(self) -> list[str]:
        """Names of the files in it, in the order of its directory."""
        return list(self._infos)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def matching(self, start: str, end: str) -> Iterator[str]:
        """Names that start and end so, shorter ones first, so that page 2 comes before page 10."""
        found = (name for name in self._infos if name.startswith(start) and name.endswith(end))
        return iter(sorted(found, key=lambda name: (len(name), name)))

    def is_encrypted(self, name: str) -> bool:
        """Whether a member needs a password."""
        return bool(self._infos[name].flag_bits & _ENCRYPTED)

    def whole(self, name: str, gathering: Gathering) -> bytes:
        """Unpack a member. Raises ``UnreadableError`` when it cannot be or is larger than it may."""
        data, whole = self.unpack(name, gathering)
        if not whole:
            msg = f"unpacks to more than {len(data):,} bytes"
            raise UnreadableError(msg)
        return data

    def unpack(self, name: str, gathering: Gathering) -> tuple[bytes, bool]:
        """Unpack a member as far as its bounds go; also tell whether that is all of it.

        Raises ``UnreadableError`` when it is not there, encrypted, packed in a way that cannot be bounded, or broken.
        """
        info = self._infos.get(name)
        if info is None:
            msg = f"{name} is missing"
            raise UnreadableError(msg)
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableError("encrypted", encrypted=True)
        if info.compress_type not in _PACKINGS:
            msg = f"packed by method {info.compress_type}, which is not read"
            raise UnreadableError(msg)
        room = gathering.room_to_unpack(info.compress_size)
        try:
            data = self._read(info, room + 1)
        except _BROKEN as error:
            msg = f"broken: {error}"
            raise UnreadableError(msg) from None
        gathering.note_unpacked(len(data))
        return data[:room], len(data) <= room

    def _read(self, info: zipfile.ZipInfo, most: int) -> bytes:
        data = BytesIO()
        with self._zip.open(info) as member:
            while data.tell() < most and (chunk := member.read(min(_STEP, most - data.tell()))):
                data.write(chunk)
        return data.getvalue()


def name_of(info: zipfile.ZipInfo) -> str:
    """Give a member's name: without the flag for UTF-8 it is in the packer's own encoding, in China mostly GBK."""
    if info.flag_bits & _UTF8:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
