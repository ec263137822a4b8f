"""Words that entries of both families are made of; sentences are those that Kea's readers know."""

from typing import Final

from lessor.model.lease import INFINITE

DAY: Final = 86400


def duration(seconds: int) -> str:
    """Return how long a lease lasts."""
    if seconds == INFINITE:
        return "infinite duration"
    days, rest = divmod(seconds, DAY)
    hours, rest = divmod(rest, 3600)
    head = f"{days} days " if days else ""
    return f"{head}{hours} hrs {rest // 60} mins {rest % 60} secs"


def shown(octets: bytes) -> str:
    """Return octets in hexadecimal, and as text where that can be read."""
    text = octets.decode("latin-1")
    readable = f" ({text})" if octets.isascii() and text.isprintable() else ""
    return octets.hex(":") + readable


def listed(parts: list[str]) -> str:
    """Return parts joined as people do."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
