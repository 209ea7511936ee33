"""What a reviewer puts beside a decision (证据): a file is kept among the evidence, an address is noted."""

import mimetypes
import os
import socket
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from infra.evidence import EvidenceStore
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

    The file's bytes go into a web archive of their own beside those of the workers, where its digest finds them; its
    name is all that is kept of its path. Raises ``ReviewError`` for what is neither, or a file of more than 32 MiB,
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
    with closing(EvidenceStore(data_dir, inspection, f"review-{socket.gethostname()}-{os.getpid()}")) as store:
        digest, location = store.keep(f"file:///{quote(path.name)}", 200, [("Content-Type", media)], body)
    return Proof(evidence=location, digest=digest)
