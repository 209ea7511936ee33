"""The registry (登记表): units, sites and accounts read from .xlsx or .csv and checked row by row.

Every bad row is listed at once, with row, column and reason, and a caller that wants all or nothing asks ``checked``.
Columns and words are those of the outside contract (DESIGN §7). Accounts seldom have a national code: theirs is made
from platform and name, so it stays the same from round to round.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

from infra.posts import PostsError, feed_file
from infra.records import Kind, Target
from infra.tables import Problem, Row, RowsError, TableError, read_rows, write_rows

#: Name → the headers it goes by; the first is the one ``write`` uses.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "code": ("标识码", "网站标识码", "code"),
    "name": ("名称", "网站名称", "账号名称", "name"),
    "kind": ("类型", "对象类型", "kind"),
    "url": ("网址/账号", "网址", "网站地址", "账号", "url"),
    "unit": ("单位", "单位名称", "主办单位", "unit"),
    "parent": ("上级", "上级单位", "parent"),
    "group": ("分组", "group"),
    "platform": ("平台", "platform"),
    "account_type": ("账号类型", "account_type"),
    "filed": ("备案", "filed"),
    "interaction": ("互动", "interaction"),
    "feed": ("内容源", "feed"),
    "has_service": ("有对外服务", "has_service"),
    "portal": ("门户", "portal"),
    "status": ("状态", "status"),
    "note": ("备注", "note"),
}
REQUIRED = ("name", "kind", "unit")

_LIMITS: Mapping[str, int] = {"url": 2048, "feed": 2048, "note": 2000}
_LIMIT = 200
_SITE_CODE = re.compile(r"\d{10}|bm\d{8}")
_ACCOUNT_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_HOST = re.compile(r"\w[\w.-]*|[0-9a-f:.]+")
_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("网站", "政府网站", "门户网站", "site", "website"), Kind.SITE),
    **dict.fromkeys(("账号", "新媒体", "政务新媒体", "政务新媒体账号", "account"), Kind.ACCOUNT),
}
_YES = frozenset({"有", "是", "已备案", "yes", "y", "true", "1"})
_NO = frozenset({"无", "否", "未备案", "no", "n", "false", "0"})
_CLOSED = re.compile(r"关停|关闭|注销|永久下线|closed", re.IGNORECASE)


class RegistryError(RowsError):
    """A registry that cannot be used: one reason, or every bad row; the message lists them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """What a registry file holds: good rows in their order, and what is wrong with the others."""

    path: Path
    targets: tuple[Target, ...]
    problems: tuple[Problem, ...]
    ignored: tuple[str, ...] = ()
    """Headers that are no column of a registry."""

    def checked(self) -> tuple[Target, ...]:
        """Give the targets when every row is right, else raise ``RegistryError`` with all that is wrong."""
        if self.problems:
            rows = len({problem.row for problem in self.problems})
            msg = f"{self.path.name}: {len(self.problems)} problems in {rows} rows; nothing was imported"
            raise RegistryError(msg, self.problems)
        return self.targets

    @property
    def running(self) -> tuple[Target, ...]:
        """Targets to be inspected: all but those whose 状态 says closed (关停, 注销, 永久下线)."""
        return tuple(target for target in self.targets if not _CLOSED.search(target.status))

    @property
    def closed(self) -> tuple[Target, ...]:
        """Targets that stay in the register but are not inspected; whoever leaves them out says so."""
        return tuple(target for target in self.targets if _CLOSED.search(target.status))


def read(path: Path) -> Registry:
    """Read and check a registry.

    Raises ``RegistryError`` when the file is no table or lacks the columns 名称, 类型 or 单位.
    """
    columns = {header: name for name, headers in HEADERS.items() for header in headers}
    try:
        table = read_rows(path, columns, REQUIRED)
    except TableError as error:
        raise RegistryError(str(error)) from None
    problems = list(table.problems)
    taken: dict[tuple[str, str], int] = {}
    targets: list[Target] = []
    for row in table.rows:
        reading = _RowReading(row, table.headers, path.parent)
        target = reading.target()
        if not reading.problems:
            _refuse_twins(reading, target, taken)
        problems += reading.problems
        targets += [] if reading.problems else [target]
    problems.sort(key=lambda problem: problem.row)  # stable: within a row they keep the columns' order
    return Registry(path=path, targets=tuple(targets), problems=tuple(problems), ignored=table.ignored)


def write(path: Path, targets: tuple[Target, ...] | list[Target]) -> None:
    """Write a registry that ``read`` reads back the same; ``.xlsx`` or ``.csv`` by the path's ending."""
    write_rows(
        path, [headers[0] for headers in HEADERS.values()], ([_written(t, name) for name in HEADERS] for t in targets)
    )


def account_code(platform: str, name: str) -> str:
    """Make the code of an account that has none: the same platform and name always give the same one."""
    subject = unicodedata.normalize("NFKC", f"{platform}\0{name}").casefold()
    return f"acc-{blake2b(subject.encode(), digest_size=8).hexdigest()}"


