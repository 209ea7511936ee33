"""A page laid flat: one parse, one walk, and then plain text with boxes over it.

Every reader works on this: regular expressions run once over the visible text, and the boxes (elements with their
offsets in that text) tell what stands inside what. Faster than asking the tree again for each question, and the same
hostile page costs the same bounded work: a capped number of boxes, no recursion.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TypeVar

from selectolax.lexbor import LexborHTMLParser, LexborNode

from spiders.reading.margin import Margin, Note, Where
from spiders.reading.rules import Rule
from spiders.reading.taming import tame

T = TypeVar("T")

#: Elements of a page that are looked at; a real page has a few thousand.
MAX_BOXES = 60_000
#: Options of one drop-down that are looked at.
MAX_OPTIONS = 500
#: Code of inline scripts that is looked at, in characters.
MAX_CODE = 400_000

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "center", "dd", "details", "dialog", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "li", "main", "marquee", "nav", "ol", "p", "pre", "section"),
        *("table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_CELLS = frozenset(("td", "th"))
#: Elements that show nothing of their own in the page's text.
_SPECIAL = frozenset(
    (
        *("style", "template", "noscript", "svg", "textarea", "select", "object", "math", "iframe", "title"),
        *("script", "meta", "base"),
    )
)
_HIDING = ("display:none", "display: none", "visibility:hidden", "visibility: hidden")


@dataclass(slots=True, eq=False)
class Box:
    """One element: ``text[start:end]`` of the outline is what it shows, ``boxes[index+1:last+1]`` stand inside it."""

    tag: str
    attrs: dict[str, str | None]
    index: int
    parent: int
    start: int
    end: int = 0
    last: int = 0
    hidden: bool = False

    def attr(self, name: str) -> str:
        """An attribute's value; empty when it is absent or bare."""
        return self.attrs.get(name) or ""

    @property
    def label(self) -> str:
        """Id and class in lower case: the names that a designer gave the box."""
        return f"{self.attrs.get('id') or ''} {self.attrs.get('class') or ''}".lower()


@dataclass(frozen=True, slots=True)
class Script:
    """An inline script: its code, its type attribute in lower case, and the box it stands in."""

    code: str
    type: str
    box: int


@dataclass(slots=True)
class Outline:
    """The flat page. ``anchors`` are the indexes of ``a`` and ``area`` boxes in document order."""

    text: str = ""
    boxes: list[Box] = field(default_factory=list)
    anchors: list[int] = field(default_factory=list)
    scripts: list[Script] = field(default_factory=list)
    title: str = ""
    metas: list[dict[str, str | None]] = field(default_factory=list)
    base: str = ""
    options: list[str] = field(default_factory=list)
    """Values of ``option`` elements that are addresses."""
    cut: bool = False
    """Whether a bound was hit and something was left out."""
    margin: Margin | None = None
    """Where readers note why they read what; None in a crawl, where nobody asks."""

    def note_in(self, margin: Margin | None) -> None:
        """Let readers note in a margin why they read what."""
        self.margin = margin
        if margin is not None:
            margin.outline = self

    def because(  # noqa: PLR0913, PLR0917 - what a note says
        self, name: str, rule: Rule, value: T, start: int = -1, end: int = -1, where: Where = Where.TEXT, said: str = ""
    ) -> T:
        """Give ``value``, and note in the margin why the field ``name`` has it (``margin.Note``)."""
        if self.margin is not None:
            self.margin.add(name, Note(rule=rule, value=value, where=where, start=start, end=end, said=said))
        return value

    def shown(self, box: Box) -> str:
        """What a box shows."""
        return self.text[box.start : box.end]

    def inside(self, box: Box, most: int = MAX_BOXES) -> list[Box]:
        """The boxes within a box, in document order, the first so many."""
        return self.boxes[box.index + 1 : min(box.last, box.index + most) + 1]

    def anchors_in(self, box: Box, most: int = MAX_BOXES) -> list[int]:
        """The anchors within a box (or the box itself), the first so many."""
        low = bisect_left(self.anchors, box.index)
        high = bisect_right(self.anchors, box.last, low)
        return self.anchors[low : high if high - low < most else low + most]

    def ancestors(self, box: Box, limit: int = 12) -> list[Box]:
        """The boxes around a box, nearest first."""
        found: list[Box] = []
        while box.parent >= 0 and len(found) < limit:
            box = self.boxes[box.parent]
            found.append(box)
        return found

    def line(self, offset: int) -> str:
        """The line of the visible text around an offset."""
        end = self.text.find("\n", offset)
        return self.text[self.text.rfind("\n", 0, offset) + 1 : end if end >= 0 else len(self.text)]


def lay_flat(markup: str) -> Outline:
    """Parse a page and lay it flat."""
    tree = LexborHTMLParser(tame(markup))
    root = tree.root
    return _Walk().run(root) if root is not None else Outline()


