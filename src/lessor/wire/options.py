"""DHCPv4 options as code -> raw octets, and back.

[hot] Values stay slices of the message until somebody asks for their meaning. A code that occurs more than once is one
long option cut into pieces (RFC 3396 section 7): the pieces are joined in the order they stand; writing cuts
values of more than 255 octets in the same way (section 6).
"""

from typing import Final

from lessor.wire.errors import WireError

PAD: Final = 0
END: Final = 255
LONGEST: Final = 255


def walk(data: bytes, start: int, end: int, options: dict[int, bytes]) -> None:
    """Add the options of data[start:end] to `options`, up to the end option.

    What is left behind a broken option is passed over, as clients exist that cut their last option short: neither a
    missing end option nor a length that reaches past `end` is an error.
    """
    i = start
    last = end - 1
    while i < last:
        code = data[i]
        if code == PAD:
            i += 1
            continue
        if code == END:
            return
        value = i + 2
        i = value + data[i + 1]
        if i > end:
            return
        if code in options:
            options[code] += data[value:i]
        else:
            options[code] = data[value:i]


def walk_suboptions(data: bytes) -> dict[int, bytes]:
    """Return the sub-options of an encapsulated space (RFC 3046 section 2.0, RFC 2132 section 8.4).

    Codes 0 and 255 are ordinary codes here. Raise WireError.
    """
    suboptions: dict[int, bytes] = {}
    i = 0
    while i < len(data):
        if i + 1 >= len(data):
            raise WireError(f"sub-option {data[i]} has no length", i)
        following = i + 2 + data[i + 1]
        if following > len(data):
            raise WireError(f"sub-option {data[i]} is longer than what is left", i)
        suboptions[data[i]] = suboptions.get(data[i], b"") + data[i + 2 : following]
        i = following
    return suboptions


def tlv(code: int, data: bytes) -> bytes:
    """Return one option as it goes out; a value of more than 255 octets is cut (RFC 3396 section 6)."""
    if len(data) <= LONGEST:
        return bytes((code, len(data))) + data
    pieces = [data[i : i + LONGEST] for i in range(0, len(data), LONGEST)]
    return b"".join(bytes((code, len(piece))) + piece for piece in pieces)
