"""The second look at an address, as a visitor's browser would ask it: nothing is dead before that.

Some servers turn away whoever does not look like a browser, or does not come from the page that bears the link
(防盗链), and do so with the very status of a page that is gone. What a visitor gets is what counts, so before an
address is called dead it is asked once more in a browser's words, and its answer is read.
"""

from infra.frontier import Lease

#: What most visitors' browsers say of themselves; the version is not what servers look at.
BROWSER_AGENT = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
)
_WORDS = {
    "User-Agent": BROWSER_AGENT,
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "Upgrade-Insecure-Requests": "1",
}


def is_second_look(lease: Lease) -> bool:
    """Whether the address was tried before and is now asked in the other way."""
    return lease.attempt > 1


def browser_headers(lease: Lease) -> dict[str, str]:
    """Give a browser's headers for a second look; nothing for a first one."""
    if not is_second_look(lease):
        return {}
    bearer = lease.task.found_on
    return _WORDS | {"Referer": bearer} if bearer else dict(_WORDS)
