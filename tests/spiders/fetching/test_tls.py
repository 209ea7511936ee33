"""Servers whose encryption is of the last decade: reached at the second attempt, and said to be obsolete."""

import asyncio
import shutil
import ssl
import subprocess
import warnings
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from redis.asyncio import Redis

from infra.records import Observation, Outcome
from spiders.fetching.tls import LEGACY_SERVER_CONNECT, OldHosts, old_context
from tests.site_server import HOST, article, serve
from tests.spiders.tls_servers import (
    RSA_3DES,
    RSA_RC4,
    Front,
    Hiccup,
    OldServer,
    listening,
)
from tests.spiders.worker_process import crawl, settings_for
from tests.waiting import until

NOW = datetime.now(UTC)
OLD_HOST = "old.lianhu.cn"
OPENSSL = shutil.which("openssl")
#: The second group of RFC 2409, 1024 bits: what many a Java server and load balancer came with.
WEAK_DH = """-----BEGIN DH PARAMETERS-----
MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR
Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL
/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC
-----END DH PARAMETERS-----
"""


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker notice within a moment that the inspection is over."""
    monkeypatch.setattr("spiders.worker.LOOK", 0.05)


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certified(
    key: rsa.RSAPrivateKey, *, name: str = HOST, until: datetime = NOW + timedelta(days=9), issuer: str = ""
) -> x509.Certificate:
    """Make a certificate, by its own key or as by an authority that nobody can find."""
    subject, authority = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)]) for text in (name, issuer or name))
    builder = x509.CertificateBuilder(authority, subject, key.public_key(), x509.random_serial_number())
    return builder.not_valid_before(until - timedelta(days=30)).not_valid_after(until).sign(key, hashes.SHA256())


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What a server's context is made of."""

    version: tuple[ssl.TLSVersion, ssl.TLSVersion] = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)
    ciphers: str = "DEFAULT"
    dh: str = ""

    def context(self, folder: Path, key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> ssl.SSLContext:
        path = folder / "server.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version, context.maximum_version = self.version
        context.set_ciphers(self.ciphers)
        context.load_cert_chain(path)
        if self.dh:
            (folder / "dh.pem").write_text(self.dh)
            context.load_dh_params(str(folder / "dh.pem"))
        return context


def only(version: ssl.TLSVersion, ciphers: str = "ALL:@SECLEVEL=0", dh: str = "") -> Server:
    return Server(version=(version, version), ciphers=ciphers, dh=dh)


OLD = {
    "TLSv1": only(ssl.TLSVersion.TLSv1),
    "TLSv1.1": only(ssl.TLSVersion.TLSv1_1),
    "TLSv1.2": only(ssl.TLSVersion.TLSv1_2, "DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0", WEAK_DH),
}


@pytest.mark.parametrize("version", OLD)
async def test_old_servers_are_reached_and_said_to_be_old(
    redis: Redis, redis_url: str, tmp_path: Path, key: rsa.RSAPrivateKey, version: str
) -> None:
    context = OLD[version].context(tmp_path, key, certified(key))
    async with serve(articles=3, context=context) as site:
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path))
        home = seen[site.home]
        assert (home.outcome, home.attempt) == (Outcome.OK, 1)
        assert {(row.tls, row.tls_obsolete) for row in seen.values()} == {(version, True)}
        assert seen[site.origin + article(0)].outcome is Outcome.OK
        assert max(site.hits.values()) == 1


async def test_what_browsers_of_today_still_speak_is_not_obsolete(
    redis: Redis, redis_url: str, tmp_path: Path, key: rsa.RSAPrivateKey
) -> None:
    without_forward_secrecy = only(ssl.TLSVersion.TLSv1_2, "AES128-SHA")
    context = without_forward_secrecy.context(tmp_path, key, certified(key))
    async with serve(articles=1, context=context) as site:
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path))
        assert {(row.tls, row.tls_obsolete) for row in seen.values()} == {("TLSv1.2", False)}


async def seen_of(redis: Redis, redis_url: str, folder: Path, port: int) -> Observation:
    """What a crawl observes of the one page of a server at ``port``, to which a site of plain http links."""
    address = f"https://{OLD_HOST}/page.html"
    async with serve(articles=1) as site:
        site.extra_links = (address,)
        resolve = (site.resolve, f"{OLD_HOST}:127.0.0.1:{port}")
        seen = await crawl(site, redis, settings_for(site, redis_url, folder, resolve=resolve, max_attempts=2))
        return seen[address]


