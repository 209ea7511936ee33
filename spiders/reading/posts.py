"""What the words and links of an account's posts (推文) are suspected of: the same lists as for pages, post by post.

Of one kind and word only the first post is told, and in how many it stands. Nothing of a post is kept but that.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from infra.records import Suspicion, SuspicionKind
from spiders.reading.dark import STUFFED, is_stranger, listed
from spiders.reading.dark_words import shipped
from spiders.reading.links import Resolver
from spiders.reading.outline import lay_flat
from spiders.reading.secrecy import read_secrecy
from spiders.reading.text import clean
from spiders.reading.wording import Wording

#: Posts whose words are looked at, characters of each, links of each, suspicions of all.
MOST_POSTS: Final = 300
MAX_TEXT: Final = 20_000
_MOST_LINKS: Final = 100
MOST: Final = 20
_TITLE: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post as its source gives it; ``body`` may be markup."""

    title: str
    body: str = ""
    link: str = ""


def look(posts: Sequence[Post], wording: Wording, source: str) -> tuple[Suspicion, ...]:
    """Look at the first posts of a source at the address ``source``."""
    found: dict[tuple[str, str], Suspicion] = {}
    for post in posts[:MOST_POSTS]:
        for one in _of_post(post, wording, source):
            known = found.get((one.kind, one.sample))
            if known is not None:
                found[one.kind, one.sample] = replace(known, count=known.count + 1)
            elif len(found) < MOST:
                found[one.kind, one.sample] = one
    return tuple(found.values())


def _of_post(post: Post, wording: Wording, source: str) -> Iterator[Suspicion]:
    """The suspicions of one post, each kind and sample once."""
    outline = lay_flat(post.body[:MAX_TEXT])
    title, text = clean(post.title), outline.text
    where = f"post {title[:_TITLE]}".rstrip()
    said = [*wording.look(title=title, text=text), *read_secrecy(title, text)]
    resolve = Resolver(source)
    boxes = (outline.boxes[index] for index in outline.anchors[:_MOST_LINKS])
    links = [(post.link, title), *((box.attr("href"), outline.shown(box)) for box in boxes)]
    said += _sold(title, text, ((resolve(url), words) for url, words in links), source)
    for one in {(one.kind, one.sample): one for one in said}.values():
        yield replace(one, where=where, count=1)


def _sold(title: str, text: str, links: Iterable[tuple[str, str]], source: str) -> Iterator[Suspicion]:
    words = shipped()
    sold = words.sold_in(f"{title}\n{text}")
    if len(sold) >= STUFFED:
        yield Suspicion(kind=SuspicionKind.TAMPERED, sample=title[:_TITLE], why=f"sells {listed(sold)}")
    for url, said in links:
        if url and is_stranger(url, source) and (sells := words.sold_in(said)):
            yield Suspicion(kind=SuspicionKind.DARK_LINK, sample=clean(url, 300), why=f"sells {listed(sells)}")
