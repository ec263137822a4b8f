"""What a scope inherits: subnet from shared network from global.

INHERITED lists every inherited parameter once: the key, the field of Parameters4 it becomes, how it is read. A scope's
`Settings` are the values in force there, each with the place it comes from, so that a contradiction between values
of different scopes is told at a place the administrator wrote. Pools, reservations and classes inherit no parameter of
these: what they say is laid over when a reply is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from lessor.config.addresses import ALL_ONES, address4
from lessor.config.patterns import python_pattern
from lessor.config.section import Section
from lessor.config.syntax import Node
from lessor.model.network import Lifetimes, Parameters4

SNAME_OCTETS: Final = 63
"""Of the 64 octets of the header field the last is zero (RFC 2131 section 2)."""
FILE_OCTETS: Final = 127

Value = str | int | float | bool


class Setting(NamedTuple):
    """A value in force, where it was written, and the section it was written in."""

    value: Value
    node: Node
    section: Section


Settings = Mapping[str, Setting]

_USUAL: Final = Parameters4()


class Row(NamedTuple):
    """`field` of Parameters4; `read` returns None for a value that says nothing, so the one above stays in force."""

    field: str
    read: Callable[[Section, str], Value | None]


def next_server(section: Section, key: str) -> int | None:
    """Return the address of a boot server; 0.0.0.0 takes away an inherited one."""
    text = section.text(key)
    if not text:
        return None
    try:
        address = address4(text)
    except ValueError as error:
        section.wrong(section.place(key), key, str(error), "write an address like 192.0.2.1")
        return None
    if address == ALL_ONES:
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


def _number(section: Section, key: str) -> int | None:
    return section.number(key, 0)


def _real(section: Section, key: str) -> float | None:
    return section.real(key, 0.0)


def _pattern(section: Section, key: str) -> str | None:
    pattern = section.text(key)
    try:
        python_pattern(pattern)
    except ValueError as error:
        section.wrong(section.place(key), key, str(error), "write something like [^A-Za-z0-9.-]")
        return None
    return pattern


def _ascii(section: Section, key: str) -> str | None:
    text = section.text(key)
    if not text.isascii():
        section.wrong(
            section.place(key), key, f"'{text}' has characters no host name has", "write names in their xn-- form"
        )
        return None
    return text


def _text(section: Section, key: str) -> str | None:
    return section.text(key)


def _flag(section: Section, key: str) -> bool | None:
    return section.flag(key, False)


INHERITED: Final[dict[str, Row]] = {
    "valid-lifetime": Row("", _number),
    "min-valid-lifetime": Row("", _number),
    "max-valid-lifetime": Row("", _number),
    "renew-timer": Row("renew_timer", _number),
    "rebind-timer": Row("rebind_timer", _number),
    "calculate-tee-times": Row("calculate_tee_times", _flag),
    "t1-percent": Row("t1_percent", _real),
    "t2-percent": Row("t2_percent", _real),
    "offer-lifetime": Row("offer_lifetime", _number),
    "authoritative": Row("authoritative", _flag),
    "match-client-id": Row("match_client_id", _flag),
    "next-server": Row("next_server", next_server),
    "server-hostname": Row("server_hostname", server_hostname),
    "boot-file-name": Row("boot_file_name", boot_file_name),
    "allocator": Row("allocator", _text),
    "reservations-global": Row("reservations_global", _flag),
    "reservations-in-subnet": Row("reservations_in_subnet", _flag),
    "reservations-out-of-pool": Row("reservations_out_of_pool", _flag),
    "cache-threshold": Row("cache_threshold", _real),
    "cache-max-age": Row("cache_max_age", _number),
    "store-extended-info": Row("store_extended_info", _flag),
    "hostname-char-set": Row("hostname_char_set", _pattern),
    "hostname-char-replacement": Row("hostname_char_replacement", _ascii),
    "ddns-qualifying-suffix": Row("qualifying_suffix", _ascii),
    "ddns-generated-prefix": Row("generated_prefix", _ascii),
}

# Up to Kea 2.4 one key said what three flags say since 2.0: global, in subnet, out of pool.
RESERVATION_MODES: Final[dict[str, tuple[bool, bool, bool]]] = {
    "disabled": (False, False, False),
    "out-of-pool": (False, True, True),
    "global": (True, False, False),
    "all": (False, True, False),
}
RESERVATION_FLAGS: Final = ("reservations-global", "reservations-in-subnet", "reservations-out-of-pool")

# Up to Kea 2.4 these stood in `dhcp-ddns`; what the global scope says itself counts more.
MOVED: Final = {
    "qualifying-suffix": "ddns-qualifying-suffix",
    "generated-prefix": "ddns-generated-prefix",
    "hostname-char-set": "hostname-char-set",
    "hostname-char-replacement": "hostname-char-replacement",
}


def inherit(above: Settings, section: Section) -> Settings:
    """Return the settings of a scope: those above with its own laid over; `above` itself if it has none of its own."""
    own = {key: setting for key in section.members if key in INHERITED and (setting := _setting(section, key, key))}
    if "reservation-mode" in section.members:
        own |= _reservation_mode(section)
    return {**above, **own} if own else above


def moved(section: Section) -> Settings:
    """Return the settings that an old configuration has in its `dhcp-ddns` map."""
    return {
        new: setting
        for old, new in MOVED.items()
        if old in section.members and (setting := _setting(section, old, new))
    }


def parameters4(settings: Settings) -> Parameters4:
    """Return the settings as the record the rest of the server knows; contradictions among them are noted."""
    _check_tee_times(settings)
    values: dict[str, Any] = {
        row.field: settings[key].value for key, row in INHERITED.items() if row.field and key in settings
    }
    if _renew_after_rebind(settings):
        values["renew_timer"] = None
    return Parameters4(valid=_lifetimes(settings), **values)


def _setting(section: Section, key: str, row: str) -> Setting | None:
    value = INHERITED[row].read(section, key)
    return None if value is None else Setting(value, section.members[key], section)


def _reservation_mode(section: Section) -> dict[str, Setting]:
    node = section.members["reservation-mode"]
    flags = RESERVATION_MODES.get(section.text("reservation-mode"))
    if flags is None:
        return {}
    return {key: Setting(flag, node, section) for key, flag in zip(RESERVATION_FLAGS, flags, strict=True)}


def _seconds_of(settings: Settings, key: str, default: int) -> int:
    setting = settings.get(key)
    return setting.value if setting is not None and isinstance(setting.value, int) else default


def _share_of(settings: Settings, key: str, default: float) -> float:
    setting = settings.get(key)
    return setting.value if setting is not None and isinstance(setting.value, float) else default


def _lifetimes(settings: Settings) -> Lifetimes:
    """Complete the three lifetimes as Kea does: what is not said is the usual one."""
    default = _seconds_of(settings, "valid-lifetime", _USUAL.valid.default)
    minimum = _seconds_of(settings, "min-valid-lifetime", default)
    maximum = _seconds_of(settings, "max-valid-lifetime", default)
    if minimum > maximum and "max-valid-lifetime" in settings:
        wrong = f"the value of min-valid-lifetime ({minimum}) is not less than max-valid-lifetime ({maximum})"
        _contradiction(settings, "min-valid-lifetime", wrong)
    elif default < minimum:
        wrong = f"the value of min-valid-lifetime ({minimum}) is not less than (default) valid-lifetime ({default})"
        _contradiction(settings, "min-valid-lifetime", wrong)
    elif default > maximum:
        wrong = f"the value of (default) valid-lifetime ({default}) is not less than max-valid-lifetime ({maximum})"
        _contradiction(settings, "max-valid-lifetime", wrong)
    return Lifetimes(minimum, default, maximum)


def _contradiction(settings: Settings, key: str, wrong: str) -> None:
    right = "min-valid-lifetime <= valid-lifetime <= max-valid-lifetime is needed; one not given is the valid-lifetime"
    key, setting = _innermost(settings, key, "valid-lifetime", "min-valid-lifetime", "max-valid-lifetime")
    setting.section.wrong(setting.node, key, wrong, right)


def _innermost(settings: Settings, *keys: str) -> tuple[str, Setting]:
    """Return the one of these that the innermost section wrote; of several in one section the first."""
    # scopes in force together lie inside each other, so the innermost has the longest path
    key = max((key for key in keys if key in settings), key=lambda key: len(settings[key].section.path))
    return key, settings[key]


def _check_tee_times(settings: Settings) -> None:
    calculate = settings.get("calculate-tee-times")
    if calculate is None or not calculate.value:
        return
    t1 = _share_of(settings, "t1-percent", _USUAL.t1_percent)
    t2 = _share_of(settings, "t2-percent", _USUAL.t2_percent)
    if t1 >= t2:
        key, setting = _innermost(settings, "t1-percent", "t2-percent")
        setting.section.wrong(setting.node, key, f"t1-percent: {t1} is invalid, it must be less than t2-percent: {t2}")


def _renew_after_rebind(settings: Settings) -> bool:
    if "renew-timer" not in settings or "rebind-timer" not in settings:
        return False
    renew, rebind = _seconds_of(settings, "renew-timer", 0), _seconds_of(settings, "rebind-timer", 0)
    if renew <= rebind:
        return False
    wrong = f"the value of renew-timer ({renew}) is greater than the value of rebind-timer ({rebind})"
    key, setting = _innermost(settings, "renew-timer", "rebind-timer")
    setting.section.warn(setting.node, key, f"{wrong}, ignoring renew-timer", "make renew-timer the smaller one")
    return True
