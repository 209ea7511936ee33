"""How a fetch ended, told from the answer or from the failure: the line between dead, blocked and cannot tell.

An inspector that is kept out must not write that a site is down, nor that a page is gone because the
inspector's own network was. So only what the site itself said, or a name or port that does not exist, is
``dead``; a challenge or a refusal of robots is ``blocked``; what was too slow, cut off or too large is
``unsure``. And nothing is dead at first sight: some servers turn away whoever is no browser with the very status of a
page that is gone, so such an answer counts when it is given twice, the second time to another way of asking.
"""

import errno
import re
import socket
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from infra.clock import BEIJING
from infra.records import Outcome, TaskKind
from infra.robots import RobotsRefusedError
from infra.settings import Settings
from spiders.fetching.addresses import AddressRefusedError
from spiders.fetching.packing import PackingError
from spiders.fetching.replay import NotKeptError
from spiders.fetching.walls import RedirectLoopError

#: Statuses by which servers and their shields (加速乐, 瑞数, 安全狗, Cloudflare) keep crawlers out.
BLOCKING = frozenset({401, 403, 405, 407, 412, 418, 429, 468, 493, 521, 567})
#: No server has a reason to refuse a GET as such; one that does means who asks.
METHOD_NOT_ALLOWED = 405
#: Request timeout and too early, and "not modified" where nothing was named that could have been: the same request may
#: be well in a moment.
_COME_AGAIN = frozenset({304, 408, 425})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: A server may ask for patience, not for the rest of the inspection.
MAX_RETRY_AFTER_MS = 3_600_000

#: errno of a connection that the machine itself could not try: its own network is at fault, not the site.
_OWN_NETWORK = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EMFILE, errno.ENFILE, errno.EADDRNOTAVAIL})
#: getaddrinfo's answers that say nothing about the name: the name server did not answer.
_NO_NAME_SERVER = frozenset({socket.EAI_AGAIN, socket.EAI_FAIL, socket.EAI_SYSTEM})
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:\-]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How one fetch ended, without regard to how often it was tried before."""

    outcome: Outcome
    reason: str = ""
    again: bool = False
    """Another try may end otherwise; the outcome stands only when there is none left."""
    retry_after_ms: int = 0
    """How long the server asked to be left alone."""
    asked: bool = True
    """False when the host was not even asked, so that nothing can be held against it."""
    doubtful: bool = False
    """The answer may be to our way of asking: a second look, later and as a browser asks, decides."""


OK = Ending(outcome=Outcome.OK)
#: Why a file that is there, and longer than one may be, was not read.
TOO_LARGE = "too large to be read"


def of_status(status: int, *, retry_after: str = "", now: datetime | None = None) -> Ending:
    """Tell an answer's ending from its status (and ``Retry-After``, seconds or a date)."""
    if 200 <= status < 300:
        return OK
    if status in REDIRECTS:
        return Ending(outcome=Outcome.REDIRECT)
    return _of_refusal(status, _milliseconds(retry_after, now))


def _of_refusal(status: int, wait: int | None) -> Ending:
    reason = f"HTTP {status}"
    if status == 429 or (status == 503 and wait is not None):
        return Ending(outcome=Outcome.BLOCKED, reason=reason, again=True, retry_after_ms=wait or 0)
    if status in BLOCKING:
        return Ending(outcome=Outcome.BLOCKED, reason=reason, doubtful=status == METHOD_NOT_ALLOWED)
    if status in _COME_AGAIN:
        return _unsure(reason)
    return Ending(outcome=Outcome.DEAD, reason=reason, again=status >= 500, doubtful=status < 500)


