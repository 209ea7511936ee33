"""Service guides (办事指南): the elements that a guide must name, as the page gives them.

Elements after 《政府网站发展指引》 on service pages; each is kept under its usual name whatever synonym the page uses.
"""

import re

from spiders.reading.fields import value_behind
from spiders.reading.outline import Outline

_ELEMENTS = {
    "事项名称": re.compile(r"事项名称|服务名称"),
    "设定依据": re.compile(r"设定依据|办理依据|法律依据|实施依据"),
    "实施主体": re.compile(r"实施主体|办理主体|受理机构|实施机关|办理机构"),
    "服务对象": re.compile(r"服务对象|办理对象|申请对象"),
    "受理条件": re.compile(r"受理条件|申请条件|办理条件"),
    "申请材料": re.compile(r"申请材料|申报材料|办理材料|所需材料"),
    "办理流程": re.compile(r"办理流程|办理程序|申请流程"),
    "法定时限": re.compile(r"法定(?:办结)?(?:时限|期限)"),
    "承诺时限": re.compile(r"承诺(?:办结)?(?:时限|期限)"),
    "收费标准": re.compile(r"收费标准|是否收费|收费依据|收费情况"),
    "办理地点": re.compile(r"办理地点|办公地址|受理地点"),
    "办理时间": re.compile(r"办理时间|办公时间|受理时间"),
    "咨询电话": re.compile(r"咨询电话|咨询方式|联系电话"),
    "投诉电话": re.compile(r"投诉电话|监督电话|投诉渠道|监督投诉"),
}


def read_guide(outline: Outline, start: int) -> dict[str, str]:
    """The elements that the guide fills, by name; one that it names and leaves empty is absent."""
    found = ((name, value_behind(outline.text, label, start)) for name, label in _ELEMENTS.items())
    return {name: value for name, value in found if value}
