"""One Settings object: defaults < xuncha.toml < XUNCHA_* environment < flags.

Made once where a process starts and handed down; nothing else reads the environment.
"""

import json
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class Settings(BaseSettings):
    """What an operator can set. Units stand in the names or the descriptions."""

    model_config = SettingsConfigDict(env_prefix="XUNCHA_", extra="forbid", toml_file="xuncha.toml", frozen=True)

    redis_url: SecretStr | None = Field(
        None, description="redis://, rediss://, unix://, sentinel:// or redis+cluster://; none: an embedded server"
    )
    data_dir: Path = Field(Path(".xuncha"), description="embedded Redis, evidence and logs")
    lang: Literal["zh", "en"] = Field("zh", description="language of the dashboard")
    theme: str = Field("xuncha", description="colours of the dashboard: xuncha, xuncha-16, xuncha-clear, a Textual one")
    ascii: bool = Field(
        default=False, description="the dashboard draws no character whose width terminals disagree about"
    )
    keys: dict[str, str] = Field({}, description="[keys]: an action of the dashboard and the key that it is to have")

    rate: float = Field(1.0, gt=0, le=1000, description="requests a second a host, over the whole cluster")
    open_leases: int = Field(1, ge=1, le=64, description="requests under way a host, over the whole cluster")
    group_rate: float = Field(20.0, gt=0, le=1000, description="requests a second to hosts behind one address together")
    group_open_leases: int = Field(16, ge=1, le=1024, description="requests under way to hosts behind one address")
    lease_seconds: float = Field(120, ge=1, description="how long a worker may hold a task without renewing")
    max_attempts: int = Field(3, ge=1, le=20, description="tries of a task before it is a dead letter")
    heartbeat_seconds: float = Field(5, gt=0, description="a worker silent for four of these is taken for dead")
    max_pages: int = Field(200_000, ge=1, description="tasks a site, against traps")
    max_queries: int = Field(
        10_000, ge=1, description="tasks a site that differ only in their query's values, against calendars"
    )
    max_depth: int = Field(30, ge=1, description="links from the home page, against traps")
    backlog_limit: int = Field(
        20_000, ge=1, description="observations waiting to be scored at which workers stop claiming"
    )

    shards: int = Field(
        1, ge=1, le=64, description="parts of a new inspection's frontier, for the nodes of a Redis Cluster to share"
    )

    concurrency: int = Field(32, ge=1, description="requests under way a worker")
    timeout_seconds: float = Field(
        15, gt=0, description="one request; 15 s is the standard's own limit for a page to open (V2)"
    )
    page_bytes: int = Field(8 * 2**20, ge=1024, description="largest page read")
    attachment_bytes: int = Field(32 * 2**20, ge=1024, description="largest attachment read")
    attachments: Literal["read", "head"] = Field(
        "read", description="read: fetch attachments and read their text; head: only see that they are there"
    )
    body_room: int = Field(
        64 * 2**20, ge=1024, description="bytes of large answers that a worker holds at once; others wait their turn"
    )
    images: bool = Field(
        default=True,
        description="pictures that pages show are verified as links are, as the standard counts them (D19)",
    )
    browser: Literal["off", "on"] = Field(
        "off", description="on: pages whose list only a script can show are shown in a browser (extra `browser`)"
    )
    browser_path: str = Field(
        "", description="the browser's program; empty: chromium, chromium-browser or google-chrome on PATH"
    )
    evidence: str = Field("findings", description="findings: bytes of pages that may bear one; all; none")
    resolve: tuple[str, ...] = Field(
        (), description="HOST:ADDR:PORT: connect that name there, and allow that address for it"
    )
    replay: tuple[Path, ...] = Field(
        (), description="web archives (.warc.gz) to answer from in the place of the network"
    )
    robots: Literal["ignore", "obey"] = Field(
        "ignore", description="ignore: the supervising body inspects; obey: what robots.txt disallows is not fetched"
    )
    allow_private: bool = Field(default=False, description="open private and loopback ranges for every name")

    min_coverage: float | None = Field(
        None,
        ge=0,
        le=1,
        description="share of each target that must be checked before a notice is written; none: 0.9, and below it the "
        "notice is a draft (草稿)",
    )

    metrics_port: int = Field(0, ge=0, le=65535, description="port of /metrics; 0: any free one")

    @field_validator("resolve")
    @classmethod
    def _resolve_is_host_addr_port(cls, rows: tuple[str, ...]) -> tuple[str, ...]:
        for row in rows:
            parse_resolve(row)
        return rows

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags arrive as arguments, so they win; then the environment; then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    def as_environment(self) -> dict[str, str]:
        """Write these settings as ``XUNCHA_*`` variables, for the processes that this one starts."""
        rows: dict[str, str] = {}
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, SecretStr):
                value = value.get_secret_value()
            elif isinstance(value, tuple):
                value = "[" + ",".join(f'"{item}"' for item in value) + "]"
            elif isinstance(value, dict):
                value = json.dumps(value, ensure_ascii=False)
            if value is not None:
                rows[f"XUNCHA_{name.upper()}"] = str(value)
        return rows


def parse_resolve(row: str) -> tuple[str, str, int]:
    """Split ``HOST:ADDR:PORT`` (an IPv6 address may stand in brackets or bare).

    Raises ``ValueError`` naming the row.
    """
    host, _, rest = row.partition(":")
    address, _, port = rest.rpartition(":")
    address = address.strip("[]")
    if not host or not address or not port.isdigit() or not 0 < int(port) < 65536:
        msg = f"--resolve {row!r} is not HOST:ADDR:PORT"
        raise ValueError(msg)
    return host.lower(), address, int(port)
