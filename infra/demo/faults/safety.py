"""安全、泄密事故等严重问题, as far as a page shows it: dark links, marks of classification."""

from dataclasses import replace

from infra.demo.city import BETS_HOST
from infra.demo.faults.ground import Ground, Kind, kind


def _dark_link(ground: Ground) -> None:
    ground.look(unseen=(("澳门娱乐城 百家乐 真人博彩", f"http://{BETS_HOST}/"),))
    ground.fault("V1.3", ground.site.home, f"{ground.site.home}index.html", what="a link to bets off the screen")


def _folded_menu(ground: Ground) -> None:
    ground.look(folded=(("部门网站", "http://www.hubei.gov.cn/"), ("政务公开", "http://www.gov.cn/")))
    ground.decoy("V1.3", what="a menu that is hidden until it is pointed at")


def _classified(ground: Ground) -> None:
    """Let one notice carry a mark of classification, as a file that was put on the web by mistake does."""
    column = ground.site.column("人事信息")
    first, *others = column.articles
    ground.change(column.name, articles=(replace(first, words="机密★1年"), *others))
    ground.fault("V1.2", ground.url(column, first), what="a page with a mark of classification")


def _on_secrecy(ground: Ground) -> None:
    column = ground.site.column("人事信息")
    first, *others = column.articles
    words = "全体工作人员参加保密教育，学习国家秘密及其密级的范围，签订保密承诺书。"
    ground.change(column.name, articles=(replace(first, words=words), *others))
    ground.decoy("V1.2", ground.url(column, first), what="a page that speaks of secrecy")


KINDS: tuple[Kind, ...] = (
    kind("dark link", "hidden", _dark_link, _folded_menu),
    kind("classified", "slow", _classified, _on_secrecy),
)
