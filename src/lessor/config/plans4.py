"""What replies of DHCPv4 carry: options, lifetimes, header fields."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lessor.config.plans import Merged
from lessor.config.variants import first_lifetimes
from lessor.engine.tables import EMPTY_FILE, EMPTY_SNAME, UNSET, Plan
from lessor.model.classes import ClientClass
from lessor.model.network import Parameters4

SNAME_SIZE: Final = 64
FILE_SIZE: Final = 128

SUBNET_MASK: Final = 1
VENDOR_OPTIONS: Final = 125
LEASE_TIME: Final = 51
MESSAGE_TYPE: Final = 53
RENEWAL_TIME: Final = 58
REBINDING_TIME: Final = 59

NOT_FROM_OPTIONS: Final = (SUBNET_MASK, LEASE_TIME, MESSAGE_TYPE, RENEWAL_TIME, REBINDING_TIME)
"""The server knows these better than any `option-data`; of times configured so a plan takes the number."""


def server_hostname_field(name: str) -> bytes:
    """Return the header field sname."""
    return name.encode().ljust(SNAME_SIZE, b"\0") if name else EMPTY_SNAME


def boot_file_field(name: str) -> bytes:
    """Return the header field file."""
    return name.encode().ljust(FILE_SIZE, b"\0") if name else EMPTY_FILE


def make_plan4(merged: Merged, parameters: Parameters4) -> Plan:
    """Return what replies with these options and parameters carry."""
    tlvs = merged.tlvs
    renew = _seconds(parameters.renew_timer, tlvs.get(RENEWAL_TIME))
    rebind = _seconds(parameters.rebind_timer, tlvs.get(REBINDING_TIME))
    for code in NOT_FROM_OPTIONS:
        tlvs.pop(code, None)
    return Plan(
        tlvs=tlvs,
        unasked=tuple(code for code in merged.unasked if code in tlvs),
        lifetime_min=parameters.valid.minimum,
        lifetime_default=parameters.valid.default,
        lifetime_max=parameters.valid.maximum,
        renew=renew,
        rebind=rebind,
        t1_percent=parameters.t1_percent if parameters.calculate_tee_times else 0.0,
        t2_percent=parameters.t2_percent if parameters.calculate_tee_times else 0.0,
        offer_lifetime=parameters.offer_lifetime,
        next_server=parameters.next_server,
        server_hostname=server_hostname_field(parameters.server_hostname),
        boot_file_name=boot_file_field(parameters.boot_file_name),
        enterprises=merged.enterprises.get(VENDOR_OPTIONS, ()),
        vendors=merged.vendors,
    )


def vary4(parameters: Parameters4, classes: Sequence[ClientClass]) -> Parameters4:
    """Return a subnet's parameters for members of these classes: of each the first class that has it, as in Kea.

    What a class says goes before what the subnet, its network and the server say, and behind the reservation.
    """
    if not classes:
        return parameters
    offer_lifetimes = [one.offer_lifetime for one in classes if one.offer_lifetime is not None]
    return replace(
        parameters,
        valid=first_lifetimes([one.valid for one in classes]) or parameters.valid,
        offer_lifetime=offer_lifetimes[0] if offer_lifetimes else parameters.offer_lifetime,
        next_server=next(filter(None, [one.next_server for one in classes]), parameters.next_server),
        server_hostname=next(filter(None, [one.server_hostname for one in classes]), parameters.server_hostname),
        boot_file_name=next(filter(None, [one.boot_file_name for one in classes]), parameters.boot_file_name),
    )


def _seconds(timer: int | None, option: bytes | None) -> int:
    if timer is not None:
        return timer
    return UNSET if option is None else int.from_bytes(option[2:], "big")
