"""要素类别: which classes of elements a service guide fills, by the standard's names for them."""

from collections.abc import Iterable
from typing import Final

from infra.features import GuideSeen

#: The eight classes (www.gov.cn/wzpc 2015), with the names that reading keeps each under; any one will do.
EIGHT: Final = {
    "事项名称": ("事项名称",),
    "设定依据": ("设定依据",),
    "申请条件": ("受理条件",),
    "办理材料": ("申请材料",),
    "办理地点": ("办理地点",),
    "办理时间": ("办理时间", "承诺时限", "法定时限"),
    "联系电话": ("咨询电话",),
    "办理流程": ("办理流程",),
}


def missing(guide: GuideSeen, classes: Iterable[str]) -> list[str]:
    """The classes among some that a guide does not fill; one that is none of the eight goes by its own name."""
    shown = frozenset(guide.elements)
    return [name for name in classes if shown.isdisjoint(EIGHT.get(name, (name,)))]
