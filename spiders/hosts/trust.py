"""Which hosts' word may be taken when they say that a page has not changed.

A server that calls everything unchanged cannot be told by one answer, yet would have an inspection read what was true
a quarter ago. So a host's first page is asked for by validators that no page ever had, which costs nothing with an
honest host: it sends the page, as it would have done without. And whoever gives other bytes the validators of those
that are kept is not believed either.
"""

from collections import OrderedDict
from enum import Enum
from typing import Final

#: Validators that fit no page: a tag of our own, and a day on which there was no web yet.
NO_ETAG: Final = '"xuncha-none"'
NO_MOMENT: Final = "Mon, 01 Jan 1990 00:00:00 GMT"
#: Hosts whose word is remembered; one that falls out is tried again.
_REMEMBERED = 50_000

#: A host, and which validators it is asked by: a server may be honest about one kind and not about the other.
Who = tuple[str, bool, bool]


class Word(Enum):
    """What a host's "unchanged" is worth."""

    UNTRIED = "untried"
    GOOD = "good"
    BAD = "bad"


class Trust:
    """What one worker has learnt of hosts."""

    def __init__(self) -> None:
        self._words: OrderedDict[Who, Word] = OrderedDict()

    def word_of(self, who: Who) -> Word:
        """Say what a host's word is worth."""
        return self._words.get(who, Word.UNTRIED)

    def learn(self, who: Who, word: Word) -> bool:
        """Note what a host's word is worth; False when it was known. A bad word does not become good again."""
        known = self.word_of(who)
        if known is word or known is Word.BAD:
            return False
        self._words[who] = word
        self._words.move_to_end(who)
        if len(self._words) > _REMEMBERED:
            self._words.popitem(last=False)
        return True
