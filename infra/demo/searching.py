"""What the search (站内搜索) of a generated site finds: titles that hold the words, as such engines match them."""

import re
from html import escape
from urllib.parse import parse_qs, urlsplit

from infra.demo.model import Entry, Site

#: Results on a page.
PER_PAGE = 10
_IDLE = re.compile(r"[\s,.:;!?、，。：；！？“”‘’\"'《》〈〉（）()\[\]【】〔〕|｜…·—\-]+")


def asked(path: str, field: str, charset: str) -> str:
    """Read what a visitor typed out of an address with a query, which a form encodes in the charset of its page."""
    values = parse_qs(urlsplit(path).query, encoding=charset, errors="replace").get(field, [""])
    return values[0].strip()


def found(site: Site, words: str) -> list[Entry]:
    """Find the articles whose titles hold all the words, newest first; blanks and punctuation make no difference."""
    wanted = [bare for word in words.split() if (bare := _bare(word))]
    if not wanted:
        return []
    fits = [
        (column, article)
        for column, article in site.entries()
        if not article.gone and (site.indexed is None or article.published < site.indexed)
        if all(word in _bare(article.title) for word in wanted)
    ]
    return sorted(fits, key=lambda entry: entry[1].published, reverse=True)


def lit(site: Site, title: str, words: str) -> str:
    """Write the title of a result, with the words that were asked for in red where the site does so."""
    shown = escape(title)
    word = escape(words)
    return shown.replace(word, f"<em style='color:red'>{word}</em>") if site.looks.lit_results and word else shown


def _bare(text: str) -> str:
    return _IDLE.sub("", text).casefold()
