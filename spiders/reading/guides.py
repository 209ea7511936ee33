"""Service guides (办事指南): the elements that a guide must name, as the page gives them, and what is doubtful in them.

Elements after 《政府网站发展指引》 on service pages; each is kept under its usual name whatever synonym the page uses.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from infra.features import GuideSeen
from spiders.reading.attachments import is_file
from spiders.reading.emptiness import footer_start
from spiders.reading.labelled import Field, read_fields
from spiders.reading.labels import Labels
from spiders.reading.links import Resolver
from spiders.reading.outline import Outline
from spiders.reading.rules import Rule
from spiders.reading.text import clean

_ELEMENTS = {
    "事项名称": "事项名称|服务名称|办理事项名?称?",
    "设定依据": "设[定立]依据|办理依据|法律依据|法定依据|实施依据|政策依据|审批依据",
    "实施主体": "实施主体|办理主体|受理机构|实施机关|办理机构|办理部门|受理部门|办理单位|受理单位",
    "服务对象": "服务对象|办理对象|申请对象|受理对象|适用对象",
    "受理条件": "受理条件|申请条件|办理条件|申报条件|审批条件|申办条件|准予批准的?条件",
    "申请材料": "申请材料|申报材料|办理材料|所需材料|提交材料|需提交的?材料|所需资料|申办材料|受理材料",
    "办理流程": "办理流程|办理程序|申请流程|审批流程|审批程序|服务流程|工作流程|受理流程|办事流程|办理步骤|办理环节",
    "法定时限": "法定(?:办结|办理)?(?:时限|期限)",
    "承诺时限": "承诺(?:办结|办理)?(?:时限|期限)|办结时限|办理时限|办理期限",
    "收费标准": "收费标准|是否收费|收费依据|收费情况|收费标准及依据|收费依据及标准|办理收费",
    "办理地点": "办理地[点址]|办公地[点址]|受理地[点址]|办事地[点址]|窗口地址|受理窗口|办理窗口|办理地点[和及与]时间",
    "办理时间": "办理时间|办公时间|受理时间|工作时间|服务时间|办理时间[和及与]地点",
    "咨询电话": "咨询电话|咨询方式|联系电话|咨询热线|联系方式|办公电话|咨询渠道|咨询途径",
    "投诉电话": "投诉电话|监督电话|投诉渠道|监督投诉|监督投诉方式|监督投诉渠道|投诉方式",
}
_OTHERS = (
    "行使层级|事项类型|事项编码|办件类型|服务主题|结果文件|权力来源|基本编码|实施编码|业务办理项编码|结果名称|结果样本|审批结果|办理结果|通办范围|办理形式|办理方式"
    "|办理深度|到办事现场次数|必须现场办理原因|基本信息|常见问题|常见问答|法律救济|行政救济|权利[与和]义务|网办地址|在线办理|数量限制|是否支持\\S{1,8}|中介服务"
    "|事项版本|面向\\S{1,6}事项类型|服务类型|办理层级|受理范围|适用范围|附件|相关附件|附件下载|表格下载|样表下载|表格及样表|友情提示|温馨提示|备注|评价|责任科室"
)
_LABELS = Labels(_ELEMENTS, _OTHERS)
_NOTHING = re.compile(r"(?:无|暂无|没有|空|略|[-—－/／_.·]+|暂无(?:内容|数据|信息)|无(?:内容|数据|信息))[。.]?")
_ELSEWHERE = re.compile(
    r"(?:详?见|请?参?见|参阅)?(?:附件|附表|附图|另附)\d?[。.]?|点击(?:查看|下载)|查看(?:详情)?|下载"
)
#: 兜底表述: what leaves open which papers are wanted.
_CATCH_ALL = re.compile(
    r"(?:(?:法律|法规|规章|规定|文件|主管部门|机关|[我本][局委办部])[^，。；;、\s]{0,12})?"
    r"(?:其[他它][^，。；;、\s]{0,10}?(?:材料|资料|文件|证件|手续)|(?:有关|相关)(?:的)?(?:证明)?(?:材料|资料|文件|证件|手续))"
)
_COPIES = re.compile(r"原件|复印件|纸质|电子|\d\s?份|[一二两三四五六七八九十]份|必要")
_HANDED = re.compile(r"下载|样表|样本|空表|范本|表格|示例|模板")
_FILLED = re.compile(r"(?<!结果)样[表例本张]|范[本例文]|示[例范]|填写(?:说明|指南|模板)|填表说明|参考文本|已填")
_MAX_FORMS = 20
_MAX_PHRASES = 5
_MAX_PHRASE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What a guide says."""

    elements: Mapping[str, str] = field(default_factory=dict)
    """Elements that it fills, by usual name; of one that is a picture alone, the picture's address."""
    empty: tuple[str, ...] = ()
    """Elements that it names and leaves empty, or fills with 无 or a mere 见附件 that leads nowhere."""
    catch_all: tuple[str, ...] = ()
    """Phrases among its materials that leave open what is wanted (兜底表述)."""
    forms: tuple[str, ...] = ()
    """Addresses of its forms and samples (表格, 样表), as far as they are links."""
    copies: bool | None = None
    """Whether its materials say original or copy, paper or electronic, or how many; None without materials."""
    samples: bool | None = None
    """Whether a filled sample (样表, 填写样例) is named beside its forms; None without forms."""

    def seen(self, title: str) -> GuideSeen:
        """The features of a guide whose page has a title: it names the item (事项名称) as well as a field does."""
        named = {"事项名称"} if title else set()
        filled = {name for name in self.elements if name not in self.empty}
        return GuideSeen(
            elements=tuple(sorted(filled | named)),
            empty=tuple(sorted(set(self.empty) - named)),
            catch_all=self.catch_all,
            forms=self.forms,
            copies=self.copies,
            samples=self.samples,
        )


