"""What a process gives up before it opens strangers' files: memory, time, writing, and the network.

Limits hold everywhere. The network goes in two ways, each where the system allows it: a network namespace of its own
(user namespaces must be open to all), and a filter that refuses sockets (Linux on x86-64 and ARM64, containers too).
Where neither is to be had the process is only not given any connection; ``confine`` says which ones hold.
"""

import ctypes
import os
import platform
import resource
import struct
import sys
from contextlib import suppress
from pathlib import Path

#: Bytes of address space: the libraries take 70 MB of it, the largest file with its text some 300.
ADDRESS_SPACE = 768 << 20
#: Seconds of one file's own computing; its reader stops by itself before.
CPU_SECONDS = 15
#: Bytes of a file that it may write where a tool needs one (a .rar, in memory): the largest attachment there can be.
LARGEST_FILE = 1 << 30
_OPEN_FILES = 32

# Linux: sched.h, prctl.h, capability.h, seccomp.h, audit.h.
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_DUMPABLE = 4
_CAPABILITIES = 0x20080522
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _SECCOMP_MODE_FILTER = 22, 38, 2
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | 1, 0x80000000
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE = 0, 4
#: Calls of the x32 interface, which would pass by the numbers below.
_X32 = 0x40000000
#: socket, ptrace, process_vm_readv, process_vm_writev, io_uring_setup: the way out, and into the worker's memory.
_CALLS = {
    "x86_64": (0xC000003E, (41, 101, 310, 311, 425)),
    "aarch64": (0xC00000B7, (198, 117, 270, 271, 425)),
}


class _Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def confine() -> frozenset[str]:
    """Give up what no reader of files needs, for good. Returns what keeps it from the network: namespace, filter."""
    held = {name for name, hold in (("namespace", _leave_network), ("filter", _refuse_sockets)) if hold()}
    _limit(resource.RLIMIT_AS, ADDRESS_SPACE)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_FSIZE, 0, LARGEST_FILE)
    return frozenset(held)


def begin_file() -> None:
    """Give the next file its seconds; past them the system ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + CPU_SECONDS + 1, hard))


def _limit(kind: int, soft: int, hard: int | None = None) -> None:
    """Lower a limit; some systems do not have each, and a limit that is lower already stays."""
    with suppress(ValueError, OSError):
        _, ceiling = resource.getrlimit(kind)
        wanted = soft if hard is None else hard
        hard = wanted if ceiling == resource.RLIM_INFINITY else min(wanted, ceiling)
        resource.setrlimit(kind, (min(soft, hard), hard))


def _leave_network() -> bool:
    if sys.platform != "linux":
        return False
    user = os.geteuid()
    libc = ctypes.CDLL(None)
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return False
    # It stays who it was, and open to its own children: a tool finds its archive at /proc/PID/fd.
    libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)
    with suppress(OSError):
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
    # Whoever makes a namespace is its administrator, which opens more of the kernel than it had before.
    libc.capset((ctypes.c_uint32 * 2)(_CAPABILITIES, 0), (ctypes.c_uint32 * 6)())
    return True


def _refuse_sockets() -> bool:
    """Have the kernel answer "not permitted" to the calls above, in this process and all that it starts."""
    if sys.platform != "linux" or platform.machine() not in _CALLS:
        return False
    architecture, calls = _CALLS[platform.machine()]
    refuse = len(calls) + 1
    rules = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, refuse, 0, _X32),
        *((_EQUAL, refuse - 1 - place, 0, call) for place, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    code = b"".join(struct.pack("HBBI", *rule) for rule in rules)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(rules), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def silence() -> int:
    """Lead everything that libraries print to nowhere; give a handle to what was the standard output."""
    answers = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    return answers
