"""Text of .docx and .pptx: the paragraphs of their parts, a table's row on one line.

What is deleted under change tracking counts as text: whoever opens the file can have it back.
"""

from collections.abc import Callable, Mapping

from spiders.reading.files.gathering import Gathering, UnreadableError
from spiders.reading.files.markup import stream
from spiders.reading.files.zips import Zip

_TEXT = frozenset({"t", "delText"})
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
#: Characters after which a block is handed over, so that bounds are looked at now and then.
_BLOCK = 20_000
_WORD_PARTS = ("document", "header", "footer", "footnotes", "endnotes", "comments")


class _Paragraphs:
    """Gathers lines. WordprocessingML and DrawingML name text, paragraphs, rows and cells alike."""

    def __init__(self, emit: Callable[[str], None]) -> None:
        self._emit = emit
        self._parts: list[str] = []
        self._size = 0
        self._in_text = False
        self._rows = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002 - the listener's shape
        if name in _TEXT:
            self._in_text = True
        elif name == "tr":
            self._rows += 1
        elif name in _BREAKS:
            self._parts.append(_BREAKS[name])

    def end(self, name: str) -> None:
        if name in _TEXT:
            self._in_text = False
        elif name == "tc":
            self._parts.append("\t")
        elif name == "p":
            self._parts.append(" " if self._rows else "\n")
        elif name == "tr":
            self._rows -= 1
            self._parts.append("\n")
        if self._size > _BLOCK and name in ("p", "tr") and not self._rows:
            self.flush()

    def data(self, text: str) -> None:
        if self._in_text:
            self._parts.append(text)
            self._size += len(text)

    def flush(self) -> None:
        block, self._parts, self._size = "".join(self._parts), [], 0
        self._emit(block)


def read_word(body: bytes, gathering: Gathering) -> None:
    """Gather a .docx: the document, then headers, footers, notes and comments."""
    packed = Zip(body)
    _read_part(packed, "word/document.xml", "", gathering)
    for part in _WORD_PARTS[1:]:
        for name in packed.matching(f"word/{part}", ".xml"):
            _read_part(packed, name, part, gathering)


def read_slides(body: bytes, gathering: Gathering) -> None:
    """Gather a .pptx: its slides, then the speaker's notes."""
    packed = Zip(body)
    for number, name in enumerate(packed.matching("ppt/slides/slide", ".xml"), 1):
        gathering.begin_part()
        _read_part(packed, name, f"slide {number}", gathering)
    for name in packed.matching("ppt/notesSlides/notesSlide", ".xml"):
        _read_part(packed, name, "notes", gathering)


def _read_part(packed: Zip, name: str, where: str, gathering: Gathering) -> None:
    data, whole = packed.unpack(name, gathering)
    gathering.truncated |= not whole
    lines = _Paragraphs(lambda text: gathering.add(text, where))
    try:
        stream(data, lines, gathering)
    except UnreadableError as error:
        if whole or not gathering.characters:
            gathering.failures.append(str(error))
    lines.flush()
