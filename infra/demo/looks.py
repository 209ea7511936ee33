"""How a generated site looks beyond its content: what its head, foot, tags, guides and home page show or hide.

All of it is sound unless a fault, or what is meant to look like one, changes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """The looks of one site; empty means as it should be."""

    head: str = ""
    """What the head calls the site by instead of its name."""
    bar: str = ""
    """What stands in the title bar of the home page instead of its name."""
    pictured: bool = False
    """The head is one picture, with the name as the words for it."""
    code: str = ""
    """The identity code that the footer shows instead of its own."""
    written: bool = False
    """A script writes the footer."""
    finder: str = ""
    """The host of the error report (找错), where it is not the one of today."""
    odd_tags: bool = False
    """Meta tags in other letters, content before name."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Labels of letters and guides that go by another name."""
    materials: str = ""
    """What service guides want to be handed in."""
    classed: bool | None = None
    """Whether the heads of policies name a class (主题分类); None where they have no place for it."""
    overview: str = ""
    """What the overview tells beside its usual words."""
    hall: bool = True
    """The head leads to the service hall of the province."""
    frozen: datetime | None = None
    """Until when the home page shows what is published; None: all of it."""
    scripted_search: bool = False
    """A script sends what visitors search for."""
    lit_results: bool = False
    """Results show the words that were asked for in red."""
    unseen: tuple[tuple[str, str], ...] = ()
    """Text and address of links on the home page that a style hides."""
    folded: tuple[tuple[str, str], ...] = ()
    """Likewise, in a menu that opens when it is pointed at."""
