"""How an operator wants the dashboard: its keys, its colours, its characters, and where it keeps what it writes."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from infra.settings import Settings
from tui.errors import UsageError
from tui.keymap import Keymap, KeymapError
from tui.remembered import Remembered
from tui.themes import XUNCHA, ThemeError, theme_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """Made once where a dashboard starts."""

    keymap: Keymap = field(default_factory=Keymap)
    theme: str = XUNCHA.name
    ascii: bool = False
    """True: nothing is drawn whose width terminals disagree about."""
    views: Remembered = field(default_factory=Remembered)
    exports: Path = Path("exports")
    """The folder for what is exported."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Make them of the settings. Raises ``UsageError``: one line that names what is wrong, and where."""
        try:
            keymap, theme = Keymap.of(settings.keys), theme_named(settings.theme)
        except KeymapError as error:
            msg = f"[keys] in xuncha.toml (or XUNCHA_KEYS): {error}"
            raise UsageError(msg) from None
        except ThemeError as error:
            msg = f"--theme (or XUNCHA_THEME): {error}"
            raise UsageError(msg) from None
        return cls(
            keymap=keymap,
            theme=theme,
            ascii=settings.ascii,
            views=Remembered(settings.data_dir / "dashboard.json"),
            exports=settings.data_dir / "exports",
        )
