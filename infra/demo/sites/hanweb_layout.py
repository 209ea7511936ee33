"""The markup around a 大汉 site's content: head, hidden location, table breadcrumb, lists, article body, footer."""

from collections.abc import Sequence
from html import escape
from typing import Protocol

from infra.demo.model import Article, Attachment, Column, Entry, Site
from infra.demo.sites import parts


class HanWeb(Protocol):
    """What the layout needs of the system: addresses."""

    site: Site
    web_id: int

    def column_path(self, column: Column, page: int = 0) -> str:
        """Address of a column."""

    def article_path(self, column: Column, article: Article) -> str:
        """Address of an article."""

    def file_path(self, column: Column, article: Article, attachment: Attachment) -> str:
        """Address of a file."""

    def target(self, column: Column, article: Article) -> str:
        """Address that an entry of a list leads to."""


def page(system: HanWeb, *, title: str, metas: str, body: str, framed: bool = False) -> str:
    """Write a whole page; a ``framed`` one has its head and foot loaded by script."""
    site = system.site
    head = '<script src="/script/0/2002251034.js"></script>' if framed else _header(system)
    foot = '<script src="/script/0/2002251035.js"></script>' if framed else _footer(system)
    foot = parts.written(foot) if site.looks.written and not framed else foot
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="{parts.declared_charset(site)}">
<title>{escape(title)}</title>
<meta name='Maketime' content='2024-02-29 06:20:11'>
<META HTTP-EQUIV='pragma' CONTENT='no-cache'>
{metas}<link rel="stylesheet" href="/css/site.css">
<script type="text/javascript" src="/script/jquery.js"></script>
</head>
<body>
{head}
{body}
{foot}
<!-- visitcount Begin --><iframe src='/module/visitcount/visit.jsp?type=3&i_webid={system.web_id}' name="vishidden" \
id="vishidden" frameborder="0" style="display:none"></iframe><!-- visitcount End -->
<script language="javascript" src='/script/web_front.js'></script>
</body>
</html>
"""


def hidden_location(system: HanWeb, column: Column) -> str:
    """Write the hidden block that names the columns from the nearest to the top."""
    way = system.site.ancestors(column)
    spans = "".join(
        f"<span id='col{len(way) - place}_name'>{escape(c.name)}</span>"
        f"<span id='col{len(way) - place}_url'>{system.column_path(c)}</span>"
        for place, c in enumerate(way)
    )
    return f"<div id='hiddenLocation' style='display:none;'><span id='ss_webid'>{system.web_id}</span>{spans}</div>"


def trail(system: HanWeb, column: Column) -> str:
    """Write the breadcrumb: a table in a table, as the system makes it."""
    cells = "".join(
        f'<TD> &gt; <a href="{system.column_path(c)}">{escape(c.name)}</a></TD>' for c in system.site.ancestors(column)
    )
    return (
        '<div class="current-position"><table cellspacing="0" cellpadding="0" border="0"><tr><td> 当前位置：'
        '<a href="/index.html">首页</a></td><td><TABLE WIDTH=100% CELLSPACING=0 CELLPADDING=0 BORDER=0>'
        f"<TR>\n{cells}\n</TR></TABLE></td></tr></table></div>"
    )


def row(system: HanWeb, column: Column, piece: Article) -> str:
    """Write a dated list entry; a form leads straight to its file."""
    link = system.target(column, piece)
    title = escape(piece.title)
    return f'<li><a href="{link}" title="{title}" target="_blank">{title}</a><b>{piece.published:%Y-%m-%d}</b></li>'


def gallery(system: HanWeb, entries: Sequence[Entry]) -> str:
    """Write pictures with titles, without dates."""
    cells = "".join(
        f'<td align="center"><a href="{system.article_path(c, a)}" target="_blank">'
        f'<img src="/picture/0/s{a.number}.jpg"><br>{escape(a.title)}</a></td>'
        for c, a in entries
    )
    return f'<table class="pics"><tr>{cells}</tr></table>\n'


def guides(system: HanWeb, entries: Sequence[Entry]) -> str:
    """Write the service items without dates."""
    items = "".join(
        f'<tr><td>{number}</td><td><a href="{system.article_path(c, a)}" target="_blank">{escape(a.title)}</a></td>'
        f"<td>{escape(system.site.unit.short)}</td></tr>"
        for number, (c, a) in enumerate(entries, 1)
    )
    return f'<table class="sxlist"><tr><th>序号</th><th>事项</th><th>实施主体</th></tr>{items}</table>\n'


def figures(site: Site) -> str:
    """Write how many letters came and were answered, month by month."""
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in parts.letter_figures(site))
    return f'<div id="zoom"><table class="tjb" border="1">{cells}</table></div>\n'


def letters(system: HanWeb, entries: Sequence[Entry]) -> str:
    """Write the published letters: number, title, times."""
    cells = []
    for column, piece in entries:
        facts = dict(parts.letter_facts(system.site, piece))
        link = f'<a href="{system.article_path(column, piece)}" target="_blank">{escape(piece.title)}</a>'
        days = "".join(f"<td>{facts.get(label, '')[:10]}</td>" for label in ("来信时间", "答复时间"))
        cells.append(f"<tr><td>{facts['信件编号']}</td><td>{link}</td>{days}</tr>")
    head = "<tr><th>编号</th><th>主题</th><th>来信时间</th><th>答复时间</th></tr>"
    button = '<div class="xjbtn"><a href="javascript:void(0)">写信</a></div>'
    return f'{button}<table class="xj">{head}{"".join(cells)}</table>\n'


def article(system: HanWeb, column: Column, piece: Article) -> str:
    """Write title, date line, body, related links and files of an article."""
    site = system.site
    when = piece.published
    pair = parts.related(site, piece)
    label = "相关文件" if piece.genre == "reading" else "相关解读"
    links = f'<div class="xgnr">{label}：{_link(system, pair)}</div>' if pair else ""
    files = "".join(
        f'<p><a href="{system.file_path(column, piece, file)}">{escape(file.name)}.{file.suffix}</a></p>'
        for file in piece.attachments
    )
    return f"""<div class="main"><table id="c" width="1000" align="center">
