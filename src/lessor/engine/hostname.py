"""Clients' names, of either family: cleaned and qualified.

[hot] `hostname-char-set` and `qualifying-suffix` are arguments here; which option a name comes in
and how it is answered is for naming.py and naming6.py.
"""

import re
from typing import Final

from lessor.wire.names import pack_name, read_labels

# Flags in the options for a client's name (RFC 4702 section 2.1, RFC 4704 section 4.1); E is DHCPv4's alone.
FLAG_S: Final = 1
FLAG_O: Final = 2

LONGEST_LABEL: Final = 63
LONGEST_NAME: Final = 253


class Name:
    """A client's name: `stored` is kept in its leases, `tlvs` go into the reply."""

    __slots__ = ("stored", "tlvs")

    def __init__(self, stored: str, tlvs: bytes) -> None:
        self.stored = stored
        self.tlvs = tlvs


NAMELESS: Final = Name("", b"")


def well_formed(name: str) -> bool:
    """Tell whether every label has its 1 to 63 characters (RFC 1035 section 2.3.4)."""
    return len(name) <= LONGEST_NAME and all(1 <= len(label) <= LONGEST_LABEL for label in name.split("."))


def cleaned(name: str, pattern: str, replacement: str) -> str:
    """Return the name in lower case, what the pattern matches replaced."""
    if pattern:
        name = re.sub(pattern, replacement, name[:LONGEST_NAME])
    return name.lower()


def qualified(name: str, suffix: str) -> str:
    """Return the name with the suffix behind it, without a dot at the end if there is a suffix."""
    suffix = suffix.strip(".")
    return f"{name.rstrip('.')}.{suffix}" if suffix else name


def is_writable(name: str) -> bool:
    """Tell whether the name can be written as labels (RFC 1035 section 3.1)."""
    try:
        pack_name(name)
    except ValueError:
        return False
    return True


def completed(name: str, suffix: str) -> str:
    """Return the name ending in a dot: qualified first, unless it does already. No name stays none."""
    if not name or name.endswith("."):
        return name
    return qualified(name, suffix) + "."


def sent_name(option: bytes, at: int, pattern: str, replacement: str) -> str:
    """Return the cleaned name in the labels at an offset, ending in a dot if it is complete. Raise WireError."""
    labels, complete, _ = read_labels(option, at)
    name = cleaned(b".".join(labels).decode("latin-1"), pattern, replacement)
    return name + "." if complete and labels else name
