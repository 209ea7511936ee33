"""What a list shows, as a file: a table for a spreadsheet, or JSON for a program.

A cell of the table is what the screen shows, whole where the screen cuts it; cells from strangers are inert, so that
no spreadsheet takes one for a formula. The JSON holds the records themselves, with numbers as numbers.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from infra.clock import BEIJING
from infra.plaintext import plain
from infra.tables import write_rows
from tui.screens.listing import Listing

R = TypeVar("R")
_UNSAFE: Final = re.compile(r"[^\w.-]+", re.ASCII)


class Shape(StrEnum):
    """What kind of file."""

    CSV = "csv"
    JSON = "json"


def headings(listing: Listing[R]) -> list[str]:
    """Give the titles of all columns of a list, also of those that a narrow screen leaves out."""
    return [column.title for column in listing.columns]


def cells(listing: Listing[R], row: R) -> list[str]:
    """Give the whole texts of a row's cells as harmless single lines."""
    return [plain(column.cell(row).text) for column in listing.columns]


def record(listing: Listing[R], row: R) -> Mapping[str, Any]:
    """Give a row for programs: the record that the list is made of, or what a filter sees of a row that is none."""
    if is_dataclass(row):
        return dict(msgspec.to_builtins(row))
    return listing.fields(row)


def as_json(document: object) -> str:
    """Write a document as readable JSON in which strangers' lone surrogates have become question marks."""
    return json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8", "replace").decode() + "\n"


def export(listing: Listing[R], rows: Sequence[R], *, inspection: str, folder: Path, shape: Shape) -> Path:
    """Write rows of a list to a new file in ``folder`` and give its path. Raises ``OSError``."""
    now = datetime.now(BEIJING)
    stem = _UNSAFE.sub("_", f"{inspection}-{listing.name}-{now:%Y%m%d-%H%M%S-%f}")
    path = folder / f"{stem}.{shape}"
    folder.mkdir(parents=True, exist_ok=True)
    if shape is Shape.CSV:
        # What a screen shows as a dash is nothing, and would come out as a formula made inert.
        table = ([("" if cell == "-" else cell) for cell in cells(listing, row)] for row in rows)
        write_rows(path, headings(listing), table)
    else:
        path.write_text(as_json([record(listing, row) for row in rows]), encoding="utf-8")
    return path
