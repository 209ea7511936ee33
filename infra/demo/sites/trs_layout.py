"""The markup around a TRS site's content: head, navigation, lists, pager, article body, footer."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Protocol

from infra.demo.model import Article, Attachment, Column, Entry, Form, Site
from infra.demo.sites import parts

_PAGER = """<script type="text/javascript">
function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt, _nTotal){
  if(_nPageCount == null || _nPageCount <= 1){ return; }
  var html = "", cur = _nCurrIndex || 0;
  if(cur > 0){
    html += '<a href="' + _sPageName + '.' + _sPageExt + '">首页</a>';
    html += '<a href="' + _sPageName + (cur == 1 ? '' : '_' + (cur - 1)) + '.' + _sPageExt + '">上一页</a>';
  }
  if(cur < _nPageCount - 1){
    html += '<a href="' + _sPageName + '_' + (cur + 1) + '.' + _sPageExt + '">下一页</a>';
    html += '<a href="' + _sPageName + '_' + (_nPageCount - 1) + '.' + _sPageExt + '">尾页</a>';
  }
  document.write('<span>共' + _nTotal + '条 ' + (cur + 1) + '/' + _nPageCount + '页</span>' + html);
}
"""
_ARCHIVE_SCRIPT = """<script type="text/javascript">
$(function(){ $(".lmgd").each(function(){ if($(this).attr("data-gd") == "1"){ $(this).show(); } }); });
/* data-gd=1 时显示“该栏目已归档”字样 */
</script>
"""


class Trs(Protocol):
    """What the layout needs of the system: addresses."""

    site: Site

    def column_path(self, column: Column, page: int = 0) -> str:
        """Address of a column's page."""

    def article_path(self, column: Column, article: Article) -> str:
        """Address of an article."""

    def file_path(self, column: Column, article: Article, attachment: Attachment) -> str:
        """Address of a file."""

    def target(self, column: Column, article: Article) -> str:
        """Address that an entry of a list leads to."""


def page(system: Trs, *, title: str, metas: str, body: str) -> str:
    """Write a whole page: head, banner, navigation, body, footer."""
    site = system.site
    name = escape(site.looks.head or site.unit.title)
    heading = "" if site.looks.pictured else f"<h1>{name}</h1>"
    navigation = _navigation(system)
    hall = '<a href="/wsbs.html" target="_blank">网上办事大厅</a> ' if site.looks.hall else ""
    return f"""<!DOCTYPE html>
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset={parts.declared_charset(site)}">
<meta http-equiv="X-UA-Compatible" content="IE=edge,chrome=1">
<title>{escape(title)}</title>
{metas}<link rel="stylesheet" type="text/css" href="/images/style.css">
<script type="text/javascript" src="/images/jquery.min.js"></script>
</head>
<body>
<div class="top"><div class="w1200"><span id="today"></span>
<a href="javascript:void(0);" onclick="SetHome(this)">设为首页</a>
<a href="mailto:admin@{site.unit.host.removeprefix("www.")}">联系管理员</a>
{hall}<a href="#" id="wza">无障碍浏览</a></div></div>
<div class="header"><div class="logo"><a href="/"><img src="/images/logo.png" alt="{name}"/></a>{heading}</div>
{_search(site)}</div>
<div class="nav"><ul><li><a href="/">首页</a></li>
{navigation}</ul></div>
{body}
{parts.written(_footer(site)) if site.looks.written else _footer(site)}
<script type="text/javascript" src="/images/common.js"></script>
</body>
</html>
"""


def rows(system: Trs, form: Form, entries: Sequence[Entry], here: str, *, short: bool = False) -> str:
    """Write a list of entries as its form wants it; ``short`` dates show month and day."""
    if form is Form.LETTERS:
        return _letters(system, entries)
    if form in {Form.GALLERY, Form.LEADERS}:
        cards = "".join(
            f'<li><a href="{system.article_path(c, a)}" target="_blank"><img src="/images/w{a.number}.jpg" '
            f'alt="{escape(a.title)}"/><p>{escape(a.title)}</p></a></li>'
            for c, a in entries
        )
        return f'<ul class="pic-list clearfix">{cards}</ul>\n'
    if form is Form.GUIDES:
        items = "".join(
            f'<li><a href="{system.article_path(c, a)}" target="_blank">{escape(a.title)}</a></li>' for c, a in entries
        )
        return f'<ul class="bszn-list">{items}</ul>\n'
    items = "\n".join(_row(system, entry, here, short=short) for entry in entries)
    return f'<ul class="news-list">\n{items}\n</ul>\n'


