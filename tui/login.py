"""Who sits at this terminal, as the machine knows them: what decisions and commands are noted under."""

import getpass
import os


def login() -> str:
    """Give the login name; in a container that gives its user none, the number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
