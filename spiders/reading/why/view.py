"""One page as it is explained: what was read, what the readers noted, and where its texts stand."""

from collections.abc import Iterator
from typing import Any

from spiders.reading.dates import Vantage
from spiders.reading.encoding import Decoded
from spiders.reading.margin import Margin, Note, Where
from spiders.reading.outline import Outline
from spiders.reading.page import Page
from spiders.reading.rules import Rule
from spiders.reading.why.because import NOWHERE, Because
from spiders.reading.why.dated import Dated
from spiders.reading.why.places import Places, Spot
from spiders.reading.why.tags import tag_of

#: Paths of values in the page's JSON, and why each is what it is.
Found = Iterator[tuple[str, Because]]


class View:
    """One page, its margin and its texts."""

    def __init__(self, page: Page, margin: Margin, text: Decoded, vantage: Vantage) -> None:
        self.page = page
        self.shown: dict[str, Any] = page.to_json()
        self.margin = margin
        self.text = text
        trail = next(reversed(margin.notes.get("column.path", ())), None)
        span = (trail.start, trail.end) if trail is not None else (-1, -1)
        self.places = Places(margin.outline or Outline(), text.text, page.url, span)
        self.dated = Dated(self.places, margin, vantage)
        self.tags = {f"meta.{name}": self._tag(name, value) for name, value in page.meta.items()}

    def _tag(self, name: str, value: str) -> Because:
        span = tag_of(self.text.text, name, value)
        spot = self.places.source(*span) if span is not None else self.places.said(value, Where.SOURCE)
        return Because(value=value, rule=Rule.META_TAG, spot=spot)

    def tagged(self, name: str) -> Spot:
        """Where a meta tag stands."""
        found = self.tags.get(f"meta.{name}")
        return found.spot if found is not None else NOWHERE

    def spot(self, note: Note | None) -> Spot:
        """Where a note says that a value was read."""
        return self.places.of(note) if note is not None else NOWHERE

    def first(self, name: str) -> Spot:
        """Where the first of several values was read."""
        return self.spot(next(iter(self.margin.notes.get(name, ())), None))

    def noted(self, name: str, value: Any, noted_as: str = "") -> Found:
        """A value that a reader gave a reason for; nothing for one without."""
        note = self.margin.of(noted_as or name, value)
        if note is not None:
            yield name, Because(value=value, rule=note.rule, spot=self.places.of(note))

    def noted_each(self, name: str, values: tuple[str, ...], noted_as: str = "") -> Found:
        """Each of several values that a reader gave a reason for."""
        for number, value in enumerate(values):
            for _, because in self.noted(name, value, noted_as):
                yield f"{name}.{number}", because
