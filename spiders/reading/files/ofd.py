"""Text of .ofd (GB/T 33190-2016, 版式文档): a zip whose pages are XML, their text in ``TextCode`` elements.

Some writers put a line into one text object, some each character; so what stands at one height is one line again.
"""

import re
from collections.abc import Mapping

from spiders.reading.files.gathering import Gathering, UnreadableError
from spiders.reading.files.markup import stream
from spiders.reading.files.zips import Zip

_PAGE = re.compile(r"/Pages/[^/]+/[^/]+\.xml\Z", re.IGNORECASE)
_TEMPLATE = re.compile(r"/(?:Tpls|Temps|Templates)/(?:[^/]+/)?[^/]+\.xml\Z", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")


class _Page:
    """The lines of a page, in the order in which it draws them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._in_code = False
        self._box = (0.0, 0.0, 0.0, 0.0)
        """Left, top, width, height of the current text object, in millimetres."""
        self._last: tuple[float, float, float, float] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "TextObject":
            self._box = _box(attributes.get("Boundary", ""))
        elif name == "TextCode":
            self._in_code = True
            self._parts.append(self._gap())
            self._last = self._box

    def end(self, name: str) -> None:
        if name == "TextCode":
            self._in_code = False

    def data(self, text: str) -> None:
        if self._in_code:
            self._parts.append(text.strip("\r\n"))

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self._parts)

    def _gap(self) -> str:
        """What stands between the last text and this one: nothing, a gap as between columns, or a new line."""
        if self._last is None:
            return ""
        left, top, width, height = self._last
        x, y, _, _ = self._box
        if abs(y - top) > max(height, 1.0) / 2:
            return "\n"
        return "\t" if x - (left + width) > max(height, 1.0) / 2 else ""


def read_ofd(body: bytes, gathering: Gathering) -> None:
    """Gather the pages of an OFD and the templates that lie under them."""
    packed = Zip(body)
    pages = sorted((name for name in packed.names if _PAGE.search("/" + name)), key=_order)
    if not pages:
        raise UnreadableError("an OFD without pages")
    gathering.text_layer = False
    for number, name in enumerate(pages, 1):
        gathering.begin_part()
        _read_part(packed, name, f"page {number}", gathering)
    for name in sorted(name for name in packed.names if _TEMPLATE.search("/" + name)):
        _read_part(packed, name, "template", gathering)


def _read_part(packed: Zip, name: str, where: str, gathering: Gathering) -> None:
    page = _Page()
    data, whole = packed.unpack(name, gathering)
    gathering.truncated |= not whole
    try:
        stream(data, page, gathering)
    except UnreadableError as error:
        if whole or not gathering.characters:
            gathering.failures.append(f"{where}: {error}")
    gathering.text_layer = gathering.text_layer or bool(page.text.strip())
    gathering.add(page.text, where)


def _order(name: str) -> tuple[list[int], str]:
    """Page 2 before page 10, whatever the folders are called."""
    return [int(number[:9]) for number in _NUMBER.findall(name)], name


def _box(boundary: str) -> tuple[float, float, float, float]:
    try:
        left, top, width, height = (float(part) for part in boundary.split()[:4])
    except ValueError:
        return 0.0, 0.0, 0.0, 0.0
    return left, top, width, height
