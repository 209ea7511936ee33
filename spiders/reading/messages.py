"""Letters (来信, 留言) that a site publishes with their replies: when received, when answered, by whom.

Label names: those met in public pages and code. Whether an answer is a good one stays with people.
"""

import re

from spiders.reading import dates
from spiders.reading.fields import value_behind
from spiders.reading.outline import Outline

_WHEN = {
    "received": re.compile(r"(?:来信|留言|提交|写信|受理|咨询|发布)(?:时间|日期)"),
    "replied": re.compile(r"(?:回复|答复|反馈|办结|办理)(?:时间|日期)"),
}
_WHAT = {
    "number": re.compile(r"(?:信件|受理|来信|留言)编号"),
    "unit": re.compile(r"(?:回复|承办|答复|办理|处理|受理|责任)(?:部门|单位)"),
    "state": re.compile(r"(?:办理|处理|信件|回复)状态"),
    "reply": re.compile(r"(?:答复|回复)内容|办理结果|处理意见|(?:答复|回复)意见"),
}


def read_message(outline: Outline, title: str, start: int) -> dict[str, str]:
    """One letter as title, received, replied (ISO dates), number, unit, state, reply; what is not shown is absent."""
    found = {"title": title} if title else {}
    for name, label in _WHEN.items():
        moment = dates.first(value_behind(outline.text, label, start))
        if moment is not None:
            found[name] = dates.iso(moment)
    for name, label in _WHAT.items():
        value = value_behind(outline.text, label, start)
        if value:
            found[name] = value
    return found
