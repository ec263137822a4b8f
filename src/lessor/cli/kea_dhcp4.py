"""The program `kea-dhcp4`."""

import sys
from typing import Final

from lessor.cli.daemon import Program, run_program

PROGRAM: Final = Program("kea-dhcp4", "DHCPv4", 67, "lessor.service.programs.dhcp4")


def main() -> int:
    """Do what the command line asks for and return the exit status."""
    return run_program(PROGRAM, sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
