"""Whether two names are those of one document.

Pages shorten titles and leave out who issued them: 鄂州市河道管理办法 and 河道管理办法 are one. A number tells
documents apart that differ in nothing else: the plan of 2023 is not that of 2024.
"""

import re
from difflib import SequenceMatcher
from typing import Final

#: Share of equal characters from which names are alike, and the shortest that is looked at.
ALIKE: Final = 0.8
_SHORTEST: Final = 4
#: A name within another one is the same when it is most of it.
_WITHIN: Final = 0.5
_NUMBERS: Final = re.compile(r"\d+")
_NUMERALS: Final = re.compile(r"[一二三四五六七八九十]+(?=[号批期轮次])")


def is_alike(one: str, other: str) -> bool:
    """Whether two names without blanks are alike, numbers being equal."""
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST or _told(short) != _told(long):
        return False
    if short in long:
        return len(short) >= _WITHIN * len(long)
    matcher = SequenceMatcher(None, short, long, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _told(name: str) -> list[str]:
    return sorted([*_NUMBERS.findall(name), *_NUMERALS.findall(name)])
