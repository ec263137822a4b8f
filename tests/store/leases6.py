"""DHCPv6 leases for tests: one usual lease, and anything different about it by name."""

from lessor.model.lease6 import NA, PD, Lease6
from tests.store.leases import HWADDR, NOW

ADDRESS6 = 0x20010DB8 << 96 | 0x100  # 2001:db8::100
PREFIX = 0x20010DB8_0100 << 80  # 2001:db8:100::
DUID = bytes.fromhex("00030001") + HWADDR
IAID = 7


def a_lease6(
    address: int = ADDRESS6,
    duid: bytes = DUID,
    iaid: int = IAID,
    type: int = NA,
    prefix_length: int = 128,
    preferred_lifetime: int = 1800,
    valid_lifetime: int = 3600,
    cltt: int = NOW,
    subnet_id: int = 1,
    hwaddr: bytes = HWADDR,
    hwtype: int = 1,
    hwaddr_source: int = 2,
    fqdn_fwd: bool = False,
    fqdn_rev: bool = False,
    hostname: str = "host",
    state: int = 0,
    user_context: str = "",
    pool_id: int = 0,
) -> Lease6:
    return Lease6(
        type,
        address,
        prefix_length,
        duid,
        iaid,
        preferred_lifetime,
        valid_lifetime,
        cltt,
        subnet_id,
        hwaddr,
        hwtype,
        hwaddr_source,
        fqdn_fwd,
        fqdn_rev,
        hostname,
        state,
        user_context,
        pool_id,
    )


def a_prefix(number: int = 0, **different: object) -> Lease6:
    """Return a lease of the /56 prefix of this number, by default of the same client as `a_lease6`."""
    return a_lease6(**{"address": PREFIX + (number << 72), "type": PD, "prefix_length": 56} | different)  # type: ignore[arg-type]  # by name


def numbered_duid(number: int) -> bytes:
    return b"\x00\x02\x00\x00\x00\x09" + number.to_bytes(6, "big")


def numbered_lease6(number: int, **different: object) -> Lease6:
    """Return the lease of client `number`: address, DUID and IAID differ from all others."""
    return a_lease6(ADDRESS6 + number, numbered_duid(number), number, **different)  # type: ignore[arg-type]  # by name


def numbered_prefix(number: int, **different: object) -> Lease6:
    """Return the prefix of client `number`: prefix, DUID and IAID differ from all others."""
    return a_prefix(number, **{"duid": numbered_duid(number), "iaid": number} | different)
