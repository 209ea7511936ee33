"""Values that stand behind labels: 承诺时限：5个工作日, or in the next cell of a table."""

import re

from spiders.reading.text import clean

#: The longest value that a field holds, and how often a label is tried.
MAX_FIELD = 300
_MAX_TRIES = 5
_LEAD = re.compile(r"[\s：:]{0,4}")


def value_behind(text: str, label: re.Pattern[str], start: int = 0) -> str:
    """The value behind the first occurrence of a label that has one; empty when none has.

    A label ends a line or a cell, or is followed by a colon: the same word in running text is no label.
    """
    for _, match in zip(range(_MAX_TRIES), label.finditer(text, start), strict=False):
        lead = _LEAD.match(text, match.end())
        at = lead.end() if lead else match.end()
        if at == match.end():
            continue
        ends = [end for mark in "\t\n" if (end := text.find(mark, at, at + MAX_FIELD)) >= 0]
        value = clean(text[at : min(ends, default=at + MAX_FIELD)], MAX_FIELD)
        if value and not value.endswith(("：", ":")):
            return value
    return ""
