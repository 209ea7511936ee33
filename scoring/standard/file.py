"""Standards as files: found by name or path, laid over those they extend, every fault told with file and line.

A standard that is used by mistake costs a city its score, so a file is used whole or not at all, and whoever writes
one sees all that is wrong with it at once.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from pathlib import Path as FilePath
from typing import Any, Self

from scoring.standard.lines import Path, lines_of

#: Tables of rows that go by an id.
ROWS = ("indicator", "clause", "column_type")
_EXTENDS_AT_MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong with a standard."""

    file: str
    line: int = 0
    """0 where the file has no line for it."""
    path: Path = ()
    """``("clause", "D8.1", "each")``."""
    reason: str

    @property
    def where(self) -> str:
        """The path as people say it: ``clause D8.1, each``."""
        row, rest = (2, self.path[2:]) if self.path[0:1] and self.path[0] in ROWS else (1, self.path[1:])
        return ", ".join(part for part in (" ".join(self.path[:row]).replace("_", " "), ".".join(rest)) if part)

    def __str__(self) -> str:
        """Tell it in one line."""
        place = f"{self.file} line {self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.where, self.reason) if part)


class StandardError(ValueError):
    """A standard that cannot be used; the text names the file and every reason."""

    def __init__(self, message: str, faults: Iterable[Fault] = ()) -> None:
        self.faults = tuple(faults)
        super().__init__(message)

    @classmethod
    def of(cls, name: str, faults: Sequence[Fault]) -> Self:
        """Make one of all faults: in the order of files and lines, one a line."""
        listed = sorted(faults, key=lambda fault: (fault.file, fault.line))
        if len(listed) == 1:
            return cls(f"standard {listed[0]}", listed)
        return cls("\n".join([f"standard {name}: {len(listed)} faults", *(f"  {one}" for one in listed)]), listed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file a standard is made of, or one value set over it."""

    file: str
    lines: Mapping[Path, Sequence[int]]

    def line(self, path: Path) -> int | None:
        """The line of a row or key, else the first of what stands below it; None when this file does not set it."""
        if path in self.lines:
            return self.lines[path][0]
        return min((lines[0] for one, lines in self.lines.items() if one[: len(path)] == path), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A standard's tables after all files it extends are laid under it; not checked yet."""

    name: str
    """As it was asked for."""
    tables: dict[str, Any]
    sources: tuple[Source, ...]
    """The file itself first, the one at the bottom last."""

    def fault(self, path: Path, reason: str) -> Fault:
        """Say something is wrong, with the place that set it last: of the path, else of the nearest thing around it."""
        for length in range(len(path), 0, -1):
            for source in self.sources:
                if (line := source.line(path[:length])) is not None:
                    return Fault(file=source.file, line=line, path=path, reason=reason)
        return Fault(file=self.sources[0].file, path=path, reason=reason)

    def over(self, path: Path, value: object, *, called: str) -> "Merged":
        """The same with one value set over it; ``called`` is what a fault of it names in the place of a file."""
        top: dict[str, Any] = {}
        inner = top
        for name in path[:-1]:
            inner = inner.setdefault(name, {})
        inner[path[-1]] = value
        if path[0] in ROWS:
            top = {path[0]: [{"id": path[1], **top[path[0]][path[1]]}]}
        return Merged(
            name=self.name,
            tables=_overlay(self.tables, top),
            sources=(Source(file=called, lines={path: [0]}), *self.sources),
        )


def names() -> tuple[str, ...]:
    """The standards that come with the program."""
    folder = resources.files("scoring.standards")
    return tuple(sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")))


def read(name: str) -> Merged:
    """Read a standard and all it extends.

    Raises ``StandardError`` for what is no file, no TOML, or has rows that cannot be told from each other.
    """
    tables: list[dict[str, Any]] = []
    sources: list[Source] = []
    wanted: str | None = name
    while wanted is not None:
        if len(tables) > _EXTENDS_AT_MOST:
            msg = f"standard {wanted}: extends more than {_EXTENDS_AT_MOST} others, or itself"
            raise StandardError(msg)
        table, source = _file(wanted)
        if faults := list(_unreadable(table, source)):
            raise StandardError.of(name, faults)
        base = table.pop("extends", None)
        tables.append(table)
        sources.append(source)
        wanted = None if base is None else _beside(wanted, str(base))
    merged = tables.pop()
    for table in reversed(tables):
        merged = _overlay(merged, table)
    return Merged(name=name, tables=merged, sources=tuple(sources))


def _beside(name: str, base: str) -> str:
    """What a file extends: a standard of the program, or another file, looked for in the file's own folder."""
    return base if base in names() or name in names() else str(FilePath(name).parent / base)


def _file(name: str) -> tuple[dict[str, Any], Source]:
    packaged = name in names()
    file = f"{name}.toml" if packaged else name
    try:
        place = resources.files("scoring.standards") / file if packaged else FilePath(name)
        text = place.read_text("utf-8")
        return tomllib.loads(text, parse_float=Decimal), Source(file=file, lines=lines_of(text))
    except (OSError, ValueError) as error:
        if isinstance(error, tomllib.TOMLDecodeError | UnicodeDecodeError):
            msg = f"standard {file}: {error}"
            raise StandardError(msg) from None
        msg = f"standard {name!r} is neither a file nor one of: {', '.join(names())}"
        raise StandardError(msg) from None


def _unreadable(table: Mapping[str, Any], source: Source) -> Iterator[Fault]:
    """Rows without an id, or with one that stands above already: nothing could be laid over them."""
    for kind, rows in ((kind, table[kind]) for kind in ROWS if kind in table):
        word = kind.replace("_", " ")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            line = next(iter(source.lines.get((kind,), ())), 0)
            yield Fault(file=source.file, line=line, path=(kind,), reason=f"must be rows, each under [[{kind}]]")
            continue
        seen: dict[str, int] = {}
        for row in rows:
            id_ = row.get("id", "")
            lines = source.lines.get((kind, id_ if isinstance(id_, str) else ""), ())
            if not isinstance(id_, str) or not id_:
                yield Fault(file=source.file, line=next(iter(lines), 0), reason=f"a {word} without an id")
                continue
            nth = seen[id_] = seen.get(id_, -1) + 1
            if nth:
                line = lines[nth] if len(lines) > nth else 0
                above = f", above on line {lines[0]}" if line else ""
                yield Fault(file=source.file, line=line, path=(kind, id_), reason=f"{word} {id_} stands twice{above}")


def _overlay(base: Mapping[str, Any], top: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one table over another: tables merge, rows of the same id merge in place, new rows follow.

    New column types stand in front instead, since the first type whose words match decides.
    """
    merged = dict(base)
    for key, value in top.items():
        under = base.get(key)
        if isinstance(value, dict) and isinstance(under, dict):
            merged[key] = _overlay(under, value)
        elif _are_rows(value) and under is not None and _are_rows(under):
            merged[key] = _overlay_rows(under, value, front=key == "column_type")
        else:
            merged[key] = value
    return merged


def _are_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _overlay_rows(under: list[dict[str, Any]], top: list[dict[str, Any]], *, front: bool) -> list[dict[str, Any]]:
    over = {row.get("id"): row for row in top}
    kept = [_overlay(row, over.pop(row.get("id"))) if row.get("id") in over else row for row in under]
    return [*over.values(), *kept] if front else [*kept, *over.values()]
