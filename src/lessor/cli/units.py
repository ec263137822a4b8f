"""`lessor units`: the units for systemd that run the servers of this installation; printed, or put into place."""

import pwd
import sys
from pathlib import Path

import click

from lessor.service.programs.units import DIRECTORY, UNITS, USER, unit_text

UNIT_MODE = 0o644


@click.command()
@click.option("--install", is_flag=True, help="Write them instead of printing them.")
@click.option(
    "--directory",
    default=DIRECTORY,
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where to write them.",
)
@click.option("--user", default=USER, show_default=True, help="The user that the servers run as.")
def units(install: bool, directory: Path, user: str) -> None:
    """Print the systemd units of the servers, or install them.

    They have the names of Debian's packages, kea-dhcp4-server.service and kea-dhcp6-server.service, and run the servers
    as a user of their own with the files in /etc/kea, /var/lib/kea, /var/log/kea and /run/kea.
    """
    programs = Path(sys.executable).parent
    texts = {unit.name: unit_text(unit, programs, user) for unit in UNITS}
    if not install:
        click.echo("\n".join(f"# {name}\n{text}" for name, text in texts.items()), nl=False)
        return
    for name, text in texts.items():
        _write(directory / name, text)
        click.echo(f"written: {directory / name}")
    if not _exists(user):
        click.echo(f"next: useradd --system --home-dir /var/lib/kea --shell /usr/sbin/nologin {user}")
    click.echo(f"next: systemctl daemon-reload && systemctl enable --now {' '.join(texts)}")


def _write(path: Path, text: str) -> None:
    """Write a file that is never seen half written."""
    new = path.with_name(f"{path.name}.new")
    try:
        new.write_text(text)
        new.chmod(UNIT_MODE)
        new.replace(path)
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {error.strerror}") from error


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
