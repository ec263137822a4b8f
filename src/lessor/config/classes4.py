"""What only classes of DHCPv4 clients have: option layouts of their own, fields of the header, time for an offer."""

from dataclasses import replace
from typing import Final

from lessor.config.classes import ClassReader
from lessor.config.guards import Classification
from lessor.config.inherit4 import boot_file_name, next_server, server_hostname
from lessor.config.optiondata import read_definitions
from lessor.config.section import Section
from lessor.config.universe import OPTIONS4
from lessor.model.classes import ClientClass
from lessor.wire.definition import Definitions

VENDOR_OPTION: Final = 43
FIRST_PRIVATE: Final = 224
LAST_PRIVATE: Final = 254


def read_classes4(section: Section, definitions: Definitions) -> Classification:
    """Return the classes of the daemon's section, in the order of their evaluation."""
    if "client-classes" not in section.members:
        return Classification()
    from lessor.engine.expression import rule4

    return ClassReader(OPTIONS4, definitions, rule4, _complete, _layouts).read(section)


def _complete(section: Section, found: ClientClass) -> ClientClass:
    return replace(
        found,
        offer_lifetime=section.number("offer-lifetime", 0) if "offer-lifetime" in section.members else None,
        next_server=next_server(section, "next-server") or None,
        server_hostname=server_hostname(section, "server-hostname") or "",
        boot_file_name=boot_file_name(section, "boot-file-name") or "",
    )


def _layouts(section: Section, definitions: Definitions) -> Definitions:
    """Return the definitions for a class: its own before those of all, for options that are private to somebody."""
    for entry in section.sections("option-def"):
        code, space = entry.number("code", VENDOR_OPTION), entry.text("space", OPTIONS4.space)
        if space != OPTIONS4.space or (code != VENDOR_OPTION and not FIRST_PRIVATE <= code <= LAST_PRIVATE):
            wrong = f"Not allowed option definition for code '{code}' in space '{space}'"
            right = "a class may define 43 and 224 to 254 of dhcp4, others are defined for all"
            entry.wrong(entry.place("code"), "code", wrong, right)
    if "option-def" not in section.members:
        return definitions
    path = section.key("option-def")
    return read_definitions(section.nodes("option-def"), path, section.problems, OPTIONS4, definitions)
