"""What a DHCPv6 client is called: the name kept in its leases and the option that tells it (RFC 4704).

[hot] The twin of naming.py. DHCPv6 has one option for names, and who does not send it is not told a name.
"""

from ipaddress import IPv6Address
from typing import Final

from lessor.engine.hostname import (
    FLAG_O,
    FLAG_S,
    NAMELESS,
    Name,
    completed,
    is_writable,
    sent_name,
    well_formed,
)
from lessor.engine.network import Naming
from lessor.engine.request6 import Request6
from lessor.engine.tables6 import Host6, Subnet6
from lessor.wire.errors import WireError
from lessor.wire.names import pack_name
from lessor.wire.options6 import tlv6
from lessor.wire.packet6 import CLIENT_FQDN

# In option 81 of DHCPv4 this bit says something else (RFC 4704 section 4.1).
FLAG_N: Final = 4

NAME_AT: Final = 1  # after the flags


def client_name6(request: Request6, host: Host6 | None, naming: Subnet6 | Naming, address: int) -> Name:
    """Return what to call the client that gets this address; it may have no name at all.

    `address` 0: it gets none, so none can be made up from it. Raise WireError when option 39 cannot be read or
    contradicts itself.
    """
    reserved = host.hostname.lower() if host is not None else ""
    if request.fqdn is None:
        return Name(reserved, b"") if reserved else NAMELESS
    return _answer_fqdn(request.fqdn, reserved, naming, address)


def _answer_fqdn(option: bytes, reserved: str, naming: Subnet6 | Naming, address: int) -> Name:
    """Answer option 39. No DNS updates are made, so N is set, and O tells that this is not what an S asked for."""
    if not option:
        raise WireError("option 39 is empty")
    if option[0] & FLAG_N and option[0] & FLAG_S:
        # RFC 4704 section 4.1: "If the "N" bit is 1, the "S" bit MUST be 0."
        raise WireError("option 39 has both N and S set")
    flags = bytes((FLAG_N | FLAG_O if option[0] & FLAG_S else FLAG_N,))
    name = completed(reserved or _sent(option, naming), naming.qualifying_suffix)
    if not is_writable(name):
        name = completed(_generated(naming, address), naming.qualifying_suffix) if address else ""
    return Name(name, tlv6(CLIENT_FQDN, flags + (pack_name(name) if name else b"")))


def _sent(option: bytes, naming: Subnet6 | Naming) -> str:
    name = sent_name(option, NAME_AT, naming.hostname_pattern, naming.hostname_replacement)
    return name if well_formed(name.removesuffix(".")) else ""


def _generated(naming: Subnet6 | Naming, address: int) -> str:
    """Return a name made from the address, as `generated-prefix` begins it."""
    dashed = str(IPv6Address(address)).replace(":", "-")
    return f"{naming.generated_prefix}-{dashed}"
