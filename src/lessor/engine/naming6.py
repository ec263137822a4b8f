"""What a DHCPv6 client is called: the name kept in its leases and the option that tells it (RFC 4704).

[hot] The twin of naming.py: DHCPv6 has one option for names, and a client is told its name only when it asks.
"""


class Name6:
    """A client's name: `stored` is kept in its leases, `tlvs` go into the reply."""

    __slots__ = ("stored", "tlvs")

    def __init__(self, stored: str, tlvs: bytes) -> None:
        self.stored = stored
        self.tlvs = tlvs
