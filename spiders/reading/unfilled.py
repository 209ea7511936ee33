"""Fields of a policy's head (主题分类, 发文字号 …) that the page names and leaves empty: a file that is in no class."""

import re

from spiders.reading.labelled import read_fields
from spiders.reading.labels import Labels
from spiders.reading.outline import Outline
from spiders.reading.text import is_hollow

_FIELDS = {
    "主题分类": "主题分类|信息分类|主题词?类?别|公文种类|体裁分类|文件分类|公开类[别型]|信息类[别型]",
    "文号": "发文字号|文\\s?号|发文号|文件编?号|公文文?号",
}
_OTHERS = (
    "索\\s?引\\s?号|发布机构|发文机关|发布单位|公开机构|责任部门|信息来源|来源|成文日期|发文日期|发布日期|发布时间|公开日期|生成日期|生效日期|失效日期|有效性|效力状态"
    "|是否有效|名称|标题|文件名称|信息名称|主题词|关键词|公开方式|公开时限|公开范围|语种|浏览次数|内容概述|分享|打印|字体|组配分类|服务对象"
)
_LABELS = Labels(_FIELDS, _OTHERS)
_NAMED = re.compile("|".join(_FIELDS.values()))
#: Characters over a policy's text within which its head stands.
_HEAD = 800
_NOTHING = re.compile(r"[-—－/／_.·、]*")


def read_unfilled(outline: Outline, start: int, number: str) -> tuple[str, ...]:
    """The names of such fields; 文号 is none where the page gives a ``number`` elsewhere."""
    if not _NAMED.search(outline.text, start, start + _HEAD):
        return ()
    fields = read_fields(outline, _LABELS, start, min(start + _HEAD, len(outline.text)))
    return tuple(
        name
        for name, field in fields.items()
        if (not field.value or _NOTHING.fullmatch(field.value) or is_hollow(field.value))
        and not field.pictures
        and not (name == "文号" and number)
    )
