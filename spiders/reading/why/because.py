"""Why one value of a page is what it is."""

from dataclasses import dataclass
from typing import Any

from spiders.reading.rules import Rule
from spiders.reading.why.dated import Lost
from spiders.reading.why.places import Spot

NOWHERE = Spot()


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """The rule that gave a value, and the text of the page that it was read from."""

    value: Any
    """As ``xuncha page --json`` prints it."""
    rule: Rule
    spot: Spot = NOWHERE
    detail: str = ""
    """What the rule says more: the publishing system (建站系统), the reason of a suspicion."""
    lost: tuple[Lost, ...] = ()
    """Of a date: others that the page holds."""

    def to_json(self) -> dict[str, Any]:
        """The value of one field under ``why``."""
        found = {"value": self.value, "rule": str(self.rule), "says": self.rule.says, **self.spot.to_json()}
        found |= {"detail": self.detail} if self.detail else {}
        return found | ({"lost": [one.to_json() for one in self.lost]} if self.lost else {})
