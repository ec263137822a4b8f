"""How DHCPv6 lays out options within options, and the options that Kea shows each in its own way."""

from collections.abc import Callable
from functools import partial
from ipaddress import IPv6Address
from struct import Struct
from typing import Final

from lessor.engine.expression.optiontext import Codes, Layout
from lessor.wire.catalog6 import DHCP6
from lessor.wire.errors import WireError
from lessor.wire.names import unpack_partial_name
from lessor.wire.options6 import read_enterprise, walk6
from lessor.wire.packet6 import (
    CLIENT_FQDN,
    IA_NA,
    IA_PD,
    IA_TA,
    IAADDR,
    IAPREFIX,
    STATUS_CODE,
    VENDOR_CLASS,
    VENDOR_OPTS,
)
from lessor.wire.values import KINDS6

BOOTFILE_PARAM: Final = 60

_IA: Final = Struct("!III")
_IA_TA: Final = Struct("!I")
_IAADDR: Final = Struct("!16sII")
_IAPREFIX: Final = Struct("!IIB16s")

# RFC 8415 section 21.13
_STATUS_NAMES: Final = dict(
    enumerate(["Success", "UnspecFail", "NoAddrsAvail", "NoBinding", "NotOnLink", "UseMulticast", "NoPrefixAvail"])
)

# Flags of RFC 4704 section 4.1, from the highest.
_FLAGS: Final = (("N", 4), ("O", 2), ("S", 1))


def walk_sorted6(data: bytes) -> Codes:
    """Return options sorted by code."""
    return [(code, value) for code, values in sorted(walk6(data).items()) for value in values]


def tuples6(data: bytes) -> list[bytes]:
    """Return texts with a length of two octets each (RFC 8415 section 21.16), up to a broken one."""
    found = []
    at = 0
    while at + 2 <= len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data):
            break
        found.append(data[at + 2 : end])
        at = end
    return found


def _vendor_options(data: bytes) -> tuple[bytes, Codes]:
    return data[:4], walk_sorted6(read_enterprise(data)[1])


def _head(code: int, name: str, data: bytes) -> str:
    return f"type={code:05}{name}, len={len(data):05}: "


def _check(layout: Struct, data: bytes) -> None:
    if len(data) < layout.size:
        raise WireError("shorter than its fields", len(data))


def _show_ia(data: bytes, code: int, name: str) -> str:
    _check(_IA, data)
    iaid, t1, t2 = _IA.unpack_from(data)
    return _head(code, f"({name})", data) + f"iaid={iaid}, t1={t1}, t2={t2}"


def _show_ia_ta(data: bytes) -> str:
    _check(_IA_TA, data)
    (iaid,) = _IA_TA.unpack_from(data)
    return _head(IA_TA, "(IA_TA)", data) + f"iaid={iaid}"


def _show_address(data: bytes) -> str:
    _check(_IAADDR, data)
    address, preferred, valid = _IAADDR.unpack_from(data)
    shown = f"address={IPv6Address(address)}, preferred-lft={preferred}, valid-lft={valid}"
    return _head(IAADDR, "(IAADDR)", data) + shown


def _show_prefix(data: bytes) -> str:
    _check(_IAPREFIX, data)
    preferred, valid, length, prefix = _IAPREFIX.unpack_from(data)
    shown = f"prefix={IPv6Address(prefix)}/{length}, preferred-lft={preferred}, valid-lft={valid}"
    return _head(IAPREFIX, "(IAPREFIX)", data) + shown


def _show_status(data: bytes) -> str:
    if len(data) < 2:
        raise WireError("no status code")
    code = int.from_bytes(data[:2], "big")
    message = data[2:].decode(errors="surrogateescape")
    return _head(STATUS_CODE, "", data) + f'{_STATUS_NAMES.get(code, "(unknown status code)")}({code}) "{message}"'


def _show_vendor_class(data: bytes) -> str:
    enterprise, rest = read_enterprise(data)
    shown = _show_tuples(tuples6(rest), "vendor-class-data")
    return f"type={VENDOR_CLASS}, len={len(data)},  enterprise id=0x{enterprise:x}{shown}"


def _show_bootfile_param(data: bytes) -> str:
    return f"type={BOOTFILE_PARAM}, len={len(data)}{_show_tuples(tuples6(data), 'data')}"


def _show_tuples(tuples: list[bytes], name: str) -> str:
    return "".join(
        f", data-len{i}={len(text)}, {name}{i}='{text.decode(errors='surrogateescape')}'"
        for i, text in enumerate(tuples)
    )


def _show_fqdn(data: bytes) -> str:
    if not data:
        raise WireError("no flags")
    flags = ", ".join(f"{name}={int(data[0] & bit != 0)}" for name, bit in _FLAGS)
    name = unpack_partial_name(data[1:])
    kind = "full" if name.endswith(".") else "partial"
    return f"type={CLIENT_FQDN}(CLIENT_FQDN), flags: ({flags}), domain-name='{name}' ({kind})"


_SPECIAL: Final[dict[int, Callable[[bytes], str]]] = {
    IA_NA: partial(_show_ia, code=IA_NA, name="IA_NA"),
    IA_TA: _show_ia_ta,
    IA_PD: partial(_show_ia, code=IA_PD, name="IA_PD"),
    IAADDR: _show_address,
    IAPREFIX: _show_prefix,
    STATUS_CODE: _show_status,
    VENDOR_CLASS: _show_vendor_class,
    CLIENT_FQDN: _show_fqdn,
    BOOTFILE_PARAM: _show_bootfile_param,
}

LAYOUT6: Final = Layout(
    space=DHCP6,
    kinds=KINDS6,
    digits=5,
    walk=walk_sorted6,
    # RFC 8415 sections 21.4 to 21.6, 21.21 and 21.22
    containers={
        IA_NA: _IA.size,
        IA_TA: _IA_TA.size,
        IA_PD: _IA.size,
        IAADDR: _IAADDR.size,
        IAPREFIX: _IAPREFIX.size,
    },
    vendor_code=VENDOR_OPTS,
    vendor_head=("uint32",),
    vendor_options=_vendor_options,
    special=_SPECIAL,
)