@pytest.mark.parametrize("intolerant", [False, True])
async def test_a_server_without_secure_renegotiation_is_reached_also_when_it_hangs_up_on_newer_clients(
    redis: Redis, redis_url: str, tmp_path: Path, key: rsa.RSAPrivateKey, intolerant: bool
) -> None:
    server = OldServer(key, certified(key), intolerant=intolerant)
    async with listening(server) as port:
        row = await seen_of(redis, redis_url, tmp_path, port)
    assert (row.outcome, row.status, row.attempt) == (Outcome.OK, 200, 1)
    assert (row.tls, row.tls_obsolete) == ("TLSv1.2", True)
    assert server.hellos == 3, "a modern handshake, an old one, and a modern one in vain"


@pytest.mark.parametrize("suite", [RSA_3DES, RSA_RC4])
async def test_a_server_whose_ciphers_nobody_has_any_more_is_unsure(
    redis: Redis, redis_url: str, tmp_path: Path, key: rsa.RSAPrivateKey, suite: int
) -> None:
    async with listening(OldServer(key, certified(key), suite)) as port:
        row = await seen_of(redis, redis_url, tmp_path, port)
    assert (row.outcome, row.tls, row.tls_obsolete) == (Outcome.UNSURE, "", False)
    assert row.reason.startswith("TLS: ")
    assert "handshake failure" in row.reason


@asynccontextmanager
async def openssl_server(folder: Path, *options: str) -> AsyncIterator[int]:
    """Run OpenSSL's own server over ``folder``, with a certificate of 1024 bits that is signed by SHA-1."""
    assert OPENSSL is not None
    make = "req -x509 -newkey rsa:1024 -sha1 -nodes -subj /CN=a -keyout key.pem -out cert.pem"
    subprocess.run([OPENSSL, *make.split()], cwd=folder, check=True, capture_output=True)  # noqa: ASYNC221 - at once
    (folder / "page.html").write_text("<html><title>old</title></html>")
    serving = "s_server -accept 127.0.0.1:0 -key key.pem -cert cert.pem -WWW"
    process = await asyncio.create_subprocess_exec(
        *(OPENSSL, *serving.split(), *options),
        cwd=folder,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        while not (line := await asyncio.wait_for(process.stdout.readline(), 10)).startswith(b"ACCEPT"):
            assert line
        yield int(line.rpartition(b":")[2])
    finally:
        process.kill()
        await process.communicate()


@pytest.mark.skipif(OPENSSL is None, reason="there is no openssl on the PATH")
@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0 -sigalgs RSA+SHA1", ("TLSv1.2", True)),
        ("-cipher DEFAULT:@SECLEVEL=0", ("TLSv1.3", False)),
        ("-tls1_2 -cipher DEFAULT:@SECLEVEL=0 -legacy_renegotiation", ("TLSv1.2", False)),
    ],
    ids=["signs by SHA-1", "weak certificate", "weak certificate, legacy renegotiation"],
)
async def test_weak_signatures_take_the_old_settings_and_a_weak_certificate_does_not(
    redis: Redis, redis_url: str, tmp_path: Path, options: str, told: tuple[str, bool]
) -> None:
    async with openssl_server(tmp_path, *options.split()) as port:
        row = await seen_of(redis, redis_url, tmp_path, port)
    assert (row.outcome, row.status) == (Outcome.OK, 200)
    assert (row.tls, row.tls_obsolete) == told


@pytest.mark.parametrize("hiccup", Hiccup)
async def test_a_modern_host_that_fails_for_a_moment_is_not_downgraded(
    redis: Redis, redis_url: str, tmp_path: Path, key: rsa.RSAPrivateKey, hiccup: Hiccup
) -> None:
    async with AsyncExitStack() as stack:
        context = Server().context(tmp_path, key, certified(key))
        site = await stack.enter_async_context(serve(articles=3, context=context))
        front = Front(site.port, hiccup, frozenset({1}))
        site.port = await stack.enter_async_context(listening(front))
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path, open_leases=1))
        assert {row.outcome for row in seen.values()} == {Outcome.OK}
        assert {row.attempt for row in seen.values()} == {1}
        assert {(row.tls, row.tls_obsolete) for row in seen.values()} == {("TLSv1.3", False)}
        assert front.connections >= 3