def pager(pages: int, current: int, total: int) -> str:
    """Write the pager script, as TRS does also where there is one page only."""
    return f'<div class="page">{_PAGER}createPageHTML({pages}, {current}, "index", "html", {total});\n</script></div>\n'


def archive_note(column: Column) -> str:
    """Write the archive block that every column page carries; only an archived column shows it."""
    if column.archived is None:
        return f'<div class="lmgd" style="display: none;" data-gd="0"><p></p></div>\n{_ARCHIVE_SCRIPT}'
    day = f"{column.archived:%Y年%m月%d日}"
    return f'<div class="lmgd" data-gd="1"><p>该栏目已归档（归档时间：{day}）</p></div>\n{_ARCHIVE_SCRIPT}'


def article(system: Trs, column: Column, piece: Article) -> str:
    """Write title, date line, body, related links and files of an article."""
    site = system.site
    when = piece.published
    lines = [f'<div class="xl-con">\n<h2 class="xl-tit">{escape(piece.title)}</h2>']
    lines.append(
        f'<div class="xl-info"><span>发布时间：{when:%Y-%m-%d %H:%M}</span><span>来源：{escape(piece.source)}</span>'
        '<span>字号：<a href="javascript:doZoom(18)">大</a> <a href="javascript:doZoom(16)">中</a></span></div>'
    )
    lines.append(_facts(site, piece))
    lines.append(_body(system, column, piece))
    pair = parts.related(site, piece)
    if pair is not None:
        label = "相关文件" if piece.genre == "reading" else "相关解读"
        lines.append(f'<div class="xgjd"><h4>{label}：</h4><ul><li>{_link(system, pair)}</li></ul></div>')
    lines.append(_files(system, column, piece))
    lines.append(
        '<div class="xl-bot"><a href="javascript:window.print();">打印</a>'
        '<a href="javascript:window.close();">关闭</a></div>'
    )
    return "\n".join(lines) + "\n</div>"


def _facts(site: Site, piece: Article) -> str:
    tables = {
        "policy": parts.policy_facts,
        "guide": parts.guide_facts,
        "letter": parts.letter_facts,
        "leader": parts.leader_facts,
    }
    facts = tables[piece.genre](site, piece) if piece.genre in tables else []
    cells = "".join(f"<tr><th>{label}：</th><td>{escape(value)}</td></tr>" for label, value in facts)
    return f'<table class="xl-table" width="100%"><tbody>{cells}</tbody></table>' if cells else ""


def _body(system: Trs, column: Column, piece: Article) -> str:
    if piece.genre in {"guide", "letter", "leader"}:
        return ""
    texts = "".join(f"<p>　　{escape(text)}</p>" for text in parts.texts(system.site, column, piece))
    pointers = "".join(
        f'<p>　　<a href="{escape(parts.pointed(system, column, p))}" target="_blank">{escape(p.text)}</a></p>'
        for p in piece.pointers
    )
    return f'<div class="view TRS_UEDITOR trs_paper_default">{texts}{pointers}</div>'


def _files(system: Trs, column: Column, piece: Article) -> str:
    items = "".join(
        f'<li><a href="{system.file_path(column, piece, file)}" target="_blank">'
        f"{escape(file.name)}.{file.suffix}</a></li>"
        for file in piece.attachments
    )
    return f'<div class="fj" id="annex"><span>附件：</span><ul id="list">{items}</ul></div>'


def _row(system: Trs, entry: Entry, here: str, *, short: bool) -> str:
    column, piece = entry
    when: datetime = piece.published
    day = f"{when:%m-%d}" if short else f"{when:%Y-%m-%d}"
    link = system.target(column, piece)
    shown = f"{piece.title[:26]}…" if short and len(piece.title) > 27 else piece.title
    local = link.removeprefix(here.rsplit("/", 1)[0] + "/")
    link = f"./{local}" if local != link else link
    title = escape(piece.title)
    return f'<li><span>{day}</span><a href="{link}" target="_blank" title="{title}">{escape(shown)}</a></li>'


