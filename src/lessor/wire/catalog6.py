"""The standard options of DHCPv6 and the sub-options of its standard spaces, one row each.

A row says how the value is laid out (wire/definition.py) and whether it is for the administrator to set. None is sent
unless the client asks for it (RFC 8415 section 18.3). Vendors' spaces are in wire/vendors.py.
"""

from functools import partial
from typing import Final

from lessor.wire.definition import Definitions, OptionDefinition
from lessor.wire.vendors import VENDORS6

DHCP6: Final = "dhcp6"
NTP_SERVER: Final = "v6-ntp-server-suboptions"
RELAY_SUPPLIED: Final = "rsoo-opts"
MAP_E: Final = "s46-cont-mape-options"
MAP_T: Final = "s46-cont-mapt-options"
LW4O6: Final = "s46-cont-lw-options"
S46_RULE: Final = "s46-rule-options"
S46_BIND: Final = "s46-v4v6bind-options"

_dhcp6 = partial(OptionDefinition, space=DHCP6)
_ntp = partial(OptionDefinition, space=NTP_SERVER)
_map_e = partial(OptionDefinition, space=MAP_E)
_map_t = partial(OptionDefinition, space=MAP_T)
_lw4o6 = partial(OptionDefinition, space=LW4O6)
_rule = partial(OptionDefinition, space=S46_RULE)
_bind = partial(OptionDefinition, space=S46_BIND)

# flags, length of the embedded address bits, IPv4 prefix length, IPv4 prefix, IPv6 prefix (RFC 7598 section 4.1)
_MAPPING_RULE: Final = ("uint8", "uint8", "uint8", "ipv4-address", "ipv6-prefix")

