"""Feed octets to every kind of value and every option: `python fuzz/values.py SECONDS [SEED]`.

Whatever comes over the wire must be accepted or refused with WireError; anything else is a defect, and stops the run
with the octets that caused it.
"""

from contextlib import suppress
from typing import Final

from damage import damaged, run

from lessor.wire.catalog4 import ROWS4
from lessor.wire.catalog6 import ROWS6
from lessor.wire.definition import OptionDefinition
from lessor.wire.errors import WireError
from lessor.wire.identity import duid_type, hwaddr_of_duid, hwaddr_of_option, unpack_client_id
from lessor.wire.names import unpack_name, unpack_names, unpack_partial_name
from lessor.wire.payload import pack_octets, show_values
from lessor.wire.values import KINDS, KINDS6
from lessor.wire.vendors import VENDORS4, VENDORS6

LONGEST: Final = 600

_KINDS: Final = (*KINDS.values(), KINDS6["tuple"])

_EVERY_KIND: Final = tuple(kind for kind in KINDS if kind not in ("empty", "binary", "string"))

DEFINITIONS: Final = (
    *ROWS4,
    *VENDORS4,
    *ROWS6,
    *VENDORS6,
    OptionDefinition(1, "record", "fuzz", "record", fields=(*_EVERY_KIND, "string")),
    OptionDefinition(2, "repeated", "fuzz", "record", array=True, fields=_EVERY_KIND),
    *(OptionDefinition(3, f"array-of-{kind}", "fuzz", kind, array=True) for kind in KINDS),
)

SEEDS: Final = tuple(
    bytes.fromhex(text)
    for text in (
        "c0000201c0000202",
        "076578616d706c65036f726700",
        "03656e67056170706c6503636f6d00096d61726b6574696e67c004",
        "190ae500800ae50001200ac67a2f0ac67a01",
        "2020010db8",
        "043000",
        "0161026263",
        "01c0000201c0000202016100016200",
        "0026000212087265736f6c766572076578616d706c650008c0000201c00002020001000403646f74",
        "ff69616964000300010200000000aa",
        "000000",
        "0001000101020304020000000000aa",
        "0001001208 7265736f6c766572076578616d706c6500001020010db80000000000000000000000010001000403646f74",
        "801418c00002002020010db8005d000402043000",
        "0000118b0020001020010db8000000000000000000000001",
    )
)


READERS: Final = (
    unpack_name,
    unpack_names,
    unpack_partial_name,
    duid_type,
    unpack_client_id,
    hwaddr_of_duid,
    hwaddr_of_option,
)


def one(data: bytes) -> None:
    """Unpack `data` by every kind and every definition. Raise whatever is not WireError."""
    for kind in _KINDS:
        with suppress(WireError):
            kind.end(data, len(data) // 2)
            kind.decode(data)
            kind.tidy(data)
    for definition in DEFINITIONS:
        for kinds in (KINDS, KINDS6):
            with suppress(WireError):
                pack_octets(definition, data, kinds)
            with suppress(WireError):
                show_values(definition, data, kinds)
    for read in READERS:
        with suppress(WireError):
            read(data)


if __name__ == "__main__":
    run(one, lambda chance: damaged(chance, SEEDS, LONGEST))
