"""XML inside files, as a stream of events: nothing is built in memory, no entity is expanded, nothing is fetched."""

from collections.abc import Mapping
from typing import Protocol

from lxml import etree

from spiders.reading.files.gathering import Gathering, UnreadableError

_STEP = 64 * 1024
#: Names of elements that are remembered; the largest of these formats has some hundred.
_MAX_NAMES = 500


class Events(Protocol):
    """Who listens: elements' names come without their namespace, those of attributes as they are."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Some of the text between tags, in as many calls as it pleases the parser."""


class _Target:
    """lxml's side of the listener."""

    def __init__(self, events: Events) -> None:
        self._events = events
        self._names: dict[str, str] = {}

    def doctype(self, name: str, *_ids: str | None) -> None:
        """Refuse: neither OOXML nor OFD has document types, and entities begin there."""
        msg = f"its XML declares a document type ({name[:20]})"
        raise UnreadableError(msg)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Hand an element's begin on."""
        self._events.start(self._names.get(tag) or self._learn(tag), attributes)

    def end(self, tag: str) -> None:
        """Hand an element's end on."""
        self._events.end(self._names.get(tag) or self._learn(tag))

    def data(self, text: str) -> None:
        """Hand text on."""
        self._events.data(text)

    def close(self) -> None:
        """Return nothing: all went to the listener."""

    def _learn(self, tag: str) -> str:
        """Take an element's name out of its tag, once for those of a real format, which are few."""
        name = bare(tag)
        if len(self._names) < _MAX_NAMES:
            self._names[tag] = name
        return name


def bare(tag: str) -> str:
    """Give a name without its namespace."""
    return tag.rpartition("}")[2]


def stream(data: bytes, events: Events, gathering: Gathering) -> None:
    """Read a document from beginning to end.

    Raises ``UnreadableError`` where it breaks off, after all that stood before it was heard.
    """
    parser = etree.XMLParser(
        target=_Target(events), resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    try:
        for start in range(0, len(data), _STEP):
            parser.feed(data[start : start + _STEP])
            gathering.look_at_clock()
        parser.close()
    except etree.XMLSyntaxError as error:
        msg = f"broken XML: {error.msg}"
        raise UnreadableError(msg) from None
