"""What a client is called: the name kept in its lease and the options that tell it (RFC 2132 3.14, RFC 4702).

[hot] Without dynamic DNS the server still cleans the client's name, qualifies it as configured, prefers a reserved
one, and answers in the option the client used.
"""

import re
from typing import Final

from lessor.engine.request4 import Request4
from lessor.engine.tables import Host, Subnet
from lessor.wire.errors import WireError
from lessor.wire.names import decode_name, encode_name
from lessor.wire.options import tlv
from lessor.wire.packet4 import CLIENT_FQDN, HOST_NAME

# Flags of option 81 (RFC 4702 section 2.1).
FLAG_S: Final = 1
FLAG_O: Final = 2
FLAG_E: Final = 4
FLAG_N: Final = 8

LONGEST: Final = 253


class Name:
    """A client's name: `stored` is kept in the lease, `tlvs` go into the reply."""

    __slots__ = ("stored", "tlvs")

    def __init__(self, stored: str, tlvs: bytes) -> None:
        self.stored = stored
        self.tlvs = tlvs


NAMELESS: Final = Name("", b"")


def client_name(request: Request4, host: Host | None, subnet: Subnet) -> Name:
    """Return what to call the client; it may have no name at all."""
    reserved = host.hostname.lower() if host is not None else ""
    fqdn = request.options.get(CLIENT_FQDN)
    if fqdn is not None and len(fqdn) >= 3:
        return _answer_fqdn(fqdn, reserved, subnet)
    if reserved:
        return _answer_hostname(_qualified(reserved, subnet))
    sent = request.options.get(HOST_NAME)
    if not sent:
        return NAMELESS
    cleaned = _cleaned(sent.rstrip(b"\0").decode("latin-1").strip(), subnet)
    if not cleaned:
        return NAMELESS
    return _answer_hostname(cleaned if "." in cleaned else _qualified(cleaned, subnet))


def _answer_hostname(name: str) -> Name:
    return Name(name, tlv(HOST_NAME, name.encode("latin-1")))


def _answer_fqdn(option: bytes, reserved: str, subnet: Subnet) -> Name:
    """Answer option 81. No DNS updates are made, so N is set, and O tells that this is not what an S asked for."""
    flags = option[0]
    answer = (flags & FLAG_E) | FLAG_N | (FLAG_O if flags & FLAG_S else 0)
    name = reserved or _cleaned(_fqdn_text(option), subnet)
    if name and not name.endswith("."):
        name = _qualified(name, subnet) + "."
    domain = _fqdn_octets(name, flags)
    # RFC 4702 section 2.2: servers set both RCODE fields to 255.
    return Name(name, tlv(CLIENT_FQDN, bytes((answer, 255, 255)) + domain))


def _fqdn_text(option: bytes) -> str:
    """Return the name of option 81: labels (a missing root label makes it partial) or, of old clients, plain text."""
    if not option[0] & FLAG_E:
        return option[3:].decode("latin-1")
    try:
        name, complete = decode_name(option[3:])
    except WireError:
        return ""
    return name + "." if complete and name else name


def _fqdn_octets(name: str, flags: int) -> bytes:
    if not name:
        return b""
    return encode_name(name) if flags & FLAG_E else name.encode("latin-1")


def _cleaned(name: str, subnet: Subnet) -> str:
    """Return the name in lower case, what `hostname-char-set` matches replaced."""
    name = name[:LONGEST]
    if subnet.hostname_pattern:
        name = re.sub(subnet.hostname_pattern, subnet.hostname_replacement, name)
    return name.lower()


def _qualified(name: str, subnet: Subnet) -> str:
    suffix = subnet.qualifying_suffix.strip(".")
    return f"{name.rstrip('.')}.{suffix}" if suffix else name
