"""``python -m spiders.browser.process FOLDER PROGRAM FLAGS…``: the browser's keeper, between worker and browser.

It confines the browser, and holds its life to the leash: a socket of the worker's in FOLDER. When the worker lets go of
it, or is gone, were it by kill -9, the browser and all its processes are killed at once, whatever they are doing, and
FOLDER goes with them. What drives the browser kills the group of the process that it started, so the keeper is another
one, which ends with that.
"""

import ctypes
import os
import select
import shutil
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

from spiders.browser.confinement import NAMESPACES, confine, move_out, settle_in

#: What FOLDER holds: the worker's socket, and what the browser writes where it has no file system of its own.
LEASH, PROFILE = "leash", "profile"
#: Linux, prctl(2).
_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Start the keeper and wait for it."""
    started = os.pidfd_open(os.getpid())
    keeper = os.fork()
    if keeper:
        _let_go_of_pipes()
        _, status = os.waitpid(keeper, 0)
        sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)
    os.setsid()
    keep(Path(sys.argv[1]), sys.argv[2:], started)


def keep(folder: Path, command: list[str], started: int) -> None:
    """Confine, start the browser, and keep it until it, the process ``started`` or the worker's hold on it ends."""
    code = 1
    with socket.socket(socket.AF_UNIX) as worker, suppress(OSError):  # a worker that is gone already listens no more
        worker.connect(str(folder / LEASH))
        code = _kept(folder / PROFILE, command, started, worker)
    move_out(folder / PROFILE)
    shutil.rmtree(folder, ignore_errors=True)
    sys.exit(code)


def _kept(profile: Path, command: list[str], started: int, worker: socket.socket) -> int:
    """Run the browser to its end; give its exit code."""
    held = confine()
    if NAMESPACES not in held:
        command.append("--no-sandbox")  # it has none as root, nor without namespaces
    browser = os.fork()
    if browser == 0:
        _become(command, profile, held)
    _let_go_of_pipes()
    with suppress(OSError):
        worker.sendall(b"%s\n" % " ".join(sorted(held)).encode())
    return _end_of(browser, started, worker.fileno())


def _become(command: list[str], profile: Path, held: frozenset[str]) -> None:
    """In the child: be the first process of the namespaces where there are some, and run the browser."""
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if NAMESPACES in held:
            settle_in(profile)
            browser = os.fork()
            if browser:
                _let_go_of_pipes()
                os._exit(_reaped(browser))
        os.execv(command[0], command)  # noqa: S606 - the program that the operator named
    finally:
        os._exit(127)


def _reaped(browser: int) -> int:
    """Wait for the browser as the first process of a namespace must: for whoever ends in it."""
    while True:
        process, status = os.wait()
        if process == browser:
            return os.waitstatus_to_exitcode(status) & 0xFF


def _let_go_of_pipes() -> None:
    """Close what is the browser's alone, so that its end is seen at the other end."""
    for handle in (3, 4):
        with suppress(OSError):
            os.close(handle)


def _end_of(browser: int, started: int, worker: int) -> int:
    """Wait for the browser's end, or bring it about when who wanted it lets go; give its exit code."""
    ended = os.pidfd_open(browser)
    ready, _, _ = select.select([ended, started, worker], [], [])
    if ended not in ready:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(ended, signal.SIGKILL)
    _, status = os.waitpid(browser, 0)
    return os.waitstatus_to_exitcode(status) & 0xFF


if __name__ == "__main__":
    main()
