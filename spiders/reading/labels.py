"""Names of fields as pages write them: 一、申请条件（必备）, 【申请材料】, 来 信 时 间：, 答复单位.

A label is known where it is all that a box or a line shows, or where a colon follows it; the same word in running text
is none.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

#: The longest text that can be a label with its numbering and its remark.
MAX_LABEL = 30
#: The longest line that is searched for several labels.
_MAX_LINE = 4_000

_LEAD = (
    r"[★☆*●◆■▲·•>\-]{0,3}(?:第?[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]?[、.．:：步条]{0,2})?[【\[「『《]?"
)
_TAIL = r"(?:说明|要求|情况|信息|目录|清单|一览表?|图|如下|列表)?[】\]」』》]?(?:[（(][^（）()]{0,12}[)）])?[：:]?"
_BEFORE = r"(?:(?<![^\s，。；;|｜、）)】\]>●■◆·*]))"


@dataclass(frozen=True, slots=True)
class Inline:
    """A label with its value on one line, ``text[start:end]``; ``name`` is '' for a field of no interest."""

    name: str
    label: int
    start: int
    end: int


class Labels:
    """The fields that are looked for, by name, and others that only bound them (``others``, a pattern)."""

    def __init__(self, names: Mapping[str, str], others: str) -> None:
        self._names = {name: re.compile(pattern) for name, pattern in names.items()}
        every = "|".join((*names.values(), others))
        self._pure = re.compile(rf"{_LEAD}({every}){_TAIL}")
        self._inline = re.compile(rf"{_BEFORE}[【\[]?({every})[】\]]?\s?[：:]\s?")

    def of(self, text: str) -> str | None:
        """The name of the field whose label is all of a text; '' for one of no interest, None where it is no label."""
        if not 1 < len(text) <= 3 * MAX_LABEL:
            return None
        bare = "".join(text.split())
        match = self._pure.fullmatch(bare) if 1 < len(bare) <= MAX_LABEL else None
        return self._name(match.group(1)) if match else None

    def inline(self, text: str, start: int, end: int) -> Iterator[Inline]:
        """The fields of one line, each reaching to the next one."""
        end = min(end, start + _MAX_LINE)
        found = list(self._inline.finditer(text, start, end))
        for number, match in enumerate(found):
            until = found[number + 1].start() if number + 1 < len(found) else end
            yield Inline(self._name(match.group(1)), match.start(), match.end(), until)

    def _name(self, label: str) -> str:
        return next((name for name, pattern in self._names.items() if pattern.fullmatch(label)), "")
