"""What the user contexts of leases tell of relays."""

import pytest

from lessor.store.relayed import RELAY_TABLES6, UNTOLD, relayed4, relayed6

RELAY_IDS, REMOTE_IDS = RELAY_TABLES6


def agent(told: str) -> str:
    return f'{{ "ISC": {{ "relay-agent-info": {told} }} }}'


def relays(*told: str) -> str:
    return f'{{ "ISC": {{ "relay-info": [ {", ".join(told)} ] }} }}'


@pytest.mark.parametrize(
    ("context", "identifiers"),
    [
        (agent('{ "relay-id": "0A0B", "remote-id": "01", "sub-options": "0x020101" }'), (b"\x0a\x0b", b"\x01")),
        (agent('{ "remote-id": "01" }'), (None, b"\x01")),
        # as Kea 2.2 wrote it; the last sub-option is not whole
        (agent('"0x0104616263640C020A0B0201FF0209"'), (b"\x0a\x0b", b"\xff")),
        (agent(f'{{ "relay-id": "{"0A" * 256}", "remote-id": "{"0B" * 255}" }}'), (None, b"\x0b" * 255)),
        (agent('"0x02000C00"'), UNTOLD),
        ("", UNTOLD),
        ('{ "comment": "relay-agent-info" }', UNTOLD),
        (agent('{ "relay-id": "0A0", "remote-id": 7 }'), UNTOLD),
        (agent("[ ]"), UNTOLD),
        (agent('"0xzz"'), UNTOLD),
        ('{ "ISC": [ "relay-agent-info" ] }', UNTOLD),
        ('[ "relay-agent-info" ]', UNTOLD),
        ("relay-agent-info", UNTOLD),
        ("[" * 100_000 + "relay-agent-info", UNTOLD),
    ],
)
def test_of_a_relay_of_dhcpv4(context: str, identifiers: tuple[bytes | None, bytes | None]) -> None:
    assert relayed4(context) == identifiers


@pytest.mark.parametrize(
    ("context", "relay_ids", "remote_ids"),
    [
        (relays('{ "hop": 0, "relay-id": "0A" }'), [b"\x0a"], []),
        (
            relays('{ "relay-id": "0B", "remote-id": "01" }', '{ "relay-id": "0A" }', '{ "relay-id": "0B" }'),
            [b"\x0a", b"\x0b"],
            [b"\x01"],
        ),
        (relays('{ "relay-id": "" }', '{ "relay-id": "0" }', "7"), [], []),
        (relays(f'{{ "relay-id": "{"0A" * 131}", "remote-id": "{"0B" * 255}" }}'), [], [b"\x0b" * 255]),
        # as Kea 2.2 wrote it; the last option is not whole
        (
            '{ "ISC": { "relays": [ { "options": "0x001200010000350002000A00250005000000070100350009" }, 7 ] } }',
            [b"\x00\x0a"],
            [b"\0\0\0\7\1"],
        ),
        ('{ "ISC": { "relays": [ { "options": 7 }, { "options": "0x00" } ] } }', [], []),
        ('{ "ISC": { "relay-info": { "relay-id": "0A" } } }', [], []),
        ("relay-info", [], []),
        ("", [], []),
    ],
)
def test_of_relays_of_dhcpv6(context: str, relay_ids: list[bytes], remote_ids: list[bytes]) -> None:
    assert relayed6(context, RELAY_IDS) == relay_ids
    assert relayed6(context, REMOTE_IDS) == remote_ids
