"""Commands about subnets of a DHCPv6 server (subnets.py)."""

from typing import Final

from lessor.control.configtree import Server
from lessor.control.families.subnets import commands
from lessor.model.command import Command

COMMANDS: Final[tuple[Command[Server], ...]] = commands(6)
