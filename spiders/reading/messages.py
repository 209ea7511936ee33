"""A letter (来信, 留言) that a site publishes with its reply: when received, when answered, by whom.

Label names: those met in public pages and code. Whether an answer is a good one stays with people.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from infra.features import LetterSeen
from spiders.reading import dates
from spiders.reading.emptiness import footer_start
from spiders.reading.labelled import Field, read_fields
from spiders.reading.labels import Labels
from spiders.reading.outline import Outline
from spiders.reading.rules import Rule

FIELDS = {
    "number": "(?:信件|受理|来信|留言|咨询|诉求|工单)(?:编号|号码|单号)|查询(?:编号|码)",
    "received": "(?:来信|留言|提交|写信|受理|咨询|投诉|诉求|提问|信件|反映|申请)(?:时间|日期)",
    "published": "(?:发布|公开|发表)(?:时间|日期)",
    "replied": "(?:回复|答复|反馈|办结|办理|处理|回函)(?:时间|日期)|(?:回复|答复)于",
    "unit": "(?:回复|承办|答复|办理|处理|受理|责任|经办|反馈|办结)(?:部门|单位|机构|机关)",
    "state": "(?:办理|处理|信件|回复|当前|受理|答复)(?:状态|情况状态)|状态",
    "reply": "(?:答复|回复|反馈)(?:内容|意见|情况|结果|详情)?|办理(?:结果|意见|情况)|处理(?:结果|意见|情况)"
    "|(?:官方|部门|单位|政府)(?:回复|答复)",
}
_OTHERS = (
    "(?:来信|留言|信件|咨询|诉求|提问|问题)(?:内容|标题|主题|类型|类别|分类|详情|目的|人|名称)|标题|主题|(?:写信|来信|留言|提问|咨询|投诉)人(?:姓名)?|姓名|网友|昵称|是否公开"
    "|浏览(?:次数|量)|点击(?:次数|量)|访问量|满意度|评价|地区|区域|关键词|联系电话|联系方式|附件|来源|字体|分享到"
)
LABELS = Labels(FIELDS, _OTHERS)
_SAID_BY = re.compile(r"([一-龥]{2,24}(?:局|委|办|部|厅|中心|政府|公司|院|处|队|站|室|会))\s?(?:于\s?)?(?:回复|答复)")
_NOTHING = re.compile(r"(?:无|暂无|尚未|未|没有|[-—/]+)(?:回复|答复|内容|处理|办理)?[。.！!]?")
_DATES = frozenset(("received", "published", "replied"))
#: The longest state that is one (待受理, 已办结), in characters.
_MAX_STATE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One letter: title, url, received, replied (ISO), number, unit, state, reply; a field not shown is absent."""

    shown: Mapping[str, str] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    """Fields that the page has a place for, filled or not."""
    whole: bool = True

    def seen(self, url: str) -> LetterSeen:
        """Its features; ``url`` is the page's, for a letter without an address of its own."""

        def said(name: str) -> str | None:
            return self.shown.get(name, "" if name in self.named else None)

        return LetterSeen(
            url=self.shown.get("url", url),
            title=self.shown.get("title", ""),
            received=said("received"),
            replied=said("replied"),
            unit=said("unit"),
            state=said("state"),
            reply="reply" in self.shown if {"reply"} & (self.named | self.shown.keys()) else None,
            whole=self.whole,
        )


def read_message(outline: Outline, title: str, start: int) -> Message:
    """The letter that a page shows from an offset on."""
    fields = read_fields(outline, LABELS, start, max(footer_start(outline), start))
    shown = {"title": title} if title else {}
    for name in FIELDS:
        one = fields.get(name)
        value = value_of(name, one)
        if one is not None and value:
            shown[name] = outline.because(f"message.{name}", Rule.FIELD_LABEL, value, one.start, one.end)
    # Where a system publishes what people send at once, it calls the one time 发布时间; what is put up with its answer,
    # or after it, came before.
    published = shown.pop("published", "")
    if published and "received" not in shown and _is_before(published, shown.get("replied", "")):
        shown["received"] = published
    if "unit" not in shown and "reply" in shown:
        said = _SAID_BY.search(outline.text, start, max(footer_start(outline), start))
        if said:
            shown["unit"] = outline.because("message.unit", Rule.FIELD_SAID_BY, said.group(1), *said.span(1))
    return Message(shown=shown, named=frozenset(fields))


def _is_before(published: str, replied: str) -> bool:
    """Whether a letter was put up before its answer; of one day without hours nobody can say, and it counts as so."""
    return not replied or published < replied or (published == replied and "T00:00:00" in published)


def value_of(name: str, found: Field | None) -> str:
    """What a field says, dates as ISO; empty for a word that says that there is nothing."""
    if found is None or not found.value:
        return ""
    if name in _DATES:
        moment = dates.first(found.value[:40])
        return dates.iso(moment) if moment is not None else ""
    if name == "state":
        return found.value[:_MAX_STATE]
    return "" if _NOTHING.fullmatch(found.value) else found.value
