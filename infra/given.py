"""Evidence that people give (佐证材料): a screenshot or a letter, kept beside the pages of an inspection.

It is a ``resource`` record (WARC 1.0 §6.3) in a web archive of its own that is named by its digest, so that the same
file twice is kept once, whoever gives it, and ``EvidenceStore.open`` gives it back like any page.
"""

import os
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from warcio.warcwriter import WARCWriter

from infra.evidence import EvidenceError, digest, folder_of


def keep_given(data_dir: Path, inspection: str, name: str, media: str, body: bytes) -> tuple[str, str]:
    """Keep a file's bytes and return their digest and location (``<segment>#<offset>``).

    ``name`` is the file's own, without its folders. Raises ``EvidenceError`` when the disk refuses; nothing
    half-written is ever named.
    """
    given = digest(body)
    folder = folder_of(data_dir, inspection)
    path = folder / f"given-{given.removeprefix('sha256:')}.warc.gz"
    fresh = folder / f"{path.name}.{os.getpid()}.part"
    try:
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(_record(name, media, body, given))
            fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        msg = f"evidence cannot be written to {folder}: {error.strerror or error}"
        raise EvidenceError(msg) from error
    return given, f"{path.name}#0"


def _record(name: str, media: str, body: bytes, given: str) -> bytes:
    file = BytesIO()
    writer = WARCWriter(filebuf=file, gzip=True)
    record = writer.create_warc_record(
        f"file:///{quote(name)}",
        "resource",
        payload=BytesIO(body),
        length=len(body),
        warc_content_type=media,
        warc_headers_dict={"WARC-Payload-Digest": given},
    )
    writer.write_record(record)
    return file.getvalue()
