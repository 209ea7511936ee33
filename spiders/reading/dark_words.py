"""The words by which hacked pages and taken-over names sell gambling and the like, and the hosts that are beyond doubt.

One pass over a text (Aho–Corasick). A text that speaks against the matter, as a police notice does, bears none of them.
"""

from functools import cache
from importlib import resources

import ahocorasick

#: Classes of words that advertise.
SELLING = frozenset(("gambling", "porn"))
PARKED = "parked"
_AGAINST = "against"
_KNOWN = "known"
#: Characters of a text that are looked at.
MAX_TEXT = 2_000


class DarkWords:
    """A list of words and hosts, as ``dark.tsv`` has them."""

    def __init__(self, rows: tuple[tuple[str, str], ...]) -> None:
        self._hosts = frozenset(value for kind, value in rows if kind == _KNOWN)
        self._automaton = ahocorasick.Automaton()
        for kind, word in rows:
            if kind != _KNOWN:
                self._automaton.add_word(word, (kind, word))
        self._automaton.make_automaton()

    def sold_in(self, text: str) -> tuple[str, ...]:
        """The different words in a text that sell, in order; none where the text speaks against it."""
        found = self._found(text)
        if any(kind == _AGAINST for kind, _ in found):
            return ()
        return tuple(word for kind, word in found if kind in SELLING)

    def parked_in(self, text: str) -> str:
        """The first word in a text by which a name says that nobody uses it; empty without one."""
        return next((word for kind, word in self._found(text) if kind == PARKED), "")

    def is_known(self, host: str) -> bool:
        """Whether a host, or what it belongs to, is beyond doubt."""
        parts = host.split(".")
        return any(".".join(parts[at:]) in self._hosts for at in range(len(parts) - 1))

    def _found(self, text: str) -> list[tuple[str, str]]:
        return list(dict.fromkeys(hit for _, hit in self._automaton.iter(text[:MAX_TEXT].lower())))


@cache
def shipped() -> DarkWords:
    """The list that comes with the program."""
    lines = (resources.files("spiders.reading") / "dark.tsv").read_text("utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return DarkWords(tuple((kind, value) for kind, _, value in rows))
