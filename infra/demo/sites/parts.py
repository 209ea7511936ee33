"""What every publishing system prints the same way because the rules say so: meta tags and the marks of the footer.

Also the facts that pages of a kind carry, as label and value: how they are laid out is each system's own affair.
"""

import random
from html import escape
from typing import Protocol

from infra.demo import prose
from infra.demo.model import Article, Column, Pointer, Site
from infra.demo.prose import Voice

#: Columns that a home page leads to directly.
SERVICES = ("个人办事", "法人办事", "办件统计", "信件回复", "留言统计")
_CHARSETS = {"utf-8": "utf-8", "gb18030": "gb2312"}


def declared_charset(site: Site) -> str:
    """Name the charset that the pages declare: old sites say gb2312 and mean GB18030."""
    return _CHARSETS[site.unit.charset]


def site_metas(site: Site, kind: str) -> str:
    """Write the site tags (网站标签), unless pages of this kind lack them. ``kind``: home, column, article."""
    if kind == "home" and "home" in site.lacking_tags:
        return ""
    rows = (("SiteName", site.unit.title), ("SiteDomain", site.unit.host), ("SiteIDCode", site.code))
    return _metas(site, rows)


def column_metas(site: Site, column: Column, kind_of_column: str) -> str:
    """Write the column tags (栏目标签), unless column pages lack them."""
    if "column" in site.lacking_tags:
        return ""
    return _metas(
        site,
        (
            ("ColumnName", column.name),
            ("ColumnDescription", f"{site.unit.title}{column.name}栏目发布{column.name}相关信息"),
            ("ColumnKeywords", f"{column.name},{site.unit.title}"),
            ("ColumnType", kind_of_column),
        ),
    )


def article_metas(site: Site, column: Column, article: Article, url: str, kind_of_column: str) -> str:
    """Write the content tags (内容页标签), unless article pages lack them."""
    if "article" in site.lacking_tags:
        return ""
    return _metas(
        site,
        (
            ("ColumnName", column.name),
            ("ColumnType", kind_of_column),
            ("ArticleTitle", article.title),
            ("PubDate", f"{article.published:%Y-%m-%d %H:%M}"),
            ("ContentSource", article.source),
            ("Keywords", site.unit.topics[0]),
            ("Author", site.unit.short),
            ("Description", ""),
            ("Url", url),
        ),
    )


def icp(site: Site) -> str:
    """Write the ICP record number (备案号)."""
    return f"鄂ICP备{5_000_000 + int(site.code[-4:]) * 4177:08d}号-1"


def police(site: Site) -> str:
    """Write the fourteen digits of the public-security record (公安备案)."""
    return f"420704{2_000_000 + int(site.code[-4:]) * 13:08d}"


def conac(site: Site) -> str:
    """Write the 32 hex digits that the party-government mark (党政机关标识) of the site has."""
    return f"{prose.seeded(site.code).getrandbits(128):032X}"


def shows(site: Site, mark: str) -> bool:
    """Whether the site's footers show a mark: site_code, icp, police, conac."""
    return mark not in site.lacking_marks


def address(site: Site) -> str:
    """Where the unit sits."""
    return f"鄂州市鄂城区滨湖北路{int(site.code[-4:]) * 3}号"


def phone(site: Site) -> str:
    """Give the unit's telephone number."""
    return f"027-608{int(site.code[-4:]) * 37 + 10_000:05d}"


def texts(site: Site, column: Column, article: Article) -> list[str]:
    """Write an article's paragraphs; the same ones each time."""
    genre = article.genre or column.genre
    texts = prose.paragraphs(_rng(site, article), genre, _voice(site), article.published, article.title)
    return [*texts, article.words] if article.words else texts


def column_texts(site: Site, column: Column) -> list[str]:
    """Write the text of a column that is one text."""
    rng = prose.seeded(f"{site.seed}:{column.number}")
    newest = max(article.published for _, article in site.entries())
    unit = site.unit
    lines = [f"{unit.name}{column.name}", f"主要负责人：{prose.person(rng)}", f"办公地址：{address(site)}"]
    lines += [
        "办公时间：上午8:30至12:00，下午14:30至17:30（法定节假日除外）",
        f"联系电话：{phone(site)}，邮政编码：436000",
    ]
    lines += [f"（{number}）承担全市{topic}有关工作。" for number, topic in enumerate(unit.topics, 1)]
    lines += [site.looks.overview] if site.looks.overview and column.slugs == ("gk",) else []
    return [*lines, *prose.paragraphs(rng, "other", _voice(site), newest)]


def letter_figures(site: Site) -> list[tuple[str, ...]]:
    """Give a table of the letters that came and were answered in the four months before the time point."""
    rng = prose.seeded(f"{site.seed}:letters")
    rows: list[tuple[str, ...]] = [("月份", "受理（件）", "办结（件）", "公开（件）", "按时办结率")]
    for year, month in ((2023, 11), (2023, 12), (2024, 1), (2024, 2)):
        came = rng.randint(6, 40)
        rows.append((f"{year}年{month}月", str(came), str(came), str(rng.randint(2, 6)), "100%"))
    return rows


def policy_facts(site: Site, article: Article) -> list[tuple[str, str]]:
    """Give the head of a policy file: index number, issuer, document number, dates, validity."""
    classed = {None: [], True: [("主题分类", "综合政务")], False: [("主题分类", "")]}[site.looks.classed]
    return [
        *classed,
        ("索引号", f"{site.code}/{article.published:%Y}-{article.number}"),
        ("发文单位", site.unit.name),
        ("发文字号", article.document),
        ("成文日期", f"{article.published:%Y年%m月%d日}"),
        ("发布日期", f"{article.published:%Y年%m月%d日}"),
        ("有效性", "有效"),
    ]


