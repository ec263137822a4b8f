"""From configured options to the ready bytes of replies.

The options of one scope are a `Layer`. Layers of pool, subnet, shared network and global scope lie over each other in a
Plan: by code, the innermost counts. As in Kea sub-options go with the option that encapsulates them in the same scope;
only the options of an enterprise (option 125) are gathered from all scopes. An option that a scope always sends is sent
whichever scope gives its value, and one that a scope never sends is not sent at all.

Options limited to client classes are left out: nobody is in a class before classes are evaluated.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from lessor.engine.tables import UNSET, Plan
from lessor.model.network import Parameters4
from lessor.model.options import DHCP4_SPACE, OptionData
from lessor.wire.options import tlv
from lessor.wire.vendors import enterprise_of

SNAME_SIZE: Final = 64
FILE_SIZE: Final = 128

SUBNET_MASK: Final = 1
LEASE_TIME: Final = 51
MESSAGE_TYPE: Final = 53
RENEWAL_TIME: Final = 58
REBINDING_TIME: Final = 59
VENDOR_OPTIONS: Final = 125

NOT_FROM_OPTIONS: Final = (SUBNET_MASK, LEASE_TIME, MESSAGE_TYPE, RENEWAL_TIME, REBINDING_TIME)
"""The server knows these better than any `option-data`; of times configured so a plan takes the number."""

DEEPEST: Final = 8
"""Spaces inside each other; deeper ones, and circles, are cut off."""

ENTERPRISE_OCTETS: Final = 4
BLOCK_OCTETS: Final = 255
LONGEST_IN_BLOCK: Final = 253


class Layer:
    """The options of one scope: `tlvs` by code, codes always and never sent, sub-options by enterprise.

    `enterprises` are the values of its options 125, each a number or a number with its options.
    """

    __slots__ = ("enterprises", "hidden", "tlvs", "unasked", "vendors")

    def __init__(self, options: Iterable[OptionData]) -> None:
        spaces: dict[str, dict[int, OptionData]] = {}
        enterprises: list[bytes] = []
        for option in options:
            if option.client_classes:
                continue
            spaces.setdefault(option.space, {})[option.code] = option
            if option.code == VENDOR_OPTIONS and option.space == DHCP4_SPACE:
                enterprises.append(option.data)
        own = spaces.get(DHCP4_SPACE, {}).values()
        self.enterprises = tuple(enterprises)
        self.tlvs = {option.code: tlv(option.code, _payload(option, spaces, DEEPEST)) for option in own}
        self.unasked = frozenset(option.code for option in own if option.always_send or option.unasked)
        self.hidden = frozenset(option.code for option in own if option.never_send)
        self.vendors = {
            enterprise: {code: _payload(option, spaces, DEEPEST) for code, option in suboptions.items()}
            for space, suboptions in spaces.items()
            if (enterprise := enterprise_of(space)) is not None
        }


class Merged:
    """Layers laid over each other, the innermost given first."""

    __slots__ = ("hidden", "tlvs", "unasked")

    def __init__(self, layers: Sequence[Layer]) -> None:
        tlvs: dict[int, bytes] = {}
        unasked: set[int] = set()
        hidden: set[int] = set()
        for layer in reversed(layers):
            tlvs |= layer.tlvs
            unasked |= layer.unasked
            hidden |= layer.hidden
        if VENDOR_OPTIONS in tlvs:
            tlvs[VENDOR_OPTIONS] = tlv(VENDOR_OPTIONS, _vendor_options(layers))
        for code in hidden:
            tlvs.pop(code, None)
        self.tlvs = tlvs
        self.unasked = tuple(sorted(unasked & tlvs.keys()))
        self.hidden = tuple(sorted(hidden))


class Plans:
    """Makes layers and plans, equal ones once."""

    def __init__(self) -> None:
        self.layers: dict[tuple[object, ...], Layer] = {}
        self._plans: dict[tuple[object, ...], Plan] = {}

    def layer(self, options: tuple[OptionData, ...]) -> Layer | None:
        """Return the layer of a scope's options, None for a scope without any."""
        if not options:
            return None
        key = tuple(
            (option.space, option.code, option.data, option.always_send, option.never_send, option.client_classes)
            for option in options
        )
        layer = self.layers.get(key)
        if layer is None:
            layer = self.layers[key] = Layer(options)
        return layer

    def plan(self, layers: Sequence[Layer | None], parameters: Parameters4) -> Plan:
        """Return the plan of these scopes, the innermost first."""
        present = tuple(layer for layer in layers if layer is not None)
        key = (*present, parameters)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = _plan(Merged(present), parameters)
        return plan


