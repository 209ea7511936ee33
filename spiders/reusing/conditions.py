"""Conditional requests (RFC 9110 §13): how one asks a server to send a page only if it has changed."""

from dataclasses import dataclass
from typing import Final

from infra.validators import Validators
from spiders.hosts.trust import NO_ETAG, NO_MOMENT, Who

#: Headers of such a request. They are meant for its own address, and for no other that is asked for its sake.
IF_NONE_MATCH: Final = "If-None-Match"
IF_MODIFIED_SINCE: Final = "If-Modified-Since"
#: In a request's meta: its ``Condition``, and what was kept (``infra.evidence.Unchanged``) if its server says that this
#: still holds.
CONDITION: Final = "condition"
UNCHANGED: Final = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """By what one request asks whether its page has changed."""

    url: str
    kept: Validators
    who: Who
    trial: bool
    """Asked by validators that fit no page, to try the host's word."""

    @property
    def headers(self) -> dict[str, str]:
        """What the request carries: both validators where both are known, as the server wrote them."""
        headers = {}
        if self.kept.etag:
            headers[IF_NONE_MATCH] = NO_ETAG if self.trial else self.kept.etag
        if self.kept.last_modified:
            headers[IF_MODIFIED_SINCE] = NO_MOMENT if self.trial else self.kept.last_modified
        return headers
