"""The program `kea-dhcp6`."""

import sys
from typing import Final

from lessor.cli.daemon import Program, run_program

PROGRAM: Final = Program("kea-dhcp6", "DHCPv6", 547, "lessor.service.programs.dhcp6")


def main() -> int:
    """Do what the command line asks for and return the exit status."""
    return run_program(PROGRAM, sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
