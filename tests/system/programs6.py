"""DHCPv6 servers as programs, as programs.py does for DHCPv4.

The server under test is the `kea-dhcp6` installed beside this Python; LESSOR_TEST_SERVER6 names another one.
"""

import os
import sys
from pathlib import Path
from typing import Final

from tests.system.programs import Server

KEA6: Final = Path("/usr/sbin/kea-dhcp6")
OURS6: Final = Path(os.environ.get("LESSOR_TEST_SERVER6", Path(sys.prefix, "bin", "kea-dhcp6")))

STARTED6: Final = "DHCP6_STARTED"
RELOADED6: Final = "DHCP6_DYNAMIC_RECONFIGURATION_SUCCESS"
NOT_RELOADED6: Final = "DHCP6_DYNAMIC_RECONFIGURATION_FAIL"


class Server6(Server):
    """A DHCPv6 server program and its files, all in one directory of its own."""

    name = "kea-dhcp6"
    root = "Dhcp6"
    started = STARTED6
