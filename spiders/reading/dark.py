"""Dark links (暗链) and what hacked pages show: suspicions for a person, never judgements.

Only what leads to strangers is suspected: hosts outside of the site and of the government (gov.cn) that no page has a
good reason to name unseen. A menu or a tab that is hidden until it is opened is suspected only where it sells gambling
and the like; a link hidden in a way that nobody uses for menus is suspected whatever it says.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote

from infra.records import Suspicion, SuspicionKind
from spiders.reading.dark_words import DarkWords, shipped
from spiders.reading.hiding import Hiding, hiding_of
from spiders.reading.links import Resolver, host_of
from spiders.reading.outline import Box, Outline, Script
from spiders.reading.text import clean

#: Suspicions told of one page.
MOST = 5
#: Links, elements around or in a link, characters of its text and of code that are looked at.
MAX_LINKS = 3_000
MAX_AROUND = 60
MAX_SAID = 300
MAX_CODE = 60_000
#: Words that a title must sell to be none of the site's own: one may be a matter that the page speaks of.
STUFFED = 2

_SECOND_LEVEL = frozenset(("com", "net", "org", "gov", "edu", "ac", "mil"))
_TAIL_LINK = re.compile(r"<a\s([^<>]{1,1000})>([^<]{0,200})", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*[\"']?([^\"'\s<>]{1,500})", re.IGNORECASE)
_IMPRESSUM = re.compile(r"主办|承办|版权|备案|技术支持|copyright", re.IGNORECASE)
_SCRIPT_OF = re.compile(
    r"<script[^<>]{0,300}?\ssrc\s*=\s*\\?[\"']?\s*((?:https?:)?//[^\"'\s<>\\]{4,300})", re.IGNORECASE
)
_CODES = re.compile(r"fromCharCode\s*\(([\d\s,]{8,20000})\)")
_ESCAPES = re.compile(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})")


def is_stranger(url: str, page: str) -> bool:
    """Whether an address is neither of the site of ``page``, nor the government's, nor of a host beyond doubt."""
    host = host_of(url).partition(":")[0]
    if not host or host == "gov.cn" or host.endswith(".gov.cn") or _registered(host) == _registered(host_of(page)):
        return False
    return not shipped().is_known(host)


def read_dark(outline: Outline, markup: str, url: str, resolve: Resolver) -> tuple[Suspicion, ...]:
    """What of a page at ``url`` is suspected; of one host and one way of hiding only the first is told, and counted."""
    seeker = _Seeker(outline, url, resolve)
    found: dict[tuple[str, str, str], Suspicion] = {}
    counts: dict[tuple[str, str, str], int] = {}
    for one in (*seeker.title(), *seeker.links(), *seeker.frames(), *seeker.tail(markup), *seeker.scripts()):
        key = (one.kind, host_of(one.sample), one.why)
        found.setdefault(key, one)
        counts[key] = counts.get(key, 0) + 1
    return tuple(_counted(one, counts[key]) for key, one in list(found.items())[:MOST])


