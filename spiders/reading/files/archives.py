"""Members of .zip and .rar: each is read like a file of its own, an archive within an archive once more.

What an archive holds is bounded for all of it together, so that neither many members nor nesting buys more. A .rar is
always listed; its packed members are read where a tool that unpacks them is installed (unrar, unar or 7z).
"""

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO

import rarfile

from spiders.reading.files.gathering import Gathering, UnreadableError
from spiders.reading.files.zips import Zip

#: Reads one member: what it is, and what it says.
ReadMember = Callable[[bytes, Gathering], None]

_BROKEN = (rarfile.Error, OSError, ValueError, EOFError, IndexError, KeyError, TypeError, AttributeError)
#: Failures kept of one file; the rest would say the same.
_MAX_FAILURES = 5
_STORED = rarfile.RAR_M0
_STEP = 256 * 1024


def read_zip(body: bytes, gathering: Gathering, read_member: ReadMember) -> None:
    """Gather the members of a zip."""
    packed = Zip(body)
    _read_all(packed.names, lambda name: packed.whole(name, gathering), gathering, read_member)


def read_rar(body: bytes, gathering: Gathering, read_member: ReadMember) -> None:
    """Gather the members of a rar."""
    with _openable(body) as source:
        try:
            packed = rarfile.RarFile(source)
        except _BROKEN as error:
            msg = f"a broken rar: {error}"
            raise UnreadableError(msg) from None
        if packed.needs_password() and not packed.infolist():
            raise UnreadableError("encrypted", encrypted=True)
        infos = {info.filename: info for info in packed.infolist() if info.is_file()}
        _read_all(list(infos), lambda name: _unpack(packed, infos[name], gathering), gathering, read_member)


def _read_all(names: list[str], unpack: Callable[[str], bytes], gathering: Gathering, read_member: ReadMember) -> None:
    if gathering.depth >= gathering.bounds.depth:
        raise UnreadableError("an archive in an archive in an archive is not opened")
    gathering.add_names("\n".join(names))
    for name in names:
        if gathering.members >= gathering.bounds.members:
            gathering.stop()
        gathering.members += 1
        with gathering.inside(name):
            try:
                read_member(unpack(name), gathering)
            except UnreadableError as error:
                gathering.encrypted |= error.encrypted
                if len(gathering.failures) < _MAX_FAILURES:
                    gathering.failures.append(f"{name}: {error}")


def _unpack(packed: rarfile.RarFile, info: rarfile.RarInfo, gathering: Gathering) -> bytes:
    """Unpack one member of a rar, by the library when it is only stored and else by a tool."""
    if info.needs_password():
        raise UnreadableError("encrypted", encrypted=True)
    room = gathering.room_to_unpack(info.compress_size or 0)
    data = BytesIO()
    try:
        if info.compress_type != _STORED:
            # Not bsdtar: rarfile 4.5 hands it "--" in the place of the archive.
            rarfile.tool_setup(bsdtar=False)
        with packed.open(info) as member:
            while data.tell() <= room and (chunk := member.read(_STEP)):
                data.write(chunk)
                gathering.look_at_clock()
    except rarfile.RarCannotExec:
        raise UnreadableError("no tool that unpacks rar is installed") from None
    except _BROKEN as error:
        msg = f"cannot be unpacked: {error}"
        raise UnreadableError(msg) from None
    gathering.note_unpacked(data.tell())
    if data.tell() > room:
        msg = f"unpacks to more than {room:,} bytes"
        raise UnreadableError(msg)
    return data.getvalue()


@contextmanager
def _openable(body: bytes) -> Iterator[str | BytesIO]:
    """Give an archive in a form that a tool can open too: as a file that exists in memory alone.

    The confined process may write no files; only what it needs for this one is allowed, while it writes it.
    """
    if not hasattr(os, "memfd_create"):
        yield BytesIO(body)
        return
    handle = os.memfd_create("archive.rar")
    try:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        try:
            with os.fdopen(os.dup(handle), "wb") as file:
                file.write(body)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        yield f"/proc/{os.getpid()}/fd/{handle}"
    finally:
        os.close(handle)
