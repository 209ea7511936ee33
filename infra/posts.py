"""An account's posts from a file: what a unit exports when its platform offers no feed.

A spreadsheet (.csv, .xlsx) or JSON with the time and the title of each post becomes the same ``FeedSeen`` that a feed
gives. A post without a date counts as a post but dates nothing (the standard's note on undated pages, G11). A date that
cannot be read makes the file unreadable as a whole: "could not check" is not "not updated".
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath

import orjson

from infra.clock import parse_written
from infra.plaintext import plain
from infra.records import FeedSeen, Observation, Outcome, Target, TaskKind
from infra.tables import MAX_ROWS, Problem, TableError, decode_text, read_bytes, read_rows

SUFFIXES = frozenset({".csv", ".xlsx", ".json"})
#: Header or JSON key → name.
COLUMNS: Mapping[str, str] = {
    **dict.fromkeys(("发布时间", "发布日期", "时间", "日期", "time", "date", "published", "date_published"), "time"),
    **dict.fromkeys(("标题", "题名", "内容", "title", "text"), "title"),
}


class PostsError(Exception):
    """A posts file that cannot be used; the message names the file and every bad row."""


def feed_file(folder: Path, feed: str) -> Path | None:
    """Turn a registry's 内容源 into a file of the registry's folder; None when it is a URL.

    Raises ``PostsError`` when the path leads out of the folder or has an ending that is not read.
    """
    if feed.lower().startswith(("http://", "https://")):
        return None
    parts = PurePosixPath(feed.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in feed:
        msg = f"{feed}: not a path below the registry's folder"
        raise PostsError(msg)
    if parts.suffix.lower() not in SUFFIXES:
        msg = f"{feed}: neither a URL nor a .csv, .xlsx or .json file"
        raise PostsError(msg)
    path = folder / parts
    if not path.resolve().is_relative_to(folder.resolve()):
        msg = f"{feed}: leads out of the registry's folder"
        raise PostsError(msg)
    return path


def read(path: Path, as_of: datetime) -> FeedSeen:
    """Read the posts: how many, the newest not after ``as_of``, the newest after it.

    Raises ``PostsError`` when the file or a date in it cannot be read.
    """
    try:
        times = _json_times(path) if path.suffix.lower() == ".json" else _table_times(path)
    except TableError as error:
        raise PostsError(str(error)) from None
    problems: list[Problem] = []
    moments: list[datetime] = []
    for row, column, text in times:
        try:
            moments.extend([parse_written(text)] if text else [])
        except ValueError:
            reason = f"{plain(text, 40)!r} is not a time such as 2024-02-28 09:30"
            problems.append(Problem(row=row, column=column, reason=reason))
    if problems:
        raise PostsError("\n".join([f"{path.name}: {len(problems)} bad rows", *(f"  {p}" for p in problems)]))
    return FeedSeen(
        source="file",
        posts=len(times),
        newest=_newest(moment for moment in moments if moment <= as_of),
        future=_newest(moment for moment in moments if moment > as_of),
    )


def observe(target: Target, folder: Path, *, as_of: datetime, seen_at: int) -> Observation:
    """Read the account's posts file as one observation; an unusable file is ``unsure``, with the reason.

    ``seen_at`` is in epoch milliseconds. The observation's address is the path as the registry writes it.
    """
    feed: FeedSeen | None = None
    reason = ""
    try:
        path = feed_file(folder, target.feed)
        if path is None:
            msg = f"{target.feed}: a URL, not a file"
            raise PostsError(msg)
        feed = read(path, as_of)
    except PostsError as error:
        reason = plain(str(error), 300)
    return Observation(
        target=target.code,
        url=target.feed,
        kind=TaskKind.FEED,
        seen_at=seen_at,
        outcome=Outcome.UNSURE if reason else Outcome.OK,
        reason=reason,
        feed=feed,
    )


def _table_times(path: Path) -> list[tuple[int, str, str]]:
    table = read_rows(path, COLUMNS, required=["time"])
    if table.problems:
        raise TableError("\n".join([path.name, *(f"  {problem}" for problem in table.problems)]))
    return [(row.number, table.headers["time"], row.cells["time"]) for row in table.rows]


def _json_times(path: Path) -> list[tuple[int, str, str]]:
    """Read a list of posts, bare or as the ``items`` or ``posts`` of an object (JSON Feed has ``items``)."""
    try:
        content = orjson.loads(decode_text(path, read_bytes(path)))
    except orjson.JSONDecodeError as error:
        msg = f"{path.name}: not JSON ({error})"
        raise TableError(msg) from None
    if isinstance(content, dict):
        content = content.get("items", content.get("posts"))
    if not isinstance(content, list) or not all(isinstance(post, dict) for post in content):
        msg = f"{path.name}: not a list of posts"
        raise TableError(msg)
    if len(content) > MAX_ROWS:
        msg = f"{path.name}: {len(content)} posts, more than {MAX_ROWS}"
        raise TableError(msg)
    return [(number, *_json_time(post)) for number, post in enumerate(content, 1)]


def _json_time(post: Mapping[str, object]) -> tuple[str, str]:
    for key, name in COLUMNS.items():
        if name == "time" and post.get(key) is not None:
            return key, plain(str(post[key]), 80)
    return "", ""


def _newest(moments: Iterable[datetime]) -> str | None:
    newest = max(moments, default=None)
    return newest.isoformat() if newest else None