ROWS6: Final = (
    _dhcp6(1, "clientid", type="binary", configurable=False),
    _dhcp6(2, "serverid", type="binary", configurable=False),
    _dhcp6(3, "ia-na", type="record", fields=("uint32", "uint32", "uint32"), configurable=False),
    _dhcp6(4, "ia-ta", type="uint32", configurable=False),
    _dhcp6(5, "iaaddr", type="record", fields=("ipv6-address", "uint32", "uint32"), configurable=False),
    _dhcp6(6, "oro", type="uint16", array=True, configurable=False),
    _dhcp6(7, "preference", type="uint8"),
    _dhcp6(8, "elapsed-time", type="uint16", configurable=False),
    _dhcp6(9, "relay-msg", type="binary", configurable=False),
    _dhcp6(11, "auth", type="binary", configurable=False),
    _dhcp6(12, "unicast", type="ipv6-address"),
    _dhcp6(13, "status-code", type="record", fields=("uint16", "string"), configurable=False),
    _dhcp6(14, "rapid-commit", type="empty", configurable=False),
    _dhcp6(15, "user-class", type="binary", configurable=False),
    _dhcp6(16, "vendor-class", type="record", fields=("uint32", "binary"), configurable=False),
    _dhcp6(17, "vendor-opts", type="uint32", configurable=False),
    _dhcp6(18, "interface-id", type="binary", configurable=False),
    _dhcp6(19, "reconf-msg", type="uint8", configurable=False),
    _dhcp6(20, "reconf-accept", type="empty", configurable=False),
    _dhcp6(21, "sip-server-dns", type="fqdn", array=True),
    _dhcp6(22, "sip-server-addr", type="ipv6-address", array=True),
    _dhcp6(23, "dns-servers", type="ipv6-address", array=True),
    _dhcp6(24, "domain-search", type="fqdn", array=True),
    _dhcp6(25, "ia-pd", type="record", fields=("uint32", "uint32", "uint32"), configurable=False),
    _dhcp6(26, "iaprefix", type="record", fields=("uint32", "uint32", "uint8", "ipv6-address"), configurable=False),
    _dhcp6(27, "nis-servers", type="ipv6-address", array=True),
    _dhcp6(28, "nisp-servers", type="ipv6-address", array=True),
    _dhcp6(29, "nis-domain-name", type="fqdn", array=True),
    _dhcp6(30, "nisp-domain-name", type="fqdn", array=True),
    _dhcp6(31, "sntp-servers", type="ipv6-address", array=True),
    _dhcp6(32, "information-refresh-time", type="uint32"),
    _dhcp6(33, "bcmcs-server-dns", type="fqdn", array=True),
    _dhcp6(34, "bcmcs-server-addr", type="ipv6-address", array=True),
    _dhcp6(36, "geoconf-civic", type="record", fields=("uint8", "uint16", "binary")),
    _dhcp6(37, "remote-id", type="record", fields=("uint32", "binary")),
    _dhcp6(38, "subscriber-id", type="binary"),
    _dhcp6(39, "client-fqdn", type="record", fields=("uint8", "fqdn")),
    _dhcp6(40, "pana-agent", type="ipv6-address", array=True),
    _dhcp6(41, "new-posix-timezone", type="string"),
    _dhcp6(42, "new-tzdb-timezone", type="string"),
    _dhcp6(43, "ero", type="uint16", array=True),
    _dhcp6(44, "lq-query", type="record", fields=("uint8", "ipv6-address"), encapsulates=DHCP6),
    _dhcp6(45, "client-data", type="empty", encapsulates=DHCP6),
    _dhcp6(46, "clt-time", type="uint32"),
    _dhcp6(47, "lq-relay-data", type="record", fields=("ipv6-address", "binary")),
    _dhcp6(48, "lq-client-link", type="ipv6-address", array=True),
    _dhcp6(51, "v6-lost", type="fqdn"),
    _dhcp6(52, "capwap-ac-v6", type="ipv6-address", array=True),
    _dhcp6(53, "relay-id", type="binary"),
    _dhcp6(56, "ntp-server", type="empty", encapsulates=NTP_SERVER),
    _dhcp6(57, "v6-access-domain", type="fqdn"),
    _dhcp6(58, "sip-ua-cs-list", type="fqdn", array=True),
    _dhcp6(59, "bootfile-url", type="string"),
    _dhcp6(60, "bootfile-param", type="tuple", array=True),
    _dhcp6(61, "client-arch-type", type="uint16", array=True),
    _dhcp6(62, "nii", type="record", fields=("uint8", "uint8", "uint8")),
    _dhcp6(64, "aftr-name", type="fqdn"),
    _dhcp6(65, "erp-local-domain-name", type="fqdn"),
    _dhcp6(66, "rsoo", type="empty", encapsulates=RELAY_SUPPLIED),
    _dhcp6(67, "pd-exclude", type="ipv6-prefix"),
    _dhcp6(74, "rdnss-selection", type="record", array=True, fields=("ipv6-address", "uint8", "fqdn")),
    _dhcp6(79, "client-linklayer-addr", type="binary"),
    _dhcp6(80, "link-address", type="ipv6-address"),
    _dhcp6(82, "solmax-rt", type="uint32"),
    _dhcp6(83, "inf-max-rt", type="uint32"),
    _dhcp6(87, "dhcpv4-message", type="binary", configurable=False),
    _dhcp6(88, "dhcp4o6-server-addr", type="ipv6-address", array=True),
    _dhcp6(94, "s46-cont-mape", type="empty", encapsulates=MAP_E),
    _dhcp6(95, "s46-cont-mapt", type="empty", encapsulates=MAP_T),
    _dhcp6(96, "s46-cont-lw", type="empty", encapsulates=LW4O6),
    _dhcp6(103, "v6-captive-portal", type="string"),
    _dhcp6(135, "relay-source-port", type="uint16", configurable=False),
    _dhcp6(136, "v6-sztp-redirect", type="tuple", array=True),
    _dhcp6(143, "ipv6-address-andsf", type="ipv6-address", array=True),
    _dhcp6(144, "v6-dnr", type="internal"),
    _dhcp6(148, "addr-reg-enable", type="empty"),
    _ntp(1, "ntp-server-address", type="ipv6-address"),
    _ntp(2, "ntp-server-multicast", type="ipv6-address"),
    _ntp(3, "ntp-server-fqdn", type="fqdn"),
    _map_e(89, "s46-rule", type="record", fields=_MAPPING_RULE, encapsulates=S46_RULE),
    _map_e(90, "s46-br", type="ipv6-address"),
    _map_t(89, "s46-rule", type="record", fields=_MAPPING_RULE, encapsulates=S46_RULE),
    _map_t(91, "s46-dmr", type="ipv6-prefix"),
    _lw4o6(90, "s46-br", type="ipv6-address"),
    _lw4o6(92, "s46-v4v6bind", type="record", fields=("ipv4-address", "ipv6-prefix"), encapsulates=S46_BIND),
    _rule(93, "s46-portparams", type="record", fields=("uint8", "psid")),
    _bind(93, "s46-portparams", type="record", fields=("uint8", "psid")),
)

REDEFINABLE6: Final = frozenset({56, 136, 144, 148})
"""Standard codes for which a custom `option-def` counts instead of the row above.

They came to Kea after its first releases; until then administrators defined them themselves, and their configurations
live on.
"""

RELAY_SUPPLIED_CODES: Final = frozenset({65})
"""Options a relay may have sent on to the client, in RSOO, without leave of the administrator (RFC 6422 section 6)."""

STANDARD6: Final = Definitions((*ROWS6, *VENDORS6))
