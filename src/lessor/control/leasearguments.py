"""Arguments that several commands about leases have in common, and what is answered, for help and manual."""

from typing import Final

from lessor.model.command import Argument

LIBRARY: Final = "libdhcp_lease_cmds.so"

FOUND_ONE: Final = "the lease as a map, or result 3"
FOUND_MANY: Final = "`leases`, a list of maps; result 3 when it is empty"

SUBNET: Final = Argument("subnet-id", "integer", "id of the subnet")
TYPE: Final = Argument("type", "string", "IA_NA (usual), IA_TA or IA_PD")

DETAILS: Final = (
    Argument("valid-lft", "integer", "seconds it is given for; usually as long as the subnet says"),
    Argument("expire", "integer", "unix time of its end; usually that lifetime from now"),
    Argument("fqdn-fwd", "boolean", "whether the name has an address record"),
    Argument("fqdn-rev", "boolean", "whether the address has a PTR record"),
    Argument("hostname", "string", "name of the client"),
    Argument("state", "integer", "0 (in use, usual), 1 (declined) or 2 (expired and taken back)"),
    Argument("user-context", "map", "what else is to be kept with the lease"),
    Argument("comment", "string", "put into the user context"),
    Argument("pool-id", "integer", "id of the pool; usually that of the pool in which the address is"),
)

LEASE4: Final = (
    Argument("ip-address", "string", "the leased address", required=True),
    Argument("hw-address", "string", "hardware address of the client", required=True),
    Argument("client-id", "string", "client identifier"),
    Argument("subnet-id", "integer", "id of the subnet; usually that of the one in which the address is"),
    *DETAILS,
)

LEASE6: Final = (
    Argument("ip-address", "string", "the leased address, or the first one of the prefix", required=True),
    Argument("duid", "string", "DUID of the client", required=True),
    Argument("iaid", "integer", "number of the identity association", required=True),
    TYPE,
    Argument("prefix-len", "integer", "length of the prefix, which IA_PD must have"),
    Argument("subnet-id", "integer", "id of the subnet; usually that of the one in which the address is"),
    Argument("hw-address", "string", "hardware address of the client"),
    Argument("preferred-lft", "integer", "seconds it is preferred for; usually as long as it is valid"),
    *DETAILS,
)

FORCE_CREATE: Final = Argument("force-create", "boolean", "add the lease if there is none")

CHOICE4: Final = (
    Argument("ip-address", "string", "the leased address"),
    Argument("identifier-type", "string", "without an address: hw-address or client-id"),
    Argument("identifier", "string", "hexadecimal octets"),
    SUBNET,
)

CHOICE6: Final = (
    Argument("ip-address", "string", "the leased address, or the first one of the prefix"),
    TYPE,
    Argument("identifier-type", "string", "without an address: duid"),
    Argument("identifier", "string", "hexadecimal octets"),
    Argument("iaid", "integer", "number of the identity association"),
    SUBNET,
)

UPDATE_DDNS: Final = Argument("update-ddns", "boolean", "remove the name from DNS; without effect while DDNS is off")

PAGE: Final = (
    Argument("from", "string", "last address of the page before, or `start`", required=True),
    Argument("limit", "integer", "leases of a page", required=True),
)

SUBNETS: Final = (Argument("subnets", "list", "ids of the subnets; usually all"),)

WIPED: Final = (Argument("subnet-id", "integer", "id of the subnet; 0 and nothing mean all that are configured"),)

STATE: Final = (
    Argument("state", "any", "a number, or default, declined, expired-reclaimed, released, registered", required=True),
    Argument("subnet-id", "integer", "id of the subnet; usually all"),
)

FILE: Final = (Argument("filename", "string", "name of a file beside the lease file", required=True),)
