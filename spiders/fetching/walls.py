"""Redirects that lead back to where they came from: a wall that only wants a cookie is passed, a loop is told.

Redirects are tasks of their own, by the frontier. Two kinds are followed here, within the lease, a few requests at
most: one that sets a cookie which its host has not set before (does it lead back, and is the page shown then?), and one
that closes a circle (``infra.redirects``), which a browser with cookies walks once more before it is called a loop.

What a loop is worth: the standard's D19 asks for links that open, and a visitor's browser ends a loop with an error
("too many redirects"), so a loop is ``dead``, looked at twice like any dead page. But one that hands out cookies all
the while may be a shield that lets others pass, and is ``unsure``.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response
from w3lib.url import safe_url_string

from infra.redirects import MOST, Leads
from spiders.fetching.cookies import Cookies
from spiders.reading.links import Resolver, canonical
from spiders.reusing.conditions import CONDITION, IF_MODIFIED_SINCE, IF_NONE_MATCH

#: Sends a request, for the sake of the one that began.
Ask = Callable[[Request, Request], Awaitable[Response]]
Note = Callable[[Request, str], Awaitable[Leads]]

#: Requests of one walk; each follows the one before at once, so they are fewer than the redirects of a browser.
MOST_STEPS: Final = 10
#: In a request's meta: the status of the redirect behind which its answer was found at another address.
LED_ON: Final = "led_on"

_STATUSES = frozenset({301, 302, 303, 307, 308})
#: Headers that were meant for the address asked first.
_OWN_HEADERS = ("Cookie", IF_NONE_MATCH, IF_MODIFIED_SINCE)


class RedirectLoopError(Exception):
    """An address that leads round in a circle, or on and on; ``certain`` when no visitor's browser can open it."""

    def __init__(self, reason: str, *, certain: bool) -> None:
        super().__init__(reason)
        self.certain = certain


class Walls:
    """Fetches, and passes the walls of hosts. ``ask`` sends one request; ``note`` tells where a redirect leads."""

    def __init__(self, ask: Ask, note: Note) -> None:
        self._ask = ask
        self._note = note
        self._cookies = Cookies()
        self._tried = Cookies()

    async def fetch(self, request: Request) -> Response:
        """Fetch; an answer with another ``url`` than the request's was found behind a circle, by way of cookies.

        Raises ``RedirectLoopError``, and what ``ask`` raises.
        """
        host = _host_of(request)
        if cookies := self._cookies.header(host):
            request.headers["Cookie"] = cookies
        response = await self._ask(request, request)
        location = _location(response)
        if not location:
            return response
        walk, found = _Walk(self._ask, request, self._cookies), None
        if location == request.url:
            return self._passed(walk, await walk.end(response), response)
        lines = _set_cookies(response)
        if lines and urlsplit(location).netloc == host and not self._tried.knows(host, lines):
            # New cookies, and the way stays with the host that set them: perhaps that is all it wants.
            self._tried.keep(host, lines)
            with suppress(Exception):  # then the redirect is what it seems
                found = await walk.end(response)
        if found is not None and found.url == request.url:
            return self._passed(walk, found, response)
        match await self._note(request, location):
            case Leads.ROUND:
                return self._passed(walk, found or await walk.end(response), response)
            case Leads.TOO_FAR:
                msg = f"redirect loop: more than {MOST} redirects in a row"
                raise RedirectLoopError(msg, certain=True)
        return response

    def _passed(self, walk: "_Walk", found: Response, response: Response) -> Response:
        self._cookies.take(walk.cookies)
        walk.began.meta.update(walk.asked.meta)
        walk.began.meta.pop(CONDITION, None)  # it was not put to what was found
        if found.url != walk.began.url:
            walk.began.meta[LED_ON] = response.status
        return found


class _Walk:
    """A way along redirects, with the cookies that are handed out on it."""

    def __init__(self, ask: Ask, request: Request, cookies: Cookies) -> None:
        self._ask = ask
        self.began = self.asked = request
        self.cookies = cookies.part(_host_of(request))
        self._handed_out = False

    async def end(self, response: Response) -> Response:
        """Go on from a redirect to what is none; its ``url`` is canonical.

        Raises ``RedirectLoopError`` when the same is asked twice, or too much.
        """
        self.asked, location = self.began, _location(response)
        states = {self._state()}
        for _ in range(MOST_STEPS):
            lines = _set_cookies(response)
            self._handed_out = self._handed_out or bool(lines)
            self.cookies.keep(_host_of(self.asked), lines)
            # As it is written: a session's id in it may be all that the server looks at.
            self.asked = self._onward(urljoin(self.asked.url, _written(response)))
            if self._state() in states:
                raise self._loop(location, certain=not self._handed_out)
            states.add(self._state())
            response = await self._ask(self.asked, self.began)
            if not _location(response):
                return response.replace(url=canonical(self.asked.url))
        raise self._loop(location, certain=False)

    def _state(self) -> tuple[str, bytes | None]:
        return self.asked.url, self.asked.headers.get("Cookie")

    def _loop(self, location: str, *, certain: bool) -> RedirectLoopError:
        where = "itself" if location == self.began.url else f"itself by way of {location}"
        how = "" if certain else ", with cookies that may let others pass"
        return RedirectLoopError(f"redirect loop: leads to {where}{how}", certain=certain)

    def _onward(self, url: str) -> Request:
        asking = self.began.replace(url=safe_url_string(url))
        for name in _OWN_HEADERS:
            asking.headers.pop(name, None)
        if cookies := self.cookies.header(_host_of(asking)):
            asking.headers["Cookie"] = cookies
        return asking


def _host_of(request: Request) -> str:
    return urlsplit(request.url).netloc


def _written(response: Response) -> str:
    return (response.headers.get("Location") or b"").decode("latin-1").strip().replace("\\", "/")


def _location(response: Response) -> str:
    """Where an answer leads, canonical; empty when it is no redirect, or none to an address that is fetched."""
    return Resolver(response.url)(_written(response)) if response.status in _STATUSES else ""


def _set_cookies(response: Response) -> list[str]:
    return [line.decode("latin-1") for line in response.headers.getlist("Set-Cookie")]
