"""How every process of the cluster begins and ends: its name, its log, its exit code, one line for each problem."""

import logging
import os
import secrets
import socket
import sys
from collections.abc import Callable

from pydantic import ValidationError


class UnusableSettingError(Exception):
    """A setting that this machine cannot keep; one line that says which, and what to do."""


def name_of(role: str) -> str:
    """Name a process so that no two are the same: host, role, process, and a random part for a reused number."""
    return f"{socket.gethostname()}-{role}-{os.getpid()}-{secrets.token_hex(2)}"


def run(role: str, serve: Callable[[], None], *failures: type[Exception]) -> int:
    """Serve, and give the exit code: 2 for a wrong setting, 1 for one of ``failures``, 0 else."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    try:
        serve()
    except ValidationError as error:
        for problem in error.errors():
            print(f"{role}: setting {'.'.join(map(str, problem['loc']))}: {problem['msg']}", file=sys.stderr)
        return 2
    except UnusableSettingError as error:
        print(f"{role}: {error}", file=sys.stderr)
        return 2
    except failures as error:
        print(f"{role}: {error}", file=sys.stderr)
        return 1
    return 0
