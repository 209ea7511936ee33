"""A waiting task as compact text, since tens of millions may wait at once.

A queue belongs to one host, so an address on that host is kept as its path; any other address is kept whole. Lines:
target, attempts made (the scripts write it), then ``<kind><depth><"-" if not recent>``, the address, the page that
bears the link; for a request of a foreign spider one more, with all that it is beyond its address. The scripts read
the first two lines only.
"""

import re
from hashlib import blake2b
from typing import Final

from infra.records import RequestTask, Task, TaskKind

#: Number of seen sets an inspection, a power of two. 14 million URLs make 214 a set, well inside the 512 members to
#: which Redis by default keeps a set of integers packed (8 bytes each); a small inspection pays for few sets.
SEEN_BUCKETS: Final = 1 << 16

#: Where addresses wait that name no host; whoever fetches them refuses them.
NO_HOST: Final = "-"

_HOST = re.compile(r"(https?)://(?:[^/?#@]*@)?([^/?#@\s]+)(?=[/?#]|$)", re.IGNORECASE)
_DEFAULT_PORT: Final = {"http": ":80", "https": ":443"}
_UNFIT = re.compile(r"[\x00-\x20\x7f\ud800-\udfff]")

#: Upper case stands for https.
_LETTERS: Final = {
    TaskKind.HOME: "h",
    TaskKind.COLUMN: "c",
    TaskKind.ARTICLE: "a",
    TaskKind.ARCHIVED: "r",
    TaskKind.ATTACHMENT: "f",
    TaskKind.OUTSIDE: "o",
    TaskKind.IMAGE: "i",
    TaskKind.FEED: "p",
    TaskKind.SEARCH: "s",
}
_KINDS: Final = {letter: kind for kind, letter in _LETTERS.items()}

_BANDS: Final = {
    TaskKind.HOME: 0,
    TaskKind.COLUMN: 1,
    TaskKind.FEED: 1,
    TaskKind.SEARCH: 1,
    TaskKind.ARCHIVED: 4,
    TaskKind.ATTACHMENT: 5,
    TaskKind.OUTSIDE: 6,
    # There are many, and a page is worth more: on a site's own host they wait behind all else.
    TaskKind.IMAGE: 6,
}
_BAND_RECENT: Final = 2
_BAND_OLDER: Final = 3


def host_of(url: str) -> str:
    """Give the host (with its port, unless that is the scheme's own) by which politeness is kept; in lower case."""
    found = _HOST.match(url)
    if not found:
        return NO_HOST
    scheme, host = found[1].lower(), found[2].lower()
    return host.removesuffix(_DEFAULT_PORT[scheme])


def band_of(task: Task) -> int:
    """Give the task's place in the order of claims within its host (DESIGN §5), 0 first."""
    if isinstance(task, RequestTask):
        return task.band
    if task.kind is TaskKind.ARTICLE:
        return _BAND_RECENT if task.recent else _BAND_OLDER
    return _BANDS[task.kind]


def fingerprint(task: Task) -> tuple[str, int]:
    """Give the seen set (four hex digits) and the signed 64-bit BLAKE2b of target and URL that stands in it."""
    key = task.key if isinstance(task, RequestTask) else task.url
    digest = blake2b(f"{task.target}\n{key}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    number = int.from_bytes(digest, "big", signed=True)
    return f"{number % SEEN_BUCKETS:04x}", number


def pack(task: Task, host: str) -> str:
    """Write what stands behind target and attempts; ``host`` is ``host_of`` the task's URL."""
    secure = task.url[:6].lower() == "https:"
    origin = f"https://{host}" if secure else f"http://{host}"
    letter = _LETTERS[task.kind]
    head = f"{letter.upper() if secure else letter}{task.depth or ''}{'' if task.recent else '-'}"
    text = f"{head}\n{_shorten(task.url, origin)}\n{_shorten(task.found_on, origin)}"
    return f"{text}\n{task.request}" if isinstance(task, RequestTask) else text


def unpack(target: str, host: str, text: str) -> Task:
    """Read a task back.

    Raises ``ValueError`` when the text is not one that ``pack`` wrote.
    """
    head, url, found_on, *request = text.split("\n")
    letter, depth = head[0], head[1:].removesuffix("-")
    origin = f"https://{host}" if letter.isupper() else f"http://{host}"
    task = Task(
        target=target,
        kind=_KINDS[letter.lower()],
        url=_lengthen(url, origin),
        found_on=_lengthen(found_on, origin),
        depth=int(depth or 0),
        recent=not head.endswith("-"),
    )
    if not request:
        return task
    [line] = request
    return RequestTask(target=target, kind=task.kind, url=task.url, depth=task.depth, request=line)


def _shorten(url: str, origin: str) -> str:
    if url.startswith(origin) and url[len(origin) :].startswith("/"):
        url = url[len(origin) :]
    return _UNFIT.sub(_quote, url) if _UNFIT.search(url) else url


def _lengthen(text: str, origin: str) -> str:
    return origin + text if text.startswith("/") else text


def _quote(unfit: re.Match[str]) -> str:
    """Percent-encode what a canonical URL does not hold anyway; a lone surrogate becomes U+FFFD."""
    return "".join(f"%{byte:02X}" for byte in unfit[0].encode("utf-8", "replace"))
