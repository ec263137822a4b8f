"""Make a process that does the housekeeping stand back: for the processor and for the disk."""

import ctypes
import os
import platform
from contextlib import suppress
from typing import Final

LOWEST: Final = 19
"""The nice value of a process that gets what others leave."""

IDLE: Final = 3 << 13
"""The class of ioprio_set(2) for who may use a disk when nobody else does."""

IOPRIO_SET: Final = {"x86_64": 251, "aarch64": 30, "riscv64": 30, "loongarch64": 30, "ppc64le": 273, "s390x": 282}
"""The number of that system call, which the C library does not offer, by machine."""


def stand_back() -> None:
    """Give this process the lowest priority, as far as the system allows."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, LOWEST)
    number = IOPRIO_SET.get(platform.machine())
    if number is not None:
        # 1: a process; 0: this one. What it answers is of no interest: there is nothing else to try.
        ctypes.CDLL(None).syscall(number, 1, 0, IDLE)
