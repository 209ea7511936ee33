"""The least part of a text that still says the same."""

from collections.abc import Callable


def least(text: str, says: Callable[[str], bool]) -> tuple[int, int]:
    """Where the part of ``text`` begins and ends that ``says`` holds for and for little less; all of it where none is.

    First what stands behind is cut off, then what stands before. A part for which ``says`` does not hold is never
    given, unless it does not hold for the whole text either.
    """
    end = _edge(len(text), lambda at: says(text[:at]))
    start = len(text) - _edge(len(text), lambda left: says(text[len(text) - left : end]))
    return start, end


def _edge(length: int, holds: Callable[[int], bool]) -> int:
    """The smallest length that is found to hold by halving."""
    low, high = 0, length
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return high
