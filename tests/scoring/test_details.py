"""What a finding saw reads as Chinese, without a trace of the program's own values."""

from decimal import Decimal

from scoring.findings import Finding, State
from scoring.reports.details import details


def told(**detail: object) -> str:
    finding = Finding(
        id="1", target="t", clause="D8.2", indicator="其他栏目", state=State.CONFIRMED, points=Decimal(1), detail=detail
    )
    return "；".join(details(finding))


def test_lists_names_and_nothing() -> None:
    assert (
        told(column="规划计划", path=["政务公开", "规划计划"], newest=None)
        == "栏目：规划计划；位置：政务公开、规划计划"
    )
    assert told(item="police", pages=41) == "标识：公安备案号；抽查网页：41"
    assert (
        told(count=5, columns=[{"column": "要闻", "url": "http://x/"}, {"column": "动态"}])
        == "数量：5；栏目：要闻、动态"
    )
    assert told(by=["甲", "乙"], because="", zzz=1) == "审核人：甲、乙；zzz：1"


def test_an_appeal_and_its_answer() -> None:
    appeal = {"by": "某局", "text": "首页已更新", "decision": "reject", "decided_by": ["甲", "乙"]}
    assert told(appeal=appeal, hint=True) == "申诉：某局、首页已更新、申诉不成立、甲、乙；仅作提示：是"


def test_what_a_site_is_called_and_reached_by() -> None:
    assert told(host="1.2.3.4", fault="ip") == "域名：1.2.3.4；不符之处：使用IP地址"
    assert told(codes={"tag": "4207000002", "footer": "4207000001"}) == "标识码：4207000002、4207000001"
    assert told(title="关于防汛的通知", results=3) == "标题：关于防汛的通知；搜索结果：3"
    assert told(outdated=True, report="") == "找错入口地址过时：是"
