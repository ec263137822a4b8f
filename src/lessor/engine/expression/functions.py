"""The functions of the expression language on octets. What has no result raises EvaluationError."""

from collections.abc import Callable, Mapping
from functools import partial
from socket import AF_INET, AF_INET6, inet_ntop
from typing import Final

from lessor.engine.expression.errors import EvaluationError


def substring(text: bytes, start: int, length: int | None) -> bytes:
    """Return octets from a place; it counts from the end if negative, and so many before it if the length is negative.

    A length of None is all the rest.
    """
    size = len(text)
    if not -size <= start < size:
        return b""
    if start < 0:
        start += size
    if length is None:
        return text[start:]
    return text[start : start + length] if length >= 0 else text[max(0, start + length) : start]


def split(text: bytes, delimiters: bytes, number: int) -> bytes:
    """Return a field, counted from 1; b"" if there is none. Each octet of the delimiters splits, none are skipped."""
    if not delimiters:
        return text
    mark = delimiters[:1]
    if len(delimiters) > 1:
        text = text.translate(bytes.maketrans(delimiters, mark * len(delimiters)))
    fields = text.split(mark)
    return fields[number - 1] if 1 <= number <= len(fields) else b""


def address_to_text(address: bytes) -> bytes:
    """Return the usual text of 4 or 16 octets. Raise EvaluationError."""
    if not address:
        return b""
    if len(address) == 4:
        return inet_ntop(AF_INET, address).encode()
    if len(address) == 16:
        return inet_ntop(AF_INET6, address).encode()
    raise EvaluationError(f"addrtotext of {len(address)} octets, not 4 or 16")


def _number_to_text(number: bytes, name: str, size: int, signed: bool) -> bytes:
    if not number:
        return b""
    if len(number) != size:
        raise EvaluationError(f"{name} of {len(number)} octets, not {size}")
    return str(int.from_bytes(number, "big", signed=signed)).encode()


def _number(name: str, size: int, signed: bool) -> Callable[[bytes], bytes]:
    return partial(_number_to_text, name=name, size=size, signed=signed)


CONVERSIONS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "lcase": bytes.lower,
    "ucase": bytes.upper,
    "addrtotext": address_to_text,
    "int8totext": _number("int8totext", 1, signed=True),
    "int16totext": _number("int16totext", 2, signed=True),
    "int32totext": _number("int32totext", 4, signed=True),
    "uint8totext": _number("uint8totext", 1, signed=False),
    "uint16totext": _number("uint16totext", 2, signed=False),
    "uint32totext": _number("uint32totext", 4, signed=False),
}
"""The functions of one text, by name."""


def hexstring(text: bytes, separator: bytes) -> bytes:
    """Return lower-case digits, a separator between each two of them."""
    # common case first: bytes.hex takes one ASCII character
    if len(separator) == 1 and separator.isascii():
        return text.hex(separator).encode()
    return separator.join([b"%02x" % octet for octet in text])
