"""Names of files completed as a shell does it: as far as all that fit agree, and then what there is."""

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final, NamedTuple

#: Entries of a folder that are looked at, and names that are given.
_LOOKED_AT: Final = 10_000
_GIVEN: Final = 20


class Completed(NamedTuple):
    """How far a path is clear, and the names that go on from there."""

    text: str
    names: tuple[str, ...]


def complete(text: str, endings: Collection[str]) -> Completed:
    """Complete a path; only folders and files with one of the endings (``.csv``) count, hidden ones when named.

    A text that nothing fits stays as it is, with no names.
    """
    head, slash, start = text.rpartition("/")
    folder = Path(head + slash or ".").expanduser()
    names = sorted(_fitting(folder, start, endings))
    if not names:
        return Completed(text, ())
    common = os.path.commonprefix(names)  # noqa: RUF071 - letter by letter is what is wanted of names
    return Completed(head + slash + common, tuple(names[:_GIVEN]))


def _fitting(folder: Path, start: str, endings: Collection[str]) -> Iterator[str]:
    """Give the names in a folder that begin so; a folder's ends in a slash. None where it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            for _, entry in zip(range(_LOOKED_AT), entries, strict=False):
                if not entry.name.startswith(start) or (entry.name.startswith(".") and not start):
                    continue
                if entry.is_dir():
                    yield f"{entry.name}/"
                elif Path(entry.name).suffix.lower() in endings:
                    yield entry.name
    except OSError:
        return
