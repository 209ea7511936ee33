"""What one page may take of the browser and of its site, so that no page takes the worker."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Limits of one page. Times in seconds, sizes in bytes."""

    seconds: float = 15.0
    """From the first to the last of it, waits for its hosts' turns not counted; the standard gives a page as many."""
    patience: float = 45.0
    """For the waits: a host is asked by a page's scripts no faster than by the crawl, which may be once a second."""
    quiet: float = 0.8
    """So long nothing is asked for or answered, and the page is as its scripts want it."""
    requests: int = 30
    """Requests that are fetched for it: its scripts, and what they ask for."""
    attempts: int = 300
    """Requests that it makes, most of them refused: a page that makes more asks without end."""
    answer_bytes: int = 8 << 20
    """All answers together."""
    page_bytes: int = 8 << 20
    """The page as it is shown in the end."""
    elements: int = 100_000
    """Elements of it; lists of a whole year have some ten thousand."""
