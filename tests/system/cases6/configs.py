"""Configurations under which conversations are compared. Each serves the guard of wire6.py at its reserved address."""

from typing import Final

from tests.system.programs import Config
from tests.system.wire6 import GUARD_ADDRESS, GUARD_DUID

GUARD: Final = {"duid": GUARD_DUID.hex(":"), "ip-addresses": [GUARD_ADDRESS]}

USUAL_OPTIONS: Final = [
    {"name": "dns-servers", "data": "2001:db8:1::53, 2001:db8:1::54"},
    {"name": "domain-search", "data": "example.org, lab.example.org"},
]

RESERVATIONS: Final = [
    GUARD,
    # in the pool
    {"duid": "00:03:00:01:02:be:00:00:00:01", "ip-addresses": ["2001:db8:1::284"]},
    # out of every pool, with all that a reservation may hold
    {
        "duid": "00:03:00:01:02:be:00:00:00:02",
        "ip-addresses": ["2001:db8:1::20"],
        "prefixes": ["2001:db8:b000:100::/56"],
        "hostname": "printer",
        "option-data": [
            {"name": "dns-servers", "data": "2001:db8:1::99"},
            {"name": "nis-servers", "data": "2001:db8:1::98"},
        ],
    },
    {"duid": "00:03:00:01:02:be:00:00:00:03", "ip-addresses": ["2001:db8:1::21", "2001:db8:1::22"]},
    {"duid": "00:03:00:01:02:be:00:00:00:04", "hostname": "nameonly"},
    {"hw-address": "02:be:00:00:00:05", "ip-addresses": ["2001:db8:1::25"]},
    {"hw-address": "00:be:00:00:00:05", "ip-addresses": ["2001:db8:1::26"]},
    # a prefix of the pool
    {"duid": "00:03:00:01:02:be:00:00:00:06", "prefixes": ["2001:db8:a17f:100::/56"]},
]

LINK: Final = {
    "id": 1,
    "subnet": "2001:db8:1::/64",
    "interface": "lsy0",
    "pools": [{"pool": "2001:db8:1::100 - 2001:db8:1::2ff"}],
    "pd-pools": [{"prefix": "2001:db8:a100::", "prefix-len": 40, "delegated-len": 56}],
    "reservations": RESERVATIONS,
}

RELAYED: Final = {
    "id": 2,
    "subnet": "2001:db8:2::/64",
    "pools": [{"pool": "2001:db8:2::100 - 2001:db8:2::2ff"}],
    "pd-pools": [{"prefix": "2001:db8:a200::", "prefix-len": 40, "delegated-len": 60}],
    "option-data": [{"name": "dns-servers", "data": "2001:db8:2::53"}],
}

BEHIND_OTHER_ADDRESS: Final = {
    "id": 3,
    "subnet": "2001:db8:3::/64",
    "relay": {"ip-addresses": ["2001:db8:99::1"]},
    "pools": [{"pool": "2001:db8:3::100 - 2001:db8:3::2ff"}],
}

AT_PORT: Final = {
    "id": 4,
    "subnet": "2001:db8:4::/64",
    "interface-id": "port-7",
    "pools": [{"pool": "2001:db8:4::100 - 2001:db8:4::2ff"}],
}

PLAIN: Final[Config] = {
    "server-id": {"type": "EN", "enterprise-id": 2495, "identifier": "73797374656D", "persist": False},
    "interfaces-config": {"interfaces": ["lsy0/2001:db8:1::1"]},
    "preferred-lifetime": 3000,
    "valid-lifetime": 4000,
    "renew-timer": 1000,
    "rebind-timer": 2000,
    "ddns-send-updates": False,
    "option-data": USUAL_OPTIONS,
    "subnet6": [LINK, RELAYED, BEHIND_OTHER_ADDRESS, AT_PORT],
}

RAPID: Final[Config] = {
    **PLAIN,
    "subnet6": [{**LINK, "rapid-commit": True}, {**RELAYED, "rapid-commit": False}],
}

LINK_ONLY: Final[Config] = {**PLAIN, "interfaces-config": {"interfaces": ["lsy0"]}}

UNICAST: Final[Config] = {
    **PLAIN,
    "option-data": [*USUAL_OPTIONS, {"name": "unicast", "data": "2001:db8:1::1"}],
}

