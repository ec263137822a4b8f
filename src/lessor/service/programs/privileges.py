"""Give up what a DHCP server does not need of the rights it was started with.

A server that is started as an ordinary user with the two capabilities of `NEEDED` serves; more than these it gives
up. Started as root it keeps besides what root's files, a larger receive buffer and the scripts of an administrator
need: the files may belong to another user, and a reload opens them again. All other capabilities go, for this process
and all it starts, and no program that it starts can get them back.

Capabilities belong to a thread: call `drop_privileges` before there is a second one.
"""

import ctypes
import os
import struct
from pathlib import Path
from typing import Final

CAP_CHOWN: Final = 0
CAP_DAC_OVERRIDE: Final = 1
CAP_FOWNER: Final = 3
CAP_KILL: Final = 5
CAP_NET_BIND_SERVICE: Final = 10
CAP_NET_BROADCAST: Final = 11
CAP_NET_ADMIN: Final = 12
CAP_NET_RAW: Final = 13

NEEDED: Final = frozenset({CAP_NET_BIND_SERVICE, CAP_NET_RAW})
OF_ROOT: Final = NEEDED | {CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FOWNER, CAP_KILL, CAP_NET_BROADCAST, CAP_NET_ADMIN}

STATUS: Final = Path("/proc/self/status")
LAST: Final = Path("/proc/sys/kernel/cap_last_cap")

# linux/prctl.h, linux/capability.h
PR_CAPBSET_DROP: Final = 24
PR_SET_NO_NEW_PRIVS: Final = 38
PR_CAP_AMBIENT: Final = 47
PR_CAP_AMBIENT_LOWER: Final = 3
CAPABILITY_VERSION_3: Final = 0x20080522
WORD: Final = 32


def drop_privileges() -> None:
    """Keep only the capabilities that a server may need, where the system knows of capabilities.

    What cannot be given up stays: a server with too many rights is better than none.
    """
    try:
        held = _held()
        known = range(int(LAST.read_text()) + 1)
    except (OSError, ValueError):
        return  # no /proc here: nothing is known about capabilities
    root = os.geteuid() == 0
    kept = OF_ROOT if root else NEEDED
    if not any(held >> number & 1 for number in known if number not in kept):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    for number in known:
        if number not in kept:
            # an ordinary user may not do the first: nothing is lost, there is nothing in it for him
            libc.prctl(PR_CAPBSET_DROP, number, 0, 0, 0)
            libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_LOWER, number, 0, 0)
    _hold(libc, held & sum(1 << number for number in kept))
    if root:
        # an ordinary user's scripts may be meant to use sudo: that is for the service manager to forbid
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _held() -> int:
    """Return the permitted capabilities, a bit each."""
    lines = STATUS.read_text().splitlines()
    return int(next(line for line in lines if line.startswith("CapPrm:")).split()[1], 16)


def _hold(libc: ctypes.CDLL, capabilities: int) -> None:
    """Make these the permitted and effective capabilities; none is inherited but by root and as ambient."""
    header = struct.pack("=II", CAPABILITY_VERSION_3, 0)
    words = [capabilities & 0xFFFFFFFF, capabilities >> WORD]
    ambient = [_ambient() >> WORD * i & 0xFFFFFFFF for i in range(2)]
    data = b"".join(struct.pack("=III", word, word, word & ambient[i]) for i, word in enumerate(words))
    libc.capset(header, data)


def _ambient() -> int:
    lines = STATUS.read_text().splitlines()
    return int(next((line for line in lines if line.startswith("CapAmb:")), "CapAmb: 0").split()[1], 16)
