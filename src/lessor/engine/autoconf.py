"""Offers without an address: to clients that can do without one, and to clients that would make one up.

[hot] IPv6-Only Preferred (RFC 8925) and Auto-Configure (RFC 2563). Both only where the option is configured.
"""

from typing import Final

from lessor.engine.request4 import Request4
from lessor.engine.tables import Plan

V6_ONLY_PREFERRED: Final = 108
AUTO_CONFIGURE: Final = 116

WILL_AUTO_CONFIGURE: Final = b"\x01"


def auto_configure(request: Request4, plan: Plan) -> bytes | None:
    """Return what to tell a client for which there is no address whether to make one up; None to tell it nothing.

    RFC 2563 section 2.3: only who asks is told, with 0.0.0.0 for an address. The option is b"" when the client gets it
    with those it asked for.
    """
    if request.options.get(AUTO_CONFIGURE) != WILL_AUTO_CONFIGURE or AUTO_CONFIGURE not in plan.tlvs:
        return None
    return b"" if AUTO_CONFIGURE in request.asked or AUTO_CONFIGURE in plan.unasked else plan.tlvs[AUTO_CONFIGURE]
