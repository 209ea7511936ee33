"""Which encoding a page is really in: settled by trial, never by trust.

Declared charsets of government pages are often wrong, and statistical detectors take undeclared GBK for cp1250. So:
byte order mark, NUL pattern of UTF-16, strict UTF-8, strict GB18030 (which holds GBK and GB2312). A body that is
neither throughout is read piece by piece between its tags: one broken byte costs its own piece, and a GBK footer in a
UTF-8 page is read as what it is. Only what reads as neither goes to its declaration (Big5, Korean, Japanese) and to
resiliparse. What the page declared is kept beside it, for a declaration that lies is worth knowing.
"""

import codecs
import re
from dataclasses import dataclass
from itertools import islice

from resiliparse.parse.encoding import detect_encoding

#: Characters of a page that are read; what follows is no page for people.
MAX_CHARACTERS = 4_000_000

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})""")
_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: UTF-16 without a mark: tags are ASCII, so this share of every other byte is NUL, and many more than of the rest.
_NULLS, _TIMES = 0.35, 4
#: Cut bodies end inside a character: this many bytes at the end may fail.
_TAIL = 3
#: From its first byte outside ASCII to the end of a piece. No character has <, > or a line break as a later byte.
_PIECE = re.compile(rb"[\x80-\xff][^<>\n]*")
#: Pieces that vote for the page's encoding, and pieces that are looked at one by one.
_MAX_VOTES, _MAX_PIECES = 4_000, 200_000
#: Broken pieces that are looked at, broken bytes of one, and bytes behind one that tell how it goes on.
_MAX_REALIGNED, _MAX_BROKEN, _AHEAD = 200, 20, 40
_HZ = re.compile(rb"~\{((?:[\x21-\x77][\x21-\x7e]){1,2000})~\}")
_GB = ("gb", "hz", "cp936", "x-gbk", "chinese")
#: Encodings of Chinese neighbours: what share of the characters must be of the script that names it.
_NEIGHBOURS = {
    "big5": ("cp950", "big5hkscs"),
    "euc-kr": ("cp949",),
    "shift_jis": ("cp932",),
    "euc-jp": ("euc_jp",),
}
_KANA_OR_HANGUL = re.compile("[\u3041-\u30fe\uac00-\ud7a3]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
#: Characters that a text is judged by, and how far they are looked for.
_SAMPLE, _SAMPLED = 2_000, 60_000
#: Share of a text's characters that GB2312 holds from which on nobody needs to be asked whether it is Chinese.
_SURELY = 0.9
_INVISIBLE = ("\ufeff", "\u200b")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A body as text; ``encoding`` is what it is in, ``declared`` what the header or the page says (lower case)."""

    text: str
    encoding: str
    declared: str
    mixed: bool = False
    """Whether parts of the body are in another encoding than the rest, or broken."""


def decode(body: bytes, charset: str = "") -> Decoded:
    """Decode a body; never fails: what no encoding explains is replaced by U+FFFD."""
    declared = _declared(body, charset)
    text, name, mixed = _settled(body[: MAX_CHARACTERS * 3], declared)
    for mark in _INVISIBLE:
        if mark in text:
            text = text.replace(mark, "")
    return Decoded(text[:MAX_CHARACTERS], name, declared, mixed)


def _declared(body: bytes, charset: str) -> str:
    if charset:
        return charset.strip(" \t\"'").lower()[:40]
    match = _DECLARED.search(body, 0, 8192) or _XML_DECLARED.match(body, 0, 200)
    return match.group(1).decode("ascii").lower() if match else ""


def _settled(body: bytes, declared: str) -> tuple[str, str, bool]:
    """Text, encoding, and whether the body was read in pieces."""
    marked = next(((mark, name) for mark, name in _WIDE_MARKS if body.startswith(mark)), (b"", _utf16_by_nulls(body)))
    if marked[1]:
        text = body[len(marked[0]) :].decode(marked[1], "replace")
        if text.count("\ufffd") * 10 <= len(text):
            return text, marked[1], False
    body = body.removeprefix(codecs.BOM_UTF8)  # it is often put before a body of another encoding
    read = _strictly(body, "utf-8")
    if read is not None and not (declared.startswith(_GB) and _is_no_language(read)):
        return (_without_hz(body), "hz", False) if _is_hz(read, body, declared) else (read, "utf-8", False)
    chinese = _strictly(body, "gb18030")
    if chinese is not None and _share_of_gb2312(chinese) >= _SURELY and not declared.startswith("euc-"):
        return chinese, "gb18030", False
    neighbour = _neighbour(body, declared)
    if neighbour is not None:
        return *neighbour, False
    if chinese is not None:
        return chinese, "gb18030", False
    return _in_pieces(body)


