"""Encrypted resolvers for clients, DHCPv4 option 162 and DHCPv6 option 144 (RFC 9463 sections 5.1 and 4.1).

Text of a resolver: `priority, name, addresses, parameters`; addresses are separated by blanks, and so are parameters:
`alpn=dot\\,doq`, `port=853`, `dohpath=/q{?dns}` or `keyNNN=text` (RFC 9460). A resolver of only priority and name has
neither addresses nor parameters. Or the octets in hexadecimal.

On the wire a resolver is the priority (2 octets), the name and the addresses, each behind its length, and, up to the
end, the parameters. The DHCPv6 option holds one resolver. The DHCPv4 option holds several, each behind its length (2
octets), in text separated by `|`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lessor.wire.errors import WireError
from lessor.wire.names import pack_name, unpack_name
from lessor.wire.octets import parse_octets
from lessor.wire.values import KINDS, Codec, parse_number, split_values

_PORT = KINDS["uint16"]

# Hints of addresses are not allowed here: addresses have their own field (RFC 9463 section 3.1.5).
_FORBIDDEN: Final = {"ipv4hint": 4, "ipv6hint": 6}


@dataclass(frozen=True, slots=True)
class Resolver:
    """One resolver; `parameters` are key and value on the wire, in ascending order of keys."""

    priority: int
    name: str
    addresses: tuple[bytes, ...] = ()
    parameters: tuple[tuple[int, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """What a family writes differently within a resolver: its addresses, and the lengths of name and addresses."""

    address: Codec
    octets_of_address: int
    octets_of_length: int


FORM4: Final = Form(KINDS["ipv4-address"], 4, 1)
FORM6: Final = Form(KINDS["ipv6-address"], 16, 2)


def pack_resolvers4(text: str) -> bytes:
    """Return the octets of resolvers written as text. Raise ValueError."""
    if "," not in text:
        return tidy_resolvers4(parse_octets(text.strip()))
    return b"".join(_counted(_pack(_parse(resolver, FORM4), FORM4), 2) for resolver in text.split("|"))


def show_resolvers4(data: bytes) -> str:
    """Return resolvers as text. Raise WireError."""
    return " | ".join(_show(resolver, FORM4) for resolver in unpack_resolvers4(data))


def tidy_resolvers4(data: bytes) -> bytes:
    """Return the same resolvers as we would have written them. Raise WireError."""
    return b"".join(_counted(_pack(resolver, FORM4), 2) for resolver in unpack_resolvers4(data))


def unpack_resolvers4(data: bytes) -> list[Resolver]:
    """Return the resolvers of a DHCPv4 option. Raise WireError."""
    resolvers = []
    at = 0
    while at < len(data):
        resolver, at = _cut(data, at, 2)
        resolvers.append(_unpack(resolver, FORM4))
    if not resolvers:
        raise WireError("no resolver")
    return resolvers


def pack_resolver6(text: str) -> bytes:
    """Return the octets of a resolver written as text. Raise ValueError."""
    if "," not in text:
        return tidy_resolver6(parse_octets(text.strip()))
    return _pack(_parse(text, FORM6), FORM6)


def show_resolver6(data: bytes) -> str:
    """Return a resolver as text. Raise WireError."""
    return _show(_unpack(data, FORM6), FORM6)


def tidy_resolver6(data: bytes) -> bytes:
    """Return the same resolver as we would have written it. Raise WireError."""
    return _pack(_unpack(data, FORM6), FORM6)


# Text to record and back.


def _parse(text: str, form: Form) -> Resolver:
    fields = split_values(text)
    if not 2 <= len(fields) <= 4 or (len(fields) > 2 and not fields[2]):
        raise ValueError(f"{text.strip()!r} is not a resolver: write priority, name, addresses, parameters")
    priority, name, addresses, parameters = [*fields, "", ""][:4]
    return Resolver(
        parse_number(priority, 0, 0xFFFF),
        name,
        tuple(form.address.encode(address) for address in addresses.split()),
        tuple(sorted(_parse_parameter(parameter) for parameter in parameters.split())),
    )


def _show(resolver: Resolver, form: Form) -> str:
    fields = [str(resolver.priority), resolver.name]
    if resolver.addresses:
        fields.append(" ".join(form.address.decode(address) for address in resolver.addresses))
    if resolver.parameters:
        fields.append(" ".join(_show_parameter(key, value) for key, value in resolver.parameters).replace(",", "\\,"))
    return ", ".join(fields)


def _parse_parameter(text: str) -> tuple[int, bytes]:
    name, _, value = text.partition("=")
    if name in _FORBIDDEN:
        raise ValueError(f"{name} is not allowed here: write the addresses in the field before")
    if name in PARAMETERS:
        parameter = PARAMETERS[name]
        return parameter.key, parameter.parse(value)
    if not name.startswith("key"):
        raise ValueError(f"unknown parameter {name!r}: write one of {', '.join(PARAMETERS)} or keyNNN")
    return parse_number(name.removeprefix("key"), 0, 0xFFFF), value.encode()


def _show_parameter(key: int, value: bytes) -> str:
    for name, parameter in PARAMETERS.items():
        if parameter.key == key:
            return f"{name}={parameter.show(value)}"
    return f"key{key}={_show_text(value)}" if value else f"key{key}"


def _parse_protocols(text: str) -> bytes:
    protocols = [protocol.encode() for protocol in text.split(",")]
    if not all(1 <= len(protocol) <= 255 for protocol in protocols):
        raise ValueError(f"{text!r} is not a list of protocols, as in dot,doq")
    return b"".join(bytes((len(protocol),)) + protocol for protocol in protocols)


def _show_protocols(data: bytes) -> str:
    protocols = []
    at = 0
    while at < len(data):
        end = at + 1 + data[at]
        if end > len(data):
            raise WireError("protocol runs over the end", at)
        protocols.append(_show_text(data[at + 1 : end]))
        at = end
    return ",".join(protocols)


def _show_text(data: bytes) -> str:
    return data.decode(errors="backslashreplace")


# Record to octets and back.


def _pack(resolver: Resolver, form: Form) -> bytes:
    packed = resolver.priority.to_bytes(2, "big") + _counted(pack_name(resolver.name), form.octets_of_length)
    if resolver.addresses:
        packed += _counted(b"".join(resolver.addresses), form.octets_of_length)
    for key, value in resolver.parameters:
        packed += key.to_bytes(2, "big") + _counted(value, 2)
    return packed


def _counted(data: bytes, octets_of_length: int) -> bytes:
    """Return octets behind their length."""
    longest = (1 << 8 * octets_of_length) - 1
    if len(data) > longest:
        raise ValueError(f"{len(data)} octets where {longest} are the most")
    return len(data).to_bytes(octets_of_length, "big") + data


def _cut(data: bytes, at: int, octets_of_length: int) -> tuple[bytes, int]:
    """Return the octets behind a length and the offset behind them."""
    start = at + octets_of_length
    end = start + int.from_bytes(data[at:start], "big")
    if end > len(data) or start > len(data):
        raise WireError("length reaches over the end", at)
    return data[start:end], end


def _unpack(data: bytes, form: Form) -> Resolver:
    packed_name, at = _cut(data, 2, form.octets_of_length)
    name, end = unpack_name(packed_name)
    if end != len(packed_name):
        raise WireError("octets after the name", end)
    addresses, at = _cut(data, at, form.octets_of_length) if at < len(data) else (b"", at)
    size = form.octets_of_address
    if len(addresses) % size:
        raise WireError(f"{len(addresses)} octets of addresses", at)
    parameters = []
    while at < len(data):
        if at + 4 > len(data):
            raise WireError("parameter runs over the end", at)
        key = int.from_bytes(data[at : at + 2], "big")
        value, at = _cut(data, at + 2, 2)
        parameters.append((key, value))
    if parameters and not addresses:
        raise WireError("parameters without addresses", at)
    return Resolver(
        int.from_bytes(data[:2], "big"),
        name,
        tuple(addresses[i : i + size] for i in range(0, len(addresses), size)),
        tuple(sorted(parameters)),
    )


@dataclass(frozen=True, slots=True)
class Parameter:
    """One service parameter (RFC 9460 section 14.3.2)."""

    key: int
    parse: Callable[[str], bytes]
    show: Callable[[bytes], str]


PARAMETERS: Final = {
    "alpn": Parameter(1, _parse_protocols, _show_protocols),
    "port": Parameter(3, _PORT.encode, _PORT.decode),
    "dohpath": Parameter(7, str.encode, _show_text),
}
