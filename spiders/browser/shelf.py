"""Scripts that were fetched for one page and serve the next ones, as in a visitor's browser: one jquery a site."""

from collections import OrderedDict
from typing import Final
from urllib.parse import urlsplit

from spiders.browser.asking import Told

#: Bytes of all scripts that are kept, and of the largest one.
_ROOM: Final = 16 << 20
_LARGEST: Final = 2 << 20


class Shelf:
    """Scripts of one worker by address, the least used forgotten first. Only files: what has a query may be data."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Told] = OrderedDict()
        self._size = 0

    def find(self, url: str) -> Told | None:
        """Give what was told of an address; None when that is not kept."""
        told = self._kept.get(url)
        if told is not None:
            self._kept.move_to_end(url)
        return told

    def keep(self, url: str, told: Told) -> None:
        """Keep a script, if it is one that will be the same for every page."""
        is_file = urlsplit(url).path.endswith(".js") and not urlsplit(url).query
        if not is_file or told.status != 200 or len(told.body) > _LARGEST or url in self._kept:
            return
        self._kept[url] = told
        self._size += len(told.body)
        while self._size > _ROOM:
            _, gone = self._kept.popitem(last=False)
            self._size -= len(gone.body)
