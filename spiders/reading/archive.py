"""Whether a column is marked as archived (已归档): it is crawled like any other and is never "not updated".

A mark is a meta tag, a name in the position trail, or a short line that says so. The word in a script, in a hidden part
or in a link that leads elsewhere marks nothing.
"""

import re

from spiders.reading.columns import Trail
from spiders.reading.outline import Outline
from spiders.reading.rules import Rule

_NAMED = re.compile(
    r"已归档|归档栏目|历史(?:归档|栏目|信息|数据|存档|文件|公告|资料库|内容)|[(（\[【]\s?(?:历史|归档|存档)\s?[)）\]】]|\A历史\Z|\A归档\Z"
)
_WORD = re.compile(r"已经?归档|停止更新|不再更新")
_SAID = re.compile(
    r"\A\W*已归档\W*\Z|[(（\[【]\s?已归档|已归档\s?[)）\]】]|归档(?:时间|日期)"
    r"|(?:栏目|页面|网页|频道|(?:本|该|此)(?:信息|内容|文件)).{0,12}(?:归档|停止更新|不再更新)"
)
_LONGEST = 60
_MAX_WORDS = 30


def is_archived(outline: Outline, trail: Trail, title: str) -> bool:
    """Whether the page says of itself that it is archived."""
    names = (*trail.path, title) if len(title) <= 30 else trail.path
    named = next((name for name in names if _NAMED.search(name)), "")
    if named:
        return outline.because("archived", Rule.ARCHIVED_NAME, True, said=named)
    words = zip(range(_MAX_WORDS), _WORD.finditer(outline.text), strict=False)
    said = next((match for _, match in words if _is_mark(outline, match.start())), None)
    return said is not None and outline.because("archived", Rule.ARCHIVED_LINE, True, *said.span())


def _is_mark(outline: Outline, at: int) -> bool:
    line = outline.line(at)
    if len(line) > _LONGEST or not _SAID.search(line):
        return False
    around = [box for box in outline.boxes if box.start <= at < box.end]
    return not any(box.tag == "a" or box.hidden for box in around)
