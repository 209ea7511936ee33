"""Names found by the initials of their pinyin (拼音首字母): ``ezsjyj`` finds 鄂州市教育局.

A character that is read in several ways may be typed by any of them, as in a telephone's address book: 重庆 is found by
``cq`` and by ``zq``. What was typed becomes one pattern of classes of characters, so that thousands of names are
searched without working out the pinyin of any. The readings come from pypinyin, which is loaded when first needed.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

#: The characters that names are written with (CJK Unified Ideographs and extension A); rarer ones have no initial here.
FIRST, LAST = 0x3400, 0x9FFF
#: Longer ones are no initials of anything.
LONGEST: Final = 32
_LETTERS: Final = re.compile(r"[a-z]+")


def sounds(typed: str) -> re.Pattern[str] | None:
    """Give the pattern of the texts that have these initials in a row; None where ``typed`` is not letters alone."""
    return _pattern(typed) if len(typed) <= LONGEST and _LETTERS.fullmatch(typed) else None


@lru_cache(maxsize=64)
def _pattern(letters: str) -> re.Pattern[str]:
    by_initial = _characters()
    return re.compile("".join(f"[{letter}{by_initial.get(letter, '')}]" for letter in letters))


@lru_cache(maxsize=1)
def _characters() -> Mapping[str, str]:
    """Give the characters that may begin with a letter, by letter."""
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415 - tens of megabytes that most never need

    found: dict[str, list[str]] = defaultdict(list)
    for point, readings in pinyin_dict.items():
        if FIRST <= point <= LAST:
            for initial in {unicodedata.normalize("NFD", reading)[0] for reading in readings.split(",")}:
                found[initial].append(chr(point))
    return {initial: "".join(characters) for initial, characters in found.items()}
