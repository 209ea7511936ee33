"""Servers whose encryption is of the last decade: reached at the second attempt, and said to be obsolete."""

import ssl
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from redis.asyncio import Redis

from infra.records import Outcome
from spiders.tls import LEGACY_SERVER_CONNECT, OldHosts, old_context
from tests.site_server import HOST, article, serve
from tests.spiders.worker_process import crawl, settings_for

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker notice within a moment that the inspection is over."""
    monkeypatch.setattr("spiders.worker.LOOK", 0.05)


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def context_of(key: rsa.RSAPrivateKey, tmp_path: Path) -> Callable[..., ssl.SSLContext]:
    """Make a server's context, with a certificate for a name, valid up to a day."""

    def make(
        *,
        versions: tuple[ssl.TLSVersion, ssl.TLSVersion] = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3),
        ciphers: str = "DEFAULT",
        name: str = HOST,
        until: datetime = NOW + timedelta(days=9),
    ) -> ssl.SSLContext:
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        certificate = (
            builder.not_valid_before(until - timedelta(days=30)).not_valid_after(until).sign(key, hashes.SHA256())
        )
        path = tmp_path / "server.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version, context.maximum_version = versions
        context.set_ciphers(ciphers)
        context.load_cert_chain(path)
        return context

    return make


OLD: dict[str, dict[str, Any]] = {
    "TLSv1": {"versions": (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1), "ciphers": "ALL:@SECLEVEL=0"},
    "TLSv1.1": {"versions": (ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_1), "ciphers": "ALL:@SECLEVEL=0"},
}


@pytest.mark.parametrize("version", OLD)
async def test_old_servers_are_reached_and_said_to_be_old(
    redis: Redis, redis_url: str, tmp_path: Path, context_of: Callable[..., ssl.SSLContext], version: str
) -> None:
    async with serve(articles=3, context=context_of(**OLD[version])) as site:
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path))
        home = seen[site.home]
        assert (home.outcome, home.attempt) == (Outcome.OK, 1)
        assert {(row.tls, row.tls_obsolete) for row in seen.values()} == {(version, True)}
        assert seen[site.origin + article(0)].outcome is Outcome.OK
        assert max(site.hits.values()) == 1


@pytest.mark.parametrize(
    "flaw",
    [{}, {"until": NOW - timedelta(days=1)}, {"name": "www.elsewhere.cn"}],
    ids=["sound", "expired", "wrong name"],
)
async def test_a_wrong_certificate_is_no_reason_to_look_away(
    redis: Redis,
    redis_url: str,
    tmp_path: Path,
    context_of: Callable[..., ssl.SSLContext],
    flaw: dict[str, object],
) -> None:
    async with serve(articles=1, context=context_of(**flaw)) as site:
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


def test_the_second_attempt_passes_servers_without_secure_renegotiation() -> None:
    assert old_context().options & LEGACY_SERVER_CONNECT


def test_old_hosts_are_remembered_and_no_more_than_so_many() -> None:
    hosts = OldHosts()
    for number in range(3_000):
        hosts.add(f"h{number}")
    assert "h0" not in hosts
    assert "h2999" in hosts
    hosts.discard("h2999")
    assert "h2999" not in hosts
