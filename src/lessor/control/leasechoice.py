"""Which lease a caller means, by its address or by its client: `lease4-get`, `lease6-del` and their kin."""

from dataclasses import dataclass
from typing import Final

from lessor.control.addresses import Address, find_address, read_address
from lessor.control.given import UINT32, Given
from lessor.control.identifiers import read_client_id, read_duid, read_hwaddr
from lessor.model.command import Arguments, CommandError
from lessor.model.lease6 import NA, PD, TA

MISSING: Final = "Parameters missing or are not a map."

V4: Final = 3
TYPES: Final = {"IA_NA": NA, "0": NA, "IA_TA": TA, "1": TA, "IA_PD": PD, "2": PD, "V4": V4, "3": V4}

ADDRESS: Final = "address"
HWADDR: Final = "hw-address"
CLIENT_ID: Final = "client-id"
DUID: Final = "duid"

READ: Final = {HWADDR: read_hwaddr, CLIENT_ID: read_client_id, DUID: read_duid}


@dataclass(frozen=True, slots=True)
class Choice:
    """One lease: that on `address`, or that of a client in a subnet, whose `identifier` is of kind `by`.

    `by` is ADDRESS for the one, HWADDR, CLIENT_ID or DUID for the other; an ADDRESS may also be missing: there is no
    such lease.
    """

    by: str
    type: int = NA
    address: int | None = None
    identifier: bytes = b""
    subnet_id: int = 0
    iaid: int = 0


def choice(command: str, arguments: Arguments, family: int, *path: str | int) -> Choice:
    """Return which lease the map at `path` of the arguments means. Raise CommandError."""
    if not arguments:
        raise CommandError(MISSING)
    given = Given(command, arguments, *path)
    values = given.values
    if not isinstance(values.get("update-ddns", False), bool):
        raise CommandError("'update-ddns' is not a boolean")
    type = _type(given)
    if "ip-address" in given:
        return Choice(ADDRESS, type, address_of(values, family).number)
    subnet_id = _subnet_id(values)
    by, text = values.get("identifier-type"), values.get("identifier")
    if not isinstance(by, str):
        raise CommandError("No 'ip-address' provided and 'identifier-type' is either missing or not a string.")
    if not isinstance(text, str):
        raise CommandError("No 'ip-address' provided and 'identifier' is either missing or not a string.")
    if by == ADDRESS:
        return Choice(ADDRESS, type)
    if by not in READ:
        supported = "address, hw-address, duid"
        raise CommandError(f"Incorrect identifier type: {by}, the only supported values are: {supported}")
    return Choice(by, type, None, READ[by](text), subnet_id, _iaid(given))


def address_of(values: Arguments, family: int) -> Address:
    """Return the `ip-address` of a family that is there. Raise CommandError."""
    text = values["ip-address"]
    if not isinstance(text, str):
        raise CommandError("'ip-address' is not a string.")
    address = read_address(text)
    if address.family != family:
        raise CommandError(f"Invalid IPv{family} address specified: {address}")
    return address


def _type(given: Given) -> int:
    text = given.values.get("type", "IA_NA")
    if not isinstance(text, str):
        raise CommandError(f"stringValue() called on non-string Element in {given.place('type')}")
    if text not in TYPES:
        supported = "IA_NA, IA_TA, IA_PD and V4"
        raise CommandError(f"Invalid lease type specified: {text}, only supported values are: {supported}")
    return TYPES[text]


def _subnet_id(values: Arguments) -> int:
    if "subnet-id" not in values:
        raise CommandError("Mandatory 'subnet-id' parameter missing.")
    id = values["subnet-id"]
    if isinstance(id, bool) or not isinstance(id, int):
        raise CommandError("'subnet-id' parameter is not integer.")
    # Kea counts in 32 bits here, and refuses nothing
    return id & UINT32


def _iaid(given: Given) -> int:
    iaid = given.values.get("iaid", 0)
    if isinstance(iaid, bool) or not isinstance(iaid, int):
        raise CommandError(f"intValue() called on non-integer Element in {given.place('iaid')}")
    return iaid & UINT32


def changed_meanwhile(address: str) -> CommandError:
    """Return what a caller is told whose lease is not there, or not as it was."""
    return CommandError(
        f"failed to update the lease with address {address} either because the lease has been deleted or it has "
        "changed in the database, in both cases a retry might succeed"
    )


def ddns_address(arguments: Arguments, family: int) -> Address:
    """Return the address of the lease whose name is wanted in DNS. Raise CommandError."""
    if "ip-address" not in arguments:
        raise CommandError("'ip-address' parameter is missing.")
    text = arguments["ip-address"]
    if isinstance(text, str) and find_address(text) is None:
        raise CommandError(f"'{text}' is not a valid IP address.")
    return address_of(arguments, family)
