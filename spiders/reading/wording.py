"""Listed wording errors in the texts of pages and files: suspicions, never judgements.

One pass over the text whatever the length of the list (Aho–Corasick). A word within an approved phrase is none, and of
words that overlap the longest counts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import ahocorasick

from infra.records import Suspicion, SuspicionKind, Word, WordKind

#: Suspicions told of one page; a page with more is one to look at anyway.
MOST: Final = 10
#: Characters of a text that are looked at.
MAX_TEXT: Final = 200_000
#: Lines that are remembered, and the longest of them: one of a list or a frame, not a paragraph.
_MOST_LINES: Final = 30_000
_LONG: Final = 120
#: Characters shown on either side of a word.
_AROUND: Final = 8


class Wording:
    """Looks for the words of a list. Built once a process: a few milliseconds for thousands of words.

    What a line holds is remembered, for most lines of a page stand on all pages of its site.
    """

    def __init__(self, words: Iterable[Word]) -> None:
        self._automaton = ahocorasick.Automaton()
        for word in words:
            known = self._automaton.get(word.wrong, None)
            if known is None or word.kind is WordKind.APPROVED:
                self._automaton.add_word(word.wrong, word)
        self._is_empty = not len(self._automaton)
        if not self._is_empty:
            self._automaton.make_automaton()
        self._lines: dict[str, tuple[_Hit, ...]] = {}

    def look(self, *, title: str, text: str) -> tuple[Suspicion, ...]:
        """Give what is found, a title's before the text's, each word once a place with how often it stands there."""
        found = [*self.look_at("title", title), *self.look_at("body", text[:MAX_TEXT])]
        return tuple(found[:MOST])

    def look_at(self, where: str, text: str) -> list[Suspicion]:
        """Give what is found in the text of one place, each word once with how often it stands there."""
        if self._is_empty:
            return []
        seen: dict[str, tuple[_Hit, int]] = {}
        for line in text.split("\n"):
            for hit in self._hits(line):
                first, count = seen.get(hit.word.wrong, (hit, 0))
                seen[hit.word.wrong] = (first, count + 1)
        return [
            Suspicion(
                kind=SuspicionKind.SERIOUS_WORDING if hit.word.kind is WordKind.SERIOUS else SuspicionKind.WORDING,
                sample=hit.word.wrong,
                where=where,
                why=hit.why,
                count=count,
            )
            for hit, count in seen.values()
        ]

    def _hits(self, line: str) -> tuple["_Hit", ...]:
        """The words that stand in a line by themselves."""
        known = self._lines.get(line)
        if known is None:
            known = tuple(self._standing(line))
            if len(self._lines) >= _MOST_LINES:
                self._lines.clear()
            if len(line) <= _LONG:
                self._lines[line] = known
        return known

    def _standing(self, line: str) -> Iterator["_Hit"]:
        hits = [(end - len(word.wrong) + 1, end + 1, word) for end, word in self._automaton.iter(line)]
        hits.sort(key=lambda hit: (hit[0], -hit[1]))
        reach = approved_to = 0
        for start, end, word in hits:
            if word.kind is WordKind.APPROVED:
                approved_to = max(approved_to, end)
            elif start >= reach and end > approved_to:
                yield _Hit(word=word, why=_why(word, line, start))
                reach = end


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    """A word that stands in a line, and what is said of it."""

    word: Word
    why: str


def _why(word: Word, text: str, start: int) -> str:
    around = text[max(0, start - _AROUND) : start + len(word.wrong) + _AROUND]
    right = f"应为“{word.right}”" if word.right else word.note or "listed"
    return f"{right}: …{' '.join(around.split())}…"