def server_hostname_field(name: str) -> bytes:
    """Return the header field sname."""
    return name.encode().ljust(SNAME_SIZE, b"\0")


def boot_file_field(name: str) -> bytes:
    """Return the header field file."""
    return name.encode().ljust(FILE_SIZE, b"\0")


def _plan(merged: Merged, parameters: Parameters4) -> Plan:
    tlvs = merged.tlvs
    renew = _seconds(parameters.renew_timer, tlvs.get(RENEWAL_TIME))
    rebind = _seconds(parameters.rebind_timer, tlvs.get(REBINDING_TIME))
    for code in NOT_FROM_OPTIONS:
        tlvs.pop(code, None)
    return Plan(
        tlvs=tlvs,
        unasked=tuple(code for code in merged.unasked if code in tlvs),
        lifetime_min=parameters.valid.minimum,
        lifetime_default=parameters.valid.default,
        lifetime_max=parameters.valid.maximum,
        renew=renew,
        rebind=rebind,
        t1_percent=parameters.t1_percent if parameters.calculate_tee_times else 0.0,
        t2_percent=parameters.t2_percent if parameters.calculate_tee_times else 0.0,
        offer_lifetime=parameters.offer_lifetime,
        next_server=parameters.next_server,
        server_hostname=server_hostname_field(parameters.server_hostname),
        boot_file_name=boot_file_field(parameters.boot_file_name),
    )


def _seconds(timer: int | None, option: bytes | None) -> int:
    if timer is not None:
        return timer
    return UNSET if option is None else int.from_bytes(option[2:], "big")


def _payload(option: OptionData, spaces: dict[str, dict[int, OptionData]], depth: int) -> bytes:
    """Return an option's value with the sub-options of its space, which come in the order of their codes."""
    suboptions = spaces.get(option.encapsulates, {}) if depth else {}
    inside = [
        tlv(code, _payload(suboption, spaces, depth - 1))
        for code, suboption in sorted(suboptions.items())
        if not suboption.never_send
    ]
    return option.data + b"".join(inside)


def _vendor_options(layers: Sequence[Layer]) -> bytes:
    """Return the value of option 125: for each enterprise its number, a length, its options (RFC 3925 section 4)."""
    options: dict[int, dict[int, bytes]] = {}
    for layer in reversed(layers):
        for enterprise, own in layer.vendors.items():
            options[enterprise] = options.get(enterprise, {}) | own
    heads = next((layer.enterprises for layer in layers if layer.enterprises), ())
    return b"".join(
        head if len(head) != ENTERPRISE_OCTETS else _blocks(head, options.get(int.from_bytes(head, "big"), {}))
        for head in heads
    )


def _blocks(head: bytes, options: dict[int, bytes]) -> bytes:
    """Return an enterprise's options; what is too long for one length octet goes on behind the number again."""
    blocks = [b""]
    for code, data in sorted(options.items()):
        for i in range(0, len(data) or 1, LONGEST_IN_BLOCK):
            piece = tlv(code, data[i : i + LONGEST_IN_BLOCK])
            if len(blocks[-1]) + len(piece) > BLOCK_OCTETS:
                blocks.append(b"")
            blocks[-1] += piece
    return b"".join(head + bytes((len(block),)) + block for block in blocks)
