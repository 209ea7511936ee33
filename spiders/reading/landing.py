"""What another site shows first to those who follow a link there: a page, a challenge, or what nobody meant to link to.

Names of old partners run out, and whoever buys one owns every link that still leads there (域名过期): mostly gambling.
"""

from dataclasses import dataclass

from infra.records import Suspicion, SuspicionKind
from spiders.reading.challenge import read_challenge
from spiders.reading.dark import STUFFED, listed
from spiders.reading.dark_words import shipped
from spiders.reading.encoding import decode
from spiders.reading.outline import Outline, lay_flat
from spiders.reading.text import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """The beginning of another site's page."""

    title: str = ""
    challenge: str = ""
    suspicions: tuple[Suspicion, ...] = ()


def read_landing(body: bytes, url: str, *, charset: str = "") -> Landing:
    """Read the beginning of a page of another site at ``url``. Never raises on any body."""
    text = decode(body, charset)
    outline = lay_flat(text.text)
    title = clean(outline.title, 120)
    challenge = read_challenge(outline, text.text)
    if challenge:
        return Landing(title=title, challenge=challenge)
    why = _why(outline)
    if not why:
        return Landing(title=title)
    suspicion = Suspicion(kind=SuspicionKind.DARK_LINK, sample=url, where="title", why=f"{why}: {title}")
    return Landing(title=title, suspicions=(suspicion,))


def _why(outline: Outline) -> str:
    """Why nobody can have meant to link to a page, by its title, its keywords and its first words; empty otherwise."""
    words = shipped()
    named = {(attrs.get("name") or "").lower(): attrs.get("content") or "" for attrs in outline.metas}
    sold = words.sold_in(outline.title)
    stuffed = words.sold_in(f"{named.get('keywords', '')} {named.get('description', '')}")
    if sold or len(stuffed) >= STUFFED:
        return f"leads to a page that sells {listed(sold or stuffed)}"
    parked = words.parked_in(f"{outline.title}\n{outline.text}")
    return f"leads to a name that is for sale ({parked}), and whoever buys it owns the link" if parked else ""
