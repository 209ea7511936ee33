"""The container of .doc, .xls, .wps and .et: a small file system in a file ([MS-CFB]), read by olefile."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import olefile

from spiders.reading.files.gathering import UnreadableError


@contextmanager
def opened(body: bytes) -> Iterator[olefile.OleFileIO]:
    """Open a container. Raises ``UnreadableError`` when it is broken, also within the block."""
    try:
        with olefile.OleFileIO(BytesIO(body)) as ole:
            yield ole
    except (OSError, ValueError, IndexError, AttributeError, TypeError, OverflowError, RecursionError) as error:
        msg = f"a broken office file: {error}"
        raise UnreadableError(msg) from None


def names(ole: olefile.OleFileIO) -> frozenset[str]:
    """Give the names of what lies in the top folder, in lower case."""
    return frozenset(path[0].lower() for path in ole.listdir(streams=True, storages=True))


def stream(ole: olefile.OleFileIO, name: str) -> bytes:
    """Read a stream. Raises ``UnreadableError`` when it is missing."""
    if not ole.exists(name):
        msg = f"an office file without its {name}"
        raise UnreadableError(msg)
    with ole.openstream(name) as opened_stream:
        data: bytes = opened_stream.read()
    return data
