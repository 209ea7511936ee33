"""A site as 大汉 JCMS publishes it: ``/col/col5321/index.html``, ``/art/2024/2/21/art_5321_612345.html``, jpage lists.

Column lists stand as CDATA records in a datastore script; what is beyond the first group comes from ``dataproxy.jsp``.
Pages carry a hidden location block and a breadcrumb made of tables.
"""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from infra.demo.model import Article, Attachment, Column, Entry, Form, Site
from infra.demo.searching import PER_PAGE, lit
from infra.demo.sites import hanweb_layout, parts

_DATED = frozenset({Form.LIST, Form.FORMS})
_UNIT_ID = 21_000


class HanWeb:
    """大汉 JCMS at work on one site."""

    #: Records in a group: the datastore of the page holds one, dataproxy.jsp gives the further ones.
    per_page = 45
    search_path = "/jsearchfront/search.do"
    search_field = "q"

    def __init__(self, site: Site) -> None:
        self.site = site
        self.web_id = int(site.code[-4:]) + 40

    def column_path(self, column: Column, page: int = 0) -> str:
        """``/col/col5321/index.html``; further groups come from ``dataproxy.jsp``, which counts them from 1."""
        return self._proxy(column, page) if page else f"/col/col{column.number}/index.html"

    def article_path(self, column: Column, article: Article) -> str:
        """``/art/2024/2/21/art_5321_612345.html``."""
        when = article.placed
        return f"/art/{when.year}/{when.month}/{when.day}/art_{column.number}_{article.number}.html"

    def file_path(self, column: Column, article: Article, attachment: Attachment) -> str:
        """``/attach/5321/2402211030612345.pdf``."""
        return f"/attach/{column.number}/{article.published:%y%m%d%H%M}{attachment.number}.{attachment.suffix}"

    def home_page(self) -> str:
        """Write the home page: lists with full dates, a picture row, banners, friendly links."""
        site = self.site
        names = ("要闻动态", "通知公告", "政策文件", "政策解读", "财政信息", "意见征集")
        frozen = site.looks.frozen
        blocks = "\n".join(self._block(column, 6, frozen) for column in site.named(names))
        shown = [entry for column in site.named(["图片新闻"]) for entry in site.latest(column, 3, frozen)]
        pictures = hanweb_layout.gallery(self, shown)
        banners = "".join(
            f'<td><a target="_blank" href="{escape(pointer.url or self._ghost(pointer.ghost))}" '
            f'title="{escape(pointer.text)}"><img src="/picture/0/zt{place}.png" border="0"></a></td>'
            for place, pointer in enumerate(site.banners)
        )
        friends = "".join(
            f'<a target="_blank" href="{friend.url}">{escape(friend.text)}</a>' for friend in site.friends
        )
        body = (
            f'<div class="banner-pic">{pictures}</div><div class="index-main">{blocks}</div>\n{self._services()}'
            f'<table class="ztzl" width="100%"><tr>{banners}</tr></table>\n'
            f'<div class="links"><span>友情链接：</span>{friends}</div>\n{parts.unseen(site)}'
        )
        metas = parts.site_metas(site, "home")
        return hanweb_layout.page(self, title=site.looks.bar or site.unit.title, metas=metas, body=body)

    def column_page(self, column: Column, page: int) -> str:
        """Write the page of a column; for ``page`` ≥ 1 the XML of that further group of records."""
        if page:
            return self._datastore(column, page)
        metas = parts.site_metas(self.site, "column") + parts.column_metas(self.site, column, column.path[0])
        siblings = self.site.children(self.site.ancestors(column)[0])
        side = "".join(f'<tr><td><a href="{self.column_path(c)}">{escape(c.name)}</a></td></tr>' for c in siblings)
        note = ""
        if column.archived is not None:
            note = f'<div class="filed"><b>已归档</b> 归档时间：{column.archived:%Y-%m-%d}</div>\n'
        content = parts.scripted_list(column) if column.scripted else self._content(column)
        body = (
            f"{hanweb_layout.hidden_location(self, column)}\n{hanweb_layout.trail(self, column)}\n"
            '<div class="main"><table class="lm" width="100%"><tr>'
            f'<td width="220" valign="top"><table class="lm-left">{side}</table></td><td valign="top">'
            f'<div class="lm-name">{escape(column.name)}</div>\n{note}{content}</td></tr></table></div>\n'
        )
        title = f"{self.site.unit.title} {column.name}"
        return hanweb_layout.page(self, title=title, metas=metas, body=body)

    def article_page(self, column: Column, article: Article) -> str:
        """Write an article's page; a framed site loads its head and foot by script there."""
        site = self.site
        url = f"http://{site.unit.host}{self.article_path(column, article)}"
        metas = parts.site_metas(site, "article") + parts.article_metas(site, column, article, url, column.path[0])
        place = f"{hanweb_layout.hidden_location(self, column)}\n{hanweb_layout.trail(self, column)}"
        body = f"{place}\n{hanweb_layout.article(self, column, article)}"
        return hanweb_layout.page(self, title=article.title, metas=metas, body=body, framed=site.unit.framed)

    def search_page(self, words: str, found: Sequence[Entry]) -> str:
        """Write what a search found: title, date and column of each."""
        rows = "".join(
            f'<div class="jsearch-result-box"><div class="jsearch-result-title"><a href="{self.target(c, a)}" '
            f'target="_blank">{lit(self.site, a.title, words)}</a></div><div class="jsearch-result-other-info">'
            f"<span>{escape(c.name)}</span> <span>{a.published:%Y-%m-%d}</span></div></div>\n"
            for c, a in found[:PER_PAGE]
        )
        body = (
            f'<div class="jsearch-info">搜索“{escape(words)}”，共找到相关结果{len(found)}条</div>\n'
            f'<div class="jsearch-result-list">{rows}</div>\n'
        )
        metas = parts.site_metas(self.site, "column")
        return hanweb_layout.page(self, title=f"{self.site.unit.title} 站内搜索", metas=metas, body=body)

    def target(self, column: Column, article: Article) -> str:
        """Where an entry of a list leads: to the article, or straight to the file of a form."""
        if article.genre == "form" and article.attachments:
            return self.file_path(column, article, article.attachments[0])
        return self.article_path(column, article)

    def _services(self) -> str:
        """Write the row of doors to what visitors come for most."""
        columns = self.site.named(parts.SERVICES)
        doors = "".join(f'<td><a href="{self.column_path(c)}">{escape(c.name)}</a></td>' for c in columns)
        return f'<table class="kstd" width="100%"><tr>{doors}</tr></table>\n'

    def _content(self, column: Column) -> str:
        site = self.site
        if column.form is Form.CHANNEL:
            return "\n".join(self._block(child, 5) for child in site.children(column))
        if column.form is Form.TEXT:
            texts = "".join(f'<p style="text-indent: 2em;">{escape(t)}</p>' for t in parts.column_texts(site, column))
            return f'<div id="zoom">{texts}</div>\n'
        if column.form is Form.FIGURES:
            return hanweb_layout.figures(site)
        if column.form is Form.MAP:
            return self._map()
        listed = [(column, article) for article in column.articles]
        entries = site.gathered(column) if column.form is Form.CATEGORY else listed
        if column.form in _DATED:
            return (
                f'<div id="{_UNIT_ID + column.number}" class="default_pgContainer"><script type="text/xml">'
                f"{self._datastore(column, 0)}</script></div>\n"
                '<script src="/script/jpage/jquery.jpage.js" type="text/javascript"></script>\n'
            )
        writers = {Form.LETTERS: hanweb_layout.letters}
        writers |= dict.fromkeys((Form.GUIDES, Form.CATEGORY), hanweb_layout.guides)
        return writers.get(column.form, hanweb_layout.gallery)(self, entries)

    def _map(self) -> str:
        site = self.site
        return "".join(
            f'<div class="wzdt"><a href="{self.column_path(top)}">{escape(top.name)}</a>：'
            + "".join(f'<a href="{self.column_path(c)}">{escape(c.name)}</a> ' for c in site.children(top))
            + "</div>"
            for top in site.children()
        )

    def _datastore(self, column: Column, page: int) -> str:
        """Write one group of a list's records, with the address of the next group when there is one."""
        total = len(column.articles)
        shown = column.articles[page * self.per_page : (page + 1) * self.per_page]
        more = (page + 1) * self.per_page < total
        following = f'<a href="{escape(self._proxy(column, page + 1))}"></a>' if more else ""
        records = "".join(
            f"<record><![CDATA[\n{hanweb_layout.row(self, column, article)}]]></record>\n" for article in shown
        )
        return (
            f"<datastore>\n<nextgroup><![CDATA[{following}]]></nextgroup>\n<totalrecord>{total}</totalrecord>"
            f"<recordset>\n{records}</recordset></datastore>"
        )

    def _proxy(self, column: Column, page: int) -> str:
        return (
            f"/module/web/jpage/dataproxy.jsp?page={page}&webid={self.web_id}"
            f"&columnid={column.number}&unitid={_UNIT_ID + column.number}"
        )

    def _block(self, column: Column, how_many: int, before: datetime | None = None) -> str:
        site = self.site
        entries: Sequence[Entry] = site.latest(column, how_many, before)
        name = f'<a href="{self.column_path(column)}">{escape(column.name)}</a>'
        if column.form is Form.CATEGORY:
            listed = hanweb_layout.guides(self, site.gathered(column)[:how_many])
        elif column.form in {Form.GALLERY, Form.LEADERS}:
            listed = hanweb_layout.gallery(self, entries) if entries else ""
        elif column.form is Form.GUIDES:
            listed = hanweb_layout.guides(self, entries)
        else:
            listed = f"<ul>{''.join(hanweb_layout.row(self, c, a) for c, a in entries)}</ul>" if entries else ""
        return f'<div class="block"><div class="block-name">{name}</div>{listed}</div>'

    def _ghost(self, ghost: Article | None) -> str:
        return self.article_path(self.site.column("专题专栏"), ghost) if ghost else ""
