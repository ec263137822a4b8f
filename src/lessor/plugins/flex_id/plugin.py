"""Clients known by an expression: for reservations (`flex-id`), and with `replace-client-id` for their leases too.

The expression is evaluated once for a message, when it has come, so that what replaces the client identifier does not
change its own value.
"""

from collections.abc import Mapping
from typing import Final

from lessor.hooks.api import BOOLEAN, STRING, Callout, Hook, Json, Parameter, Server, read_parameters
from lessor.plugins.expressions import read_text4, read_text6
from lessor.plugins.flex_id import messages
from lessor.plugins.flex_id.family4 import FlexId4
from lessor.plugins.flex_id.family6 import FlexId6, IgnoreIaid

PARAMETERS: Final = {
    "identifier-expression": Parameter(STRING, "", about="what a client is known by"),
    "replace-client-id": Parameter(BOOLEAN, False, about="use it instead of the client identifier or DUID"),
    "ignore-iaid": Parameter(BOOLEAN, False, about="take the IAID of a message's only IA for 0 (DHCPv6)"),
    "cid-as-rfc4361-duid": Parameter(BOOLEAN, False, about="make that client identifier of a DUID (DHCPv4)"),
}


def setup(server: Server, parameters: Mapping[str, Json]) -> Hook:
    """Return the callouts that the parameters ask for. Raise ParameterError."""
    values = read_parameters(parameters, PARAMETERS)
    expression = str(values["identifier-expression"])
    if not expression:
        server.log.write(messages.FLEX_ID_NO_IDENTIFIER_EXPRESSION)
    replaces = bool(values["replace-client-id"])
    if server.family == 4:
        return _hook4(server, expression, replaces, bool(values["cid-as-rfc4361-duid"]))
    return _hook6(server, expression, replaces, bool(values["ignore-iaid"]))


def _hook4(server: Server, expression: str, replaces: bool, as_duid: bool) -> Hook:
    if not expression:
        return Hook()
    known = FlexId4(read_text4(expression, server.definitions, "identifier-expression"), as_duid, server.log)
    if not replaces:
        return Hook({"host4_identifier": known.identify}, rehearses=True)
    callouts: dict[str, Callout] = {
        "pkt4_receive": known.replace,
        "host4_identifier": known.identify,
        "pkt4_send": known.restore,
    }
    return Hook(callouts, rehearses=True)


def _hook6(server: Server, expression: str, replaces: bool, ignores_iaid: bool) -> Hook:
    received: list[Callout] = []
    sent: list[Callout] = []
    points: dict[str, Callout | tuple[Callout, ...]] = {}
    if ignores_iaid:
        server.log.write(messages.FLEX_ID_IGNORE_IAID_ENABLED)
        ignore = IgnoreIaid(server.log)
        # first the IAIDs: the expression may look at them
        received.append(ignore.forget)
        sent.append(ignore.restore)
    if expression:
        known = FlexId6(read_text6(expression, server.definitions, "identifier-expression"), server.log)
        points["host6_identifier"] = known.identify
        if replaces:
            received.append(known.replace)
            sent.append(known.restore)
    if received:
        points |= {"pkt6_receive": tuple(received), "pkt6_send": tuple(sent)}
    return Hook(points, rehearses=True)
