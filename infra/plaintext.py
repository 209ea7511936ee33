"""Text from strangers made harmless, once, for every file that people open.

A cell, a title or a name may carry control characters, lone surrogates, invisible joiners or direction marks. XML
refuses some of them, and the others hide what a reader should see. What starts like a formula is the business of the
writers: they store strings as strings (``.xlsx``, ``.docx``) or put an apostrophe before it (``.csv``).
"""

import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_INVISIBLE = re.compile(r"[\ud800-\udfff\ufffe\uffff\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")


def plain(text: str, limit: int | None = None) -> str:
    """Give one line of visible text: control characters become a space, invisible ones go, ends are trimmed.

    With ``limit`` (characters) a longer text is cut and ends in ``…``.
    """
    line = _INVISIBLE.sub("", _CONTROL.sub(" ", text)).strip()
    if limit is not None and len(line) > limit:
        return line[: limit - 1].rstrip() + "…"
    return line
