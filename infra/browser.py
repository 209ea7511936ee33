"""Where the browser of the extra ``browser`` is, asked by whoever starts a crawl before any page is fetched.

Nothing of it is imported or started here: two look-ups, and one line for the operator when one fails.
"""

import importlib.util
import shutil
import sys
from pathlib import Path
from typing import Final

from infra.process import UnusableSettingError
from infra.settings import Settings

#: Names under which systems have it: Debian's first.
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser_of(settings: Settings) -> Path | None:
    """Give the browser that pages are shown in; None where none is wanted.

    Raises ``UnusableSettingError`` when one is wanted and it, or what drives it, is not installed.
    """
    if settings.browser == "off":
        return None
    if sys.platform != "linux":
        raise UnusableSettingError('browser: pages are shown in a browser on Linux only; set browser = "off"')
    if importlib.util.find_spec("playwright") is None:
        raise UnusableSettingError("browser: playwright is not installed; pip install 'xuncha[browser]'")
    wanted = (settings.browser_path,) if settings.browser_path else _NAMES
    found = next((path for name in wanted if (path := shutil.which(name))), None)
    if found is None:
        where = f"{settings.browser_path} is no program" if settings.browser_path else f"no {' or '.join(_NAMES[:3])}"
        msg = f"browser: {where}; install Debian's chromium, or name one as browser_path"
        raise UnusableSettingError(msg)
    return Path(found).resolve()