async def test_a_host_that_fails_for_longer_is_tried_again_and_not_taken_for_old(
    redis: Redis, redis_url: str, tmp_path: Path, key: rsa.RSAPrivateKey
) -> None:
    async with AsyncExitStack() as stack:
        context = Server().context(tmp_path, key, certified(key))
        site = await stack.enter_async_context(serve(articles=1, context=context))
        site.port = await stack.enter_async_context(listening(Front(site.port, Hiccup.ALERT, frozenset({1, 2}))))
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path, open_leases=1))
        assert (seen[site.home].outcome, seen[site.home].attempt) == (Outcome.OK, 2)
        assert {(row.tls, row.tls_obsolete) for row in seen.values()} == {("TLSv1.3", False)}


async def test_a_host_that_was_renewed_is_old_no_more(
    redis: Redis, redis_url: str, tmp_path: Path, key: rsa.RSAPrivateKey
) -> None:
    async with AsyncExitStack() as stack:
        old, renewed = [
            await stack.enter_async_context(serve(articles=12, context=kind.context(tmp_path, key, certified(key))))
            for kind in (OLD["TLSv1"], Server())
        ]
        front = Front(old.port, Hiccup.CLOSE, frozenset())
        old.port = await stack.enter_async_context(listening(front))
        crawling = asyncio.create_task(crawl(old, redis, settings_for(old, redis_url, tmp_path, open_leases=1)))
        await until(lambda: old.hits.total() > 2)
        front.move(renewed.port)
        seen = await crawling
        assert {row.outcome for row in seen.values()} == {Outcome.OK}
        assert {(row.tls, row.tls_obsolete) for row in seen.values()} == {("TLSv1", True), ("TLSv1.3", False)}


@pytest.mark.parametrize(
    "flaw",
    [
        {},
        {"until": NOW - timedelta(days=1)},
        {"name": "www.elsewhere.cn"},
        {"issuer": "an authority in the middle, whose own certificate is not sent"},
    ],
    ids=["self-signed", "expired", "wrong name", "incomplete chain"],
)
async def test_a_wrong_certificate_is_no_reason_to_look_away(
    redis: Redis, redis_url: str, tmp_path: Path, key: rsa.RSAPrivateKey, flaw: dict[str, object]
) -> None:
    certificate = certified(key, **flaw)  # type: ignore[arg-type]  # as the rows above have them
    async with serve(articles=1, context=Server().context(tmp_path, key, certificate)) as site:
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path))
        assert {row.outcome for row in seen.values()} == {Outcome.OK}
        assert {(row.tls, row.tls_obsolete) for row in seen.values()} == {("TLSv1.3", False)}


async def test_a_server_that_speaks_no_tls_is_unsure_and_plain_http_has_no_version(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    async with serve(articles=1) as site:
        site.extra_links = (f"https://{HOST}/a",)
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path, max_attempts=2))
        row = seen[f"https://{HOST}/a"]
        assert (row.outcome, row.tls, row.tls_obsolete) == (Outcome.UNSURE, "", False)
        assert row.reason.startswith("TLS: ")
        assert (seen["/"].tls, seen["/"].tls_obsolete) == ("", False)


def test_the_second_attempt_is_an_old_browsers() -> None:
    context = old_context()
    assert context.options & LEGACY_SERVER_CONNECT
    assert context.maximum_version is ssl.TLSVersion.TLSv1_2
    names = {str(cipher["name"]) for cipher in context.get_ciphers()}
    assert names & {"AES128-SHA", "DHE-RSA-AES128-SHA"}
    assert not [name for name in names if name.startswith(("ADH", "AECDH", "PSK", "SRP")) or "NULL" in name]


def test_old_hosts_are_remembered_and_no_more_than_so_many() -> None:
    hosts = OldHosts()
    for number in range(3_000):
        hosts.add(f"h{number}", "TLSv1")
    assert hosts.get("h0") is None
    assert hosts.get("h2999") == "TLSv1"
    hosts.discard("h2999")
    assert hosts.get("h2999") is None
