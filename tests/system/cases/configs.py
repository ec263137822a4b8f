"""Configurations under which conversations are compared. Each serves the guard of wire.py at its reserved address."""

from typing import Final

from tests.system.programs import Config
from tests.system.wire import GUARD_ADDRESS, GUARD_MAC

GUARD: Final = {"hw-address": GUARD_MAC.hex(":"), "ip-address": GUARD_ADDRESS}

USUAL_OPTIONS: Final = [
    {"name": "domain-name-servers", "data": "192.0.2.53, 192.0.2.54"},
    {"name": "domain-name", "data": "example.org"},
]

RESERVATIONS: Final = [
    GUARD,
    {"hw-address": "02:be:00:00:00:01", "ip-address": "192.0.2.184"},
    {
        "hw-address": "02:be:00:00:00:02",
        "ip-address": "192.0.2.20",
        "hostname": "printer",
        "next-server": "192.0.2.70",
        "server-hostname": "boot.example.org",
        "boot-file-name": "/pxe/printer",
        "option-data": [
            {"name": "domain-name-servers", "data": "192.0.2.99"},
            {"name": "ntp-servers", "data": "192.0.2.98"},
        ],
    },
    {"client-id": "01:be:be:03", "ip-address": "192.0.2.21", "hostname": "scanner.example.net"},
    {"hw-address": "02:be:00:00:00:04", "hostname": "nameonly"},
]

LINK: Final = {
    "id": 1,
    "subnet": "192.0.2.0/24",
    "pools": [{"pool": "192.0.2.100 - 192.0.2.199"}],
    "option-data": [{"name": "routers", "data": "192.0.2.1"}],
    "reservations": RESERVATIONS,
}

RELAYED: Final = {
    "id": 2,
    "subnet": "10.1.0.0/24",
    "pools": [{"pool": "10.1.0.100 - 10.1.0.199"}],
    "option-data": [{"name": "routers", "data": "10.1.0.1"}],
}

BEHIND_OTHER_ADDRESS: Final = {
    "id": 3,
    "subnet": "10.2.0.0/24",
    "relay": {"ip-addresses": ["10.99.0.1"]},
    "pools": [{"pool": "10.2.0.100 - 10.2.0.199"}],
}

PLAIN: Final[Config] = {
    "interfaces-config": {"interfaces": ["lsy0"]},
    "valid-lifetime": 4000,
    "renew-timer": 1000,
    "rebind-timer": 2000,
    "option-data": USUAL_OPTIONS,
    "subnet4": [LINK, RELAYED, BEHIND_OTHER_ADDRESS],
}

AUTHORITATIVE: Final[Config] = {**PLAIN, "authoritative": True}

BY_HARDWARE: Final[Config] = {**PLAIN, "match-client-id": False, "echo-client-id": False}

UDP: Final[Config] = {
    **PLAIN,
    "interfaces-config": {"interfaces": ["lsy0"], "dhcp-socket-type": "udp"},
}

TIMES: Final[Config] = {
    **{key: value for key, value in PLAIN.items() if key not in ("renew-timer", "rebind-timer")},
    "min-valid-lifetime": 1000,
    "max-valid-lifetime": 8000,
    "calculate-tee-times": True,
    "t1-percent": 0.4,
    "t2-percent": 0.75,
    "subnet4": [
        LINK,
        {**RELAYED, "valid-lifetime": 4294967295, "max-valid-lifetime": 4294967295},
        {**BEHIND_OTHER_ADDRESS, "renew-timer": 500, "rebind-timer": 9000, "calculate-tee-times": False},
    ],
}

ONE_ADDRESS: Final[Config] = {
    **PLAIN,
    "subnet4": [
        {**LINK, "pools": [{"pool": "192.0.2.100 - 192.0.2.100"}]},
        {**RELAYED, "pools": []},
    ],
}

