"""What a DHCPv6 scope inherits, key by key, and the record that becomes of it."""

from typing import Final

from lessor.config.inherit import (
    ROWS,
    Row,
    Rows,
    Settings,
    check_tee_times,
    fields,
    innermost,
    lifetimes,
    read_allocator,
    read_flag,
    read_number,
    renew_after_rebind,
    reuse,
)
from lessor.model.network import Lifetimes
from lessor.model.network6 import Parameters6

PREFERRED: Final = ("preferred-lifetime", "min-preferred-lifetime", "max-preferred-lifetime")

_USUAL: Final = Parameters6()


def preferred_of(valid: int) -> int:
    """Return the preferred lifetime that goes with a valid one where none is configured: five eighths, as in Kea."""
    return valid * 625 // 1000


INHERITED6: Final[Rows] = {
    **ROWS,
    "preferred-lifetime": Row("", read_number),
    "min-preferred-lifetime": Row("", read_number),
    "max-preferred-lifetime": Row("", read_number),
    "rapid-commit": Row("rapid_commit", read_flag),
    "pd-allocator": Row("pd_allocator", read_allocator),
}


def parameters6(settings: Settings) -> Parameters6:
    """Return the settings as the record the rest of the server knows; contradictions among them are noted."""
    check_tee_times(settings, _USUAL.calculate_tee_times, _USUAL.t1_percent, _USUAL.t2_percent)
    disorder = renew_after_rebind(settings)
    if disorder is not None:
        key, setting, wrong = disorder
        setting.section.wrong(setting.node, key, wrong, "make renew-timer the smaller one")
    valid = lifetimes(settings, "valid", _USUAL.valid.default)
    values = fields(INHERITED6, settings) | reuse(settings)
    return Parameters6(valid=valid, preferred=_preferred(settings, valid), **values)


def _preferred(settings: Settings, valid: Lifetimes) -> Lifetimes | None:
    if not any(key in settings for key in PREFERRED):
        return None
    preferred = lifetimes(settings, "preferred", preferred_of(valid.default))
    if preferred.default > valid.default:
        key, setting = innermost(settings, "preferred-lifetime", "valid-lifetime", *PREFERRED[1:])
        wrong = f"the preferred lifetime ({preferred.default}) is greater than the valid lifetime ({valid.default})"
        right = f"clients get {preferred_of(valid.default)} seconds, five eighths of the valid lifetime"
        setting.section.warn(setting.node, key, wrong, right)
    return preferred
