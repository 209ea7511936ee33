"""Filter and sort of long lists: pure functions over the rows of a snapshot.

The filter language is the one operators know from k9s: words must all occur, ``!word`` must not, ``field:value`` looks
in one field, ``!field:value`` excludes it. Upper and lower case are the same. A word of letters also finds the names
that have these initials in pinyin.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from tui.pinyin import sounds

R = TypeVar("R")

#: Any text of the row that a filter may look in, by field name.
Fields = Callable[[R], Mapping[str, str]]
SortValue = str | float | None
#: The fields that are names: only these are searched by sound, since any long text has any two initials somewhere.
NAMES: Final = ("name", "unit", "group")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word of a filter."""

    value: str
    field: str = ""
    """Empty: any field."""
    inverse: bool = False

    def accepts(self, fields: Mapping[str, str]) -> bool:
        """Tell whether a row with these fields passes; a field that the row lacks holds nothing."""
        texts = [fields.get(self.field, "")] if self.field else list(fields.values())
        found = any(self.value in text.casefold() for text in texts)
        return (found or self._sounds_like(fields)) is not self.inverse

    def _sounds_like(self, fields: Mapping[str, str]) -> bool:
        named = [name for name in NAMES if name in fields and self.field in ("", name)]
        pattern = sounds(self.value) if named else None
        return pattern is not None and any(pattern.search(fields[name].casefold()) for name in named)


def parse(text: str, known_fields: Sequence[str]) -> tuple[Term, ...]:
    """Split a filter as typed; a colon after something that is no field name (``http://``) is plain text."""
    terms = []
    for word in text.casefold().split():
        inverse = word.startswith("!")
        body = word[1:] if inverse else word
        name, colon, value = body.partition(":")
        if colon and name in known_fields:
            terms.append(Term(value=value, field=name, inverse=inverse))
        elif body:
            terms.append(Term(value=body, inverse=inverse))
    return tuple(terms)


def select(rows: Sequence[R], terms: Sequence[Term], fields: Fields[R]) -> list[R]:
    """Give the rows that every term accepts, in their order."""
    if not terms:
        return list(rows)
    kept = []
    for row in rows:
        texts = fields(row)
        if all(term.accepts(texts) for term in terms):
            kept.append(row)
    return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Generic[R]):
    """One way to sort: a name, the value that counts, and which end comes first."""

    key: str
    value: Callable[[R], SortValue]
    descending: bool = False

    def apply(self, rows: Sequence[R], *, reverse: bool = False) -> list[R]:
        """Sort; rows without a value come last either way, ties keep their order."""
        valued = [(self.value(row), row) for row in rows]
        present = [(value, row) for value, row in valued if value is not None]
        absent = [row for value, row in valued if value is None]
        present.sort(key=_first, reverse=self.descending is not reverse)
        return [row for _, row in present] + absent


def _first(pair: tuple[str | float, object]) -> str | float:
    return pair[0]
