"""Dead, blocked, unsure, refused: each from what really was answered or raised."""

import errno
import socket
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)

from infra.records import Outcome, TaskKind
from infra.settings import Settings
from spiders.fetching.addresses import AddressRefusedError
from spiders.fetching.walls import RedirectLoopError
from spiders.guards import MAX_RETRY_AFTER_MS, declared_charset, of_failure, of_status, size_cap

KEY = ConnectionKey("www.a.gov.cn", 443, is_ssl=True, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None)


def caused(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


def connector(number: int) -> aiohttp.ClientConnectorError:
    return aiohttp.ClientConnectorError(KEY, OSError(number, "said the kernel"))


@pytest.mark.parametrize(
    ("status", "outcome", "again"),
    [
        (200, Outcome.OK, False),
        (204, Outcome.OK, False),
        (301, Outcome.REDIRECT, False),
        (308, Outcome.REDIRECT, False),
        (304, Outcome.UNSURE, True),
        (400, Outcome.DEAD, False),
        (404, Outcome.DEAD, False),
        (410, Outcome.DEAD, False),
        (403, Outcome.BLOCKED, False),
        (412, Outcome.BLOCKED, False),
        (521, Outcome.BLOCKED, False),
        (429, Outcome.BLOCKED, True),
        (408, Outcome.UNSURE, True),
        (500, Outcome.DEAD, True),
        (503, Outcome.DEAD, True),
    ],
)
def test_statuses(status: int, outcome: Outcome, again: bool) -> None:
    ending = of_status(status)
    assert (ending.outcome, ending.again) == (outcome, again)


def test_a_server_that_asks_for_patience_is_not_down() -> None:
    ending = of_status(503, retry_after="120")
    assert (ending.outcome, ending.again, ending.retry_after_ms) == (Outcome.BLOCKED, True, 120_000)


def test_retry_after_as_a_date() -> None:
    now = datetime(2024, 2, 29, 12, 0, 0, tzinfo=UTC)
    assert of_status(429, retry_after="Thu, 29 Feb 2024 12:00:30 GMT", now=now).retry_after_ms == 30_000
    assert of_status(429, retry_after="Thu, 29 Feb 2024 11:00:00 GMT", now=now).retry_after_ms == 0


@given(st.text(max_size=40))
def test_no_retry_after_breaks_or_exceeds_an_hour(text: str) -> None:
    assert 0 <= of_status(429, retry_after=text).retry_after_ms <= MAX_RETRY_AFTER_MS


@pytest.mark.parametrize(
    ("error", "outcome", "again", "reason"),
    [
        (AddressRefusedError("x.cn resolves to 10.0.0.1, which is private"), Outcome.REFUSED, False, "10.0.0.1"),
        (DownloadTimeoutError("late"), Outcome.UNSURE, True, "in time"),
        (DownloadCancelledError("big"), Outcome.UNSURE, False, "larger"),
        (DownloadFailedError("gone"), Outcome.UNSURE, True, "cut off"),
        (ResponseDataLossError("cut"), Outcome.UNSURE, True, "cut off"),
        (RedirectLoopError("redirect loop: x", certain=True), Outcome.DEAD, False, "redirect loop"),
        (RedirectLoopError("redirect loop: x", certain=False), Outcome.UNSURE, False, "redirect loop"),
        (ValueError("odd\nsecond line"), Outcome.UNSURE, False, "ValueError: odd"),
        (
            caused(
                CannotResolveHostError("x"),
                aiohttp.ClientConnectorDNSError(KEY, socket.gaierror(socket.EAI_NONAME, "no such name")),
            ),
            Outcome.DEAD,
            True,
            "no such host name",
        ),
        (
            caused(
                CannotResolveHostError("x"),
                aiohttp.ClientConnectorDNSError(KEY, socket.gaierror(socket.EAI_AGAIN, "try again")),
            ),
            Outcome.UNSURE,
            True,
            "name server",
        ),
        (
            caused(DownloadConnectionRefusedError("x"), connector(errno.ECONNREFUSED)),
            Outcome.DEAD,
            True,
            "no server answers",
        ),
        (
            caused(DownloadConnectionRefusedError("x"), connector(errno.ENETUNREACH)),
            Outcome.UNSURE,
            True,
            "this machine's network",
        ),
        (
            caused(DownloadConnectionRefusedError("x"), aiohttp.ClientConnectorSSLError(KEY, OSError(1, "old TLS"))),
            Outcome.UNSURE,
            True,
            "TLS",
        ),
    ],
)
def test_failures(error: Exception, outcome: Outcome, again: bool, reason: str) -> None:
    ending = of_failure(error)
    assert (ending.outcome, ending.again) == (outcome, again)
    assert reason in ending.reason
    assert "\n" not in ending.reason


def test_attachments_have_a_cap_of_their_own() -> None:
    settings = Settings(page_bytes=2000, attachment_bytes=3000)
    assert size_cap(TaskKind.ARTICLE, settings) == 2000
    assert size_cap(TaskKind.ATTACHMENT, settings) == 3000


@pytest.mark.parametrize(
    ("header", "charset"),
    [
        ("text/html; charset=GBK", "GBK"),
        ('text/html;charset="utf-8"', "utf-8"),
        ("text/html; Charset = gb2312; x=y", "gb2312"),
        ("text/html", ""),
        ("", ""),
    ],
)
def test_declared_charset(header: str, charset: str) -> None:
    assert declared_charset(header) == charset
