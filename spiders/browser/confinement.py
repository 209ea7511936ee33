"""What the browser gives up before it runs: the network, the sight of other processes, memory without end.

A page's scripts are strangers' programs, and a browser is the largest thing that ever read a page. Namespaces of its
own (user, network, process, mount) are asked for first: there it has no network at all, not even loopback, it may use
its own sandbox although the worker is root, and what it writes vanishes with it. Containers mostly refuse them; a
filter of system calls, which they do allow, then refuses sockets of the internet. ``confine`` says what holds.
"""

import ctypes
import os
import platform
import resource
import struct
from contextlib import suppress
from pathlib import Path
from typing import Final

NAMESPACES: Final = "namespaces"
FILTER: Final = "filter"

#: Bytes of private memory of one of its processes (RLIMIT_DATA): a page's scripts have half a gigabyte of them.
_DATA: Final = 2 << 30
#: Bytes of one file that it writes, and of all files where it has a file system of its own.
_FILE: Final = 256 << 20
#: Who it is inside: anybody but root, as whom it would go without a sandbox.
_INSIDE: Final = 1000

# Linux: sched.h, mount.h, prctl.h, seccomp.h, audit.h.
_CLONE_NEWNS, _CLONE_NEWUSER, _CLONE_NEWPID, _CLONE_NEWNET = 0x20000, 0x10000000, 0x20000000, 0x40000000
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REC, _MS_PRIVATE = 2, 4, 8, 0x4000, 0x40000
_MNT_DETACH = 2
_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _SECCOMP_MODE_FILTER = 4, 22, 38, 2
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | 1, 0x80000000
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_X32 = 0x40000000
#: The call socket, by architecture.
_SOCKET: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_AF_INET, _AF_INET6 = 2, 10


class _Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def confine() -> frozenset[str]:
    """Give up what no browser of pages needs, for this process's children. Returns which of the two walls hold."""
    held = {name for name, hold in ((NAMESPACES, _leave), (FILTER, _refuse_sockets)) if hold()}
    for kind, most in ((resource.RLIMIT_DATA, _DATA), (resource.RLIMIT_FSIZE, _FILE), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):
            _, ceiling = resource.getrlimit(kind)
            limit = most if ceiling == resource.RLIM_INFINITY else min(most, ceiling)
            resource.setrlimit(kind, (limit, limit))
    return frozenset(held)


def settle_in(profile: Path) -> None:
    """Within new namespaces, in their first process: see no other process, and write to memory that goes with them."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mount(b"none", b"/", None, ctypes.c_ulong(_MS_REC | _MS_PRIVATE), None)
    safe = ctypes.c_ulong(_MS_NOSUID | _MS_NODEV | _MS_NOEXEC)
    libc.mount(b"proc", b"/proc", b"proc", safe, None)
    libc.mount(b"tmpfs", bytes(profile), b"tmpfs", safe, b"size=%d,mode=0700" % _FILE)


def move_out(profile: Path) -> None:
    """Take away what ``settle_in`` has put at ``profile``; nothing happens where there is nothing."""
    ctypes.CDLL(None).umount2(bytes(profile), _MNT_DETACH)


def _leave() -> bool:
    """Leave for namespaces in which this process's children will live."""
    user, group = os.geteuid(), os.getegid()
    libc = ctypes.CDLL(None)
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWPID | _CLONE_NEWNS) != 0:
        return False
    libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)
    with suppress(OSError):
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{_INSIDE} {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{_INSIDE} {group} 1", encoding="ascii")
    return True


def _refuse_sockets() -> bool:
    """Have the kernel refuse sockets of IPv4 and IPv6; those between its own processes are of another family."""
    if platform.machine() not in _SOCKET:
        return False
    architecture, call = _SOCKET[platform.machine()]
    rules = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 5, 0, _X32),
        (_EQUAL, 0, 3, call),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_EQUAL, 2, 0, _AF_INET),
        (_EQUAL, 1, 0, _AF_INET6),
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
