"""What goes between a worker and the process that reads its files: one line before a file's bytes, one line after."""

from dataclasses import dataclass
from datetime import date

from infra.records import AttachmentSeen


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What comes before a file's bytes."""

    size: int
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What goes back."""

    seen: AttachmentSeen
    last: bool
    """Whether the process ends now."""