class _Seeker:
    """One page under suspicion."""

    def __init__(self, outline: Outline, url: str, resolve: Resolver) -> None:
        self.outline = outline
        self.url = url
        self.resolve = resolve
        self.words: DarkWords = shipped()
        self.known: dict[int, Hiding | None] = {}

    def title(self) -> Iterator[Suspicion]:
        """Title, keywords and description that are not the site's own."""
        named = {(attrs.get("name") or "").lower(): attrs.get("content") or "" for attrs in self.outline.metas}
        fields = {"title": self.outline.title, **{key: named.get(key, "") for key in ("keywords", "description")}}
        sold = {where: self.words.sold_in(text) for where, text in fields.items() if text}
        if len({word for words in sold.values() for word in words}) < STUFFED:
            return
        where, words = next((where, words) for where, words in sold.items() if words)
        why = f"sells {listed(words)}"
        yield Suspicion(kind=SuspicionKind.TAMPERED, sample=clean(fields[where], 120), where=where, why=why)

    def links(self) -> Iterator[Suspicion]:
        """Links to strangers that visitors do not see, or that sell."""
        for index in self.outline.anchors[:MAX_LINKS]:
            box = self.outline.boxes[index]
            url = self.stranger(box.attr("href"))
            if not url:
                continue
            text = f"{self.said(box)} {box.attr('title')}"
            hiding, sold = self.hiding(box), self.words.sold_in(text)
            if hiding is not None and hiding.sly:
                yield _link(url, f"{hiding.how}{f', sells {listed(sold)}' if sold else ''}", text)
            elif sold:
                yield _link(url, f"{f'{hiding.how}, ' if hiding else ''}sells {listed(sold)}", text)

    def frames(self) -> Iterator[Suspicion]:
        """Frames of strangers in which nothing is to be seen."""
        for box in self.outline.boxes:
            if box.tag != "iframe" or not (url := self.stranger(box.attr("src"))):
                continue
            unseen = box.hidden or self.hiding(box) is not None
            if unseen or {box.attr("width").strip("px "), box.attr("height").strip("px ")} & {"0", "1"}:
                why = "an unseen frame of another host"
                yield Suspicion(kind=SuspicionKind.TAMPERED, sample=url, where="frame", why=why)

    def tail(self, markup: str) -> Iterator[Suspicion]:
        """Links to strangers behind the end of the page, where no editor writes; a footer there is a template's."""
        end = max(markup.rfind("</html>"), markup.rfind("</HTML>"))
        behind = markup[end + 7 :][:MAX_CODE] if end >= 0 else ""
        if "<a" not in behind.lower() or _IMPRESSUM.search(behind):
            return
        for match in _TAIL_LINK.finditer(behind):
            href = _HREF.search(match[1])
            if href and (url := self.stranger(unescape(href[1]))):
                yield _link(url, "behind the end of the page", match[2])

    def scripts(self) -> Iterator[Suspicion]:
        """Scripts of strangers that the page brings in disguise."""
        for script in self.outline.scripts:
            for address in _disguised(script):
                if url := self.stranger(address):
                    why = "a script of another host, written in disguise"
                    yield Suspicion(kind=SuspicionKind.TAMPERED, sample=url, where="script", why=why)

    def stranger(self, address: str) -> str:
        """The canonical address of a stranger; empty for every other."""
        if address[:4].lower() != "http" and address[:2] != "//":
            return ""
        url = self.resolve(address)
        return url if url and is_stranger(url, self.url) else ""

    def said(self, box: Box) -> str:
        """The first words of what a box shows."""
        return self.outline.text[box.start : min(box.end, box.start + MAX_SAID)]

    def hiding(self, box: Box) -> Hiding | None:
        """How a box is hidden by itself or by what stands around it; a sly way before a plain one."""
        found: Hiding | None = None
        for one in (box, *self.outline.ancestors(box, MAX_AROUND)):
            if one.index not in self.known:
                self.known[one.index] = hiding_of(one.tag, one.attrs) if one.attrs else None
            hiding = self.known[one.index]
            if hiding is None or (hiding.letters and not self.is_lettered(box)):
                continue
            if hiding.sly:
                return hiding
            found = found or hiding
        return found

    def is_lettered(self, box: Box) -> bool:
        """Whether a box shows letters and no picture among the first that stand in it."""
        within = range(box.index + 1, min(box.last, box.index + MAX_AROUND) + 1)
        return bool(self.said(box).strip()) and not any(self.outline.boxes[at].tag == "img" for at in within)


def _link(url: str, why: str, text: str) -> Suspicion:
    said = clean(text, 40)
    return Suspicion(kind=SuspicionKind.DARK_LINK, sample=url, where=f"link {said}" if said else "link", why=why)


def _counted(one: Suspicion, count: int) -> Suspicion:
    return Suspicion(kind=one.kind, sample=clean(one.sample, 300), where=one.where, why=one.why, count=count)


def listed(words: Iterable[str]) -> str:
    """Words as a line names them: the first few."""
    return "、".join(list(words)[:3])


def _disguised(script: Script) -> list[str]:
    """Addresses of scripts that a script's code brings in only when it is undone."""
    code = script.code[:MAX_CODE]
    if "eval" not in code and "fromCharCode" not in code and "document.write" not in code:
        return []
    plain = set(_SCRIPT_OF.findall(code))
    undone = _CODES.sub(_spelled, code)
    undone = unquote(_ESCAPES.sub(lambda match: chr(int(match[1] or match[2], 16)), undone))
    return [address for address in dict.fromkeys(_SCRIPT_OF.findall(undone)) if address not in plain]


def _spelled(codes: re.Match[str]) -> str:
    numbers = (int(number) for number in codes[1].split(",") if number.strip() and len(number.strip()) < 6)
    return "".join(chr(number) for number in numbers if number < 0xD800)


def _registered(host: str) -> str:
    """The part of a host that somebody has registered."""
    labels = host.partition(":")[0].split(".")
    deep = len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2
    return ".".join(labels[-3:] if deep else labels[-2:])
