"""`lessor schema`: the JSON schema of a configuration, for editors and other programs."""

import json
from collections.abc import Callable
from typing import Final, TextIO

import click

from lessor.config.schema import Json, schema4, schema6

SCHEMAS: Final[dict[str, Callable[[], dict[str, Json]]]] = {"dhcp4": schema4, "dhcp6": schema6}


@click.command()
@click.argument("daemon", type=click.Choice(list(SCHEMAS)))
@click.option("-o", "--output", type=click.File("w", encoding="utf-8"), default="-", metavar="FILE", help="Write here.")
def schema(daemon: str, output: TextIO) -> None:
    """Print the JSON schema of a DAEMON's configuration."""
    json.dump(SCHEMAS[daemon](), output, indent=2, ensure_ascii=False)
    output.write("\n")
