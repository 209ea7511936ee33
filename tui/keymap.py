"""The keys as an operator wants them: the table of ``tui.keys`` with what ``[keys]`` in xuncha.toml changes.

    [keys]
    filter = "f"
    export_csv = "ctrl+e"

An action is called as in ``tui.keys`` (``Key.word``). What cannot work is told before anything is shown: an action that
there is not, a key that no keyboard has, one key for two actions that may be meant at the same time.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from types import MappingProxyType
from typing import Final, Self

from textual.binding import Binding
from textual.keys import KEY_TO_UNICODE_NAME, Keys

from tui.keys import KEYS, Key, Scope

#: What every dialog and the terminal itself rely on.
FIXED: Final = ("escape", "ctrl+c")
#: What the screen of one finding has all of: an address, a text with places, and words that can be said.
_TOGETHER: Final = frozenset({Scope.ADDRESS, Scope.PAGE, Scope.REVIEW})
_MODIFIERS: Final = ("ctrl", "alt", "shift", "super", "hyper", "meta")
_NAMED: Final = frozenset(key.value for key in Keys) | {"slash", "backslash", "at", "minus", "plus", "underscore"}


class KeymapError(ValueError):
    """The table cannot be used; the text is one line that says what in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keymap:
    """All keys of the dashboard, after what the operator changed."""

    keys: tuple[Key, ...] = KEYS
    changed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The keys that were changed, by the word of their action."""

    @classmethod
    def of(cls, wanted: Mapping[str, str]) -> Self:
        """Change the keys of the actions named in ``wanted``. Raises ``KeymapError``."""
        words = {key.word for key in KEYS}
        for word, keys in wanted.items():
            if word not in words:
                msg = f"no action {word!r}: one of {', '.join(sorted(words))}"
                raise KeymapError(msg)
            for one in keys.split(","):
                _check(word, one.strip())
        names = {word: ",".join(map(_long, keys.split(","))) for word, keys in wanted.items()}
        changed = tuple(
            replace(key, keys=names[key.word], shown=wanted[key.word].partition(",")[0].strip())
            if key.word in names
            else key
            for key in KEYS
        )
        _refuse_clashes(changed)
        return cls(keys=changed, changed=MappingProxyType(names))

    def of_scopes(self, *scopes: Scope) -> tuple[Key, ...]:
        """Give the keys that work in any of ``scopes``, in their order."""
        return tuple(key for key in self.keys if key.scope in scopes)


def _check(word: str, key: str) -> None:
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    known = len(last) == 1 and last.isprintable() and last != " "
    known = known or key in _NAMED or last in _NAMED or last in KEY_TO_UNICODE_NAME or _is_character(last)
    if not known or not set(modifiers) <= set(_MODIFIERS):
        msg = f"{word}: no key {key!r}; a key is a character, or such as f5, ctrl+e, slash, pageup"
        raise KeymapError(msg)
    if _long(key) in FIXED:
        msg = f"{word}: {key} closes dialogs and the dashboard, and can have no other meaning"
        raise KeymapError(msg)


def _is_character(name: str) -> bool:
    try:
        unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return False
    return True


def _long(key: str) -> str:
    """Name a key as Textual does: ``question_mark`` for ``?``."""
    return next(iter(Binding.make_bindings([Binding(key, "")]))).key


def _refuse_clashes(keys: Iterable[Key]) -> None:
    usual = set(_clashes(KEYS))
    for first, second, key in _clashes(keys):
        if (first, second, key) not in usual:
            msg = f"{key} would be both {first} and {second}: give one of them another key"
            raise KeymapError(msg)


def _clashes(keys: Iterable[Key]) -> Iterable[tuple[str, str, str]]:
    for first, second in combinations(keys, 2):
        if first.word != second.word and _meet(first.scope, second.scope):
            for key in set(first.keys.split(",")) & set(second.keys.split(",")):
                yield first.word, second.word, key


def _meet(one: Scope, other: Scope) -> bool:
    """Tell whether keys of both scopes may work on one screen: any screen may hold a list."""
    wide = {Scope.EVERYWHERE, Scope.LIST, Scope.TABLE}
    return one is other or one in wide or other in wide or {one, other} <= _TOGETHER
