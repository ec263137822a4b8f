"""What a scope inherits: subnet from shared network from global.

inherit4.py and inherit6.py list every inherited parameter once: the key, the field of the parameters it becomes, how it
is read; what both have in common is in ROWS. A scope's `Settings` are the values in force there, each with the place
it comes from, so that a contradiction between values of different scopes is told at a place the administrator wrote.
Pools inherit how clients are named, and no other of these parameters; reservations and classes inherit none: what they
say is laid over when a reply is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from lessor.config.patterns import python_pattern
from lessor.config.section import Section
from lessor.config.syntax import Node
from lessor.model.network import Lifetimes, Naming

Value = str | int | float | bool


class Setting(NamedTuple):
    """A value in force, where it was written, and the section it was written in."""

    value: Value
    node: Node
    section: Section


Settings = Mapping[str, Setting]


class Row(NamedTuple):
    """`field` of the parameters; `read` returns None for a value that says nothing: the one above stays in force."""

    field: str
    read: Callable[[Section, str], Value | None]


Rows = Mapping[str, Row]


def read_number(section: Section, key: str) -> int | None:
    """Return an integer."""
    return section.number(key, 0)


def read_real(section: Section, key: str) -> float | None:
    """Return a number with decimals."""
    return section.real(key, 0.0)


def read_pattern(section: Section, key: str) -> str | None:
    """Return a regular expression as written."""
    pattern = section.text(key)
    try:
        python_pattern(pattern)
    except ValueError as error:
        section.wrong(section.place(key), key, str(error), "write something like [^A-Za-z0-9.-]")
        return None
    return pattern


def read_ascii(section: Section, key: str) -> str | None:
    """Return a text that is part of host names."""
    text = section.text(key)
    if not text.isascii():
        section.wrong(
            section.place(key), key, f"'{text}' has characters no host name has", "write names in their xn-- form"
        )
        return None
    return text


def read_text(section: Section, key: str) -> str | None:
    """Return a text."""
    return section.text(key)


def read_flag(section: Section, key: str) -> bool | None:
    """Return true or false."""
    return section.flag(key, False)


def read_allocator(section: Section, key: str) -> str | None:
    """Return the name of an allocator, with a doubt about the one that needs a database."""
    name = section.text(key)
    if name == "shared-flq":
        wrong = "there is no database in which servers could share a queue"
        section.warn(section.place(key), key, wrong, "this server has a queue of its own, as with flq")
    return name


ROWS: Final[Rows] = {
    "valid-lifetime": Row("", read_number),
    "min-valid-lifetime": Row("", read_number),
    "max-valid-lifetime": Row("", read_number),
    "renew-timer": Row("renew_timer", read_number),
    "rebind-timer": Row("rebind_timer", read_number),
    "calculate-tee-times": Row("calculate_tee_times", read_flag),
    "t1-percent": Row("t1_percent", read_real),
    "t2-percent": Row("t2_percent", read_real),
    "allocator": Row("allocator", read_allocator),
    "reservations-global": Row("reservations_global", read_flag),
    "reservations-in-subnet": Row("reservations_in_subnet", read_flag),
    "reservations-out-of-pool": Row("reservations_out_of_pool", read_flag),
    "cache-threshold": Row("", read_real),
    "cache-max-age": Row("", read_number),
    "adaptive-lease-time-threshold": Row("adaptive_threshold", read_real),
    "store-extended-info": Row("store_extended_info", read_flag),
    "hostname-char-set": Row("hostname_char_set", read_pattern),
    "hostname-char-replacement": Row("hostname_char_replacement", read_ascii),
    "ddns-qualifying-suffix": Row("qualifying_suffix", read_ascii),
    "ddns-generated-prefix": Row("generated_prefix", read_ascii),
}

# What a pool may say for itself since Kea 3.0.
NAMING: Final[Rows] = {
    key: ROWS[key]
    for key in ("hostname-char-set", "hostname-char-replacement", "ddns-qualifying-suffix", "ddns-generated-prefix")
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


def inherit(rows: Rows, above: Settings, section: Section) -> Settings:
    """Return the settings of a scope: those above with its own laid over; `above` itself if it has none of its own."""
    own = {key: setting for key in section.members if key in rows and (setting := _setting(rows[key], section, key))}
    if "reservation-mode" in section.members:
        own |= _reservation_mode(section)
    return {**above, **own} if own else above


def naming(above: Settings, section: Section) -> Naming | None:
    """Return how a pool names its clients; None when it says nothing of that."""
    own = inherit(NAMING, above, section)
    return None if own is above else Naming(**fields(NAMING, own))


def moved(section: Section) -> Settings:
    """Return the settings that an old configuration has in its `dhcp-ddns` map."""
    return {
        new: setting
        for old, new in MOVED.items()
        if old in section.members and (setting := _setting(ROWS[new], section, old))
    }


def fields(rows: Rows, settings: Settings) -> dict[str, Any]:
    """Return the values of the settings that are a field of the parameters by themselves."""
    return {row.field: settings[key].value for key, row in rows.items() if row.field and key in settings}


def lifetimes(settings: Settings, kind: str, usual: int) -> Lifetimes:
    """Return the three lifetimes of a kind ("valid" or "preferred"); as in Kea what is not said is the usual one.

    `usual` holds when none is said at all. Times out of order are noted.
    """
    name, lowest, highest = f"{kind}-lifetime", f"min-{kind}-lifetime", f"max-{kind}-lifetime"
    default = seconds_of(settings, name, usual)
    minimum = seconds_of(settings, lowest, default)
    maximum = seconds_of(settings, highest, default)
    wrong, suspect = "", lowest
    if minimum > maximum and lowest in settings and highest in settings:
        wrong = f"the value of {lowest} ({minimum}) is not less than {highest} ({maximum})"
    elif default < minimum:
        wrong = f"the value of {lowest} ({minimum}) is not less than (default) {name} ({default})"
    elif default > maximum:
        wrong, suspect = f"the value of (default) {name} ({default}) is not less than {highest} ({maximum})", highest
    if wrong:
        right = f"{lowest} <= {name} <= {highest} is needed; one not given is the {name}"
        key, setting = innermost(settings, suspect, name, lowest, highest)
        setting.section.wrong(setting.node, key, wrong, right)
    return Lifetimes(minimum, default, maximum)


def reuse(settings: Settings) -> dict[str, Any]:
    """Return until when leases are given again as they are, as fields of the parameters.

    As in Kea an age without a threshold counts alone, and an age of 0 forbids it.
    """
    oldest = seconds_of(settings, "cache-max-age", 0)
    forbidden = "cache-max-age" in settings and not oldest
    threshold = _share_of(settings, "cache-threshold", 1.0 if oldest else 0.0)
    return {"cache_threshold": 0.0 if forbidden else threshold, "cache_max_age": oldest}


def check_tee_times(settings: Settings, calculate: bool, t1_percent: float, t2_percent: float) -> None:
    """Note shares of the lifetime that make no order; the last three are what holds when nothing is said."""
    if not (settings["calculate-tee-times"].value if "calculate-tee-times" in settings else calculate):
        return
    t1 = _share_of(settings, "t1-percent", t1_percent)
    t2 = _share_of(settings, "t2-percent", t2_percent)
    if t1 >= t2:
        key, setting = innermost(settings, "t1-percent", "t2-percent")
        setting.section.wrong(setting.node, key, f"t1-percent: {t1} is invalid, it must be less than t2-percent: {t2}")


def renew_after_rebind(settings: Settings) -> tuple[str, Setting, str] | None:
    """Return key, setting and words of timers in the wrong order, None when they are in order."""
    if "renew-timer" not in settings or "rebind-timer" not in settings:
        return None
    renew, rebind = seconds_of(settings, "renew-timer", 0), seconds_of(settings, "rebind-timer", 0)
    if renew <= rebind:
        return None
    wrong = f"the value of renew-timer ({renew}) is greater than the value of rebind-timer ({rebind})"
    return (*innermost(settings, "renew-timer", "rebind-timer"), wrong)


def seconds_of(settings: Settings, key: str, default: int) -> int:
    """Return a setting that is a number of seconds."""
    setting = settings.get(key)
    return setting.value if setting is not None and isinstance(setting.value, int) else default


def innermost(settings: Settings, *keys: str) -> tuple[str, Setting]:
    """Return the one of these that the innermost section wrote; of several in one section the first."""
    # scopes in force together lie inside each other, so the innermost has the longest path
    key = max((key for key in keys if key in settings), key=lambda key: len(settings[key].section.path))
    return key, settings[key]


def _setting(row: Row, section: Section, key: str) -> Setting | None:
    value = row.read(section, key)
    return None if value is None else Setting(value, section.members[key], section)


def _reservation_mode(section: Section) -> dict[str, Setting]:
    node = section.members["reservation-mode"]
    flags = RESERVATION_MODES.get(section.text("reservation-mode"))
    if flags is None:
        return {}
    return {key: Setting(flag, node, section) for key, flag in zip(RESERVATION_FLAGS, flags, strict=True)}


def _share_of(settings: Settings, key: str, default: float) -> float:
    setting = settings.get(key)
    return setting.value if setting is not None and isinstance(setting.value, float) else default
