"""What of a finding's detail can be found again in the page that it was found in: words, links, dates, numbers.

A mark shows an operator where to look. It proves nothing, so what is only alike is not marked, but a date is looked for
in the ways in which pages write it, and a masked number by its shape.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

#: Parts of a detail that stand in the page; the others say what is missing, or who said what of it.
_SEEN: Final = frozenset(
    (
        *("sample", "title", "name", "phrases", "codes", "phones", "head", "other", "wrong", "doubts", "tags"),
        *("suspicions", "listed", "newest", "published", "dead", "url", "guide", "interpretation", "number", "names"),
        *("interpretation_url", "outdated", "report", "registered", "visits", "text", "search", "item"),
    )
)
#: Parts of what is listed in a detail that are about it.
_AROUND: Final = frozenset({"kind", "where", "why"})
_LEAST: Final = 2
_LONGEST: Final = 300
#: Things that are looked for in one page.
_MOST: Final = 60
_DEEPEST: Final = 4
_DATE: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_MASK: Final = re.compile(r"(\*{2,40})")


def named_in(detail: Mapping[str, object]) -> tuple[str, ...]:
    """Give what a detail names, each once, the longest first so that none hides in a shorter one."""
    found = dict.fromkeys(text for text in _texts(detail, 0) if _LEAST <= len(text) <= _LONGEST)
    return tuple(sorted(list(found)[:_MOST], key=len, reverse=True))


def pattern_of(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Make one search for all of them; None when there is nothing to look for."""
    return re.compile("|".join(map(_written, names)), re.IGNORECASE) if names else None


def _texts(value: object, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if key in _SEEN or (depth and isinstance(part, str) and key not in _AROUND):
                yield from _texts(part, depth + 1)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part, depth + 1)


def _written(name: str) -> str:
    """Give a pattern for the ways in which a page writes it."""
    if date := _DATE.fullmatch(name):
        year, month, day = date.groups()
        return rf"{year}\s*[-/.年]\s*0?{int(month)}\s*[-/.月]\s*0?{int(day)}(?!\d)日?"
    if _MASK.search(name):
        return "".join(f"[0-9Xx]{{{len(part)}}}" if part[:2] == "**" else re.escape(part) for part in _MASK.split(name))
    return r"\s+".join(map(re.escape, name.split()))
