"""What a reviewer puts beside a decision (证据): a file is kept among the evidence, an address is noted."""

import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from infra.given import keep_given
from infra.tables import TableError, read_bytes
from scoring.review.table import ReviewError

_ADDRESS: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What shows that a decision is right."""

    evidence: str = ""
    """An address, or where the file is kept: ``<segment>#<offset>``."""
    digest: str = ""
    """``sha256:…`` of a kept file."""


def kept(given: str, data_dir: Path, inspection: str) -> Proof:
    """Keep a file, or note an address.

    Of the file's path only its name is kept. Raises ``ReviewError`` for what is neither, or a file of more than 32 MiB,
    ``EvidenceError`` when the disk refuses.
    """
    if not given or given.lower().startswith(_ADDRESS):
        return Proof(evidence=given)
    path = Path(given)
    if not path.is_file():
        msg = f"evidence {given!r} is neither a file nor an http address"
        raise ReviewError(msg)
    try:
        body = read_bytes(path)
    except TableError as error:
        msg = f"evidence: {error}"
        raise ReviewError(msg) from None
    media = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    digest, location = keep_given(data_dir, inspection, path.name, media, body)
    return Proof(evidence=location, digest=digest)
