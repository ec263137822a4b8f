"""What only classes of DHCPv6 clients have: preferred lifetimes."""

from dataclasses import replace

from lessor.config.classes import ClassReader, no_layouts, read_span
from lessor.config.guards import Classification
from lessor.config.section import Section
from lessor.config.universe import OPTIONS6
from lessor.model.classes import ClientClass
from lessor.wire.definition import Definitions


def read_classes6(section: Section, definitions: Definitions) -> Classification:
    """Return the classes of the daemon's section, in the order of their evaluation."""
    if "client-classes" not in section.members:
        return Classification()
    from lessor.engine.expression import rule6

    return ClassReader(OPTIONS6, definitions, rule6, _complete, no_layouts).read(section)


def _complete(section: Section, found: ClientClass) -> ClientClass:
    return replace(found, preferred=read_span(section, "preferred"))
