"""With which flags Chromium is started: nothing of its own goes out, and no page gets more memory than it needs.

The names are Chromium's (``content/public/common/content_switches.cc`` and its neighbours). Where a page's request is
answered from is for the gate to say (``gate``); these see to it that what passes the gate by leads nowhere.
"""

from pathlib import Path
from typing import Final

#: A proxy for everything, whose name no resolver knows: whatever is not answered by the gate fails before any socket.
_NOWHERE: Final = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://nowhere.invalid:1",
    "--proxy-bypass-list=<-loopback>",
    "--dns-prefetch-disable",
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
)
#: Beside what would speak to somebody: that http is tried as https first, which is not what was asked for.
_FEATURES: Final = (
    "AutofillServerCommunication",
    "CertificateTransparencyComponentUpdater",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "MediaRouter",
    "OptimizationHints",
    "PreloadTopChromeWebUI",
    "Prerender2",
    "SkipListAccountsWithoutGaiaCookies",
    "Translate",
    "WebRtcHideLocalIpsWithMdns",
)
#: What a browser does for the people in front of it, and on its own.
_IDLE: Final = (
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-field-trial-config",
    "--disable-notifications",
    "--disable-speech-api",
    "--disable-sync",
    f"--disable-features={','.join(_FEATURES)}",
    "--metrics-recording-only",
    "--mute-audio",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--no-service-autorun",
    "--password-store=basic",
    "--use-mock-keychain",
)
#: Megabytes of one page's scripts; past them its process ends, and the page with it.
_HEAP: Final = 512
_FRUGAL: Final = (
    "--headless",
    "--disable-gpu",
    "--disable-software-rasterizer",
    "--disable-dev-shm-usage",
    "--blink-settings=imagesEnabled=false",
    "--disable-back-forward-cache",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--hide-scrollbars",
    f"--js-flags=--max-old-space-size={_HEAP}",
)


def flags(profile: Path) -> list[str]:
    """Give the flags of a browser that keeps what it must write in ``profile``, and is driven over a pipe."""
    return [
        *_NOWHERE,
        *_IDLE,
        *_FRUGAL,
        f"--user-data-dir={profile}",
        "--no-startup-window",
        "--remote-debugging-pipe",
    ]
