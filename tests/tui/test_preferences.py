from pathlib import Path

import pytest

from infra.settings import Settings
from tui.errors import UsageError
from tui.preferences import Preferences


def test_they_come_from_the_file_and_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "xuncha.toml").write_text('theme = "xuncha-clear"\nascii = true\n[keys]\nfilter = "f"\n', "utf-8")
    found = Preferences.of(Settings())
    assert (found.theme, found.ascii, dict(found.keymap.changed)) == ("xuncha-clear", True, {"filter": "f"})
    assert found.exports == Path(".xuncha") / "exports"
    for name, value in Settings().as_environment().items():
        monkeypatch.setenv(name, value)
    (tmp_path / "xuncha.toml").unlink()
    assert Preferences.of(Settings()).keymap.changed == {"filter": "f"}


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        (Settings(keys={"frob": "f"}), "[keys] in xuncha.toml (or XUNCHA_KEYS): no action 'frob'"),
        (Settings(theme="pink"), "--theme (or XUNCHA_THEME): no theme 'pink': one of xuncha, xuncha-16, xuncha-clear"),
    ],
)
def test_what_is_wrong_is_one_line(settings: Settings, part: str) -> None:
    with pytest.raises(UsageError) as refused:
        Preferences.of(settings)
    assert str(refused.value).startswith(part)
    assert refused.value.exit_code == 2