def guide_facts(site: Site, article: Article) -> list[tuple[str, str]]:
    """Give the eight elements that a service guide (办事指南) must name."""
    rng = _rng(site, article)
    topic = prose.topic_of(rng, _voice(site), article.title)
    facts = [
        ("事项名称", article.title),
        ("设定依据", f"《湖北省{topic}实施办法》第{rng.randint(5, 30)}条"),
        ("申请条件", "在本市行政区域内依法登记的法人、非法人组织或者年满18周岁的自然人"),
        ("办理材料", site.looks.materials or "1.申请表（原件1份）；2.身份证明（复印件1份）；3.场所证明（复印件1份）"),
        ("办理地点", f"鄂州市政务服务中心二楼{rng.randint(3, 48)}号窗口"),
        ("办理时间", "工作日上午8:30至12:00，下午14:30至17:30"),
        ("联系电话", phone(site)),
        ("办理流程", "申请、受理、审查、决定、送达"),
    ]
    return _labelled(site, facts)


def letter_facts(site: Site, article: Article) -> list[tuple[str, str]]:
    """Give what a published letter (公开信件) shows: number, times, unit that replied, question, reply."""
    rng = _rng(site, article)
    days = 1 + rng.randint(0, 3)
    question, *answer = prose.paragraphs(rng, "letter", _voice(site), article.published, article.title)
    came = article.published.replace(day=max(1, article.published.day - days))
    facts = [
        ("信件编号", f"EZ{article.published:%Y%m%d}{article.number % 1000:03d}"),
        ("信件标题", article.title),
        ("来信时间", f"{article.published if article.waiting else came:%Y-%m-%d %H:%M}"),
        ("来信内容", f"您好！{question}"),
        ("答复时间", f"{article.published:%Y-%m-%d %H:%M}"),
        ("答复单位", f"{site.unit.name}{prose.office(rng)}"),
        ("答复内容", "您好！来信收悉，现答复如下：" + "".join(answer)),
    ]
    if article.waiting:
        facts = [*facts[:4], ("办理状态", "待答复"), ("答复内容", "")]
    return _labelled(site, facts)


def leader_facts(site: Site, article: Article) -> list[tuple[str, str]]:
    """Give what a leader's page shows."""
    rng = _rng(site, article)
    year = rng.randint(1968, 1982)
    life = f"{year}年{rng.randint(1, 12)}月出生，汉族，大学学历，{year + 22}年8月参加工作"
    facts = [
        ("姓名", article.title),
        ("职务", rng.choice(("党组书记、主要负责人", "党组成员、副职负责人", "党组成员、总工程师"))),
        ("简历", f"{life}，现任{site.unit.name}领导班子成员。"),
        ("分工", f"负责{'、'.join(rng.sample(list(site.unit.topics), 2))}等工作。"),
    ]
    return _labelled(site, facts)


def _labelled(site: Site, facts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave out what the site does not show, and call the rest as it does."""
    return [(site.looks.labels.get(label, label), value) for label, value in facts if label not in site.omits]


def unseen(site: Site) -> str:
    """Write links that a style takes off the screen, and a menu that opens when it is pointed at."""
    sly, menu = (
        "".join(f'<a href="{escape(url)}">{escape(text)}</a>' for text, url in links)
        for links in (site.looks.unseen, site.looks.folded)
    )
    hidden = f'<div style="position:absolute;left:-9999px;top:-9999px">{sly}</div>\n' if sly else ""
    return hidden + (f'<div class="sub-menu" style="display:none">{menu}</div>\n' if menu else "")


def scripted_list(column: Column) -> str:
    """Write a list that a script fetches: nobody without a browser sees what it holds."""
    return (
        f'<ul class="list" id="list{column.number}"></ul>\n<script type="text/javascript">\n'
        f'$.getJSON("/api/content/{column.number}.json", function(d){{ $("#list{column.number}").html(d.rows); }});\n'
        "</script>\n"
    )


def written(markup: str) -> str:
    """Write markup as a script does that writes it."""
    lines = (line.replace("\\", "\\\\").replace("'", "\\'") for line in markup.splitlines())
    code = "\n".join(f"document.write('{line}');" for line in lines).replace("</script", "<\\/script")
    return f'<script type="text/javascript">\n{code}\n</script>\n'


class Addresses(Protocol):
    """What names an article's address: a publishing system."""

    def article_path(self, column: Column, article: Article) -> str:
        """Address of an article."""


def pointed(system: Addresses, column: Column, pointer: Pointer) -> str:
    """Give the address that a link in an article of ``column`` leads to."""
    return system.article_path(column, pointer.ghost) if pointer.ghost else pointer.url


def related(site: Site, article: Article) -> tuple[Column, Article] | None:
    """Give the policy or interpretation that an article links to."""
    return site.find(article.related) if article.related else None


def _metas(site: Site, rows: tuple[tuple[str, str], ...]) -> str:
    if site.looks.odd_tags:
        return "\n".join(f"<META CONTENT='{escape(value)}' NAME={name.upper()}>" for name, value in rows) + "\n"
    return "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in rows) + "\n"


def _rng(site: Site, article: Article) -> random.Random:
    return prose.seeded(f"{site.seed}:{article.number}")


def _voice(site: Site) -> Voice:
    return Voice(unit=site.unit.name, short=site.unit.short, topics=site.unit.topics)
