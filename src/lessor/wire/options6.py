"""DHCPv6 options as code -> raw octets, and back (RFC 8415 section 21.1).

[hot] Values stay slices of the message until somebody asks for their meaning. Unlike in DHCPv4 a code that occurs more
than once is several options, as with the identity associations of one client: a code has a list of values, in the
order they stand, and nothing is joined or cut. Sub-options are options within a value and are walked the same way.
"""

from struct import Struct
from typing import Final

from lessor.wire.errors import WireError

HEAD: Final = Struct("!HH")
HEAD_LENGTH: Final = 4
LONGEST: Final = 0xFFFF

Options = dict[int, list[bytes]]
"""Values by code."""


def walk6(data: bytes, start: int = 0) -> Options:
    """Return the options from an offset up to the end.

    What is left behind a broken option is passed over: as in DHCPv4 the whole options before it count.
    """
    options: Options = {}
    end = len(data)
    last = end - HEAD_LENGTH
    i = start
    while i <= last:
        code, length = HEAD.unpack_from(data, i)
        value = i + HEAD_LENGTH
        i = value + length
        if i > end:
            break
        if code in options:
            options[code].append(data[value:i])
        else:
            options[code] = [data[value:i]]
    return options


def tlv6(code: int, data: bytes) -> bytes:
    """Return one option as it goes out. Raise ValueError when it is longer than an option can be."""
    if len(data) > LONGEST:
        raise ValueError(f"option {code} of {len(data)} octets, {LONGEST} are the most")
    return HEAD.pack(code, len(data)) + data


def join6(options: Options) -> bytes:
    """Return options as they go out, codes in the order of the dict. Raise ValueError as tlv6."""
    return b"".join([tlv6(code, value) for code, values in options.items() for value in values])


def read_codes(data: bytes) -> tuple[int, ...]:
    """Return the codes of an Option Request option (RFC 8415 section 21.7). Raise WireError."""
    if len(data) % 2:
        raise WireError(f"list of option codes has {len(data)} octets")
    return tuple(int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data), 2))


def read_enterprise(data: bytes) -> tuple[int, bytes]:
    """Return the enterprise number a value begins with, and what follows. Raise WireError.

    So begin vendor class and vendor options (RFC 8415 sections 21.16 and 21.17) and remote-id (RFC 4649 section 3).
    """
    if len(data) < 4:
        raise WireError(f"no enterprise number in {len(data)} octets")
    return int.from_bytes(data[:4], "big"), data[4:]
