"""Pages damaged in every way that pages get damaged, or built to hurt: one number, one page, the same each time.

Most stay as small as their seed, so that a million of them can be read; one in some hundreds is large, since what grows
with the square of a page shows only there.
"""

import re
from collections.abc import Callable, Sequence
from random import Random

Mutation = Callable[[bytes, Random], bytes]

#: What a page may hold anywhere and a reader looks for.
_TOKENS = (
    *("发布时间：", "2024-01-01", "二〇二四年三月一日", "昨天 10:20", "来源：", "当前位置：", "首页", "正文", "已归档"),
    *("〔2024〕3号", "网站标识码：4207990001", "鄂ICP备05009999号", "共12页", "下一页", "附件：", "相关解读", "暂无"),
    *('<meta name="PubDate" content="', "<!--", "-->", "<![CDATA[", "]]>", "<script>", "</script>", "<style>"),
    *("<title>", "<base href=", "createPageHTML(12, 0, 'index', 'html');", "<datastore>", "%u9102", "<svg>", "<math>"),
    *("document.write(unescape('%3C", "<table><tr><td>", "</td></tr></table>", "<select><option>", "<frameset>"),
    *("<plaintext>", "<b><i>", "\0", "\ufeff", "\u200b", "\u202e", "&#x110000;", "&#0;", "&nbsp;", "&lt;", "\r"),
    *("\x85", "\u2028", "😀", "𠮷", "http://[::1", "//", "javascript:", "http://a:99999/", "?id=%D5%FE", "../../.."),
)
_TAG = re.compile(rb"<[a-zA-Z][^<>]{0,200}>")
_ENTITIES = (b"&amp;", b"&#20013;", b"&#x4e2d;", b"&nbsp", b"&#", b"&lt;", b"&notanentity;")
_CODECS = ("gb18030", "utf-16-le", "utf-16", "big5", "utf-8-sig", "utf-7")
#: How often a mutation grows large instead of staying small, and how large at most, in bytes.
_LARGE_ONE_IN = 300
_LARGE = 3_000_000


def flip(page: bytes, random: Random) -> bytes:
    """Some bytes are others."""
    damaged = bytearray(page)
    for _ in range(random.randint(1, 12)):
        damaged[random.randrange(len(damaged))] = random.randrange(256)
    return bytes(damaged)


def cut(page: bytes, random: Random) -> bytes:
    """The page breaks off."""
    return page[: random.randrange(len(page))]


def leave_out(page: bytes, random: Random) -> bytes:
    """A part is missing."""
    start, end = _part(page, random)
    return page[:start] + page[end:]


def repeat(page: bytes, random: Random) -> bytes:
    """A part is there again and again."""
    start, end = _part(page, random, most=300)
    return page[:end] + page[start:end] * random.randint(1, 6) + page[end:]


def double_tags(page: bytes, random: Random) -> bytes:
    """Tags are opened twice, or never closed."""
    tags = _TAG.findall(page) or [b"<div>"]
    at = random.randrange(len(page))
    return page[:at] + b"".join(random.choices(tags, k=random.randint(1, 12))) + page[at:]


def put_in(page: bytes, random: Random) -> bytes:
    """Words that readers look for stand where they do not belong."""
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(page) + 1)
        page = page[:at] + random.choice(_TOKENS).encode() + page[at:]
    return page


def encode_otherwise(page: bytes, random: Random) -> bytes:
    """The page is in another encoding, whatever it declares; sometimes only from a place on."""
    text = page.decode("utf-8", "replace")
    at = random.choice((0, random.randrange(len(text) + 1)))
    return text[:at].encode() + text[at:].encode(random.choice(_CODECS), "replace")


def nest(page: bytes, random: Random) -> bytes:
    """Elements in elements in elements."""
    tag = random.choice(("div", "b", "table", "ul", "a", "font", "svg", "span", "li", "blockquote", "select", "object"))
    depth = _size(random, 30, 200_000)
    at = random.randrange(len(page))
    return page[:at] + f"<{tag}>".encode() * depth + page[at:]


def swell(page: bytes, random: Random) -> bytes:
    """One attribute is huge, or there are very many."""
    size = _size(random, 600, _LARGE)
    value = random.choice((b"a", "政".encode(), b"1 ", b"2024-01-01 ", b"/..", b"%", b"&#", b"\"'", b"\\", b"//", b"-"))
    if random.random() < 0.5:
        inside = b' href="' + value * (size // len(value)) + b'"'
    else:
        inside = b"".join(b" a%d=1" % n for n in range(size // 8))
    at = page.find(b">", random.randrange(len(page)))
    return page[:at] + inside + page[at:] if at >= 0 else page + b"<a" + inside + b">x</a>"


def storm(page: bytes, random: Random) -> bytes:
    """Entities, or one token over and over."""
    kinds = (*_ENTITIES, *(token.encode() for token in _TOKENS))
    token = random.choice(kinds)
    at = random.randrange(len(page))
    return page[:at] + token * (_size(random, 600, _LARGE) // len(token)) + page[at:]


MUTATIONS: tuple[Mutation, ...] = (
    *(flip, flip, cut, leave_out, repeat, double_tags, put_in, put_in),
    *(encode_otherwise, nest, swell, storm),
)


class Pages:
    """The pages of one run: ``seeds`` are what is damaged, ``run`` tells one run from another."""

    def __init__(self, seeds: Sequence[bytes], run: int) -> None:
        if not any(seeds):
            raise ValueError("no page to damage")
        self._seeds = [seed for seed in seeds if seed]
        self._run = run

    def page(self, number: int) -> bytes:
        """The page of a number: a seed, perhaps with a part of another, damaged one to four times."""
        random = Random(f"{self._run}:{number}")
        page = random.choice(self._seeds)
        if random.random() < 0.3:
            other = random.choice(self._seeds)
            start, end = _part(other, random)
            at = random.randrange(len(page))
            page = page[:at] + other[start:end] + page[at + random.randrange(len(page)) :]
        for _ in range(random.randint(1, 4)):
            page = random.choice(MUTATIONS)(page or b" ", random)
        return page


def _part(page: bytes, random: Random, most: int = 2_000) -> tuple[int, int]:
    start = random.randrange(len(page))
    return start, start + random.randint(1, most)


def _size(random: Random, small: int, large: int) -> int:
    """Mostly up to the small size; seldom up to the large one, each order of size as often as another."""
    if random.randrange(_LARGE_ONE_IN):
        return random.randint(1, small)
    return int(small * (large / small) ** random.random())