def read_guide(outline: Outline, start: int, resolve: Resolver, attachments: Sequence[str] = ()) -> Guide:
    """The elements of a guide from an offset on; ``attachments`` are the page's, which may hold what 见附件 means."""
    fields = read_fields(outline, _LABELS, start, max(footer_start(outline), start))
    elements: dict[str, str] = {}
    empty: list[str] = []
    for name in _ELEMENTS:
        one = fields.get(name)
        if one is None:
            continue
        value = one.value or _pictured(one, resolve)
        if value:
            rule = Rule.FIELD_LABEL if one.value else Rule.FIELD_PICTURE
            elements[name] = outline.because(f"guide.{name}", rule, value, one.start, one.end)
        if not value or _says_nothing(value, leads=bool(attachments) or bool(one.pictures)):
            empty.append(name)
    materials = fields.get("申请材料")
    forms = _forms(outline, resolve, materials, attachments)
    return Guide(
        elements=elements,
        empty=tuple(empty),
        catch_all=_phrases(outline, materials),
        forms=forms,
        samples=bool(_FILLED.search(outline.text, start)) if forms else None,
        copies=bool(_COPIES.search(outline.text, materials.start, materials.end)) if materials else None,
    )


def _says_nothing(value: str, *, leads: bool) -> bool:
    return bool(_NOTHING.fullmatch(value) or (not leads and _ELSEWHERE.fullmatch(value)))


def _pictured(one: Field, resolve: Resolver) -> str:
    return next((url for source in one.pictures if (url := resolve(source))), "")


def _phrases(outline: Outline, materials: Field | None) -> tuple[str, ...]:
    if materials is None:
        return ()
    found = dict.fromkeys(
        clean(match.group(), _MAX_PHRASE)
        for match in _CATCH_ALL.finditer(outline.text, materials.start, min(materials.end, materials.start + 20_000))
    )
    return tuple(found)[:_MAX_PHRASES]


def _forms(outline: Outline, resolve: Resolver, materials: Field | None, attachments: Sequence[str]) -> tuple[str, ...]:
    """The page's attachments, and what the materials' links hand out (下载, 样表) though by no file's address."""
    found = dict.fromkeys(attachments)
    if materials is not None:
        for index in outline.anchors:
            box = outline.boxes[index]
            url = resolve(box.attr("href")) if materials.start <= box.start < materials.end else ""
            if url and (is_file(url) or _HANDED.search(outline.shown(box))):
                found[url] = None
    return tuple(found)[:_MAX_FORMS]
