"""DHCPv4 clients known by an expression."""

from typing import Final

from lessor.hooks.api import Host4Identifier, Log, Pkt4Receive, Pkt4Send, Query4
from lessor.plugins.expressions import Text4
from lessor.plugins.flex_id import messages
from lessor.plugins.flex_id.told import tell_value
from lessor.wire.packet4 import CLIENT_IDENTIFIER

VALUE: Final = "flex-id"
OWN: Final = "flex-id own client-id"

# RFC 2132 section 9.14: type 0 is an identifier of no particular kind.
TYPE: Final = b"\0"
# RFC 4361 section 6.1: type 255, an IAID, and a DUID; ours begins as that of family6.py.
DUID_TYPE: Final = b"\xff" + bytes(4) + bytes(2)


class FlexId4:
    """Callouts of a DHCPv4 server; `as_duid` makes client identifiers in the form of RFC 4361."""

    def __init__(self, evaluate: Text4, as_duid: bool, log: Log) -> None:
        self._evaluate = evaluate
        self._head = DUID_TYPE if as_duid else TYPE
        self._log = log

    def identify(self, event: Host4Identifier) -> None:
        """Name the client for the look-up of reservations."""
        event.id_value = self._value(event.query)

    def replace(self, event: Pkt4Receive) -> None:
        """Let the server take the identifier for the client's own."""
        query = event.query
        value = self._value(query)
        if not value:
            return
        query.notes[OWN] = query.options.get(CLIENT_IDENTIFIER)
        query.options[CLIENT_IDENTIFIER] = self._head + value
        self._log.write(messages.FLEX_ID_USED_AS_CLIENT_ID, query.options[CLIENT_IDENTIFIER])

    def restore(self, event: Pkt4Send) -> None:
        """Give the client its own identifier back, whatever `echo-client-id` says."""
        own = event.query.notes.get(OWN)
        if not isinstance(own, bytes):
            return
        if own:
            event.response.options[CLIENT_IDENTIFIER] = own
            self._log.write(messages.FLEX_ID_RESTORE_CLIENT_ID, own.hex(":"))
        else:
            event.response.options.discard(CLIENT_IDENTIFIER)

    def _value(self, query: Query4) -> bytes:
        known = query.notes.get(VALUE)
        if isinstance(known, bytes):
            return known
        value = self._evaluate(query.request)
        query.notes[VALUE] = value
        tell_value(self._log, value)
        return value
