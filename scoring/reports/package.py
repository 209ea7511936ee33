"""The same document, the same bytes: a .docx is a zip, and a zip remembers the hour it was written.

A report that is made again from the same results must be the same file, or nobody can tell an edited one from it.
"""

import zipfile
from io import BytesIO

_EPOCH = (1980, 1, 1, 0, 0, 0)


def same_bytes(package: bytes) -> bytes:
    """Repack a zip with its members in their order, each dated at the zip format's own beginning."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.external_attr = 0o600 << 16
            new.writestr(member, old.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
