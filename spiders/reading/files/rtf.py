"""Text of .rtf by striprtf, which wants one string; so pictures, which are most of a file, are cut out before."""

import re

from striprtf.striprtf import rtf_to_text

from spiders.reading.files.gathering import Gathering, UnreadableError

#: Hexadecimal digits of a picture or an embedded file; no text has such a run without a control word in it.
_HEX = re.compile(rb"(?<![0-9A-Fa-f\s])[0-9A-Fa-f\s]{600,}")
_RAW = re.compile(rb"[\x80-\xff]")
#: Bytes of markup that are read: striprtf takes a second for two million.
_MAX = 4 * 2**20
#: What Chinese writers that declare no code page use.
_CODE_PAGE = "gb18030"


def read_rtf(body: bytes, gathering: Gathering) -> None:
    """Gather the text of a rich text file."""
    lean = _HEX.sub(b"", body)
    gathering.truncated = len(lean) > _MAX
    # Some writers leave bytes of GBK unescaped; escaped, they are decoded by the code page like the others.
    escaped = _RAW.sub(lambda match: b"\\'%02x" % match[0][0], lean[:_MAX])
    try:
        text: str = rtf_to_text(  # type: ignore[no-untyped-call]  # striprtf publishes no types
            escaped.decode("ascii"), encoding=_CODE_PAGE, errors="replace"
        )
    except (ValueError, LookupError, OverflowError, TypeError, AttributeError) as error:
        msg = f"broken RTF: {error}"
        raise UnreadableError(msg) from None
    gathering.add(text.replace("|", "\t"))
