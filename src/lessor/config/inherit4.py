"""What a DHCPv4 scope inherits, key by key, and the record that becomes of it."""

from typing import Final

from lessor.config.addresses import IPV4
from lessor.config.inherit import (
    ROWS,
    Row,
    Rows,
    Settings,
    check_tee_times,
    fields,
    lifetimes,
    read_flag,
    read_number,
    renew_after_rebind,
    reuse,
)
from lessor.config.section import Section
from lessor.model.network import Parameters4

SNAME_OCTETS: Final = 63
"""Of the 64 octets of the header field the last is zero (RFC 2131 section 2)."""
FILE_OCTETS: Final = 127

_USUAL: Final = Parameters4()


def next_server(section: Section, key: str) -> int | None:
    """Return the address of a boot server; 0.0.0.0 takes away an inherited one."""
    text = section.text(key)
    if not text:
        return None
    try:
        address = IPV4.address(text)
    except ValueError as error:
        section.wrong(section.place(key), key, str(error), f"write an address like {IPV4.example}")
        return None
    if address == IPV4.all_ones:
        section.wrong(
            section.place(key), key, f"invalid next server address '{text}'", "give the address of one server"
        )
        return None
    return address


def server_hostname(section: Section, key: str) -> str | None:
    """Return what goes into the header field sname."""
    return _header_text(section, key, SNAME_OCTETS)


def boot_file_name(section: Section, key: str) -> str | None:
    """Return what goes into the header field file."""
    return _header_text(section, key, FILE_OCTETS)


def _header_text(section: Section, key: str, limit: int) -> str | None:
    text = section.text(key)
    octets = len(text.encode())
    if octets > limit:
        section.wrong(section.place(key), key, f"must be at most {limit} bytes long, it is {octets}", "shorten it")
        return None
    return text or None


INHERITED4: Final[Rows] = {
    **ROWS,
    "offer-lifetime": Row("offer_lifetime", read_number),
    "authoritative": Row("authoritative", read_flag),
    "match-client-id": Row("match_client_id", read_flag),
    "next-server": Row("next_server", next_server),
    "server-hostname": Row("server_hostname", server_hostname),
    "boot-file-name": Row("boot_file_name", boot_file_name),
}


def parameters4(settings: Settings) -> Parameters4:
    """Return the settings as the record the rest of the server knows; contradictions among them are noted."""
    check_tee_times(settings, _USUAL.calculate_tee_times, _USUAL.t1_percent, _USUAL.t2_percent)
    values = fields(INHERITED4, settings) | reuse(settings)
    disorder = renew_after_rebind(settings)
    if disorder is not None:
        key, setting, wrong = disorder
        setting.section.warn(setting.node, key, f"{wrong}, ignoring renew-timer", "make renew-timer the smaller one")
        values["renew_timer"] = None
    return Parameters4(valid=lifetimes(settings, "valid", _USUAL.valid.default), **values)
