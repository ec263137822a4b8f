"""The two servers that a replay compares, made from configuration files and a capture (replay.py)."""

from contextlib import ExitStack
from typing import Final

from lessor.config.compile4 import compile4
from lessor.config.compile6 import compile6
from lessor.config.load import load_all
from lessor.config.optiondata import with_layouts
from lessor.config.universe import OPTIONS4, OPTIONS6
from lessor.model.network import Config4
from lessor.service.programs.places import Places
from lessor.service.why.inquiry import (
    SECTIONS,
    Inquiry,
    InquiryError,
    interface_of,
    leases4_of,
    leases6_of,
    messages_of,
    server_id_of,
    stored4,
    stored6,
)
from lessor.service.why.lookups import all_reached
from lessor.service.why.onceheard import once
from lessor.service.why.rehearsal4 import Rehearsal4
from lessor.service.why.rehearsal6 import Rehearsal6
from lessor.service.why.replay import Comparison, Played4, Played6, Recorded, Side, asked4, asked6, compare
from lessor.wire.catalog4 import STANDARD4
from lessor.wire.catalog6 import STANDARD6

STANDARD: Final = {4: STANDARD4, 6: STANDARD6}


def family_of(inquiry: Inquiry) -> int:
    """Return which server is tried: the one named, else the only one of the file. Raise ConfigError, InquiryError."""
    loaded = load_all(inquiry.file)
    families = [family for family, section in SECTIONS.items() if section in loaded]
    if inquiry.family is None and len(families) > 1:
        raise InquiryError(f"{inquiry.file} configures both servers: say -4 or -6")
    family = inquiry.family or families[0]
    if family not in families:
        raise InquiryError(f"{inquiry.file} configures no DHCPv{family} server")
    return family


def replay(new: Inquiry, old: str, places: Places) -> Comparison:
    """Play the capture to the configuration of `new` and to that of the file `old`, or if that is empty beside the
    answers that were recorded; return what differs. Raise ConfigError, InquiryError, StoreError.
    """
    family = family_of(new)
    traffic = once((asked4 if family == 4 else asked6)(messages_of(new.pcap)))
    with ExitStack() as opened:
        before: Side
        if old:
            inquiry = Inquiry(old, family, interface=new.interface, local=new.local, leases=new.leases)
            before = played(inquiry, places, opened)
        else:
            before = Recorded(messages_of(new.pcap), STANDARD[family], family)
        return compare(traffic, before, played(new, places, opened))


def played(inquiry: Inquiry, places: Places, opened: ExitStack) -> Side:
    """Return the side of a configuration file; its databases are closed with `opened`.

    Raise ConfigError, InquiryError, StoreError.
    """
    family = family_of(inquiry)
    config = load_all(inquiry.file)[SECTIONS[family]].config
    interface = interface_of(inquiry, config, [])
    if isinstance(config, Config4):
        leases4, hosts4 = leases4_of(inquiry, config, places, opened), stored4(config, opened)
        all_reached(leases4, hosts4)
        rehearsal = Rehearsal4(compile4(config), leases4, hosts4)
        return Played4(rehearsal, interface, with_layouts(config.option_layouts, OPTIONS4))
    leases6, hosts6 = leases6_of(inquiry, config, places, opened), stored6(config, opened)
    all_reached(leases6, hosts6)
    rehearsal6 = Rehearsal6(compile6(config, server_id_of(places)), leases6, hosts6)
    return Played6(rehearsal6, interface, with_layouts(config.option_layouts, OPTIONS6))
