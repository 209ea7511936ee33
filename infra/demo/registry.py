"""Writes what an operator of the city would have on the desk: 登记表.xlsx, posts files, 审核.csv, 通报.toml."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import xlsxwriter

from infra import registry
from infra.demo.city import FEED_HOST, DemoCity
from infra.demo.feeds import feed_path
from infra.demo.model import Account, Site
from infra.demo.sites import style_of
from infra.records import Kind, Target

REGISTRY = "登记表.xlsx"
REVIEWS = "审核.csv"
NOTICE = "通报.toml"
WORDS = "词表.csv"
_NOTICE = """\
office = "鄂州市政务公开领导小组办公室"
office_short = "市政务公开领导小组办公室"
number = "演示〔2024〕1号"
area = "鄂州市"
addressees = "各区人民政府，葛店经开区、临空经济区管委会，市直各部门"
checked_from = "2024-02-26"
checked_to = "2024-02-29"
contact = "市行政审批局"
issued = "2024-03-05"
"""
_HEADERS = ("标识码", "细则", "决定", "分值", "网址", "问题", "证据", "审核人", "时间")
_Review = tuple[str, str, str, str, str, str, str, str, str]
_REASONS = {"M2.1": "2周内未更新", "M3.1": "未提供有效互动"}


def write_inputs(city: DemoCity, folder: Path) -> tuple[Path, Path]:
    """Write all of it below ``folder``; gives the paths of the registry and the reviews.

    The notice's own words (``NOTICE``) are those of 2024 Q1, but for the number: what is written here is no document.
    """
    posts = folder / "posts"
    posts.mkdir(parents=True, exist_ok=True)
    for account in city.accounts:
        if account.way in {"csv", "xlsx"}:
            _write_posts(folder / _posts_file(account), account)
    registry.write(folder / REGISTRY, [*map(_site_target, city.sites), *map(_account_target, city.accounts)])
    if city.words:
        _write_words(folder / WORDS, city.words)
    (folder / NOTICE).write_text(_NOTICE, encoding="utf-8")
    with (folder / REVIEWS).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADERS)
        writer.writerows(reviews(city))
    return folder / REGISTRY, folder / REVIEWS


def _write_words(path: Path, words: Sequence[tuple[str, str, str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("错误表述", "正确表述", "类别"), *words])


def reviews(city: DemoCity) -> Iterator[_Review]:
    """Give what reviewers enter: clauses in order everywhere, points taken and given, vetoes confirmed by two."""
    first, second = city.plan.reviewers.names
    at = city.plan.reviewers.at
    for clause in city.plan.reviewers.cleared:
        yield ("*", clause, "查无问题", "", "", "", "人工复核", first, at)
    for site in city.sites:
        plan = city.plan.of_site(site.unit.name)
        for clause, points, column, text in plan.review:
            yield (site.code, clause, "扣分", f"{points:g}", _example(site, column), text, "人工复核", first, at)
        for clause, points, text in plan.bonus:
            yield (site.code, clause, "加分", f"{points:g}", site.home, text, "人工复核", second, at)
    for code, account in city.account_codes.items():
        for clause in city.plan.of_account(account.key).vetoes:
            for name in (first, second):
                yield (code, clause, "确认", "", "", _REASONS[clause], "平台截图", name, at)


def _example(site: Site, name: str) -> str:
    """Give the address that a reviewer points at: the newest page of a column, or the column, or the home page."""
    if name == "首页":
        return site.home
    column = site.column(name)
    style = style_of(site)
    newest = site.latest(column, 1)
    path = style.article_path(*newest[0]) if newest else style.column_path(column)
    return f"http://{site.unit.host}{path}"


def _site_target(site: Site) -> Target:
    unit = site.unit
    return Target(
        code=site.code,
        name=unit.title,
        kind=Kind.SITE,
        url=site.home,
        unit=unit.name,
        parent=unit.parent,
        group=unit.group,
        filed=True,
        portal=unit.portal,
        status="正常运行",
    )


def _account_target(account: Account) -> Target:
    """Give an account's row; it has no code of its own, so the registry makes one from platform and name."""
    path = feed_path(account)
    return Target(
        code="",
        name=account.name,
        kind=Kind.ACCOUNT,
        url=account.slug,
        unit=account.unit,
        parent=account.parent,
        group=account.group,
        platform=account.platform,
        account_type=account.account_type,
        filed=account.filed,
        interaction=account.interaction,
        feed=f"http://{FEED_HOST}{path}" if path else _posts_file(account),
        status="正常运行",
    )


def _posts_file(account: Account) -> str:
    return f"posts/{account.slug}.{account.way}"


def _write_posts(path: Path, account: Account) -> None:
    rows = [("发布时间", "标题", "链接"), *((f"{p.at:%Y-%m-%d %H:%M}", p.title, p.url) for p in account.posts)]
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
        return
    with xlsxwriter.Workbook(str(path), {"strings_to_urls": False}) as book:
        sheet = book.add_worksheet("posts")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