def figures(site: Site) -> str:
    """Write how many letters came and were answered, month by month."""
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in parts.letter_figures(site))
    return f'<div class="TRS_Editor"><table class="xl-table" width="100%"><tbody>{cells}</tbody></table></div>\n'


def _letters(system: Trs, entries: Sequence[Entry]) -> str:
    head = "<tr><th>信件标题</th><th>来信时间</th><th>答复时间</th><th>办理状态</th></tr>"
    cells = []
    for column, piece in entries:
        facts = dict(parts.letter_facts(system.site, piece))
        cells.append(
            f'<tr><td><a href="{system.article_path(column, piece)}" target="_blank">{escape(piece.title)}</a></td>'
            f"<td>{facts.get('来信时间', '')[:10]}</td><td>{facts.get('答复时间', '')[:10]}</td>"
            f"<td>{'待答复' if piece.waiting else '已办结'}</td></tr>"
        )
    write = '<a class="wyxx" href="javascript:;" onclick="writeLetter()">我要写信</a>'
    return f'{write}<table class="xj-list"><tbody>{head}{"".join(cells)}</tbody></table>\n'


def _link(system: Trs, entry: Entry) -> str:
    return f'<a href="{system.article_path(*entry)}" target="_blank">{escape(entry[1].title)}</a>'


def _search(site: Site) -> str:
    if not site.searchable:
        return ""
    sent = 'action="javascript:doSearch()"' if site.looks.scripted_search else 'action="/search.html"'
    return (
        f'<form name="searchform" {sent} method="get" target="_blank"><input type="text" name="searchword"\n'
        ' placeholder="请输入关键字"/><input type="submit" value="搜索"/></form>'
    )


def _navigation(system: Trs) -> str:
    items = []
    for top in system.site.children():
        below = "".join(
            f'<a href="{system.column_path(child)}">{escape(child.name)}</a>' for child in system.site.children(top)
        )
        drop = f'<div class="sub">{below}</div>' if below else ""
        items.append(f'<li><a href="{system.column_path(top)}">{escape(top.name)}</a>{drop}</li>\n')
    return "".join(items)


def _footer(site: Site) -> str:
    """Write the footer: only the marks that the site has; a removed police number stays behind in a comment."""
    unit = escape(site.unit.name)
    record = (
        f'<a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode={parts.police(site)}" target="_blank">'
        f'<img src="/images/ba.png"/>鄂公网安备 {parts.police(site)}号</a>'
    )
    pieces = [
        f'<a href="http://beian.miit.gov.cn/" target="_blank">{parts.icp(site)}</a>'
        if parts.shows(site, "icp")
        else "",
        record if parts.shows(site, "police") else f"<!-- {record} -->",
        f"网站标识码：{site.looks.code or site.code}" if parts.shows(site, "site_code") else "",
    ]
    conac = (
        '<span id="_ideConac"><a target="_blank" '
        f'href="http://bszs.conac.cn/sitename?method=show&amp;id={parts.conac(site)}">'
        '<img id="imgConac" vspace="0" hspace="0" border="0" src="/images/red.png" alt=""/></a></span>'
        if parts.shows(site, "conac")
        else ""
    )
    finder = (
        f'<span id="_span_jiucuo"><script id="_jiucuo_" sitecode="{site.code}" '
        f'src="https://{site.looks.finder or "zfwzgl.www.gov.cn"}/exposure/jiucuo.js"></script></span>'
        if site.finder
        else ""
    )
    return f"""<div class="footer">
<div class="foot-link"><a href="/wzdt/">网站地图</a> | <a href="/lxwm">联系我们</a></div>
<p>主办单位：{unit} 地址：{parts.address(site)} 联系电话：{parts.phone(site)}</p>
<p>{" ".join(piece for piece in pieces if piece)}</p>
<div class="foot-mark">{conac}{finder}</div></div>"""