<tr><td class="title" align="center">{escape(piece.title)}</td></tr>
<tr><td align="center" bgcolor="#EBEBEB">发布日期：{when:%Y-%m-%d %H:%M}&nbsp;&nbsp;\
信息来源：{escape(piece.source)}&nbsp;&nbsp;字号：[ <a href="javascript:doZoom(18)">大</a>
<a href="javascript:doZoom(16)">中</a> ]</td></tr>
<tr><td class="bt_content"><div id="zoom"><meta name="ContentStart">
{_body(system, column, piece)}<meta name="ContentEnd">
{files}</div>{links}</td></tr>
<tr><td align="right"><a href="javascript:window.print()">【打印本页】</a>
<a href="javascript:window.close();">【关闭本页】</a></td></tr>
</table></div>"""


def _body(system: HanWeb, column: Column, piece: Article) -> str:
    site = system.site
    makers = {
        "policy": parts.policy_facts,
        "guide": parts.guide_facts,
        "letter": parts.letter_facts,
        "leader": parts.leader_facts,
    }
    facts = makers[piece.genre](site, piece) if piece.genre in makers else []
    table = "".join(f"<tr><td>{label}</td><td>{escape(value)}</td></tr>" for label, value in facts)
    head = f'<table class="xxgk" border="1">{table}</table>' if table else ""
    if piece.genre in {"guide", "letter", "leader"}:
        return head
    texts = "".join(f'<p style="text-indent: 2em;">{escape(text)}</p>' for text in parts.texts(site, column, piece))
    pointers = "".join(
        f'<p><a href="{escape(parts.pointed(system, column, p))}" target="_blank">{escape(p.text)}</a></p>'
        for p in piece.pointers
    )
    return f"{head}{texts}{pointers}"


def _link(system: HanWeb, entry: Entry) -> str:
    return f'<a href="{system.article_path(*entry)}" target="_blank">{escape(entry[1].title)}</a>'


def _header(system: HanWeb) -> str:
    items = "".join(
        f'<td><a href="{system.column_path(top)}">{escape(top.name)}</a></td>' for top in system.site.children()
    )
    site = system.site
    name = escape(site.looks.head or site.unit.title)
    heading = "" if site.looks.pictured else f"<span>{name}</span>"
    sent = "javascript:doSearch()" if site.looks.scripted_search else "/jsearchfront/search.do"
    search = (
        f'<form action="{sent}" method="get"><input name="q" type="text">\n<input type="submit" value="搜索"></form>'
    )
    return f"""<div class="head"><a href="/index.html"><img src="/picture/0/logo.png" alt="{name}"></a>
{heading}{search if site.searchable else ""}</div>
<table class="menu" width="100%"><tr><td><a href="/index.html">网站首页</a></td>{items}</tr></table>"""


def _footer(system: HanWeb) -> str:
    """Write the footer: only the marks that the site has."""
    site = system.site
    lines = [f"主办单位：{escape(site.unit.name)}　地址：{parts.address(site)}　电话：{parts.phone(site)}"]
    numbers = []
    if parts.shows(site, "icp"):
        numbers.append(f'<a href="http://beian.miit.gov.cn/" target="_blank">{parts.icp(site)}</a>')
    if parts.shows(site, "police"):
        record = f"http://www.beian.gov.cn/portal/registerSystemInfo?recordcode={parts.police(site)}"
        numbers.append(f'<a target="_blank" href="{record}">鄂公网安备{parts.police(site)}号</a>')
    if parts.shows(site, "site_code"):
        numbers.append(f"政府网站标识码：{site.looks.code or site.code}")
    lines.append("　".join(numbers))
    marks = ""
    if parts.shows(site, "conac"):
        marks += (
            f"<a href='http://bszs.conac.cn/sitename?method=show&amp;id={parts.conac(site)}' target='_blank'>"
            "<img id='imgConac' vspace='0' hspace='0' border='0' src='/picture/0/red.png'></a>"
        )
    if site.finder:
        marks += (
            f'<a href="http://{site.looks.finder or "zfwzgl.www.gov.cn"}/exposure/jiucuo.html?'
            f'site_code={site.code}&amp;url=http%3A%2F%2F{site.unit.host}%2F" target="_blank">'
            '<img src="/picture/0/jiucuo.png" alt="政府网站找错"></a>'
        )
    columns = system.site
    extra = "".join(
        f'<a href="{system.column_path(columns.column(name))}">{name}</a> ' for name in ("网站地图", "联系我们")
    )
    return f'<div class="foot">{extra}<br>{"<br>".join(lines)}<br>{marks}</div>'
