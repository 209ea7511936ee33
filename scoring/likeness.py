"""Whether two names are those of one document.

Pages shorten titles and leave out who issued them: 鄂州市河道管理办法 and 河道管理办法 are one. A number or
the kind of document tells names apart that differ in nothing else: the plan of 2023 is not that of 2024.
"""

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

#: Share of equal characters from which names are alike, and the shortest that is looked at.
ALIKE: Final = 0.8
_SHORTEST: Final = 4
_NUMBERS: Final = re.compile(r"\d+")
#: 文种: a plan is not the measures of the same name, though all the rest of their names is equal.
_KINDS: Final = re.compile(
    r"办法|方案|规定|细则|意见|规划|计划|要点|条例|规则|制度|标准|预案|目录|指南|清单|决定|章程|措施|规程|导则|纲要|公报|若干政策"
)
_NUMERALS: Final = re.compile(r"[一二三四五六七八九十]+(?=[号批期轮次])")


def is_same(one: str, other: str) -> bool:
    """Whether two names without blanks are one but for who issued it: equal, or one most of the other."""
    short, long = sorted((one, other), key=len)
    held = len(short) >= _SHORTEST and short in long and 2 * len(short) >= len(long)
    return held and _told(short) == _told(long)


def is_alike(one: str, other: str) -> bool:
    """Whether two names without blanks are alike, numbers and kind of document being equal."""
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST or _told(short) != _told(long):
        return False
    if short in long:
        return is_same(short, long)
    matcher = SequenceMatcher(None, short, long, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


@lru_cache(maxsize=4096)
def _told(name: str) -> tuple[str, ...]:
    """What tells a name apart; every policy is held against every interpretation, each time a site is scored."""
    found = [*_NUMBERS.findall(name), *_NUMERALS.findall(name), *_KINDS.findall(name)[-1:]]
    return tuple(sorted(found))
