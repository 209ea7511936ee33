"""What goes between a worker and the process that reads its files: lines of JSON, and a file's bytes after its own."""

from dataclasses import dataclass
from datetime import date

from infra.records import AttachmentSeen, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin:
    """What comes first, and holds for all files."""

    as_of: date
    words: tuple[Word, ...] = ()
    """Those that their texts are searched for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What comes before a file's bytes."""

    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What goes back."""

    seen: AttachmentSeen
    last: bool
    """Whether the process ends now."""
