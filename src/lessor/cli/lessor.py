"""The program `lessor`: a name for each thing it can do.

A subcommand's module is imported when it is called, not before: `lessor check` needs neither netlink nor the server.
"""

from importlib import import_module
from typing import Final, NamedTuple

import click

from lessor import __version__
from lessor.cli.build import packet_path


class Subcommand(NamedTuple):
    """Where a subcommand is (`module:function`) and what `lessor --help` says of it."""

    place: str
    summary: str


class Lazy(click.Group):
    """A group of subcommands that are only names until called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a subcommand."""
        subcommand = SUBCOMMANDS.get(cmd_name)
        if subcommand is None:
            return None
        module, function = subcommand.place.split(":")
        command = getattr(import_module(module), function)
        assert isinstance(command, click.Command), f"{subcommand.place} is a click command"
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table's summaries; click would import every subcommand for them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, subcommand.summary) for name, subcommand in SUBCOMMANDS.items()])


@click.group(cls=Lazy)
@click.version_option(__version__, prog_name="lessor", message=f"%(prog)s, version %(version)s ({packet_path()})")
def main() -> None:
    """A DHCP server suite, drop-in for ISC Kea.

    \b
    See it work:             lessor lab
    Serve a network:         lessor serve eth1
    Change over from Kea:    lessor check /etc/kea/kea-dhcp4.conf
                             kea-dhcp4 -c /etc/kea/kea-dhcp4.conf
    Look after servers:      lessor status, lessor top, lessor ctl, keactrl

    The servers are programs of their own, kea-dhcp4 and kea-dhcp6, as under Kea; `lessor COMMAND --help` tells more of
    each command. For completion with the tabulator key: eval "$(_LESSOR_COMPLETE=bash_source lessor)"
    """


SUBCOMMANDS: Final = {
    "serve": Subcommand("lessor.cli.serve:serve", "Serve DHCP on a link, configured from the link itself."),
    "lab": Subcommand("lessor.cli.lab:lab", "Watch real clients get leases in a private network."),
    "client": Subcommand("lessor.cli.client:client", "Get a lease as a small DHCP client."),
    "leases": Subcommand("lessor.cli.leases:leases", "List, filter, export and verify leases."),
    "status": Subcommand("lessor.cli.status:status", "Show which servers run, and how they are doing."),
    "top": Subcommand("lessor.cli.top:top", "Watch the servers: packets, leases, how full subnets are."),
    "ctl": Subcommand("lessor.cli.ctl:ctl", "Send commands to the servers; `lessor ctl help` lists them."),
    "units": Subcommand("lessor.cli.units:units", "Print or install systemd units for the servers."),
    "check": Subcommand("lessor.cli.check:check", "Find the mistakes in configuration files."),
    "explain": Subcommand("lessor.cli.explain:explain", "Say why a client gets what it gets."),
    "replay": Subcommand(
        "lessor.cli.replay:replay", "Show what a new configuration would change for recorded clients."
    ),
    "schema": Subcommand("lessor.cli.schema:schema", "Print the JSON schema of a configuration."),
}


if __name__ == "__main__":
    main()
