"""Network interfaces with what only commands ask for."""

from collections.abc import Container
from pathlib import Path
from typing import Final

from lessor.control.families.interfaces import Link
from lessor.service.net.links import interfaces

SYSTEM: Final = Path("/sys/class/net")


def links(used: Container[str], system: Path = SYSTEM) -> list[Link]:
    """Return all interfaces; those named in `used` are in use. Raise OSError."""
    return [
        Link(
            interface,
            _number(system / interface.name / "type"),
            _number(system / interface.name / "flags"),
            interface.name in used,
        )
        for interface in interfaces()
    ]


def _number(path: Path) -> int:
    try:
        return int(path.read_text(), 0)
    except (OSError, ValueError):
        return 0  # it went away since, or this system tells no such thing
