"""A folder of labelled pages: ``labels.jsonl``, one JSON object a line, and the files that it names.

A label has ``file`` (below the folder), ``url`` (what links are resolved against), ``kind`` and the values that a
careful reader of the page would write down. A key that is left out is not judged; null means that the page has none.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spiders.reading.page import Page, read

Json = Mapping[str, Any]
#: The largest page that is read, as a crawl would.
_MAX_BYTES = 16 * 2**20


class LabelError(Exception):
    """A folder or a line that cannot be used; the message is the one line for whoever asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A page and its label."""

    file: str
    url: str
    body: bytes
    label: Json

    def read(self) -> Page:
        """The page as the reading sees it, without an instant: what a label knows, the page itself must say."""
        return read(self.body, self.url)


def labelled(folder: Path) -> Iterator[Labelled]:
    """Every labelled page of a folder; raises ``LabelError``, naming file and line."""
    path = folder / "labels.jsonl"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: {getattr(error, 'strerror', None) or error}"
        raise LabelError(msg) from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _of_line(folder, line, f"{path}:{number}")


def _of_line(folder: Path, line: str, where: str) -> Labelled:
    try:
        label = json.loads(line)
        file, url = str(label["file"]), str(label["url"])
        _ = label["kind"]
    except (ValueError, KeyError, TypeError):
        msg = f'{where}: not a label with "file", "url" and "kind"'
        raise LabelError(msg) from None
    try:
        with (folder / file).open("rb") as source:
            body = source.read(_MAX_BYTES)
    except (OSError, ValueError) as error:
        msg = f"{where}: {file}: {getattr(error, 'strerror', None) or error}"
        raise LabelError(msg) from None
    return Labelled(file=file, url=url, body=body, label=label)
