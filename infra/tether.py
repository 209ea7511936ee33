"""``python -m infra.tether PARENT MODULE ARGUMENTS…``: run a module's program tied to the process that started it.

When that process dies, were it by kill -9, this one is asked to end (SIGTERM). Otherwise the workers of a killed run
would wait for its Redis for ever, and fetch again beside those of the next run.
"""

import ctypes
import os
import runpy
import signal
import sys

#: Linux, prctl(2).
_PR_SET_PDEATHSIG = 1


def tied(parent: int) -> bool:
    """Have this process asked to end when its parent dies; False when it is no child of ``parent`` any more."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    return os.getppid() == parent


def main() -> None:
    """Tie, then become the module's program."""
    parent, module, *arguments = sys.argv[1:]
    if tied(int(parent)):
        sys.argv = [module, *arguments]
        runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
