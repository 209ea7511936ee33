"""How an operator names targets: by code, or by what their names and units hold."""

from collections.abc import Iterator, Sequence

from infra.records import Kind, Target
from tui.errors import OperatorError, UsageError

#: So many are named in the line that says that a name fits several.
_SHOWN = 3
#: And so many where the line is all that tells them apart.
_LISTED = 12


def is_wanted(wanted: str | None, target: Target) -> bool:
    """Tell whether a list that was asked for ``wanted`` shows the target; None asks for all."""
    return wanted is None or wanted == target.code or wanted in target.name or wanted in target.unit


def named(targets: Sequence[Target], words: Sequence[str]) -> list[Target]:
    """Give the target that each word means, each once: its code, its name, or a part of a name that no other has.

    Raises ``OperatorError`` for a word that means none, or several.
    """
    return list(dict.fromkeys(_named(targets, word) for word in words))


def meant(targets: Sequence[Target], word: str) -> Target:
    """Give the target that a word means: its code, its name, its unit's name, or a part of either that no other has.

    Where all that fit are one unit's, its only site is meant. Raises ``OperatorError`` when none fits, ``UsageError``
    that lists them when several do.
    """
    found = next((fitting for fitting in _tiers(targets, word) if fitting), [])
    if not found:
        msg = f"no site and no account {word!r}; `xuncha scores` shows those there are"
        raise OperatorError(msg)
    sites = [one for one in found if one.kind is Kind.SITE]
    if len(found) > 1 and len(sites) == 1 and len({one.unit for one in found}) == 1:
        return sites[0]
    if len(found) > 1:
        shown = ", ".join(f"{one.name} ({one.code})" for one in found[:_LISTED])
        more = f" and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
        msg = f"{word!r} may be each of {len(found)} targets: {shown}{more}; give a code"
        raise UsageError(msg)
    return found[0]


def _tiers(targets: Sequence[Target], word: str) -> Iterator[list[Target]]:
    """What a word may mean, the closest first."""
    yield [one for one in targets if one.code == word]
    yield [one for one in targets if one.name == word]
    yield [one for one in targets if one.unit == word]
    yield [one for one in targets if word and (word in one.name or word in one.unit)]


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