SHARED: Final[Config] = {
    **{key: value for key, value in PLAIN.items() if key != "subnet4"},
    "shared-networks": [
        {
            "name": "floor",
            "relay": {"ip-addresses": ["10.98.0.1"]},
            "option-data": [{"name": "domain-name", "data": "floor.example.org"}],
            "subnet4": [
                {
                    "id": 10,
                    "subnet": "10.3.0.0/24",
                    "pools": [{"pool": "10.3.0.100 - 10.3.0.101"}],
                    "option-data": [{"name": "routers", "data": "10.3.0.1"}],
                },
                {
                    "id": 11,
                    "subnet": "10.4.0.0/24",
                    "valid-lifetime": 5000,
                    "pools": [{"pool": "10.4.0.100 - 10.4.0.199"}],
                    "option-data": [{"name": "routers", "data": "10.4.0.1"}],
                    "reservations": [{"hw-address": "02:be:00:00:00:11", "ip-address": "10.4.0.20"}],
                },
            ],
        }
    ],
    "subnet4": [LINK],
}

OPTIONS: Final[Config] = {
    **PLAIN,
    "next-server": "192.0.2.60",
    "server-hostname": "tftp.example.org",
    "boot-file-name": "/pxe/default",
    "option-def": [
        {"name": "pairs", "code": 224, "type": "record", "record-types": "uint8,ipv4-address", "array": True},
        {"name": "words", "code": 225, "type": "string"},
        {"name": "numbers", "code": 226, "type": "uint16", "array": True},
        {"name": "container", "code": 227, "type": "empty", "encapsulate": "inner"},
        {"name": "leaf", "code": 1, "space": "inner", "type": "uint32"},
        {"name": "route", "code": 2, "space": "inner", "type": "ipv4-address"},
    ],
    "option-data": [
        *USUAL_OPTIONS,
        {"name": "pairs", "data": "1, 192.0.2.1"},
        {"name": "words", "data": "a string\\, with a comma", "always-send": True},
        {"name": "numbers", "data": "1,2,0x1003"},
        {"name": "container"},
        {"name": "leaf", "space": "inner", "data": "77"},
        {"name": "route", "space": "inner", "data": "192.0.2.7"},
        {"name": "domain-search", "data": "example.org, a.example.org"},
        {"name": "time-servers", "data": "192.0.2.55"},
        {"name": "boot-size", "csv-format": False, "data": "0102"},
        {"name": "vendor-encapsulated-options", "csv-format": False, "data": "010455667788"},
        {"name": "root-path", "data": "/srv/root"},
        {"code": 230, "csv-format": False, "data": "ab" * 255},
        {"code": 231, "csv-format": False, "data": "cd" * 250},
        {"code": 232, "csv-format": False, "data": "ef" * 300},
        {"name": "vivso-suboptions", "data": "4491"},
        {"name": "tftp-servers", "space": "vendor-4491", "data": "192.0.2.61"},
    ],
    "subnet4": [
        {
            **LINK,
            "next-server": "192.0.2.61",
            "option-data": [
                {"name": "routers", "data": "192.0.2.1"},
                {"name": "domain-name", "data": "subnet.example.org"},
            ],
            "pools": [
                {
                    "pool": "192.0.2.100 - 192.0.2.189",
                    "option-data": [{"name": "domain-name", "data": "pool.example.org"}],
                },
                {"pool": "192.0.2.190 - 192.0.2.199"},
            ],
        },
        RELAYED,
    ],
}

NAMES: Final[Config] = {
    **PLAIN,
    "ddns-send-updates": False,
    "hostname-char-set": "[^A-Za-z0-9.-]",
    "hostname-char-replacement": "x",
    "ddns-qualifying-suffix": "dyn.example.org",
}

SERVER_ID: Final[Config] = {
    **PLAIN,
    "option-data": [*USUAL_OPTIONS, {"name": "dhcp-server-identifier", "data": "192.0.2.250"}],
}
