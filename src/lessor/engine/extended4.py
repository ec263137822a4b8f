"""What a lease keeps of the relay its client came through, as JSON in its user context, and what is read from there.

`store-extended-info` writes it, `stash-agent-options` makes use of it: a client that renews without its relay is
treated as if the relay had said again what it said before. Keys and their order are Kea's, because bulk lease queries
and people's scripts read them.
"""

import json
from typing import Final

from lessor.wire.errors import WireError
from lessor.wire.options import walk_suboptions

# Sub-options of relay agent information (RFC 3046 section 3.2, RFC 6925).
REMOTE_ID: Final = 2
RELAY_ID: Final = 12

BY_SUBOPTION: Final = ((RELAY_ID, "relay-id"), (REMOTE_ID, "remote-id"))


def with_relay_information(context: str, information: bytes) -> str:
    """Return a user context that tells of this relay information, with everything else it said before."""
    told = _told(information)
    alone = f'{{ "ISC": {{ "relay-agent-info": {told} }} }}'
    # common case first: nothing else in it
    if not context or context == alone:
        return alone
    kept = _parsed(context)
    own = kept.get("ISC")
    kept["ISC"] = (own if isinstance(own, dict) else {}) | {"relay-agent-info": json.loads(told)}
    return json.dumps(kept)


def relay_information(context: str) -> bytes:
    """Return the relay information a user context tells of; b"" when there is none. Kea 2.2 wrote it as plain text."""
    # common case first: nothing to parse
    if not context:
        return b""
    own = _parsed(context).get("ISC")
    told = own.get("relay-agent-info") if isinstance(own, dict) else None
    if isinstance(told, dict):
        told = told.get("sub-options")
    if not isinstance(told, str):
        return b""
    try:
        return bytes.fromhex(told.removeprefix("0x"))
    except ValueError:
        return b""


def _told(information: bytes) -> str:
    try:
        suboptions = walk_suboptions(information)
    except WireError:
        suboptions = {}
    pairs = [f'"{name}": "{suboptions[code].hex().upper()}"' for code, name in BY_SUBOPTION if suboptions.get(code)]
    return f"{{ {', '.join([*pairs, _hexadecimal(information)])} }}"


def _hexadecimal(information: bytes) -> str:
    return f'"sub-options": "0x{information.hex().upper()}"'


def _parsed(context: str) -> dict[str, object]:
    """Return the user context as a map; an empty one for text that is none, as a lease file may hold."""
    try:
        value = json.loads(context)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
