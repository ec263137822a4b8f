"""What replies of DHCPv6 carry: options, lifetimes, T1 and T2."""

from collections.abc import Sequence
from dataclasses import replace

from lessor.config.inherit6 import preferred_of
from lessor.config.plans import Merged
from lessor.config.universe import OPTIONS6
from lessor.config.variants import first_lifetimes
from lessor.engine.tables6 import UNSET, Plan6, Vendors6
from lessor.model.classes import ClientClass
from lessor.model.network import Lifetimes
from lessor.model.network6 import Parameters6
from lessor.wire.enterprises import VENDOR_OPTIONS6
from lessor.wire.options6 import tlv6


def make_plan6(merged: Merged, parameters: Parameters6) -> Plan6:
    """Return what replies with these options and parameters carry."""
    # the server knows these better than any `option-data`
    tlvs = {code: option for code, option in merged.tlvs.items() if code not in OPTIONS6.servers_own}
    valid = parameters.valid
    preferred = parameters.preferred or Lifetimes(0, 0, 0)
    return Plan6(
        tlvs=tlvs,
        unasked=tuple(code for code in merged.unasked if code in tlvs),
        valid_min=valid.minimum,
        valid_default=valid.default,
        valid_max=valid.maximum,
        preferred_min=_preferred(preferred.minimum, valid.minimum),
        preferred_default=_preferred(preferred.default, valid.default),
        preferred_max=_preferred(preferred.maximum, valid.maximum),
        renew=UNSET if parameters.renew_timer is None else parameters.renew_timer,
        rebind=UNSET if parameters.rebind_timer is None else parameters.rebind_timer,
        t1_percent=parameters.t1_percent if parameters.calculate_tee_times else 0.0,
        t2_percent=parameters.t2_percent if parameters.calculate_tee_times else 0.0,
        vendors=vendors6(merged),
        enterprises=merged.enterprises.get(VENDOR_OPTIONS6, ()),
    )


def vendors6(merged: Merged) -> Vendors6:
    """Return what is for clients that name an enterprise."""
    return {
        enterprise: (
            {code: tlv6(code, value) for code, value in sorted(options.items())},
            frozenset([code for owner, code in merged.vendors_unasked if owner == enterprise]),
        )
        for enterprise, options in merged.vendors.items()
    }


def vary6(parameters: Parameters6, classes: Sequence[ClientClass]) -> Parameters6:
    """Return a subnet's parameters for members of these classes: of both lifetimes the first class that has one."""
    if not classes:
        return parameters
    return replace(
        parameters,
        valid=first_lifetimes([one.valid for one in classes]) or parameters.valid,
        preferred=first_lifetimes([one.preferred for one in classes]) or parameters.preferred,
    )


def _preferred(configured: int, valid: int) -> int:
    """Return the preferred lifetime; one not set, or longer than the valid one, is five eighths of that, as in Kea."""
    return configured if 0 < configured <= valid else preferred_of(valid)
