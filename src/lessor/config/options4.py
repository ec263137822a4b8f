"""The `option-data` list of one scope."""

from typing import Final

from lessor.config.optiondata import read_option
from lessor.config.section import Section
from lessor.model.options import DHCP4_SPACE, OptionData
from lessor.wire.definition import Definitions

VENDOR_OPTIONS: Final = 125
"""RFC 3925 section 4: may hold options of several enterprises, each behind its number."""

SERVERS_OWN: Final = (1, 51, 53)
"""Subnet mask, lease time, message type."""


def read_options(section: Section, definitions: Definitions) -> tuple[OptionData, ...]:
    """Return the options of a scope; of two with the same code in the same space the last counts, as in Kea."""
    if "option-data" not in section.members:
        return ()
    path = section.key("option-data")
    options: dict[tuple[object, ...], OptionData] = {}
    for i, node in enumerate(section.nodes("option-data")):
        key = f"{path}[{i}]"
        option = read_option(node, key, definitions, section.problems, DHCP4_SPACE, section.warnings)
        if option is None:
            continue
        if option.space == DHCP4_SPACE and option.code in SERVERS_OWN:
            wrong = f"the server knows option {option.code} itself and never sends this value"
            section.warn(node, f"option-data[{i}]", wrong, "remove it")
        # options for different classes, and of different enterprises, stand beside each other
        enterprise = option.data[:4] if option.code == VENDOR_OPTIONS and option.space == DHCP4_SPACE else b""
        which = (option.space, option.code, option.client_classes, enterprise)
        if which in options:
            wrong = f"option {option.code} of space {option.space} stands here twice, the last one counts"
            section.warn(node, f"option-data[{i}]", wrong, "keep one of them")
        options[which] = option
    return tuple(options.values())
