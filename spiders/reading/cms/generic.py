"""What no publishing system is recognised by: pagers made of numbers, and pagers that call a script.

帝国CMS ``index_2.html``, 动易 SiteFactory ``List_12.aspx?Page=2``, SiteServer ``channels/12_2.html``, and the tables of
plain ASP and JSP (``?pageNo=2``) all link their pages by numbers. Where the links call a script instead
(``javascript:goPage(2)``) an address that stands written in the call, or in the function that it calls, is followed. A
form that is sent back to the page (``__doPostBack``, ASP.NET) is not: no task carries a POST.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spiders.reading.cms.seam import MAX_SEARCHED, Sight

#: One line for the operator; ``spiders.observing`` reports it.
POSTED = "its further pages answer only to a form that is sent back (POST), and were not seen"
RUN = "its further pages are known to a script only, and were not seen"

_NUMBER = re.compile(r"\d{1,6}")
_CALL = re.compile(
    r"(?:javascript:)?\s?(?:return\s)?([A-Za-z_$][\w$.]{0,60})\(\s?[\"']?(\d{1,6})[\"']?\s?[,)]", re.IGNORECASE
)
_WRITTEN = re.compile(r"[\"']([^\"'<>\s]{1,300}\.(?:s?html?|jspx?|aspx?|do)(?:\?[^\"'<>\s]{0,200})?)[\"']")
_POSTED = re.compile(r"__doPostBack|\.submit\(\)|WebForm_DoPostBack", re.IGNORECASE)
_NOTHING = frozenset(("void", "alert", "return"))
_FORMS = "__dopostback", "webform_dopostback"
#: ``location.href = "list.jsp?id=3&page=" + n + "&x=1"`` within a function's first characters.
_BODY = 600
_LEADS = re.compile(
    r"location(?:\.href)?\s{0,5}=\s{0,5}[\"']([^\"'<>\s]{0,400})[\"']\s{0,5}\+\s{0,5}\(?\w{1,40}\)?"
    r"(?:\s{0,5}\+\s{0,5}[\"']([^\"'<>\s]{0,300})[\"'])?\s{0,5}[;\n}]"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a pager: what it shows, what it resolves to (empty when to nothing), what it calls."""

    text: str
    url: str
    call: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    """How the addresses of a pager hold their numbers: all alike but for one number, which goes with the page's."""

    shape: str
    place: int
    others: list[int]
    up: bool
    distance: int
    """The address's number less the page's; of those that count down, their sum."""

    def page_of(self, url: str) -> int | None:
        """Which page an address is; None when it is none of this pager."""
        if _NUMBER.sub("#", url) != self.shape:
            return None
        numbers = _numbers(url)
        if _without(numbers, self.place) != self.others:
            return None
        return numbers[self.place] - self.distance if self.up else self.distance - numbers[self.place]


def by_number(steps: Sequence[Step], page: str) -> str:
    """The page behind this one by the numbers of a pager; empty where numbers are no pager, or on its last page.

    They are one only if they begin with the first or second page, and the address of each holds its own number, counted
    up or down.
    """
    numbered = {int(step.text): step.url for step in steps if step.text.isdecimal() and step.url and step.url != page}
    rule = _rule(numbered) if numbered and min(numbered) <= 2 else None
    if rule is None:
        return ""
    own = next((int(step.text) for step in steps if step.text.isdecimal() and step.url == page), None)
    current = own if own is not None else rule.page_of(page)
    if current is None:
        current = 1 if 1 not in numbered else None
    return numbered.get(current + 1, "") if current is not None else ""


def _rule(numbered: dict[int, str]) -> _Rule | None:
    """The rule of some addresses by page; the first page's is left out beside others, for it often bears no number."""
    pages = [number for number in sorted(numbered) if number > 1] or [max(numbered)]
    shape = _NUMBER.sub("#", numbered[pages[0]])
    rows = [(number, _numbers(numbered[number])) for number in pages]
    if any(_NUMBER.sub("#", numbered[number]) != shape for number in pages):
        return None
    for place in range(len(rows[0][1])):
        others = _without(rows[0][1], place)
        if any(_without(numbers, place) != others for _, numbers in rows):
            continue
        up = {numbers[place] - number for number, numbers in rows}
        down = {numbers[place] + number for number, numbers in rows}
        if len(up) == 1 and -2 <= min(up) <= 0:
            return _Rule(shape, place, others, up=True, distance=min(up))
        if len(rows) > 1 and len(down) == 1:
            return _Rule(shape, place, others, up=False, distance=min(down))
    return None


def _numbers(url: str) -> list[int]:
    return [int(number) for number in _NUMBER.findall(url)[-12:]]


def _without(numbers: list[int], place: int) -> list[int]:
    return numbers[:place] + numbers[place + 1 :]


def count_of(following: str, last: str, *, first: bool) -> int | None:
    """How many pages there are, by the addresses of the second and the last as the first page links to them."""
    if not (first and following and last) or _NUMBER.sub("#", following) != _NUMBER.sub("#", last):
        return None
    pairs = zip(_NUMBER.findall(following), _NUMBER.findall(last), strict=True)
    apart = [abs(int(one) - int(other)) for one, other in pairs if one != other]
    return apart[0] + 2 if len(apart) == 1 and apart[0] < 10_000 else 2 if not apart else None


def by_call(sight: Sight, calls: Sequence[str], resolve: Callable[[str], str]) -> tuple[str, str]:
    """The address to which the script behind a link to the next page leads, or why there is none to be asked for."""
    for call in calls:
        if call.lower().removeprefix("javascript:").lstrip().startswith(_FORMS):
            return "", POSTED
        written = _WRITTEN.search(call, 0, 1_000)
        if written is not None and (address := resolve(written.group(1))):
            return address, ""
        named = _CALL.match(call)
        if named is None or named.group(1) in _NOTHING:
            continue
        body = _function(sight, named.group(1).rpartition(".")[2])
        leads = _LEADS.search(body)
        if leads is not None:
            address = resolve(f"{leads.group(1)}{named.group(2)}{leads.group(2) or ''}")
            if address:
                return address, ""
        return "", POSTED if _POSTED.search(body) else RUN
    return "", ""


def _function(sight: Sight, name: str) -> str:
    """The beginning of a function's code; empty when it stands in no inline script."""
    for script in sight.outline.scripts:
        if name not in script.code:
            continue
        code = script.code[:MAX_SEARCHED]
        for written in (f"function {name}(", f"{name} = function", f"{name}=function", f"function {name} ("):
            at = code.find(written)
            if at >= 0:
                return code[at : at + _BODY].partition("\nfunction ")[0]
    return ""
