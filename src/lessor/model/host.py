"""Host reservations: what the administrator promised to one client."""

from dataclasses import dataclass, field
from typing import Final

from lessor.model.options import OptionData

HW_ADDRESS: Final = "hw-address"
DUID: Final = "duid"
CIRCUIT_ID: Final = "circuit-id"
CLIENT_ID: Final = "client-id"
FLEX_ID: Final = "flex-id"


# not frozen, although never changed: that takes three times as long to make, and there may be very many
@dataclass(slots=True)
class Host4:
    """One reservation. `identifier_type` is one of the names above, `identifier` its raw octets.

    `address` 0 means: no address reserved; `next_server` 0, empty texts: not set.
    """

    identifier_type: str
    identifier: bytes
    subnet_id: int = 0
    """0: a global reservation."""
    address: int = 0
    hostname: str = ""
    next_server: int = 0
    server_hostname: str = ""
    boot_file_name: str = ""
    options: tuple[OptionData, ...] = ()
    client_classes: tuple[str, ...] = ()
    user_context: dict[str, object] = field(default_factory=dict)
