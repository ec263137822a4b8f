"""DHCPv6 options as readers see them in recorded conversations: different values look different."""

from collections.abc import Iterator
from typing import Final

from tests.system import packets6
from tests.system.packets6 import (
    FQDN,
    HOLDERS,
    IA_NA,
    IA_PD,
    IA_TA,
    IAADDR,
    IAPREFIX,
    ORO,
    STATUS,
    VENDOR_OPTIONS,
    Option,
    Options,
)

ADDRESSES: Final = {12, 22, 23, 27, 28, 31, 40}
NUMBERS: Final = {7, 8, 32, 82, 83, packets6.RELAY_PORT}
NAMES: Final = {21, 24, 29, 30, 64}
TEXTS: Final = {18, 41, 42, 59}
IAS: Final = {IA_NA, IA_TA, IA_PD}
STATUSES: Final = (
    "Success", "UnspecFail", "NoAddrsAvail", "NoBinding", "NotOnLink", "UseMulticast", "NoPrefixAvail",
)  # fmt: skip


def hexadecimal(data: bytes) -> str:
    return data.hex(" ")


def seconds(data: bytes) -> int:
    return int.from_bytes(data, "big")


def labels(data: bytes) -> str:
    """Return domain names as text, the rest of a broken one as it is."""
    names, at = [""], 0
    while at < len(data):
        length = data[at]
        if length > 63 or at + 1 + length > len(data):
            return f"broken {hexadecimal(data)}"
        if length:
            names[-1] += data[at + 1 : at + 1 + length].decode("latin-1") + "."
        else:
            names.append("")
        at += 1 + length
    return " ".join(ascii(name)[1:-1] for name in names if name) + (" (in part)" if names[-1] else "")


def show(code: int, value: bytes) -> str:
    """Return the value of an option that holds no options."""
    if code in ADDRESSES and value and len(value) % 16 == 0:
        return " ".join(packets6.shown(value[at : at + 16]) for at in range(0, len(value), 16))
    if code in NUMBERS and value:
        return str(seconds(value))
    if code in NAMES:
        return labels(value)
    if code in TEXTS:
        return ascii(value.decode("latin-1"))
    if code == ORO and len(value) % 2 == 0:
        return " ".join(str(seconds(value[at : at + 2])) for at in range(0, len(value), 2))
    if code == FQDN and value:
        return f"flags {value[0]} {labels(value[1:])}"
    if code == STATUS and len(value) >= 2:
        return status(value)
    if code == VENDOR_OPTIONS and len(value) >= 4:
        return f"enterprise {seconds(value[:4])}: {hexadecimal(value[4:])}"
    return hexadecimal(value)


def status(value: bytes) -> str:
    number = seconds(value[:2])
    return STATUSES[number] if number < len(STATUSES) else str(number)


def title(code: int, value: bytes) -> tuple[str, str]:
    """Return what an option that holds options is called in its place, and its own fields."""
    if code in IAS and len(value) >= HOLDERS[code]:
        name = f"{code} iaid {seconds(value[:4])}"
        return name, "" if code == IA_TA else f"T1 {seconds(value[4:8])} T2 {seconds(value[8:12])}"
    if code == IAADDR and len(value) >= 24:
        times = f"preferred {seconds(value[16:20])} valid {seconds(value[20:24])}"
        return f"5 {packets6.shown(value[:16])}", times
    if code == IAPREFIX and len(value) >= 25:
        times = f"preferred {seconds(value[:4])} valid {seconds(value[4:8])}"
        return f"26 {packets6.shown(value[9:25])}/{value[8]}", times
    return str(code), f"broken {hexadecimal(value)}"


def inside(code: int, value: bytes) -> Options:
    """Return the options in an option, none where they are broken."""
    if code not in HOLDERS or len(value) < HOLDERS[code]:
        return ()
    try:
        return packets6.inner(code, value)
    except ValueError:
        return ()


def rows(options: Options, above: str = "") -> Iterator[tuple[str, str]]:
    """Yield (place, value) of options and of those inside them; `3 iaid 1/13` is a status in an IA_NA."""
    for code, value in options:
        name, text = title(code, value) if code in HOLDERS else (str(code), show(code, value))
        yield above + name, text
        if code == STATUS and len(value) > 2:
            yield f"{above}{name} text", ascii(value[2:].decode("utf-8", "replace"))
        yield from rows(inside(code, value), f"{above}{name}/")


def sentence(option: Option) -> str:
    """Return an option as part of a sentence: `(3) iaid 1 T1 0 T2 0 [(5) 2001:db8::1 preferred 0 valid 0]`."""
    code, value = option
    if code not in HOLDERS:
        return f"({code}) {show(code, value)}".strip()
    name, text = title(code, value)
    text = text.replace("T1 0 T2 0", "").replace("preferred 0 valid 0", "")
    words = [f"({code})", *name.split()[1:], *text.split()]
    within = ", ".join(map(sentence, inside(code, value)))
    return " ".join(words) + (f" [{within}]" if within else "")
