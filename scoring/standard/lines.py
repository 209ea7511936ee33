"""On which line of a ``.toml`` file each row and each key of it stands, which ``tomllib`` does not tell.

A line pass of its own, good enough to point a finger: what it cannot place is told with the line of the row, or with
the file alone. What a file means is for ``tomllib`` to say.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

Path = tuple[str, ...]
"""Names from the top of a file; a row of a table of rows (``[[clause]]``) goes by its id."""

_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.\"' -]+?)\s*\]")
_KEY = re.compile(r"^\s*([\w.-]+)\s*=")
_ID = re.compile(r"""^\s*id\s*=\s*["']([^"']*)["']""")
_TRIPLE = re.compile(r'"""|' + "'''")


@dataclass(slots=True)
class _Block:
    """One header and the keys below it."""

    header: Path = ()
    rows: bool = False
    line: int = 0
    id: str = ""
    keys: list[tuple[Path, int]] = field(default_factory=list)


def lines_of(text: str) -> dict[Path, list[int]]:
    """The lines of every row and key, in the order they come; a row that stands twice has two. Lines count from 1."""
    found: dict[Path, list[int]] = {}
    current: dict[Path, str] = {}
    for block in _blocks(text):
        base = _named(block.header, current)
        if block.rows:
            current[block.header] = block.id
            base = (*base, block.id)
        if block.header:
            found.setdefault(base, []).append(block.line)
        for key, line in block.keys:
            found.setdefault((*base, *key), []).append(line)
    return found


def _blocks(text: str) -> Iterator[_Block]:
    block = _Block()
    for number, line in _outside_strings(text.splitlines()):
        if header := _HEADER.match(line):
            yield block
            block = _Block(header=_split(header[2]), rows=header[1] == "[[", line=number)
        elif key := _KEY.match(line):
            block.keys.append((_split(key[1]), number))
            if named := _ID.match(line):
                block.id = named[1]
    yield block


def _outside_strings(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The lines that do not begin within a string of several lines."""
    closing = ""
    for number, line in enumerate(lines, 1):
        if not closing:
            yield number, line
        for quotes in _TRIPLE.findall(line):
            closing = "" if quotes == closing else closing or quotes


def _split(dotted: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _named(header: Path, current: dict[Path, str]) -> Path:
    """A header's path with the ids of the rows it stands within."""
    named: list[str] = []
    for length, name in enumerate(header, 1):
        named.append(name)
        if length < len(header) and header[:length] in current:
            named.append(current[header[:length]])
    return tuple(named)
