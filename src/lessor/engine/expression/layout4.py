"""How DHCPv4 lays out options within options, and the options that Kea shows each in its own way."""

from typing import Final

from lessor.engine.expression.optiontext import Codes, Layout
from lessor.wire.catalog4 import DHCP4
from lessor.wire.errors import WireError
from lessor.wire.names import unpack_partial_name
from lessor.wire.options import walk_suboptions
from lessor.wire.values import KINDS

SERVICE_SCOPE: Final = 79
CLIENT_FQDN: Final = 81
VENDOR_CLASSES: Final = 124
VENDOR_OPTIONS: Final = 125

# Flags of RFC 4702 section 2.1, from the highest; E: the name is in the form of DNS, not in ASCII.
_FLAGS: Final = (("N", 8), ("E", 4), ("O", 2), ("S", 1))
_IN_DNS_FORM: Final = 4
_FQDN_HEAD: Final = 3


def blocks4(data: bytes) -> list[tuple[int, bytes]]:
    """Return enterprise and data of each block of an option (RFC 3925 sections 3 and 4), up to a broken one."""
    blocks = []
    at = 0
    while at + 5 <= len(data):
        end = at + 5 + data[at + 4]
        if end > len(data):
            break
        blocks.append((int.from_bytes(data[at : at + 4], "big"), data[at + 5 : end]))
        at = end
    return blocks


def walk4(data: bytes) -> Codes:
    """Return sub-options sorted by code. Raise WireError."""
    return sorted(walk_suboptions(data).items())


def _vendor_options(data: bytes) -> tuple[bytes, Codes]:
    blocks = blocks4(data)
    if not blocks:
        raise WireError("no enterprise")
    first = blocks[0][0]
    return data[:4], walk4(b"".join(block for enterprise, block in blocks if enterprise == first))


def _show_fqdn(data: bytes) -> str:
    if len(data) < _FQDN_HEAD:
        raise WireError("shorter than its flags")
    flags = ", ".join(f"{name}={int(data[0] & bit != 0)}" for name, bit in _FLAGS)
    octets = data[_FQDN_HEAD:]
    name = unpack_partial_name(octets) if data[0] & _IN_DNS_FORM else octets.decode(errors="surrogateescape")
    kind = "full" if name.endswith(".") else "partial"
    return f"type={CLIENT_FQDN} (CLIENT_FQDN), flags: ({flags}), domain-name='{name}' ({kind})"


def _show_vendor_classes(data: bytes) -> str:
    shown = "".join(
        f", enterprise id=0x{enterprise:x}, data-len{i}={len(block)}, "
        f"vendor-class-data{i}='{block.decode(errors='surrogateescape')}'"
        for i, (enterprise, block) in enumerate(blocks4(data))
    )
    # The first comma is followed by two blanks.
    return f"type={VENDOR_CLASSES}, len={len(data)}" + shown.replace(", ", ",  ", 1)


def _show_service_scope(data: bytes) -> str:
    if not data:
        raise WireError("no flag")
    scopes = data[1:].decode(errors="surrogateescape")
    return f'type={SERVICE_SCOPE:03}, len={len(data):03}: mandatory:{data[0]}, scope-list:"{scopes}"'


LAYOUT4: Final = Layout(
    space=DHCP4,
    kinds=KINDS,
    digits=3,
    walk=walk4,
    containers={},
    vendor_code=VENDOR_OPTIONS,
    vendor_head=("uint32", "uint8"),
    vendor_options=_vendor_options,
    special={
        SERVICE_SCOPE: _show_service_scope,
        CLIENT_FQDN: _show_fqdn,
        VENDOR_CLASSES: _show_vendor_classes,
    },
)
