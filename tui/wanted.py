"""How an operator names targets: by code, or by what their names and units hold."""

from collections.abc import Sequence

from infra.records import Target
from tui.errors import OperatorError

#: So many are named in the line that says that a name fits several.
_SHOWN = 3


def is_wanted(wanted: str | None, target: Target) -> bool:
    """Tell whether a list that was asked for ``wanted`` shows the target; None asks for all."""
    return wanted is None or wanted == target.code or wanted in target.name or wanted in target.unit


def named(targets: Sequence[Target], words: Sequence[str]) -> list[Target]:
    """Give the target that each word means, each once: its code, its name, or a part of a name that no other has.

    Raises ``OperatorError`` for a word that means none, or several.
    """
    return list(dict.fromkeys(_named(targets, word) for word in words))


def _named(targets: Sequence[Target], word: str) -> Target:
    whole = [one for one in targets if word in (one.code, one.name)]
    found = whole or [one for one in targets if word and word in one.name]
    if len(found) == 1:
        return found[0]
    if not found:
        msg = f"no site {word!r}; `xuncha site list` shows those there are"
        raise OperatorError(msg)
    shown = ", ".join(f"{one.name} ({one.code})" for one in found[:_SHOWN])
    more = ", …" if len(found) > _SHOWN else ""
    msg = f"{word!r} may be each of {len(found)} sites: {shown}{more}; give a code"
    raise OperatorError(msg)
