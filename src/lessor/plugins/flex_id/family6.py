"""DHCPv6 clients known by an expression, and IAIDs that do not count."""

from typing import Final

from lessor.hooks.api import Host6Identifier, Log, Pkt6Receive, Pkt6Send, Query6
from lessor.plugins.expressions import Text6
from lessor.plugins.flex_id import messages
from lessor.plugins.flex_id.told import tell_value
from lessor.wire.packet6 import CLIENTID, IA_NA, IA_PD

VALUE: Final = "flex-id"
OWN: Final = "flex-id own duid"
IAIDS: Final = "flex-id own iaids"

# RFC 8415 section 11: a DUID begins with its type; nobody has type 0.
TYPE: Final = bytes(2)

# RFC 8415 sections 21.4 and 21.21: the IAID comes first.
IAID: Final = 4
NO_IAID: Final = bytes(IAID)

TOLD: Final = {
    IA_NA: (messages.FLEX_ID_IGNORE_IAID_APPLIED_ON_NA, messages.FLEX_ID_IGNORE_IAID_NOT_APPLIED_ON_NA),
    IA_PD: (messages.FLEX_ID_IGNORE_IAID_APPLIED_ON_PD, messages.FLEX_ID_IGNORE_IAID_NOT_APPLIED_ON_PD),
}


class FlexId6:
    """Callouts of a DHCPv6 server."""

    def __init__(self, evaluate: Text6, log: Log) -> None:
        self._evaluate = evaluate
        self._log = log

    def identify(self, event: Host6Identifier) -> None:
        """Name the client for the look-up of reservations."""
        event.id_value = self._value(event.query)

    def replace(self, event: Pkt6Receive) -> None:
        """Let the server take the identifier for the client's own."""
        query = event.query
        value = self._value(query)
        if not value:
            return
        query.notes[OWN] = query.options.get(CLIENTID)
        query.options[CLIENTID] = TYPE + value
        self._log.write(messages.FLEX_ID_USED_AS_DUID, query.options[CLIENTID])

    def restore(self, event: Pkt6Send) -> None:
        """Give the client its own DUID back."""
        own = event.query.notes.get(OWN)
        if not isinstance(own, bytes):
            return
        if own:
            event.response.options[CLIENTID] = own
            self._log.write(messages.FLEX_ID_RESTORE_DUID, own.hex(":"))
        else:
            event.response.options.discard(CLIENTID)

    def _value(self, query: Query6) -> bytes:
        known = query.notes.get(VALUE)
        if isinstance(known, bytes):
            return known
        value = self._evaluate(query.request)
        query.notes[VALUE] = value
        tell_value(self._log, value)
        return value


class IgnoreIaid:
    """Callouts that take the IAID of the only IA_NA of a message, and that of the only IA_PD, for 0."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def forget(self, event: Pkt6Receive) -> None:
        """Let the server see IAID 0."""
        options = event.query.options
        own: dict[int, bytes] = {}
        for code, (applied, not_applied) in TOLD.items():
            found = options.all(code)
            if len(found) > 1:
                self._log.write(not_applied)
            elif found and len(found[0]) >= IAID:
                own[code] = found[0][:IAID]
                options[code] = NO_IAID + found[0][IAID:]
                self._log.write(applied, int.from_bytes(own[code], "big"))
        event.query.notes[IAIDS] = own

    def restore(self, event: Pkt6Send) -> None:
        """Give the client its own IAIDs back."""
        own = event.query.notes.get(IAIDS)
        if not isinstance(own, dict):
            return
        options = event.response.options
        for code, iaid in own.items():
            if code in options:
                options[code] = iaid + options[code][IAID:]
