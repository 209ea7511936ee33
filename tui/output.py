"""Results on standard output: an aligned table for people, JSON for programs."""

import io
import sys
from collections.abc import Iterable, Sequence

import orjson

from infra.plaintext import plain
from tui.text import fit, safe, width

#: A column is cut at this many cells; ``--json`` has the whole text.
WIDEST = 60


def print_json(value: object) -> None:
    """Write one JSON document (frozen records and dates included) and a line end."""
    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")


def print_json_lines(values: Iterable[object]) -> None:
    """Write one JSON document a line."""
    for value in values:
        sys.stdout.write(orjson.dumps(value).decode() + "\n")


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[str] = ()) -> None:
    """Write rows under headings, aligned by terminal cells; the columns named in ``right`` are numbers.

    None is written as ``-``. Without rows only the headings are written.
    """
    texts = [["-" if value is None else safe(str(value)) for value in row] for row in rows]
    cells = [min(WIDEST, max(width(text) for text in column)) for column in zip(headings, *texts, strict=True)]
    for line in (list(headings), *texts):
        parts = [
            fit(text, room, "right" if heading in right else "left")
            for heading, text, room in zip(headings, line, cells, strict=True)
        ]
        sys.stdout.write("  ".join(parts).rstrip() + "\n")


def print_csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows for a spreadsheet: UTF-8 with its mark (BOM), whole texts, and no cell that starts a formula."""
    from infra.tables import write_csv  # noqa: PLC0415 - readers of spreadsheets, which --help needs not

    text = io.StringIO(newline="")
    write_csv(text, headings, (["" if value is None else plain(str(value)) for value in row] for row in rows))
    sys.stdout.flush()
    sys.stdout.buffer.write(b"\xef\xbb\xbf" + text.getvalue().encode())
    sys.stdout.flush()


def print_record(pairs: Iterable[tuple[str, object]]) -> None:
    """Write one thing as lines of name and value."""
    shown = [(name, "-" if value is None else safe(str(value))) for name, value in pairs]
    room = max((width(name) for name, _ in shown), default=0)
    for name, text in shown:
        sys.stdout.write(f"{fit(name, room)}  {text}\n")


def say(line: str) -> None:
    """Write one line about what is going on to standard error, so that standard output stays the result."""
    sys.stderr.write(safe(line) + "\n")
    sys.stderr.flush()


def on_terminal() -> bool:
    """Tell whether there is a terminal to show a dashboard on."""
    return sys.stdin.isatty() and sys.stdout.isatty()
