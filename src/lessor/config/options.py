"""The `option-data` list of one scope."""

from lessor.config.optiondata import read_option
from lessor.config.section import Section
from lessor.config.universe import Universe
from lessor.model.options import OptionData
from lessor.wire.definition import Definitions
from lessor.wire.enterprises import ENTERPRISE_OCTETS


def read_options(section: Section, definitions: Definitions, universe: Universe) -> tuple[OptionData, ...]:
    """Return the options of a scope; of two with the same code in the same space the last counts, as in Kea."""
    if "option-data" not in section.members:
        return ()
    path = section.key("option-data")
    options: dict[tuple[object, ...], OptionData] = {}
    for i, node in enumerate(section.nodes("option-data")):
        key = f"{path}[{i}]"
        option = read_option(node, key, definitions, section.problems, universe, section.warnings)
        if option is None:
            continue
        own_space = option.space == universe.space
        if own_space and option.code in universe.servers_own:
            wrong = f"the server knows option {option.code} itself and never sends this value"
            section.warn(node, f"option-data[{i}]", wrong, "remove it")
        # options for different classes, and of different enterprises, stand beside each other
        enterprise = option.data[:ENTERPRISE_OCTETS] if own_space and option.code in universe.of_enterprises else b""
        which = (option.space, option.code, option.client_classes, enterprise)
        if which in options:
            wrong = f"option {option.code} of space {option.space} stands here twice, the last one counts"
            section.warn(node, f"option-data[{i}]", wrong, "keep one of them")
        options[which] = option
    octets = sum(len(option.data) for option in options.values())
    if octets > universe.most_octets:
        wrong = f"the options of this scope have {octets} octets, {universe.most_octets} are the most"
        section.wrong(section.members["option-data"], "option-data", wrong, "a reply has no room for so much")
    return tuple(options.values())
