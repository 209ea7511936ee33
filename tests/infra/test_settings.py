"""Defaults < xuncha.toml < environment < flags, and every wrong value named."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from infra.settings import Settings, parse_resolve


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_each_source_beats_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().rate == 1.0
    (tmp_path / "xuncha.toml").write_text("rate = 2.0\n")
    assert Settings().rate == 2.0
    monkeypatch.setenv("XUNCHA_RATE", "3")
    assert Settings().rate == 3.0
    assert Settings(rate=4).rate == 4.0


def test_settings_reach_a_child_process_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    parent = Settings(resolve=("a.gov.cn:127.0.0.1:8080", "b.gov.cn:::1:80"), rate=7.5, data_dir=Path("x y"))
    for name, value in parent.as_environment().items():
        monkeypatch.setenv(name, value)
    assert Settings() == parent


def test_an_unknown_key_in_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "xuncha.toml").write_text("raet = 2\n")
    with pytest.raises(ValidationError, match="raet"):
        Settings()


def test_a_password_is_not_shown() -> None:
    settings = Settings.model_validate({"redis_url": "redis://:secret@127.0.0.1/0"})
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        ("www.a.gov.cn:127.0.0.1:8080", ("www.a.gov.cn", "127.0.0.1", 8080)),
        ("WWW.A.GOV.CN:[::1]:80", ("www.a.gov.cn", "::1", 80)),
        ("a:::1:443", ("a", "::1", 443)),
    ],
)
def test_resolve_rows_are_split(row: str, parts: tuple[str, str, int]) -> None:
    assert parse_resolve(row) == parts


@pytest.mark.parametrize("row", ["", "a", "a:1.2.3.4", ":1.2.3.4:80", "a:1.2.3.4:0", "a:1.2.3.4:99999", "a:1.2.3.4:x"])
def test_a_wrong_resolve_row_is_named(row: str) -> None:
    with pytest.raises(ValueError, match="is not HOST:ADDR:PORT"):
        parse_resolve(row)
