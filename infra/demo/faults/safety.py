"""安全、泄密事故等严重问题, as far as a page shows it: dark links, marks of classification."""

from dataclasses import replace
from datetime import timedelta

from infra.demo.city import BETS_HOST
from infra.demo.faults.ground import Ground, Kind, kind
from infra.demo.model import Entry

#: The operator's list of a drawn city: what is serious, what would be right, and a phrase in which it is no error.
SERIOUS = "中华人民共合国"
RIGHT = "中华人民共和国"
APPROVED = "《中华人民共合国》校对组"


def _dark_link(ground: Ground) -> None:
    ground.look(unseen=(("澳门娱乐城 百家乐 真人博彩", f"http://{BETS_HOST}/"),))
    ground.fault("V1.3", ground.site.home, f"{ground.site.home}index.html", what="a link to bets off the screen")


def _folded_menu(ground: Ground) -> None:
    ground.look(folded=(("部门网站", "http://www.hubei.gov.cn/"), ("政务公开", "http://www.gov.cn/")))
    ground.decoy("V1.3", what="a menu that is hidden until it is pointed at")


def _classified(ground: Ground) -> None:
    """Let one notice carry a mark of classification, as a file that was put on the web by mistake does."""
    column = ground.site.column("通知公告")
    first, *others = column.articles
    ground.change(column.name, articles=(replace(first, words="机密★1年"), *others))
    ground.fault("V1.2", ground.url(column, first), what="a page with a mark of classification")


def _on_secrecy(ground: Ground) -> None:
    column = ground.site.column("通知公告")
    first, *others = column.articles
    words = "全体工作人员参加保密教育，学习国家秘密及其密级的范围，签订保密承诺书。"
    ground.change(column.name, articles=(replace(first, words=words), *others))
    ground.decoy("V1.2", ground.url(column, first), what="a page that speaks of secrecy")


def _forged(ground: Ground) -> None:
    column, article = _old(ground)
    other = replace(article, filed=article.published - timedelta(days=75))
    ground.change(column.name, articles=(*column.articles[:-1], other))
    ground.fault("V1.5", ground.url(column, other), what="its address is of a day 75 days before the one it shows")


def _late_published(ground: Ground) -> None:
    column, article = _old(ground)
    other = replace(article, filed=article.published - timedelta(days=20))
    ground.change(column.name, articles=(*column.articles[:-1], other))
    ground.decoy("V1.5", ground.url(column, other), what="a draft that waited for 20 days")


def _serious_wording(ground: Ground) -> None:
    column = ground.site.column("学思践悟专题")
    first, *others = column.articles
    ground.change(column.name, articles=(replace(first, words=f"以上信息依照{SERIOUS}有关法律公开。"), *others))
    ground.fault("V1.1", ground.url(column, first), what="a word that the operator's list calls serious")


def _approved_wording(ground: Ground) -> None:
    column = ground.site.column("学思践悟专题")
    first, *others = column.articles
    ground.change(column.name, articles=(replace(first, words=f"本表由{APPROVED}报送。"), *others))
    ground.decoy("V1.1", ground.url(column, first), what="the word within a phrase that the list approves")


def _old(ground: Ground) -> Entry:
    column = ground.site.column("学思践悟专题")
    return column, column.articles[-1]


KINDS: tuple[Kind, ...] = (
    kind("dark link", "hidden", _dark_link, _folded_menu),
    kind("classified", "notice", _classified, _on_secrecy),
    kind("address of another day", "topic", _forged, _late_published),
    kind("serious wording", "topic", _serious_wording, _approved_wording),
)
