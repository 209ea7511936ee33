"""What is gathered from one file, and how much of it may be: every format's reader writes here.

A file that holds more than its bounds is read as far as they go and said to be cut; one that cannot be read ends
with a reason. So a reader says what it found and never has to count.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from spiders.reading.text import clean

#: Characters kept of a name (member, sheet) that tells where a piece stood.
MAX_NAME = 80
#: Characters of the names in one archive that are looked through.
MAX_NAMES = 100_000


class UnreadableError(Exception):
    """A file, or a part of one, that has no text to give; the text says why."""

    def __init__(self, reason: str, *, encrypted: bool = False) -> None:
        super().__init__(reason)
        self.encrypted = encrypted


class EnoughError(Exception):
    """The bounds are reached: what was gathered so far is what there will be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much one file may cost. An attachment of these sites is small: these are bounds, not expectations."""

    characters: int = 2_000_000
    unpacked: int = 96 * 2**20
    """Bytes that all members of packed files may come to."""
    member: int = 32 * 2**20
    """Bytes of one member."""
    ratio: int = 250
    """Bytes out for a byte in, beyond the first ``member_free``; deflate's own limit is 1,032."""
    member_free: int = 4 * 2**20
    parts: int = 2_000
    """Pages, sheets or slides."""
    members: int = 200
    """Members of archives, all levels together."""
    depth: int = 2
    """Archives within archives."""
    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text and the place where it stood, in words: ``page 3``, ``list.xls, sheet 名单``."""

    where: str
    text: str
    first_line: int = 1
    """What its first line is numbered: rows of a sheet that come in several pieces are counted through."""


@dataclass(slots=True, kw_only=True)
class Gathering:
    """The text of one file so far. ``clock`` gives seconds that only go forward."""

    bounds: Bounds = field(default_factory=Bounds)
    clock: Callable[[], float] = time.monotonic
    pieces: list[Piece] = field(default_factory=list)
    characters: int = 0
    parts: int = 0
    """Pages, sheets, slides, or members of an archive."""
    truncated: bool = False
    encrypted: bool = False
    text_layer: bool | None = None
    """Whether pages bear text at all; None where a format has nothing but text."""
    failures: list[str] = field(default_factory=list)
    """Parts that could not be read, and why."""
    members: int = 0
    _unpacked: int = 0
    _until: float = 0.0
    _path: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._until = self.clock() + self.bounds.seconds

    @property
    def depth(self) -> int:
        """How many archives the reader is in."""
        return len(self._path)

    def add(self, text: str, where: str = "", *, first_line: int = 1) -> None:
        """Gather a piece. Raises ``EnoughError`` when the bounds are reached; what fits is kept."""
        room = self.bounds.characters - self.characters
        kept = text[:room]
        if kept.strip():
            place = ", ".join((*self._path, clean(where, MAX_NAME)) if where else self._path)
            self.pieces.append(Piece(place, kept, first_line))
            self.characters += len(kept)
        if len(text) > room:
            self.stop()
        self.look_at_clock()

    def add_names(self, names: str) -> None:
        """Gather an archive's own list of names: looked through like text, but no text of it was read by that."""
        self.pieces.append(Piece(", ".join((*self._path, "names of members")), names[:MAX_NAMES]))

    def begin_part(self) -> None:
        """Count a page or sheet. Raises ``EnoughError`` past the last one that is read."""
        if self.parts >= self.bounds.parts:
            self.stop()
        self.parts += 1

    def look_at_clock(self) -> None:
        """Raise ``EnoughError`` when the time is up."""
        if self.clock() > self._until:
            self.stop()

    def stop(self) -> None:
        """Say that there would be more, and raise ``EnoughError``."""
        self.truncated = True
        raise EnoughError

    def room_to_unpack(self, packed: int) -> int:
        """Give how many bytes a member of ``packed`` bytes may unpack to. Raises ``EnoughError`` when none are left."""
        if self._unpacked >= self.bounds.unpacked:
            self.stop()
        by_ratio = max(self.bounds.member_free, packed * self.bounds.ratio)
        return min(self.bounds.member, by_ratio, self.bounds.unpacked - self._unpacked)

    def note_unpacked(self, size: int) -> None:
        """Count bytes that were unpacked."""
        self._unpacked += size

    @contextmanager
    def inside(self, name: str) -> Iterator[None]:
        """Gather from a member of an archive: its name stands before every place in it."""
        self._path = (*self._path, clean(name, MAX_NAME))
        try:
            yield
        finally:
            self._path = self._path[:-1]