def _utf16_by_nulls(body: bytes) -> str:
    """UTF-16 without a mark: markup is ASCII, so every other byte of its beginning is NUL."""
    head = body[:200]
    if len(head) < 4 or b"\0" not in head:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) / 2 * _NULLS or max(even, odd) < _TIMES * min(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _strictly(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except UnicodeDecodeError as error:
        if error.start >= len(body) - _TAIL and error.start:
            return body[: error.start].decode(name)
        return None


def _is_no_language(text: str) -> bool:
    """Whether UTF-8 makes nothing but accents and foreign letters of it, as of GBK of a few characters (联通, 通知)."""
    if text.isascii() or len(text) > MAX_CHARACTERS:
        return False
    strange = {c for c in text if c > "\x7f"}
    return max(strange) < "\u0800" and any(c > "\xff" for c in strange)


def _is_hz(text: str, body: bytes, declared: str) -> bool:
    """Whether ASCII text holds Chinese between ~{ and ~} (RFC 1843)."""
    if "~{" not in text or not text.isascii():
        return False
    found = _HZ.search(body)
    return found is not None and (declared.startswith("hz") or len(found[1]) >= 8)


def _without_hz(body: bytes) -> str:
    whole = _HZ.sub(lambda match: bytes(byte | 0x80 for byte in match[1]), body.replace(b"~\n", b""))
    return whole.replace(b"~~", b"~").decode("gb18030", "replace")


def _share_of_gb2312(text: str) -> float:
    """The share of the first characters outside ASCII that GB2312 holds; 1 when there are none."""
    sample = _sample(text)
    return len(sample.encode("gb2312", "ignore")) / 2 / len(sample) if sample else 1.0


def _sample(text: str) -> str:
    return "".join(_NOT_ASCII.findall(text, 0, _SAMPLED))[:_SAMPLE]


def _neighbour(body: bytes, declared: str) -> tuple[str, str] | None:
    """The text of a body in Big5, Korean or Japanese: declared so or held for it, and reading like it."""
    guess = detect_encoding(body[:65536]) or ""
    for name in dict.fromkeys((_plain(declared), _plain(guess))):
        for codec in _NEIGHBOURS.get(name, ()):
            text = _strictly(body, codec)
            if text is not None and _reads_like(text, name):
                return text, name
    return None


def _plain(name: str) -> str:
    """A name of an encoding in one spelling; empty for one that is unknown."""
    name = {"big5-hkscs": "big5", "x-x-big5": "big5", "ks_c_5601-1987": "euc-kr", "x-sjis": "shift_jis"}.get(name, name)
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return {"euc_kr": "euc-kr", "cp949": "euc-kr", "euc_jp": "euc-jp", "cp932": "shift_jis", "cp950": "big5"}.get(
        found, found
    )


def _reads_like(text: str, name: str) -> bool:
    sample = _sample(text)
    if name != "big5":
        return len(_KANA_OR_HANGUL.findall(sample)) * 5 >= len(sample)
    lead = sample.encode("cp950", "ignore")[::2]  # the 5,401 common characters, and signs
    return sum(0xA1 <= byte <= 0xC6 for byte in lead) * 10 >= len(sample) * 8


def _in_pieces(body: bytes) -> tuple[str, str, bool]:
    """A body that is no encoding's throughout: each piece in the encoding that it is valid in."""
    most = _majority(body)
    if not most:
        name = _plain(detect_encoding(body[:65536]) or "utf-8") or "utf-8"
        return body.decode(name, "replace"), name, True
    parts: list[str] = []
    at = broken = 0
    for match in islice(_PIECE.finditer(body), _MAX_PIECES):
        parts.append(body[at : match.start()].decode("ascii"))
        text = _piece(match[0], most)
        broken += text is None
        if text is None and most == "gb18030" and broken <= _MAX_REALIGNED:
            text = _realigned(match[0])
        parts.append(match[0].decode(most, "replace") if text is None else text)
        at = match.end()
    parts.append(body[at:].decode(most, "replace"))
    return "".join(parts), most, True


def _majority(body: bytes) -> str:
    """The encoding that most pieces are valid in; empty when most are valid in neither."""
    votes = {"utf-8": 0, "gb18030": 0, "": 0}
    for match in islice(_PIECE.finditer(body), _MAX_VOTES):
        votes[_vote(match[0])] += 1
    best = max(votes, key=lambda name: votes[name])
    if best:
        return best
    whole = body[:65536]
    for name in ("utf-8", "gb18030"):  # one long line, and something broken in it
        text = whole.decode(name, "replace")
        if text.count("\ufffd") * 20 < sum(c > "\x7f" for c in text):
            return name
    return ""


def _vote(piece: bytes) -> str:
    text = _valid(piece, "utf-8")
    if text is not None and max(text) >= "\u0800":
        return "utf-8"
    return "gb18030" if _valid(piece, "gb18030") is not None else ""


def _piece(piece: bytes, most: str) -> str | None:
    """One piece as text, or None when it is broken in every encoding.

    Valid UTF-8 with Chinese in it is hardly anything else; then comes what most of the page is in.
    """
    text = piece.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if not broken and (most == "utf-8" or max(text) >= "\u0800"):
        return text
    if most == "utf-8" and broken * 3 <= sum(c > "\x7f" for c in text):
        return text
    return _valid(piece, "gb18030")


def _realigned(piece: bytes) -> str:
    """A piece of GB18030 with broken bytes: behind each it goes on where more of what follows is common Chinese."""
    parts: list[str] = []
    for _ in range(_MAX_BROKEN):
        try:
            return "".join([*parts, piece.decode("gb18030")])
        except UnicodeDecodeError as error:
            ahead = {skip: piece[error.start + skip :][:_AHEAD].decode("gb18030", "ignore") for skip in (1, 2)}
            skip = max(ahead, key=lambda skip: _commonness(ahead[skip]))
            parts += [piece[: error.start].decode("gb18030"), "\ufffd"]
            piece = piece[error.start + skip :]
    return "".join([*parts, piece.decode("gb18030", "replace")])


def _commonness(text: str) -> float:
    """The share of a text's characters that are signs or among the 3,755 most common ones (GB2312, level 1)."""
    sample = "".join(_NOT_ASCII.findall(text))
    lead = sample.encode("gb2312", "ignore")[::2]
    return sum(0xA1 <= byte <= 0xA3 or 0xB0 <= byte <= 0xD7 for byte in lead) / max(len(sample), 1)


def _valid(piece: bytes, name: str) -> str | None:
    try:
        return piece.decode(name)
    except UnicodeDecodeError:
        return None
