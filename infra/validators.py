"""What servers can be asked by whether a page has changed (ETag, Last-Modified), of all that an inspection kept.

An index in one SQLite file beside the inspection's segments, made from them alone: it can be deleted at any time, and
is made anew when segments have changed since. Processes that want it at once make it once; readers never write to it.
"""

import os
import re
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Self

from infra import warc
from infra.evidence import EvidenceError

_FILE = "validators.sqlite"
_LOCK = ".validators.lock"
_UNDER_WAY = ".validators-{}.tmp"
#: Raised when the tables change; an index of another version is made anew.
_VERSION = 1
#: Seconds between two looks while another process makes the index.
_LOOK = 0.2
_SCHEMA = f"""
PRAGMA user_version = {_VERSION};
PRAGMA synchronous = OFF;
PRAGMA cache_size = -32768;
CREATE TABLE segments (name TEXT PRIMARY KEY, size INTEGER, changed INTEGER) WITHOUT ROWID;
CREATE TABLE pages (url TEXT PRIMARY KEY, date TEXT, etag TEXT, last_modified TEXT, digest TEXT, size INTEGER,
                    location TEXT) WITHOUT ROWID;
"""
_NEWEST = """
INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET date = excluded.date,
etag = excluded.etag, last_modified = excluded.last_modified, digest = excluded.digest, size = excluded.size,
location = excluded.location WHERE excluded.date >= pages.date
"""
#: As RFC 9110 §8.8.3 has it, or without its quotes, as some servers do. ``*`` and lists would match any page.
_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{0,200}"|[\x21\x23-\x29\x2b\x2d-\x7e]{1,200}')
_MOMENT = re.compile(r"[\x20-\x7e]{1,60}")

