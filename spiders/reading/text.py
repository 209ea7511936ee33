"""Strangers' text, made fit to be stored, compared and shown.

Everything that a reader hands on passes ``clean``: control characters, lone surrogates, direction overrides and
zero-width marks would otherwise break the codec, the terminal or a comparison.
"""

import re
import unicodedata

#: The longest title, name or other single value kept of a page, in characters.
MAX_VALUE = 500

# Controls, zero-width marks, bidirectional overrides, lone surrogates, non-characters, the byte order mark.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_BLANKS = re.compile(r"\s+")
_TEMPLATE = re.compile(r"\{\{|\}\}|\$\{|<%|%>|\{\$|\[!--|<TRS_|\{(?:dede|pboot|cms|eyou|\w{2,8}):")
_HOLLOW = re.compile(
    r"null|undefined|none|nan|n/a|暂?无|测试|test|[-_.*#?？]+|\$\w+\$?|#\w+#|%\w+%|@\w+|\{[A-Za-z_][\w.:]*\}|\[[A-Za-z_][\w.:]*\]",
    re.IGNORECASE,
)


def clean(text: str, limit: int = MAX_VALUE) -> str:
    """Drop what must not be stored, make every run of blanks one space, cut to ``limit`` characters."""
    if not text:
        return ""
    if len(text) > limit * 8:
        text = text[: limit * 8]
    if not text.isprintable():
        text = _UNFIT.sub("", text)
    return " ".join(text.split())[:limit].rstrip()


def bare(text: str) -> str:
    """Text without any blank, in one width: for comparing, never for showing."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", _UNFIT.sub("", text)))


def is_template(value: str) -> bool:
    """Whether a publishing system left its own variable where a value should stand."""
    return bool(_TEMPLATE.search(value))


def is_hollow(value: str) -> bool:
    """Whether a value says nothing: a variable left by the publishing system, or its word for none."""
    return is_template(value) or bool(_HOLLOW.fullmatch(value))


def without_comments(code: str) -> str:
    """A script without its comments, in linear time; ``//`` inside an address or a string is left alone."""
    kept: list[str] = []
    at = 0
    while (start := code.find("/*", at)) >= 0:
        kept.append(code[at:start])
        end = code.find("*/", start + 2)
        at = len(code) if end < 0 else end + 2
    kept.append(code[at:])
    return _without_line_comments("".join(kept))


def _without_line_comments(code: str) -> str:
    kept: list[str] = []
    at = seen = 0
    while (start := code.find("//", seen)) >= 0:
        before = code[start - 1 : start]
        if before and (before in ":\"'_" or before.isalnum()):
            seen = start + 1
            continue
        kept.append(code[at:start])
        end = code.find("\n", start)
        at = seen = len(code) if end < 0 else end
    kept.append(code[at:])
    return "".join(kept)
