"""``xuncha page``: what the reading sees in one page and why, for people and for programs.

The way to try a page without a crawl, saved or fetched as a worker would, and to check the reading over thousands of
kept ones (``--batch``). Output is the contract of DESIGN §7; diagnostics go to stderr, one line each.
"""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from infra.clock import parse_as_of
from infra.plaintext import plain
from infra.settings import Settings, parse_resolve
from spiders.page.table import table
from spiders.reading.links import canonical
from spiders.reading.page import Page, read
from spiders.reading.text import clean
from spiders.reading.why.because import Because
from spiders.reading.why.explain import explain

#: Largest file that is taken for a page, in bytes.
MAX_FILE = 64 * 2**20
#: Characters of a line on stderr.
_LONGEST = 500


class PageError(Exception):
    """A page or a line that cannot be read; the message is the one line that the operator sees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A page's bytes, and all that is known of them."""

    body: bytes
    url: str
    charset: str = ""
    as_of: datetime | None = None
    fetched: datetime | None = None
    told: Mapping[str, Any] | None = None
    """How it was fetched; None for a saved page."""

    def read(self, *, why: bool) -> tuple[Page, dict[str, Because]]:
        """The page, and why it is read so where that is asked."""
        if why:
            return explain(self.body, self.url, charset=self.charset, as_of=self.as_of, fetched=self.fetched)
        return read(self.body, self.url, charset=self.charset, as_of=self.as_of, fetched=self.fetched), {}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns 0, 1 for a failure (also of one line of a batch), 2 for bad use."""
    try:
        return _run(argv)
    except KeyboardInterrupt:
        return _complain("interrupted", 1)
    except BrokenPipeError:
        sys.stdout = None  # the reader has gone: nothing is left to flush
        return 0


def _run(argv: Sequence[str] | None) -> int:
    try:
        given = _arguments().parse_args(argv)
        as_of = parse_as_of(given.as_of) if given.as_of else None
        for row in given.resolve:
            parse_resolve(row)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    except ValueError as error:
        return _complain(f"page: {error}" if "--resolve" in str(error) else f"--as-of: {error}", 2)
    if bool(given.batch) == bool(given.page):
        return _complain("page: give FILE, URL or - for standard input, or --batch LIST.jsonl", 2)
    if given.batch:
        return _batch(Path(given.batch), as_of, why=bool(given.why))
    wrong = _misused(given)
    return _complain(f"page: {wrong}", 2) if wrong else _single(given, as_of)


def _misused(given: argparse.Namespace) -> str:
    """What of the arguments does not go together; empty when they do."""
    if not _is_url(given.page):
        if given.resolve or given.allow_private:
            return "--resolve and --allow-private are for a page that is fetched"
        return "" if canonical(given.url or "") else "--url must be the page's absolute http address"
    if given.url:
        return "--url is for a saved page; a fetched one has its own address"
    return "" if canonical(given.page) else f"{plain(given.page, 100)!r} is no address that can be fetched"


def _single(given: argparse.Namespace, as_of: datetime | None) -> int:
    try:
        if _is_url(given.page):
            taken = _fetched(given, as_of)
        else:
            taken = _Taken(body=_body(given.page), url=canonical(given.url), as_of=as_of)
    except PageError as error:
        return _complain(str(error), 1)
    except ValidationError as error:
        first = error.errors()[0]
        return _complain(f"page: setting {'.'.join(map(str, first['loc']))}: {first['msg']}", 2)
    page, why = taken.read(why=not given.json if given.why is None else given.why)
    told = {"fetched": taken.told} if taken.told is not None else {}
    _write(_json(page, why, **told) if given.json else (_way(taken) + table(page, why)).encode())
    return 0


def _fetched(given: argparse.Namespace, as_of: datetime | None) -> _Taken:
    """The page at an address; raises ``PageError`` when it cannot be had, ``ValidationError`` for a wrong setting."""
    from spiders.page.alone import FetchError, fetch  # noqa: PLC0415 - a saved page needs no crawler

    set_here: dict[str, Any] = {"resolve": tuple(given.resolve)} if given.resolve else {}
    set_here |= {"allow_private": True} if given.allow_private else {}
    try:
        found = asyncio.run(fetch(canonical(given.page), Settings(**set_here)))
    except FetchError as error:
        raise PageError(str(error)) from None
    answer, moment = found.answer, found.answer.received
    return _Taken(
        body=answer.body,
        url=found.url,
        charset=answer.charset,
        as_of=as_of or moment,
        fetched=moment,
        told=found.to_json(),
    )


def _way(taken: _Taken) -> str:
    """The lines for people that say how a page was fetched."""
    told = taken.told
    if told is None:
        return ""
    tls = f" {told['tls']}{' (旧 obsolete)' if told['tls_obsolete'] else ''}" if told["tls"] else ""
    line = f"取自 fetched: {told['url']} HTTP {told['status']} {told['size']} B {told['latency_ms']} ms{tls}"
    rows = [line, *(f"转自 redirected from: {url}" for url in told["redirects"])]
    return "".join(f"{plain(row)}\n" for row in rows)


def _is_url(page: str) -> bool:
    return page[:8].lower().startswith(("http://", "https://"))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="xuncha page", description="Show what the reading sees in a page, and why.")
    parser.add_argument(
        "page",
        nargs="?",
        metavar="FILE|URL",
        help="a saved page, - for standard input, or an http address that is fetched as a worker would",
    )
    parser.add_argument("--url", help="a saved page's absolute address: links are resolved against it")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument(
        "--why",
        action=argparse.BooleanOptionalAction,
        help="which rule read each value from which text (default: yes for people; in JSON only when asked)",
    )
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        help="instant (监测时间点) that gives a year to dates like 02-29; of a fetched page by default now",
    )
    parser.add_argument(
        "--resolve", metavar="HOST:ADDR:PORT", action="append", default=[], help="connect that name there; repeatable"
    )
    parser.add_argument("--allow-private", action="store_true", help="open private and loopback ranges")
    parser.add_argument("--batch", metavar="LIST.jsonl", help='lines {"file","url"}; prints one JSON object a line')
    return parser


def _batch(listing: Path, as_of: datetime | None, *, why: bool) -> int:
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
            file, taken = _of_line(line, listing.parent, as_of)
        except PageError as error:
            failed = _complain(f"{listing}:{number}: {error}", 1)
            continue
        sys.stdout.buffer.write(_json(*taken.read(why=why), file=file))
    sys.stdout.buffer.flush()
    return failed


def _of_line(line: bytes, folder: Path, as_of: datetime | None) -> tuple[str, _Taken]:
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
    return row["file"], _Taken(body=_body(str(folder / row["file"])), url=url, as_of=as_of)


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


def _json(page: Page, why: Mapping[str, Because], **told: Any) -> bytes:
    """One line: the page's contract, with ``file`` first, ``fetched`` and ``why`` last where they are asked for."""
    first = {name: told.pop(name) for name in ("file",) if name in told}
    reasons = {"why": {path: because.to_json() for path, because in why.items()}} if why else {}
    return orjson.dumps({**first, **page.to_json(), **told, **reasons}, option=orjson.OPT_APPEND_NEWLINE)


def _write(output: bytes) -> None:
    sys.stdout.buffer.write(output)
    sys.stdout.buffer.flush()


def _complain(line: str, code: int) -> int:
    sys.stderr.write(plain(line, _LONGEST).encode("utf-8", "replace").decode() + "\n")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
