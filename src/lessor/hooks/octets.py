"""Octets that show themselves as people write them: `02:00:5e:10:00:01`."""


class Octets(bytes):
    """Octets as any other, but their text is hexadecimal with colons."""

    __slots__ = ()

    def __str__(self) -> str:
        return self.hex(":")

    def __repr__(self) -> str:
        return f"Octets({self.hex(':')!r})"