_Segments = list[tuple[str, int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """By what a page that was kept can be asked after; one of the two is there."""

    etag: str
    last_modified: str
    digest: str
    """Of the kept body."""
    size: int
    """Bytes of that body."""
    location: str
    """Where it is, as the inspection's ``EvidenceStore`` can open it."""


@dataclass(slots=True)
class _Damages:
    """Records that cannot be read: how many, and which is the first."""

    count: int = 0
    first: str = ""

    def note(self, where_and_why: str) -> None:
        self.count += 1
        self.first = self.first or where_and_why


class ValidatorIndex:
    """The validators of one inspection's pages, read-only. Every call comes from the thread that opened it."""

    def __init__(self, file: Path) -> None:
        self._rows = _reading(file)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the index that ``prepare`` made in a folder of segments. Raises ``EvidenceError``."""
        try:
            return cls(folder / _FILE)
        except sqlite3.Error as error:
            msg = f"{folder / _FILE} cannot be read: {error}"
            raise EvidenceError(msg) from None

    def of(self, url: str) -> Validators | None:
        """Give a page's validators; None when it was not kept or has none. Raises ``EvidenceError``."""
        query = "SELECT etag, last_modified, digest, size, location FROM pages WHERE url = ?"
        try:
            row = self._rows.execute(query, (url,)).fetchone()
        except sqlite3.Error as error:
            msg = f"the index of validators cannot be read: {error}"
            raise EvidenceError(msg) from None
        if row is None:
            return None
        etag, last_modified, digest, size, location = row
        return Validators(etag=etag, last_modified=last_modified, digest=digest, size=size, location=location)

    def close(self) -> None:
        """Close the file."""
        self._rows.close()


def prepare(folder: Path, *, leaving: Callable[[], bool], tell: Callable[[str], None]) -> bool:
    """Make the index of a folder of segments unless it is there; False when ``leaving`` says so meanwhile.

    Reads every segment once, in bounded memory: minutes for many GB, so not for an event loop's thread. What is wrong
    with the segments goes to ``tell``, in one line. Raises ``EvidenceError``.
    """
    try:
        if not _segments(folder):
            msg = f"nothing is kept in {folder}"
            raise EvidenceError(msg)
        if _is_fresh(folder):
            return True
        with _alone(folder, leaving) as is_alone:
            return is_alone and (_is_fresh(folder) or _make(folder, leaving, tell))
    except OSError as error:
        msg = f"no index of validators in {folder}: {error.strerror or error}"
    except sqlite3.Error as error:
        msg = f"no index of validators in {folder}: {error}"
    raise EvidenceError(msg)


def _segments(folder: Path) -> _Segments:
    """List the segments with what changes when they do, by name."""
    rows = []
    for path in sorted(folder.glob("*.warc.gz")):
        known = path.stat()
        rows.append((path.name, known.st_size, known.st_mtime_ns))
    return rows


def _reading(file: Path) -> sqlite3.Connection:
    rows = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    rows.execute("PRAGMA user_version").fetchone()  # a file that is none is told now, not at the first page
    return rows


def _is_fresh(folder: Path) -> bool:
    try:
        with closing(_reading(folder / _FILE)) as rows:
            made_of = rows.execute("SELECT name, size, changed FROM segments ORDER BY name").fetchall()
            return rows.execute("PRAGMA user_version").fetchone() == (_VERSION,) and made_of == _segments(folder)
    except sqlite3.Error:
        return False


@contextmanager
def _alone(folder: Path, leaving: Callable[[], bool]) -> Iterator[bool]:
    """Wait until no other process makes this index; False when ``leaving`` says so before. A death frees the lock."""
    with (folder / _LOCK).open("w") as file:
        while not leaving():
            try:
                flock(file, LOCK_EX | LOCK_NB)
            except BlockingIOError:
                time.sleep(_LOOK)
                continue
            for left in folder.glob(_UNDER_WAY.format("*") + "*"):  # of a process that was killed, with its journal
                left.unlink()
            yield True
            return
        yield False


def _make(folder: Path, leaving: Callable[[], bool], tell: Callable[[str], None]) -> bool:
    """Read all segments into a new file, which takes the old one's place when it is whole."""
    new = folder / _UNDER_WAY.format(secrets.token_hex(4))
    damages = _Damages()
    try:
        with closing(sqlite3.connect(new, isolation_level=None)) as rows:
            rows.executescript(_SCHEMA)
            for segment in _segments(folder):
                rows.execute("INSERT INTO segments VALUES (?, ?, ?)", segment)
                if not _read_segment(folder / segment[0], rows, leaving, damages):
                    return False
            rows.execute("DELETE FROM pages WHERE etag = '' AND last_modified = ''")
        with new.open("rb") as file:
            os.fsync(file.fileno())
        new.replace(folder / _FILE)
    finally:
        with suppress(FileNotFoundError):
            new.unlink()
    if damages.count:
        tell(f"{folder}: {damages.count} kept records cannot be read and are passed over, the first is {damages.first}")
    return True


def _read_segment(path: Path, rows: sqlite3.Connection, leaving: Callable[[], bool], damages: _Damages) -> bool:
    """Enter a segment's pages; False when ``leaving`` says so meanwhile.

    Behind a damaged record the walk may have lost its way into a page that holds records of its own, made to be found
    there. Such a stretch ends in damage too, where that page does: only what leads to the segment's end is believed.
    """
    lost = False
    rows.execute("BEGIN")
    with path.open("rb", buffering=1 << 20) as file:
        for found in warc.walk(file):
            if leaving():
                return False
            if isinstance(found, warc.Head):
                _enter(found, path.name, rows)
                continue
            damages.note(f"{path.name}#{found.start}: {found.reason}")
            rows.execute("ROLLBACK TO believed" if lost else "SAVEPOINT believed")
            lost = True
    rows.execute("COMMIT")
    return True


def _enter(head: warc.Head, segment: str, rows: sqlite3.Connection) -> None:
    """Enter a page that was sent whole, also without validators: it takes the place of an older one that has some."""
    if head.kind != "response" or head.status != 200 or not head.digest.startswith("sha256:"):
        return
    etag, last_modified = _validators(head)
    location = f"{segment}#{head.start}"
    rows.execute(_NEWEST, (head.url, head.date[:19], etag, last_modified, head.digest, head.size, location))


def _validators(head: warc.Head) -> tuple[str, str]:
    """Give ETag and Last-Modified, empty where there is none to be used."""
    if "*" in head.header("vary"):
        return "", ""
    etag, last_modified = head.header("etag").strip(), head.header("last-modified").strip()
    return (etag if _ETAG.fullmatch(etag) else ""), (last_modified if _tells(last_modified, head) else "")


def _tells(last_modified: str, head: warc.Head) -> bool:
    """Tell whether a Last-Modified says something (RFC 9110 §8.8.2.2).

    A page that changed in the second in which it was sent may have changed once more in it, and one that is made anew
    for everybody has always just changed.
    """
    try:
        changed = parsedate_to_datetime(last_modified) if _MOMENT.fullmatch(last_modified) else None
        sent = parsedate_to_datetime(head.header("date")) if head.header("date") else None
        return changed is not None and (sent is None or changed < sent)
    except (ValueError, TypeError):
        return False
