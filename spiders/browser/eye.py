"""The look at a page that scripts have filled, from a world of its own in which the page's scripts have no hand.

Chromium's own protocol (``Page.createIsolatedWorld``, ``Runtime.evaluate``) is used, for a page may have changed what
the functions of its own world do. What is looked at stays as large as it is allowed to be before it is handed over.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, CDPSession, Page

_STATE: Final = "document.readyState"
_DOCUMENT: Final = """(() => {
  const elements = document.getElementsByTagName("*").length;
  if (elements > %d) return { elements };
  const markup = document.documentElement ? document.documentElement.outerHTML : "";
  return markup.length > %d ? { elements, size: markup.length } : { elements, size: markup.length, markup };
})()"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A page as it is shown: its markup, None where it is larger than it may be."""

    elements: int
    size: int
    """Characters; 0 where there were too many elements to count them."""
    markup: str | None


class Eye:
    """Looks at one page. Every call may wait as long as the page's scripts do not end."""

    def __init__(self, session: "CDPSession", world: int) -> None:
        self._session = session
        self._world = world

    @classmethod
    async def open(cls, context: "BrowserContext", page: "Page") -> "Eye":
        """Make a world beside the page's own."""
        session = await context.new_cdp_session(page)
        tree: dict[str, Any] = await session.send("Page.getFrameTree")
        made: dict[str, Any] = await session.send(
            "Page.createIsolatedWorld", {"frameId": tree["frameTree"]["frame"]["id"], "worldName": "xuncha"}
        )
        return cls(session, made["executionContextId"])

    async def is_complete(self) -> bool:
        """Whether the page and all that belongs to it has been loaded."""
        return await self._evaluate(_STATE) == "complete"

    async def look(self, *, elements: int, size: int) -> Look:
        """Give the page as it is now, if it has no more than so many elements and characters."""
        seen = await self._evaluate(_DOCUMENT % (elements, size))
        found = seen if isinstance(seen, dict) else {}
        return Look(elements=found.get("elements", 0), size=found.get("size", 0), markup=found.get("markup"))

    async def _evaluate(self, expression: str) -> object:
        answer: dict[str, Any] = await self._session.send(
            "Runtime.evaluate", {"expression": expression, "contextId": self._world, "returnByValue": True}
        )
        return answer["result"].get("value")
