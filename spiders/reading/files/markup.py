"""XML inside files, as a stream of events: nothing is built in memory, no entity is expanded, nothing is fetched."""

from typing import Protocol

from lxml import etree

from spiders.reading.files.gathering import Gathering, UnreadableError

_STEP = 64 * 1024


class Events(Protocol):
    """Who listens: names come without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; the names of its attributes have lost their namespaces too."""

    def end(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Some of the text between tags, in as many calls as it pleases the parser."""


class _Target:
    """lxml's side of the listener."""

    def __init__(self, events: Events) -> None:
        self._events = events

    def doctype(self, name: str, *_ids: str | None) -> None:
        """Refuse: neither OOXML nor OFD has document types, and entities begin there."""
        msg = f"its XML declares a document type ({name[:20]})"
        raise UnreadableError(msg)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Hand an element's begin on."""
        self._events.start(bare(tag), {bare(name): value for name, value in attributes.items()})

    def end(self, tag: str) -> None:
        """Hand an element's end on."""
        self._events.end(bare(tag))

    def data(self, text: str) -> None:
        """Hand text on."""
        self._events.data(text)

    def close(self) -> None:
        """Return nothing: all went to the listener."""


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