EXHAUSTED: Final[Config] = {
    **PLAIN,
    "subnet6": [
        {
            **LINK,
            "pools": [{"pool": "2001:db8:1::100 - 2001:db8:1::100"}],
            "pd-pools": [{"prefix": "2001:db8:a100::", "prefix-len": 56, "delegated-len": 56}],
            "reservations": [GUARD],
        },
        {**RELAYED, "pools": [], "pd-pools": []},
        {"id": 5, "subnet": "2001:db8:5::/64", "pools": [{"pool": "2001:db8:5::100 - 2001:db8:5::10f"}]},
        {
            "id": 6,
            "subnet": "2001:db8:6::/64",
            "pd-pools": [{"prefix": "2001:db8:a600::", "prefix-len": 40, "delegated-len": 56}],
        },
    ],
}

TIMES: Final[Config] = {
    **{key: value for key, value in PLAIN.items() if key not in ("renew-timer", "rebind-timer")},
    "min-valid-lifetime": 1000,
    "max-valid-lifetime": 8000,
    "min-preferred-lifetime": 800,
    "max-preferred-lifetime": 6000,
    "calculate-tee-times": True,
    "t1-percent": 0.4,
    "t2-percent": 0.75,
    "subnet6": [
        LINK,
        {
            **RELAYED,
            "valid-lifetime": 4294967295,
            "max-valid-lifetime": 4294967295,
            "preferred-lifetime": 4294967295,
            "max-preferred-lifetime": 4294967295,
        },
        {**BEHIND_OTHER_ADDRESS, "renew-timer": 500, "rebind-timer": 9000, "calculate-tee-times": False},
        {**AT_PORT, "renew-timer": 5000, "calculate-tee-times": False},
        {
            "id": 5,
            "subnet": "2001:db8:5::/64",
            "calculate-tee-times": False,
            "pools": [{"pool": "2001:db8:5::100 - 2001:db8:5::2ff"}],
        },
    ],
}

PREFIXES: Final[Config] = {
    **PLAIN,
    "subnet6": [
        {
            **LINK,
            "pd-pools": [
                {
                    "prefix": "2001:db8:a100::",
                    "prefix-len": 40,
                    "delegated-len": 56,
                    "option-data": [{"name": "sntp-servers", "data": "2001:db8:1::a1"}],
                },
                {
                    "prefix": "2001:db8:a300::",
                    "prefix-len": 40,
                    "delegated-len": 64,
                },
                {
                    "prefix": "2001:db8:a400::",
                    "prefix-len": 40,
                    "delegated-len": 48,
                },
            ],
        },
        {
            **RELAYED,
            "pd-pools": [
                {
                    "prefix": "2001:db8:a200::",
                    "prefix-len": 56,
                    "delegated-len": 56,
                    "excluded-prefix": "2001:db8:a200:0:80::",
                    "excluded-prefix-len": 72,
                }
            ],
        },
        {
            "id": 5,
            "subnet": "2001:db8:5::/64",
            "pd-pools": [{"prefix": "2001:db8:a500::", "prefix-len": 62, "delegated-len": 64}],
        },
    ],
}

SHARED: Final[Config] = {
    **{key: value for key, value in PLAIN.items() if key != "subnet6"},
    "shared-networks": [
        {
            "name": "floor",
            "interface": "lsy0",
            "rapid-commit": True,
            "option-data": [{"name": "sntp-servers", "data": "2001:db8:1::a0"}],
            "subnet6": [
                {
                    **{key: value for key, value in LINK.items() if key != "interface"},
                    "pools": [{"pool": "2001:db8:1::100 - 2001:db8:1::101"}],
                    "pd-pools": [],
                    "rapid-commit": True,
                },
                {
                    **RELAYED,
                    "rapid-commit": True,
                    "valid-lifetime": 5000,
                    "reservations": [{"duid": "00:03:00:01:02:be:00:00:00:11", "ip-addresses": ["2001:db8:2::20"]}],
                },
            ],
        }
    ],
    "subnet6": [BEHIND_OTHER_ADDRESS],
}

