"""A site as TRS WCM publishes it: directories by column, ``t20240221_612345.html``, pagers by ``createPageHTML``.

Links are relative, lists put the date before the title, a script keeps an archive note ready on every column page, and
marks that were taken off the footer live on in comments, as they do on real sites.
"""

import posixpath
from collections.abc import Sequence
from html import escape

from infra.demo.model import Article, Attachment, Column, Entry, Form, Site
from infra.demo.searching import PER_PAGE, lit
from infra.demo.sites import parts, trs_layout


class Trs:
    """TRS WCM at work on one site."""

    per_page = 10
    search_path = "/search.html"
    search_field = "searchword"

    def __init__(self, site: Site) -> None:
        self.site = site

    def column_path(self, column: Column, page: int = 0) -> str:
        """``/ywdt/gzdt/`` and ``/ywdt/gzdt/index_1.html``: the first page has no number, the second is 1."""
        return f"/{'/'.join(column.slugs)}/" + (f"index_{page}.html" if page else "")

    def article_path(self, column: Column, article: Article) -> str:
        """``/ywdt/gzdt/202402/t20240221_612345.html``."""
        when = article.placed
        return f"{self.column_path(column)}{when:%Y%m}/t{when:%Y%m%d}_{article.number}.html"

    def file_path(self, column: Column, article: Article, attachment: Attachment) -> str:
        """``/tzgg/202402/P020240221612345.pdf``."""
        when = article.placed
        return f"{self.column_path(column)}{when:%Y%m}/P0{when:%Y%m%d}{attachment.number}.{attachment.suffix}"

    def home_page(self) -> str:
        """Write the home page: news with short dates, other lists, picture links, friendly links."""
        site = self.site
        names = ("要闻动态", "通知公告", "政策文件", "政策解读", "人事信息", "信件回复")
        blocks = [self._block(column.name, "/") for column in site.named(names)]
        shown = [entry for column in site.named(["图片新闻"]) for entry in site.latest(column, 4, site.looks.frozen)]
        pictures = "".join(self._picture(entry, "/") for entry in shown)
        banners = "\n".join(
            f'<a href="{escape(pointer.url or self._ghost(pointer.ghost, "专题专栏"))}" target="_blank" '
            f'title="{escape(pointer.text)}"><img src="/images/zt{place}.jpg" alt="{escape(pointer.text)}"/></a>'
            for place, pointer in enumerate(site.banners)
        )
        friends = "".join(
            f'<li><a href="{friend.url}" target="_blank">{escape(friend.text)}</a></li>' for friend in site.friends
        )
        body = (
            f'<div class="focus"><ul class="pic">{pictures}</ul></div>\n{self._services()}<div class="main clearfix">\n'
            + "\n".join(blocks)
            + f'\n</div>\n<div class="ztlj">{banners}</div>\n'
            f'<div class="yqlj"><h3>友情链接</h3><ul>{friends}</ul></div>\n{parts.unseen(site)}'
        )
        title = site.looks.bar or site.unit.title
        return trs_layout.page(self, title=title, metas=parts.site_metas(site, "home"), body=body)

    def column_page(self, column: Column, page: int) -> str:
        """Write one page of a column."""
        here = self.column_path(column, page)
        name = column.name
        metas = parts.site_metas(self.site, "column") + parts.column_metas(self.site, column, name)
        note = trs_layout.archive_note(column)
        content = parts.scripted_list(column) if column.scripted else self._content(column, page, here)
        siblings = self.site.children(self._parent(column)) if len(column.path) > 1 else self.site.children(column)
        side = "".join(
            f'<li{" class=cur" if c is column else ""}><a href="{self.to(c, here)}">{escape(c.name)}</a></li>'
            for c in siblings
        )
        body = (
            f'<div class="wrap clearfix">\n{self._trail(column, here)}\n'
            f'<div class="left-nav"><h2>{escape(column.path[0])}</h2><ul>{side}</ul></div>\n'
            f'<div class="right-con">\n<div class="lm-tit"><h3>{escape(name)}</h3></div>\n'
            f"{note}{content}</div>\n</div>\n"
        )
        title = f"{name}_{self.site.unit.title}"
        return trs_layout.page(self, title=title, metas=metas, body=body)

    def article_page(self, column: Column, article: Article) -> str:
        """Write an article's page."""
        site = self.site
        here = self.article_path(column, article)
        url = f"http://{site.unit.host}{here}"
        metas = parts.site_metas(site, "article") + parts.article_metas(site, column, article, url, column.name)
        body = f"{self._trail(column, here, last=True)}\n{trs_layout.article(self, column, article)}"
        title = f"{article.title}_{site.unit.title}"
        return trs_layout.page(self, title=title, metas=metas, body=body)

    def search_page(self, words: str, found: Sequence[Entry]) -> str:
        """Write what a search found: title, date and column of each."""
        rows = "".join(
            f'<li><a href="{self.target(c, a)}" target="_blank">{lit(self.site, a.title, words)}</a>'
            f"<p>栏目：{escape(c.name)} <span>{a.published:%Y-%m-%d}</span></p></li>\n"
            for c, a in found[:PER_PAGE]
        )
        body = (
            f'<div class="wrap search-con"><p>搜索“{escape(words)}”，共找到相关结果{len(found)}条</p>\n'
            f'<ul class="search-list">{rows}</ul></div>\n'
        )
        title = f"站内搜索_{self.site.unit.title}"
        return trs_layout.page(self, title=title, metas=parts.site_metas(self.site, "column"), body=body)

    def target(self, column: Column, article: Article) -> str:
        """Where an entry of a list leads: to the article, or straight to the file of a form."""
        if article.genre == "form" and article.attachments:
            return self.file_path(column, article, article.attachments[0])
        return self.article_path(column, article)

    def to(self, column: Column, here: str) -> str:
        """Link to a column from a page, relative as TRS writes it."""
        return relative(self.column_path(column), here)

    def _services(self) -> str:
        """Write the row of doors to what visitors come for most."""
        columns = self.site.named(parts.SERVICES)
        doors = "".join(f'<li><a href="{self.to(c, "/")}">{escape(c.name)}</a></li>' for c in columns)
        return f'<div class="kstd"><ul>{doors}</ul></div>\n'

    def _content(self, column: Column, page: int, here: str) -> str:
        if column.form is Form.CHANNEL:
            return "".join(self._block(child.name, here) for child in self.site.children(column))
        if column.form is Form.TEXT:
            lines = "".join(f"<p>{escape(text)}</p>" for text in parts.column_texts(self.site, column))
            return f'<div class="TRS_Editor">{lines}</div>\n'
        if column.form is Form.FIGURES:
            return trs_layout.figures(self.site)
        if column.form is Form.CATEGORY:
            return trs_layout.rows(self, Form.GUIDES, self.site.gathered(column), here)
        if column.form is Form.MAP:
            return self._map(here)
        shown = column.articles[page * self.per_page : (page + 1) * self.per_page]
        entries = [(column, article) for article in shown]
        rows = trs_layout.rows(self, column.form, entries, here)
        pages = max(1, -(-len(column.articles) // self.per_page))
        return rows + trs_layout.pager(pages, page, len(column.articles))

    def _block(self, name: str, here: str) -> str:
        """Write a titled list of the newest entries of a column and those below it."""
        column = self.site.column(name)
        frozen = self.site.looks.frozen if here == "/" else None
        is_category = column.form is Form.CATEGORY
        entries = self.site.gathered(column) if is_category else self.site.latest(column, 6, frozen)
        form = Form.GUIDES if is_category else column.form
        form = form if form in {Form.FORMS, Form.GALLERY, Form.GUIDES, Form.LEADERS} else Form.LIST
        listed = trs_layout.rows(self, form, entries, here, short=here == "/") if entries else ""
        return (
            f'<div class="box"><div class="box-tit"><h3><a href="{self.to(column, here)}">{escape(name)}</a></h3>'
            f'<a class="more" href="{self.to(column, here)}">更多&gt;&gt;</a></div>\n{listed}</div>\n'
        )

    def _picture(self, entry: Entry, here: str) -> str:
        column, article = entry
        link = relative(self.article_path(column, article), here)
        return (
            f'<li><a href="{link}" target="_blank"><img src="/images/w{article.number}.jpg" '
            f'alt="{escape(article.title)}"/><p>{escape(article.title)}</p></a></li>'
        )

    def _map(self, here: str) -> str:
        groups = []
        for top in self.site.children():
            links = "".join(
                f'<a href="{self.to(child, here)}">{escape(child.name)}</a>' for child in self.site.children(top)
            )
            groups.append(f'<dl><dt><a href="{self.to(top, here)}">{escape(top.name)}</a></dt><dd>{links}</dd></dl>')
        return f'<div class="map">{"".join(groups)}</div>\n'

    def _trail(self, column: Column, here: str, *, last: bool = False) -> str:
        links = [f'<a href="{relative("/", here)}" title="首页" class="CurrChnlCls">首页</a>']
        links += [
            f'<a href="{self.to(c, here)}" title="{escape(c.name)}" class="CurrChnlCls">{escape(c.name)}</a>'
            for c in self.site.ancestors(column)
        ]
        end = ["正文"] if last else []
        return f'<div class="dqwz">您当前的位置：{"&nbsp;&gt;&nbsp;".join([*links, *end])}</div>'

    def _parent(self, column: Column) -> Column:
        return self.site.ancestors(column)[-2]

    def _ghost(self, ghost: Article | None, name: str) -> str:
        return self.article_path(self.site.column(name), ghost) if ghost else ""


def relative(target: str, here: str) -> str:
    """Write a path as a link relative to the page ``here``; directories keep their last slash."""
    link = posixpath.relpath(target, posixpath.dirname(here))
    if target.endswith("/"):
        return "./" if link == "." else f"{link}/"
    return link if link.startswith("..") else f"./{link}"
