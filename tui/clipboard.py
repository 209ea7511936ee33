"""A way to the operator's clipboard through the terminal, over SSH too: the sequence OSC 52.

A tmux takes it for itself and passes it on (``set -g set-clipboard on``), or passes on what is wrapped for it (``set -g
allow-passthrough on``), so it gets both. No terminal answers, and some ignore it, so whoever copies shows the text as
well. What is copied may be pasted into a shell: it is one line, without anything that a shell would act on by itself.
"""

from base64 import b64encode
from typing import Final

from infra.plaintext import plain

#: Terminals drop longer sequences; no address that a crawl keeps comes near it.
LONGEST: Final = 32_000


def copyable(text: str) -> str:
    """Give a text from strangers as one harmless line, whole up to ``LONGEST`` characters."""
    return plain(text[:LONGEST])


def sequence(text: str, *, tmux: bool) -> str:
    """Give what to write to the terminal so that ``text`` is in the clipboard; ``tmux``: a tmux stands between."""
    plainly = f"\x1b]52;c;{b64encode(text.encode()).decode()}\a"
    return plainly + "\x1bPtmux;" + plainly.replace("\x1b", "\x1b\x1b") + "\x1b\\" if tmux else plainly
