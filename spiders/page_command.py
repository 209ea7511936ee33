"""``xuncha page``: what the reading sees in one page, for people and for programs.

The way to try a page without a crawl, and to check the reading over thousands of kept ones (``--batch``). Output is the
contract of DESIGN §7; diagnostics go to stderr, one line each.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from infra.clock import parse_as_of
from spiders.reading.links import canonical
from spiders.reading.page import Page, read
from spiders.reading.text import clean

#: Largest file that is taken for a page, in bytes.
MAX_FILE = 64 * 2**20
_SHOWN_LINKS = 20


class PageError(Exception):
    """A file or a line that cannot be read; the message is the one line that the operator sees."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns 0, 1 for a failure (also of one line of a batch), 2 for bad use."""
    try:
        given = _arguments().parse_args(argv)
        as_of = parse_as_of(given.as_of) if given.as_of else None
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    except ValueError as error:
        return _complain(f"--as-of: {error}", 2)
    if bool(given.batch) == bool(given.file):
        return _complain("page: give FILE (or - for standard input) or --batch LIST.jsonl", 2)
    return _batch(Path(given.batch), as_of) if given.batch else _single(given, as_of)


def _single(given: argparse.Namespace, as_of: datetime | None) -> int:
    url = canonical(given.url or "")
    if not url:
        return _complain("page: --url must be the page's absolute http address", 2)
    try:
        page = read(_body(given.file), url, as_of=as_of)
    except PageError as error:
        return _complain(str(error), 1)
    sys.stdout.buffer.write(_json(page.to_json()) if given.json else _table(page).encode())
    sys.stdout.buffer.flush()
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="xuncha page", description="Show what the reading sees in a saved page.")
    parser.add_argument("file", nargs="?", metavar="FILE", help="a saved page; - reads standard input")
    parser.add_argument("--url", help="the page's absolute address: links are resolved against it")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--as-of", metavar="DATE", help="instant (监测时间点) that gives a year to dates like 02-29")
    parser.add_argument("--batch", metavar="LIST.jsonl", help='lines {"file","url"}; prints one JSON object a line')
    return parser


def _batch(listing: Path, as_of: datetime | None) -> int:
    """Read every page of a list; a bad line is told on stderr and the rest goes on."""
    try:
        lines = listing.read_bytes().splitlines()
    except OSError as error:
        return _complain(f"{listing}: {error.strerror or error}", 1)
    failed = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found = _of_line(line, listing.parent, as_of)
        except PageError as error:
            failed = _complain(f"{listing}:{number}: {error}", 1)
            continue
        sys.stdout.buffer.write(_json(found))
    sys.stdout.buffer.flush()
    return failed


def _of_line(line: bytes, folder: Path, as_of: datetime | None) -> dict[str, Any]:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        raise PageError("not a line of JSON") from None
    if not isinstance(row, dict) or not isinstance(row.get("file"), str) or not isinstance(row.get("url"), str):
        raise PageError('needs {"file": …, "url": …}')
    url = canonical(row["url"])
    if not url:
        msg = f"{clean(row['url'], 100)!r} is no absolute http address"
        raise PageError(msg)
    return {"file": row["file"], **read(_body(str(folder / row["file"])), url, as_of=as_of).to_json()}


def _body(file: str) -> bytes:
    """The bytes of a page; raises ``PageError`` when there are none to be had."""
    if file == "-":
        return sys.stdin.buffer.read(MAX_FILE)
    try:
        with Path(file).open("rb") as source:
            return source.read(MAX_FILE)
    except (OSError, ValueError) as error:
        msg = f"{file}: {getattr(error, 'strerror', None) or error}"
        raise PageError(msg) from None


def _json(found: dict[str, Any]) -> bytes:
    return orjson.dumps(found, option=orjson.OPT_APPEND_NEWLINE)


def _complain(line: str, code: int) -> int:
    sys.stderr.write(line.encode("utf-8", "replace").decode() + "\n")
    return code


def _table(page: Page) -> str:
    """The same for people: a line a value, then the entries and the first links."""
    found = page.to_json()
    rows = [
        ("类型 kind", found["kind"]),
        ("标题 title", found["title"]),
        ("发布时间 published", found["published"]),
        ("来源 source", found["source"]),
        ("栏目 column", " > ".join(found["column"]["path"])),
        ("栏目类型 type", found["column"]["type"]),
        ("文号 number", found["document_number"]),
        ("已归档 archived", _yes(page.archived)),
        ("空白 blank", _yes(page.blank)),
        ("可读 readable", _yes(page.readable)),
        ("挑战 challenge", found["challenge"]),
        ("编码 encoding", f"{page.encoding} (声明 declared: {page.encoding_declared or '-'})"),
        ("下一页 next page", found["pages"]["next"]),
        ("页数 pages", found["pages"]["count"]),
        ("不能翻页 barred", found["pages"]["barred"]),
        *(
            (f"标识 {name}", _yes(value) if isinstance(value, bool) else value)
            for name, value in found["marks"].items()
        ),
        *((f"标签 {name}", value or '""') for name, value in found["meta"].items()),
        *(("附件 attachment", url) for url in found["attachments"]),
        *(("解读 interpretation", url) for url in found["interpretations"]),
        *((f"存疑 {name}", value or "是") for name, value in found["doubts"].items()),
    ]
    lines = [f"{label}: {value}" for label, value in rows if value not in (None, "")]
    return "\n".join([*lines, *_entries(page), *_links(page)]) + "\n"


def _entries(page: Page) -> Iterator[str]:
    yield f"条目 entries: {len(page.entries)}"
    for entry in page.entries:
        yield (
            f"  {entry.date:%Y-%m-%d}  {entry.title}  {entry.url}"
            if entry.date
            else f"  ----------  {entry.title}  {entry.url}"
        )


def _links(page: Page) -> Iterator[str]:
    yield f"链接 links: {len(page.links)}"
    for link in page.links[:_SHOWN_LINKS]:
        yield f"  {link.region:<6}  {link.text or link.title or '-'}  {link.url}"
    if len(page.links) > _SHOWN_LINKS:
        yield f"  … {len(page.links) - _SHOWN_LINKS} more (--json lists all)"


def _yes(value: bool) -> str:
    return "是" if value else "否"


if __name__ == "__main__":
    raise SystemExit(main())
