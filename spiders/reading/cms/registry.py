"""The publishing systems in the order in which a page is shown to them, and their list endpoints.

The first that knows a page and says where its list goes on has said it; what none knows, the pager's own links tell
(``spiders.reading.pager``).
"""

from typing import Final

from spiders.reading.cms import encoded, hanweb, jpaas, kaipuyun, published, records, trs, vsb, webplus
from spiders.reading.cms.seam import Answer, Endpoint, Onward, Sight, System
from spiders.reading.dates import Vantage
from spiders.reading.outline import Outline
from spiders.reading.rules import Rule

#: TRS comes late: its marks are words that other systems' scripts use too.
SYSTEMS: Final[tuple[System, ...]] = (hanweb, jpaas, kaipuyun, vsb, webplus, encoded, trs, published)
_ENDPOINTS: Final[tuple[Endpoint, ...]] = (jpaas, kaipuyun)
#: Addresses that only scripts ask: no reader meets them, and what they refuse is no dead link.
_ASKED: Final = ("dataproxy.jsp", jpaas.UNIT, "/gkmlpt/api/", *trs.SERVERS)


def onward(outline: Outline, page: str) -> Onward | None:
    """Where the list of a page goes on, as its publishing system says; None when none of them does."""
    sight = Sight(outline, page)
    for system in SYSTEMS:
        if system.recognise(sight):
            found = system.onward(sight)
            if found is not None:
                name = system.__name__.rpartition(".")[2]
                outline.because("pages.system", Rule.NEXT_SYSTEM, found, said=name)
                return found
    return None


def answered(text: str, page: str, vantage: Vantage) -> Answer | None:
    """Read a body that is a list endpoint's answer; None when it is a page like any other.

    JSON in which no list is found is an answer that says nothing.
    """
    if hanweb.is_store(text):
        return hanweb.answered(text, page)
    data = records.parsed(text)
    if not isinstance(data, dict | list):
        return None
    for system in _ENDPOINTS:
        found = system.answered(data, page)
        if found is not None:
            return found
    return records.answered(data, page, vantage) or Answer()


def is_endpoint(url: str) -> bool:
    """Whether an address is a list endpoint's by its marks."""
    return any(mark in url for mark in _ASKED) or published.is_file(url)
