"""What a server answered, and what its head says of its body."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from infra.clock import moment_of_ms
from infra.evidence import Unchanged
from infra.features import IPv6Seen
from spiders import guards

#: Bodies that are text to a reader; what a server calls nothing is tried too.
_READABLE = ("text/", "application/xhtml", "application/xml", "application/json", "application/javascript")
#: First bytes of files that some servers hand out as text.
_BINARY = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back for a task: ``body`` is decoded (no gzip), headers by lower-case name."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    latency_ms: int
    """From the first step of connecting to the last byte."""
    whole: bool = True
    """False when the download was stopped at the headers on purpose."""
    tls: str = ""
    """Version of the encrypted connection; empty for plain http."""
    tls_obsolete: bool = False
    """Whether only the settings of an old browser made it."""
    note: str = ""
    """What the operator should know of an answer that is well all the same."""
    address: str = ""
    """The IP address that gave it, '' when there was none."""
    unchanged: Unchanged | None = None
    """Of what kept page it was said that it still holds; status, headers and body are then those that were kept."""
    received_at: int = 0
    """Epoch milliseconds; 0: now."""
    ipv6: IPv6Seen | None = None
    """Whether the host of a home page can be reached over IPv6."""

    @property
    def charset(self) -> str:
        """The charset that its head declares, as written; empty without one."""
        return guards.declared_charset(self._content_type)

    @property
    def is_page(self) -> bool:
        """Whether it is a page for people of which something was read."""
        return bool(self.body) and guards.is_page(self._content_type)

    @property
    def is_readable(self) -> bool:
        """Whether its body is text, as far as its head and its first bytes tell."""
        kind = self._content_type.strip().lower()
        return (not kind or kind.startswith(_READABLE)) and not self.body.startswith(_BINARY)

    @property
    def received(self) -> datetime:
        """The moment that a page's 昨天 and 三小时前 count from."""
        if self.unchanged is not None:
            return self.unchanged.record.received
        return moment_of_ms(self.received_at) if self.received_at else datetime.now(UTC)

    @property
    def size(self) -> int:
        """The body's size in bytes, as announced when it was not read."""
        announced = self.headers.get("content-length", "")
        return int(announced[:15]) if not self.whole and announced.isdecimal() else len(self.body)

    @property
    def _content_type(self) -> str:
        return self.headers.get("content-type", "")