class _RowReading:
    """One row on its way to a target; collects what is wrong with it."""

    def __init__(self, row: Row, headers: Mapping[str, str], folder: Path) -> None:
        self.row = row
        self.headers = headers
        self.folder = folder
        self.problems: list[Problem] = []

    def wrong(self, name: str, reason: str) -> None:
        column = self.headers.get(name, HEADERS[name][0])
        self.problems.append(Problem(row=self.row.number, column=column, reason=reason))

    def target(self) -> Target:
        """Read every cell; the result counts only when no problem was found."""
        cells = self.row.cells
        for name in HEADERS:
            limit = _LIMITS.get(name, _LIMIT)
            if len(cells[name]) > limit:
                self.wrong(name, f"{len(cells[name])} characters, more than {limit}")
        for name in ("name", "unit"):
            if not cells[name]:
                self.wrong(name, "is empty")
        kind = self._kind()
        code = self._site_code() if kind is Kind.SITE else self._account_code()
        if kind is Kind.SITE or cells["url"].lower().startswith(("http:", "https:")):
            self._check_url()
        if kind is Kind.ACCOUNT and cells["feed"]:
            self._check_feed()
        texts = {name: cells[name] for name in ("name", "url", "unit", "parent", "group", "platform", "account_type")}
        return Target(
            code=code,
            kind=kind,
            **texts,
            filed=self._yes_no("filed"),
            interaction=self._yes_no("interaction"),
            feed=cells["feed"],
            has_service=self._yes_no("has_service") is not False,
            portal=self._yes_no("portal") is True,
            status=cells["status"],
            note=cells["note"],
        )

    def _kind(self) -> Kind:
        text = self.row.cells["kind"]
        kind = _KINDS.get(text.casefold())
        if kind is None:
            self.wrong("kind", f"{text!r} is neither 网站 (site) nor 账号 (account)" if text else "is empty")
        return kind or Kind.ACCOUNT

    def _site_code(self) -> str:
        text = unicodedata.normalize("NFKC", self.row.cells["code"]).lower()
        if not _SITE_CODE.fullmatch(text):
            self.wrong("code", f"{text!r} is neither ten digits nor bm and eight digits" if text else "is empty")
        return text

    def _account_code(self) -> str:
        cells = self.row.cells
        if cells["code"] and not _ACCOUNT_CODE.fullmatch(cells["code"]):
            self.wrong("code", f"{cells['code']!r}: letters, digits, dot, dash and underscore only, 64 at most")
        return cells["code"] or account_code(cells["platform"], cells["name"])

    def _check_url(self) -> None:
        text = self.row.cells["url"]
        if not text:
            self.wrong("url", "is empty")
        elif (reason := _url_fault(text)) is not None:
            self.wrong("url", f"{text!r}: {reason}")

    def _check_feed(self) -> None:
        feed = self.row.cells["feed"]
        try:
            path = feed_file(self.folder, feed)
        except PostsError as error:
            self.wrong("feed", str(error))
            return
        if path is None and (reason := _url_fault(feed)) is not None:
            self.wrong("feed", f"{feed!r}: {reason}")
        if path is not None and not path.is_file():
            self.wrong("feed", f"{feed}: no such file in the registry's folder")

    def _yes_no(self, name: str) -> bool | None:
        text = self.row.cells[name].casefold()
        if text and text not in _YES | _NO:
            self.wrong(name, f"{text!r} is neither yes (有, 是) nor no (无, 否)")
        return text in _YES if text else None


def _refuse_twins(reading: _RowReading, target: Target, taken: dict[tuple[str, str], int]) -> None:
    """Refuse a code or an address that an earlier good row has; else note this row's."""
    place = _address(target)
    keys = {"code": ("code", target.code), "url": (f"{target.kind} {target.platform}", place)}
    for name, key in keys.items():
        if key[1] and key in taken:
            made = name == "code" and not reading.row.cells["code"]
            reason = "platform and name" if made else repr(key[1])
            reading.wrong("name" if made else name, f"{reason} stands in row {taken[key]} already")
    if not reading.problems:
        taken.update({key: reading.row.number for key in keys.values() if key[1]})


def _address(target: Target) -> str:
    """Make addresses comparable: letters' case of the host, a default port and a last slash do not matter."""
    if not target.url.lower().startswith(("http://", "https://")):
        return target.url
    parts = urlsplit(target.url)
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    return f"{parts.hostname}{port}{parts.path.rstrip('/')}{'?' + parts.query if parts.query else ''}"


def _url_fault(text: str) -> str | None:
    """Tell in a few words why a text is no address that can be fetched; None when it is one."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - raises ValueError on a port that is none
    except ValueError as error:
        return str(error)
    if parts.scheme not in {"http", "https"}:
        return "does not start with http:// or https://"
    if parts.username is not None:
        return "carries a user name"
    if not _HOST.fullmatch(parts.hostname or ""):
        return "has no host"
    if any(character.isspace() for character in text):
        return "has a space in it"
    return None


def _written(target: Target, name: str) -> str:
    """Write one cell. A closed set of words: 网站/账号, 有/无 and 是/否."""
    value = getattr(target, name)
    if name == "kind":
        return "网站" if value is Kind.SITE else "账号"
    if isinstance(value, bool):
        words = ("是", "否") if name in {"filed", "has_service", "portal"} else ("有", "无")
        return words[0] if value else words[1]
    return value or ""