class _Walk:
    """One pass over the tree with an explicit stack: depth costs nothing."""

    def __init__(self) -> None:
        self.out = Outline()
        self.pieces: list[str] = []
        self.length = 0
        self.edge = True  # the text so far ends with a line break (or is empty)
        self.blank = False  # an inline blank waits for more text
        self.code = 0

    def run(self, root: LexborNode) -> Outline:
        stack: list[tuple[LexborNode, Box]] = []
        node: LexborNode | None = root
        box: Box | None = None
        while node is not None:
            child = None
            tag = node.tag or "-"
            if tag == "-text":
                self.add(node.text_content or "")
            else:
                opened = self.open(node, tag, box)
                child = node.first_child if opened is not None else None
                if opened is not None and child is None:
                    self.close(opened)
                elif opened is not None:
                    stack.append((node, opened))
                    box, node = opened, child
                    continue
            node = node.next
            while node is None and stack:
                above, closing = stack.pop()
                self.close(closing)
                box = stack[-1][1] if stack else None
                node = above.next if stack else None
        self.out.text = "".join(self.pieces)
        return self.out

    def open(self, node: LexborNode, tag: str, parent: Box | None) -> Box | None:
        """Start a box; None when the node holds nothing to look into."""
        boxes = self.out.boxes
        index = len(boxes)
        if tag[:1] in "-!" or index >= MAX_BOXES:
            self.out.cut = self.out.cut or index >= MAX_BOXES
            return None
        attrs = node.attributes
        if tag in _SPECIAL:
            self.special(tag, attrs, node, parent)
            return None
        if tag in _BLOCKS:
            self.edge_here()
        elif tag in _CELLS:
            self.gap()
        if parent is None:
            box = Box(tag, attrs, index, -1, self.length, 0, index)
        else:
            hidden = parent.hidden or (bool(attrs) and _hides(attrs))
            box = Box(tag, attrs, index, parent.index, self.length, 0, index, hidden)
        boxes.append(box)
        if tag == "a" or tag == "area":  # noqa: PLR1714 - twice as fast as a set, for every element
            self.out.anchors.append(index)
        return box

    def close(self, box: Box) -> None:
        box.end = self.length
        box.last = len(self.out.boxes) - 1
        if box.tag in _BLOCKS:
            self.edge_here()
        elif box.tag in _CELLS:
            self.gap()

    def add(self, text: str) -> None:
        """Add a text node: blanks run together; between inline elements they stay."""
        words = text.split()
        if not words:
            self.blank = True
            return
        piece = words[0] if len(words) == 1 else " ".join(words)
        if (self.blank or text[0].isspace()) and not self.edge:
            piece = " " + piece
        self.blank = text[-1].isspace()
        self.edge = False
        self.pieces.append(piece)
        self.length += len(piece)

    def edge_here(self) -> None:
        self.blank = False
        if not self.edge:
            self.pieces.append("\n")
            self.length += 1
            self.edge = True

    def gap(self) -> None:
        self.blank = False
        if not self.edge and self.pieces[-1] != "\t":
            self.pieces.append("\t")
            self.length += 1

    def special(self, tag: str, attrs: dict[str, str | None], node: LexborNode, parent: Box | None) -> None:
        """Elements that show no text of their own in the page."""
        out = self.out
        if tag == "script":
            code = _raw(node) if self.code < MAX_CODE else ""
            self.code += len(code)
            kind = (attrs.get("type") or "").lower()
            if code or attrs.get("src"):
                out.scripts.append(Script(code, kind, len(out.boxes)))
            if attrs:
                self.leaf(tag, attrs, parent)
        elif tag == "meta":
            out.metas.append(attrs)
        elif tag == "base":
            out.base = out.base or attrs.get("href") or ""
        elif tag == "title":
            out.title = out.title or _raw(node)
        elif tag == "select":
            out.options.extend(_addresses(node))
        elif tag == "iframe":
            self.leaf(tag, attrs, parent)

    def leaf(self, tag: str, attrs: dict[str, str | None], parent: Box | None) -> None:
        index = len(self.out.boxes)
        at = self.length
        hidden = (parent is not None and parent.hidden) or _hides(attrs)
        self.out.boxes.append(Box(tag, attrs, index, parent.index if parent else -1, at, at, index, hidden))


def _addresses(select: LexborNode) -> list[str]:
    """The values of a drop-down's options that are addresses, as lists of related sites have them."""
    found: list[str] = []
    option = select.first_child
    for _ in range(MAX_OPTIONS):
        if option is None:
            break
        value = option.attributes.get("value") or "" if option.is_element_node else ""
        if value[:4].lower() == "http":
            found.append(value)
        option = option.next
    return found


def _raw(node: LexborNode) -> str:
    """The text of an element that holds text only (script, title)."""
    child = node.first_child
    return (child.text_content or "") if child is not None else ""


def _hides(attrs: dict[str, str | None]) -> bool:
    if "hidden" in attrs:
        return True
    style = attrs.get("style")
    if style and len(style) < 2000:
        style = style.lower()
        return any(word in style for word in _HIDING)
    return False
