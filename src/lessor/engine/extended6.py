"""What a lease keeps of the relays its client came through (`store-extended-info`), as JSON in its user context.

Keys, their order and the spaces are Kea's, because bulk lease queries and people's scripts read them.
"""

from ipaddress import IPv6Address
from typing import Final

from lessor.wire.options6 import join6
from lessor.wire.packet6 import RELAY_ID, REMOTE_ID, Packet6, Relay6

BY_OPTION: Final = ((RELAY_ID, "relay-id"), (REMOTE_ID, "remote-id"))


def relay_info(packet: Packet6) -> str:
    """Return the user context that tells of the relays, the nearest to the server first; empty without relays."""
    if not packet.relays:
        return ""
    return f'{{ "ISC": {{ "relay-info": [ {", ".join([_relay(relay) for relay in packet.relays])} ] }} }}'


def _relay(relay: Relay6) -> str:
    pairs = [f'"hop": {relay.hop_count}', f'"link": "{IPv6Address(relay.link_address)}"']
    if relay.options:
        pairs.append(f'"options": "0x{join6(relay.options).hex().upper()}"')
    pairs.append(f'"peer": "{IPv6Address(relay.peer_address)}"')
    pairs += [
        f'"{name}": "{relay.options[code][0].hex().upper()}"' for code, name in BY_OPTION if code in relay.options
    ]
    return f"{{ {', '.join(pairs)} }}"
