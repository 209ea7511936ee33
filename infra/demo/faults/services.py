"""办事服务: guides that lack what they must name, materials left open, forms that are gone, statistics."""

from collections.abc import Sequence
from dataclasses import replace

from infra.demo.faults.functions import SHY as PLATFORM
from infra.demo.faults.ground import Ground, Kind, kind
from infra.demo.model import Article

ELEMENTS = ("设定依据", "申请条件", "办理材料", "办理地点", "办理时间", "联系电话", "办理流程")
#: Days since 29 and 28 November 2023 (3 months).
A_QUARTER = 92
#: What guides call an element otherwise.
SYNONYMS = {
    "设定依据": "法律依据",
    "申请条件": "受理条件",
    "办理材料": "申请材料",
    "联系电话": "咨询电话",
    "办理流程": "办理程序",
}


def _element_lacking(ground: Ground) -> None:
    _lacking(ground, [ground.rng.choice(ELEMENTS)])


def _element_renamed(ground: Ground) -> None:
    ground.look(labels=SYNONYMS)
    ground.decoy("D10.1", what="every element is there, under another name that is as good")


def _items_poor(ground: Ground) -> None:
    _lacking(ground, ground.rng.sample(ELEMENTS, 4))
    ground.fault("V6.2", what="six guides lack four elements")


def _items_less_poor(ground: Ground) -> None:
    _lacking(ground, ground.rng.sample(ELEMENTS, 3))
    ground.decoy("V6.2", what="six guides lack three elements")


def _few_items_poor(ground: Ground) -> None:
    _keep_guides(ground, 4)
    _lacking(ground, ground.rng.sample(ELEMENTS, 4))
    ground.fault("V6.3", what="four guides in all, and each lacks four elements")


def _few_items_less_poor(ground: Ground) -> None:
    _keep_guides(ground, 4)
    _lacking(ground, ground.rng.sample(ELEMENTS, 3))
    ground.decoy("V6.3", what="four guides in all, and each lacks three elements")


def _copies_unclear(ground: Ground) -> None:
    ground.look(materials="1.申请表；2.身份证明；3.场所证明")
    ground.fault("D10.2", what="not a word on originals, copies or their number")


def _copies_clear(ground: Ground) -> None:
    ground.look(materials="1.申请表，纸质；2.身份证明，电子证照；3.场所证明，纸质")
    ground.decoy("D10.2", what="paper or electronic is said, though no number")


def _materials_open(ground: Ground) -> None:
    ground.look(materials="1.申请表（原件1份）；2.身份证明（复印件1份）；3.法律法规规定的其他材料（复印件1份）")
    ground.fault("D10.3", what="materials end with whatever else the law wants")


def _materials_named(ground: Ground) -> None:
    ground.look(materials="1.申请表（原件1份）；2.相关专业毕业证书（复印件1份）；3.其他股东签名的决议（原件1份）")
    ground.decoy("D10.3", what="materials with 相关 and 其他 in their names, all of them named")


def _forms_gone(ground: Ground) -> None:
    """Of each guide, so that whichever is drawn has one; the dead links are a fault of their own."""

    def without(article: Article) -> Article:
        first, *others = article.attachments
        return replace(article, attachments=(replace(first, gone=True), *others))

    ground.rewrite("guide", without)
    for column, article in ground.entries("guide"):
        gone = ground.file_url(column, article, 0)
        for clause in ("D12", "D19.2"):
            ground.fault(clause, gone, what="a form that cannot be had")


def _no_statistics(ground: Ground) -> None:
    ground.remove("办件统计")
    ground.fault("D13.1", what="no statistics of services")


def _statistics_otherwise_called(ground: Ground) -> None:
    ground.rename("办件统计", "办事情况统计")
    ground.decoy("D13.1", what="statistics are called 办事情况统计")


def _statistics_old(ground: Ground) -> None:
    ground.retime("办件统计", A_QUARTER + 1)
    ground.fault("D13.2", what="newest statistics of 28 November 2023")


def _statistics_in_time(ground: Ground) -> None:
    ground.retime("办件统计", A_QUARTER)
    ground.decoy("D13.2", what="newest statistics of 29 November 2023")


def _no_services(ground: Ground) -> None:
    _without_services(ground)
    ground.unfriend(PLATFORM)
    ground.fault("V6.1", what="no service of its own, and no way to another's")


def _services_elsewhere(ground: Ground) -> None:
    _without_services(ground)
    ground.decoy("V6.1", what="services are on the platform of the province, to which the site leads")


def _not_sorted(ground: Ground) -> None:
    ground.remove("个人办事", "法人办事")
    ground.fault("D9", what="service items are one list, by nothing sorted")


def _sorted_otherwise(ground: Ground) -> None:
    ground.rename("个人办事", "自然人办事")
    ground.rename("法人办事", "企业办事")
    ground.decoy("D9", what="service items are sorted into 自然人办事 and 企业办事")


def _without_services(ground: Ground) -> None:
    ground.remove("办事服务")
    ground.look(hall=False)
    ground.fault("D13.1", what="no service of its own, and no statistics")


def _lacking(ground: Ground, names: Sequence[str]) -> None:
    ground.site = replace(ground.site, omits=ground.site.omits | set(names))
    for name in names:
        ground.fault("D10.1", name, what=f"no guide names {name}")


def _keep_guides(ground: Ground, number: int) -> None:
    ground.change("办事指南", articles=ground.site.column("办事指南").articles[:number])


KINDS: tuple[Kind, ...] = (
    kind(
        "no services",
        "guides statistics sorts banners",
        _no_services,
        _services_elsewhere,
        marks="absence",
        avoids="script",
    ),
    kind("guides poor", "guides", _items_poor, _items_less_poor),
    kind("few guides, and poor", "guides", _few_items_poor, _few_items_less_poor),
    kind("an element lacks", "guides", _element_lacking, _element_renamed),
    kind("copies unclear", "guides", _copies_unclear, _copies_clear),
    kind("materials left open", "guides", _materials_open, _materials_named),
    kind("forms gone", "guides", _forms_gone),
    kind("no statistics", "statistics", _no_statistics, _statistics_otherwise_called, marks="absence", avoids="script"),
    kind("statistics old", "statistics", _statistics_old, _statistics_in_time),
    kind("services not sorted", "sorts", _not_sorted, _sorted_otherwise, marks="absence", avoids="script"),
)
