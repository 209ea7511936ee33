"""Listed wording errors in a page's title and text: suspicions, never judgements.

One pass over the text whatever the length of the list (Aho–Corasick). A word within an approved phrase is none, and of
words that overlap the longest counts.
"""

from collections.abc import Iterable
from typing import Final

import ahocorasick

from infra.records import Suspicion, SuspicionKind, Word, WordKind

#: Suspicions told of one page; a page with more is one to look at anyway.
MOST: Final = 10
#: Characters of a text that are looked at.
MAX_TEXT: Final = 200_000
#: Characters shown on either side of a word.
_AROUND: Final = 8


class Wording:
    """Looks for the words of a list. Built once a process: a few milliseconds for thousands of words."""

    def __init__(self, words: Iterable[Word]) -> None:
        self._automaton = ahocorasick.Automaton()
        for word in words:
            known = self._automaton.get(word.wrong, None)
            if known is None or word.kind is WordKind.APPROVED:
                self._automaton.add_word(word.wrong, word)
        self._is_empty = not len(self._automaton)
        if not self._is_empty:
            self._automaton.make_automaton()

    def look(self, *, title: str, text: str) -> tuple[Suspicion, ...]:
        """Give what is found, a title's before the text's, each word once a place with how often it stands there."""
        if self._is_empty:
            return ()
        found = [*self._in("title", title), *self._in("body", text[:MAX_TEXT])]
        return tuple(found[:MOST])

    def _in(self, where: str, text: str) -> list[Suspicion]:
        seen: dict[str, tuple[Word, int, int]] = {}
        for start, word in self._standing(text):
            first, count = seen[word.wrong][1:] if word.wrong in seen else (start, 0)
            seen[word.wrong] = (word, first, count + 1)
        return [
            Suspicion(
                kind=SuspicionKind.SERIOUS_WORDING if word.kind is WordKind.SERIOUS else SuspicionKind.WORDING,
                sample=word.wrong,
                where=where,
                why=_why(word, text, first),
                count=count,
            )
            for word, first, count in seen.values()
        ]

    def _standing(self, text: str) -> list[tuple[int, Word]]:
        """The words that stand in a text by themselves, with where they begin."""
        hits = [(end - len(word.wrong) + 1, end + 1, word) for end, word in self._automaton.iter(text)]
        hits.sort(key=lambda hit: (hit[0], -hit[1]))
        kept: list[tuple[int, Word]] = []
        reach = approved_to = 0
        for start, end, word in hits:
            if word.kind is WordKind.APPROVED:
                approved_to = max(approved_to, end)
            elif start >= reach and end > approved_to:
                kept.append((start, word))
                reach = end
        return kept


def _why(word: Word, text: str, start: int) -> str:
    around = text[max(0, start - _AROUND) : start + len(word.wrong) + _AROUND]
    right = f"应为“{word.right}”" if word.right else word.note or "listed"
    return f"{right}: …{' '.join(around.split())}…"
