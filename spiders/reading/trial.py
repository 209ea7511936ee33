"""试搜: a site's own search asked for a title of its home page, and whether its first page of results shows it.

The address of one search (``offered``) is the pattern of all: the longest Chinese value of its query is the title that
it asks for. A title counts as found where a link shows it. A page that repeats what was asked proves nothing, and of
one whose results a script brings, or whose list nobody can make out, nothing is said.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote_to_bytes, urlsplit

from infra.features import TrialSeen
from spiders.reading.challenge import read_challenge
from spiders.reading.dates import NOWHERE
from spiders.reading.emptiness import loads_by_script
from spiders.reading.encoding import decode
from spiders.reading.links import Resolver, canonical
from spiders.reading.lists import read_lists
from spiders.reading.outline import Outline, lay_flat
from spiders.reading.regions import ListLinks, read_links
from spiders.reading.text import bare, clean

#: Characters of a title that are asked for, and the fewest that tell one from all others.
LONGEST: Final = 30
SHORTEST: Final = 8
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: A title that a page has cut short.
_CUT = re.compile(r"(?:…+|\.{2,}|。{2,})\s*\Z")
_NONE = re.compile(
    r"(?:没有|未能?|无法|暂未)(?:找到|搜索?到|检索到|查询?到|匹配)|[无没][有]?(?:相关|符合|匹配)|暂无|抱歉|(?:共|找到|约|结果)[^\d]{0,8}(?<!\d)0\s?(?:条|个|篇|项)"
)
#: Words beside which a page repeats what was asked.
_ASKED = re.compile(r"搜索|检索|查询|关键|您|结果|找到")
#: Parts of a page whose links are the same whatever was asked.
_FRAME = frozenset(("nav", "footer", "head"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The first page of results."""

    title: str = ""
    challenge: str = ""
    trial: TrialSeen | None = None


def asked(url: str) -> str:
    """The title that the address of a search asks for; empty where it asks for none."""
    return _part(url)[1]


def asking(trial: str, title: str) -> str:
    """The address that asks a search for ``title``, by the address that asks it for another; empty where none does."""
    at, known, encoding = _part(trial)
    if not known:
        return ""
    head, _, query = trial.partition("?")
    parts = query.split("&")
    name = parts[at].partition("=")[0]
    parts[at] = f"{name}={quote(title[:LONGEST], safe='', encoding=encoding, errors='replace')}"
    return canonical(f"{head}?{'&'.join(parts)}", encoding)


def is_telling(title: str) -> bool:
    """Whether a title can be searched for: whole, Chinese, and long enough to be this one's alone."""
    return len(bare(title)) >= SHORTEST and bool(_CHINESE.search(title)) and not _CUT.search(title)


def read_results(body: bytes, url: str, *, charset: str = "") -> Results:
    """Read what the search at ``url`` shows. Never raises on any body."""
    text = decode(body, charset)
    outline = lay_flat(text.text)
    title = clean(outline.title, 120)
    challenge = read_challenge(outline, text.text)
    if challenge:
        return Results(title=title, challenge=challenge)
    wanted = asked(url)
    if not wanted:
        return Results(title=title)
    resolve = Resolver(url, outline.base, text.encoding)
    lists = read_lists(outline, resolve, NOWHERE)
    links = read_links(outline, resolve, ListLinks(lists.entries, lists.anchors))
    shown = [one.title for one in lists.entries]
    shown += [name for link in links if link.region not in _FRAME for name in (link.text, link.title)]
    found: bool | None = any(_is_title(name, wanted) for name in shown)
    if not found:
        found = _missed(outline, wanted, listed=bool(lists.entries))
    return Results(title=title, trial=TrialSeen(title=wanted, found=found, results=len(lists.entries)))


def _missed(outline: Outline, wanted: str, *, listed: bool) -> bool | None:
    """False where the page plainly shows results without the title, or says that there are none; None otherwise."""
    if loads_by_script(outline):
        return None
    if _NONE.search(outline.text):
        return False
    # Outside any link, and not where the page repeats the question: a result that a script opens.
    told = any(bare(wanted) in bare(line) and not _ASKED.search(line) for line in outline.text.split("\n"))
    return None if told or not listed else False


def _is_title(name: str, wanted: str) -> bool:
    """Whether a shown name is the wanted title, one of the two cut short or with words around it."""
    one, other = bare(_CUT.sub("", name)), bare(wanted)
    return other in one or (len(one) >= SHORTEST and _CUT.search(name) is not None and other.startswith(one))


def _part(url: str) -> tuple[int, str, str]:
    """Where in the query of an address a title stands, the title, and its encoding; the longest Chinese value is it."""
    longest = (-1, "", "utf-8")
    for at, part in enumerate(urlsplit(url).query.split("&")):
        value, encoding = _decoded(part.partition("=")[2].replace("+", " "))
        if len(value) > len(longest[1]):
            longest = (at, value, encoding)
    return longest


def _decoded(value: str) -> tuple[str, str]:
    """A value of a query in the encoding in which it is Chinese; some Chinese in GBK is something else in UTF-8."""
    raw = unquote_to_bytes(value)
    for encoding in ("utf-8", "gb18030"):
        text = raw.decode(encoding, "replace")
        if "\ufffd" not in text and _CHINESE.search(text):
            return text, encoding
    return "", "utf-8"
