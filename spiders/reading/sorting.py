"""By what a site sorts its service items (事项分类展示): 个人办事 and 法人办事, 按主题, 按部门 and their like."""

import re
from collections.abc import Sequence

#: Names of columns that services stand in.
SERVICES = re.compile(r"办事|(?:政务|在线|网上|便民)服务(?!动态|要闻)|服务(?:事项|大厅)|行政审批|权责")
_SORTED = re.compile(
    r"(?:个人|自然人|法人|企业|市民|公民|部门)(?:办事|服务|事项)|面向(?:个人|自然人|法人|企业)|(?:个人|法人)全生命周期|涉企服务"
    r"|按(?:主题|部门|对象|事项|人群|生命周期|区域|职能)|(?:主题|部门|事项|对象|人群|场景|服务|办事|职能)分类|(?:主题|场景|部门|特色)服务"
    r"|(?:公共服务|行政许可|行政确认|行政给付|行政奖励|行政裁决|其他行政权力)(?:事项)?"
)
#: Kinds of page beside the home page that list items, and the most categories that are kept of one.
_LISTS = frozenset(("column", "other"))
_MOST = 8


def read_sorts(kind: str, names: Sequence[str], text: str) -> tuple[str, ...]:
    """The categories that a home page, or a page of the services, shows; ``names`` are those of its column's path."""
    if kind != "home" and not (kind in _LISTS and any(SERVICES.search(name) for name in names)):
        return ()
    return tuple(dict.fromkeys(match.group() for match in _SORTED.finditer(text)))[:_MOST]