OPTIONS: Final[Config] = {
    **PLAIN,
    "option-def": [
        {"name": "pairs", "code": 1000, "type": "record", "record-types": "uint8,ipv6-address", "array": True},
        {"name": "words", "code": 1001, "type": "string"},
        {"name": "numbers", "code": 1002, "type": "uint16", "array": True},
        {"name": "container", "code": 1003, "type": "empty", "encapsulate": "inner"},
        {"name": "leaf", "code": 1, "space": "inner", "type": "uint32"},
        {"name": "route", "code": 2, "space": "inner", "type": "ipv6-prefix"},
        {"name": "modem-file", "code": 33, "space": "vendor-4491", "type": "string"},
        {"name": "other-file", "code": 1, "space": "vendor-1234", "type": "string"},
    ],
    "option-data": [
        *USUAL_OPTIONS,
        {"name": "pairs", "data": "1, 2001:db8:1::1"},
        {"name": "words", "data": "a string\\, with a comma", "always-send": True},
        {"name": "numbers", "data": "1,2,0x1003"},
        {"name": "container"},
        {"name": "leaf", "space": "inner", "data": "77"},
        {"name": "route", "space": "inner", "data": "2001:db8:77::/48"},
        {"name": "sntp-servers", "data": "2001:db8:1::55"},
        {"name": "preference", "data": "7", "always-send": True},
        {"name": "information-refresh-time", "data": "3600"},
        {"name": "bootfile-url", "data": "http://[2001:db8:1::77]/boot", "always-send": True},
        {"name": "new-posix-timezone", "data": "EST5EDT4\\,M3.2.0/02:00\\,M11.1.0/02:00"},
        {"code": 2000, "csv-format": False, "data": "ab" * 500},
        {"name": "vendor-opts", "data": "4491"},
        {"name": "modem-file", "space": "vendor-4491", "data": "modem.cfg"},
        {"name": "tftp-servers", "space": "vendor-4491", "data": "2001:db8:1::61"},
        {"name": "other-file", "space": "vendor-1234", "data": "other.cfg"},
        {"name": "s46-cont-mape"},
        {"name": "s46-rule", "space": "s46-cont-mape-options", "data": "128, 3, 24, 192.0.2.0, 2001:db8:1::/64"},
        {"name": "s46-br", "space": "s46-cont-mape-options", "data": "2001:db8:cafe::1", "always-send": True},
        {"name": "s46-portparams", "space": "s46-rule-options", "data": "2, 3/4", "always-send": True},
    ],
    "subnet6": [
        {
            **LINK,
            "option-data": [{"name": "domain-search", "data": "subnet.example.org"}],
            "pools": [
                {
                    "pool": "2001:db8:1::100 - 2001:db8:1::1ff",
                    "option-data": [
                        {"name": "domain-search", "data": "pool.example.org"},
                        {"name": "sip-server-addr", "data": "2001:db8:1::65"},
                    ],
                },
                {"pool": "2001:db8:1::200 - 2001:db8:1::2ff"},
            ],
        },
        RELAYED,
    ],
}

NAMES: Final[Config] = {
    **PLAIN,
    "dhcp-ddns": {"enable-updates": False},
    "ddns-send-updates": True,
    "hostname-char-set": "[^A-Za-z0-9.-]",
    "hostname-char-replacement": "x",
    "ddns-qualifying-suffix": "dyn.example.org",
    "ddns-replace-client-name": "when-not-present",
}

HARDWARE: Final[Config] = {
    **PLAIN,
    "mac-sources": ["client-link-addr-option", "duid", "ipv6-link-local", "remote-id", "subscriber-id",
                    "docsis-cmts", "docsis-modem"],
    "host-reservation-identifiers": ["hw-address", "duid"],
    "subnet6": [
        LINK,
        {
            **RELAYED,
            "reservations": [
                {"hw-address": f"02:be:00:00:00:{number:02x}", "ip-addresses": [f"2001:db8:2::{number:x}"]}
                for number in range(0x20, 0x30)
            ],
        },
    ],
}  # fmt: skip

FROM_ADDRESS: Final[Config] = {**HARDWARE, "mac-sources": ["ipv6-link-local"]}
FROM_REMOTE_ID: Final[Config] = {**HARDWARE, "mac-sources": ["remote-id", "subscriber-id"]}

SUPPLIED: Final[Config] = {
    **PLAIN,
    "relay-supplied-options": ["110", "24", "120"],
    "store-extended-info": True,
}
