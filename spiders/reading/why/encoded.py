"""By which trial a page's encoding was settled (``spiders.reading.encoding``), told from how it ended."""

import codecs

from spiders.reading.encoding import Decoded
from spiders.reading.rules import Rule

_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_STRICT = {"utf-8": Rule.ENCODING_UTF8, "gb18030": Rule.ENCODING_GB18030, "hz": Rule.ENCODING_HZ}


def encoding_rule(body: bytes, text: Decoded) -> Rule:
    """The trial that a body passed."""
    if text.mixed:
        return Rule.ENCODING_PIECES
    if text.encoding.startswith(("utf-16", "utf-32")):
        return Rule.ENCODING_MARK if body.startswith(_MARKS) else Rule.ENCODING_NULLS
    return _STRICT.get(text.encoding, Rule.ENCODING_NEIGHBOUR)