def of_failure(error: BaseException) -> Ending:
    """Tell a fetch's ending from what Scrapy raised instead of an answer."""
    cause = error.__cause__
    match error:
        case AddressRefusedError():
            ending = Ending(outcome=Outcome.REFUSED, reason=str(error))
        case NotKeptError():
            ending = Ending(outcome=Outcome.UNSURE, reason="not in the archives that are replayed", asked=False)
        case RobotsRefusedError():
            ending = Ending(outcome=Outcome.REFUSED, reason=str(error), asked=False)
        case UnsupportedURLSchemeError() | NotSupported():
            ending = Ending(outcome=Outcome.REFUSED, reason=f"not an address that is fetched: {_first_line(error)}")
        case DownloadTimeoutError() | TimeoutError():
            ending = _unsure("no complete answer in time")
        case CannotResolveHostError():
            ending = _of_name(cause)
        case DownloadConnectionRefusedError():
            ending = _of_connection(cause)
        case ResponseDataLossError() | DownloadFailedError():
            ending = _unsure(f"cut off: {_first_line(cause or error)}")
        case RedirectLoopError():
            outcome = Outcome.DEAD if error.certain else Outcome.UNSURE
            ending = Ending(outcome=outcome, reason=str(error), doubtful=error.certain)
        case PackingError():
            ending = Ending(outcome=Outcome.UNSURE, reason=f"its packed body cannot be read: {_first_line(error)}")
        case DownloadCancelledError():
            ending = Ending(outcome=Outcome.UNSURE, reason="larger than a page is read")
        case _:
            ending = Ending(outcome=Outcome.UNSURE, reason=f"{type(error).__name__}: {_first_line(error)}")
    return ending


def _of_name(cause: BaseException | None) -> Ending:
    number = getattr(getattr(cause, "os_error", None), "errno", None)
    if number in _NO_NAME_SERVER:
        return _unsure("the name server did not answer")
    return Ending(outcome=Outcome.DEAD, reason="no such host name", again=True)


def _of_connection(cause: BaseException | None) -> Ending:
    system = getattr(cause, "os_error", None)
    if isinstance(cause, aiohttp.ClientSSLError):
        return _unsure(f"TLS: {_first_line(system or cause)}")
    if getattr(system, "errno", None) in _OWN_NETWORK:
        return _unsure(f"this machine's network: {_first_line(system)}")
    return Ending(outcome=Outcome.DEAD, reason="no server answers at this address", again=True)


def _unsure(reason: str) -> Ending:
    return Ending(outcome=Outcome.UNSURE, reason=reason, again=True)


def challenged(name: str) -> Ending:
    """Give the ending of a fetch that brought a challenge to the browser in the place of a page."""
    return Ending(outcome=Outcome.BLOCKED, reason=f"challenge page ({name})")


def size_cap(kind: TaskKind, settings: Settings) -> int:
    """Give the largest body read for a task, in bytes."""
    return settings.attachment_bytes if kind is TaskKind.ATTACHMENT else settings.page_bytes


def is_too_large(error: BaseException) -> bool:
    """Whether a body was left because it is longer than one of its kind may be."""
    return isinstance(error, DownloadCancelledError)


def is_page(content_type: str) -> bool:
    """Tell whether a ``Content-Type`` header says that the answer is a page for people."""
    return content_type.strip().lower().startswith(("text/html", "application/xhtml"))


def declared_charset(content_type: str) -> str:
    """Give the charset that a ``Content-Type`` header names, as written; empty without one."""
    match = _CHARSET.search(content_type)
    return match[1] if match else ""


def _milliseconds(retry_after: str, now: datetime | None) -> int | None:
    """Read ``Retry-After`` (RFC 9110 §10.2.3); None when it is absent or unreadable."""
    text = retry_after.strip()
    if not text:
        return None
    if text.isdecimal():
        return min(int(text[:9]) * 1000, MAX_RETRY_AFTER_MS)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    wait = (moment - (now or datetime.now(BEIJING))).total_seconds()
    return max(0, min(int(wait * 1000), MAX_RETRY_AFTER_MS))


def _first_line(error: BaseException | None) -> str:
    text = str(error).strip() if error is not None else ""
    return (text.splitlines()[0] if text else type(error).__name__)[:200]
