"""网站标识码: the codes by which a home page and the registry name one site, and what has the form of one (T7.3)."""

import re
from typing import Final

from infra.records import Target
from scoring.facts import HomeFact

#: Ten digits, of which the first six are the division; bm and eight for bodies of the State Council.
_CODE: Final = re.compile(r"(?:bm\d{8}|\d{10})\Z", re.ASCII)


def is_code(text: str) -> bool:
    """Whether a text has the form of an identity code."""
    return bool(_CODE.match(text))


def codes_of(home: HomeFact, target: Target) -> dict[str, str]:
    """The codes that there are, by place: tag, footer, report, registry; in lower case.

    What the registry calls a code counts only where it has the form of one: a registry may name sites by its own.
    """
    found = {
        "tag": home.code,
        "footer": home.marks.site_code or "",
        "report": home.marks.report_code,
        "registry": target.code if is_code(target.code.strip().lower()) else "",
    }
    return {place: code.strip().lower() for place, code in found.items() if code.strip()}
