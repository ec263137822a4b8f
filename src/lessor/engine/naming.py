"""What a client is called: the name kept in its lease and the options that tell it (RFC 2132 3.14, RFC 4702).

[hot] Without dynamic DNS the server still cleans the client's name, qualifies it as configured, prefers a reserved
one, makes one up for a client that asks for any, and answers in the option the client used.
"""

from typing import Final

from lessor.engine.hostname import (
    FLAG_O,
    FLAG_S,
    NAMELESS,
    Name,
    cleaned,
    completed,
    is_writable,
    qualified,
    sent_name,
    well_formed,
)
from lessor.engine.network import Naming
from lessor.engine.refusal import Unanswerable
from lessor.engine.request4 import Request4
from lessor.engine.tables import Host, Subnet
from lessor.wire.names import pack_name
from lessor.wire.options import tlv
from lessor.wire.packet4 import CLIENT_FQDN, HOST_NAME

# Flags of option 81 alone (RFC 4702 section 2.1).
FLAG_E: Final = 4
FLAG_N: Final = 8

FQDN_NAME_AT: Final = 3  # after the flags and two deprecated result codes


def client_name(request: Request4, host: Host | None, naming: Subnet | Naming, address: int) -> Name:
    """Return what to call the client that gets this address; it may have no name at all.

    Raise WireError when option 81 cannot be read or contradicts itself.
    """
    reserved = host.hostname.lower() if host is not None else ""
    fqdn = request.options.get(CLIENT_FQDN)
    if fqdn is not None:
        return _answer_fqdn(fqdn, reserved, naming, address)
    if reserved:
        return _answer_hostname(_qualified(reserved, naming))
    sent = request.options.get(HOST_NAME)
    return NAMELESS if sent is None else _answer_sent(sent, naming, address)


def _answer_sent(sent: bytes, naming: Subnet | Naming, address: int) -> Name:
    text = sent.rstrip(b"\0").decode("latin-1").strip()
    if text == ".":
        return _answer_hostname(_qualified(_generated(naming, address), naming))
    text = text.removesuffix(".")
    name = _cleaned(text, naming) if well_formed(text) else ""
    if not well_formed(name):
        return NAMELESS
    return _answer_hostname(name if "." in name else _qualified(name, naming))


def _answer_hostname(name: str) -> Name:
    return Name(name, tlv(HOST_NAME, name.encode("latin-1", "replace")))


def _answer_fqdn(option: bytes, reserved: str, naming: Subnet | Naming, address: int) -> Name:
    """Answer option 81. No DNS updates are made, so N is set, and O tells that this is not what an S asked for."""
    if len(option) < FQDN_NAME_AT:
        raise Unanswerable("DHCP4_PACKET_DROP_0007", "option 81 is too short")
    flags = option[0]
    if flags & FLAG_N and flags & FLAG_S:
        # RFC 4702 section 2.1: "If the 'N' bit is 1, then the 'S' bit MUST be 0."
        raise Unanswerable("DHCP4_PACKET_DROP_0007", "option 81 has both N and S set")
    answer = (flags & FLAG_E) | FLAG_N | (FLAG_O if flags & FLAG_S else 0)
    name = completed(_fqdn_name(option, reserved, naming), naming.qualifying_suffix)
    if not is_writable(name):
        name = completed(_generated(naming, address), naming.qualifying_suffix)
    domain = pack_name(name) if flags & FLAG_E else name.encode("latin-1", "replace")
    return Name(name, tlv(CLIENT_FQDN, bytes((answer,)) + option[1:FQDN_NAME_AT] + domain))


def _fqdn_name(option: bytes, reserved: str, naming: Subnet | Naming) -> str:
    """Return the name of option 81, ending in a dot if complete: labels or, from old clients, plain text."""
    if reserved:
        return reserved
    if option[0] & FLAG_E:
        name = sent_name(option, FQDN_NAME_AT, naming.hostname_pattern, naming.hostname_replacement)
    else:
        name = _cleaned(option[FQDN_NAME_AT:].decode("latin-1"), naming)
    return name if well_formed(name.removesuffix(".")) else ""


def _generated(naming: Subnet | Naming, address: int) -> str:
    """Return a name made from the address, as `generated-prefix` begins it."""
    return "-".join((naming.generated_prefix, *map(str, address.to_bytes(4, "big"))))


def _cleaned(name: str, naming: Subnet | Naming) -> str:
    return cleaned(name, naming.hostname_pattern, naming.hostname_replacement)


def _qualified(name: str, naming: Subnet | Naming) -> str:
    return qualified(name, naming.qualifying_suffix)
