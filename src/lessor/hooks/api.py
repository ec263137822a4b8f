"""What a plug-in imports. A plug-in is a module, a single file or a package, with one function:

    from lessor.hooks.api import Hook, Pkt4Receive, Server

    def setup(server: Server, parameters):
        def greet(event: Pkt4Receive):
            server.log.info(f"hello {event.query.hwaddr}")
            event.query.classes.add("GREETED")
        return Hook(callouts={"pkt4_receive": greet})

`setup` is called whenever a configuration that names the plug-in is loaded, also for a reload; what it raises refuses
the configuration (ParameterError names the parameter). It must leave nothing behind when the configuration is refused
in the end: files and connections are opened in work given to `server.start`, or in the callout `dhcpX_srv_configured`.

A callout is called with the event of its hook point (hooks/points.py) and returns an outcome, or None to leave the
status as it is. Where a point `waits` it may be an `async def`: the message is parked until it returns, and others are
served meanwhile. Callouts run in the order of `hooks-libraries`; each sees in `event.status` what the ones before it
left. What a callout raises is counted and written to the log, and the next one is called.

`event.query` is the same object at all points of one message: `query.notes` keeps what you want to find again.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from lessor.hooks.classes import ClassSet
from lessor.hooks.event import Event, Ticket
from lessor.hooks.events import CommandProcessed, SrvConfigured
from lessor.hooks.events4 import (
    Buffer4Receive,
    Buffer4Send,
    Host4Identifier,
    Lease4Decline,
    Lease4Expire,
    Lease4Offer,
    Lease4Recover,
    Lease4Release,
    Lease4Renew,
    Lease4Select,
    Lease4ServerDecline,
    Leases4Committed,
    Pkt4Receive,
    Pkt4Send,
    Subnet4Select,
)
from lessor.hooks.events6 import (
    Addr6Register,
    Buffer6Receive,
    Buffer6Send,
    Host6Identifier,
    Lease6Decline,
    Lease6Expire,
    Lease6Rebind,
    Lease6Recover,
    Lease6Release,
    Lease6Renew,
    Lease6Select,
    Leases6Committed,
    Pkt6Receive,
    Pkt6Send,
    Subnet6Select,
)
from lessor.hooks.leases import LeaseView4, LeaseView6
from lessor.hooks.octets import Octets
from lessor.hooks.options import Options4, Options6, UnknownOption
from lessor.hooks.outcomes import CONTINUE, DROP, PARK, SKIP, Outcome
from lessor.hooks.parameters import (
    BOOLEAN,
    INTEGER,
    LIST,
    MAP,
    NUMBER,
    STRING,
    Parameter,
    ParameterError,
    read_parameters,
)
from lessor.hooks.places import HostView4, HostView6, SubnetView4, SubnetView6
from lessor.hooks.query import Query4, Query6, Relay6View
from lessor.hooks.response import Response4, Response6
from lessor.hooks.server import Leases, Log, Server, Statistics
from lessor.model.command import Answer, Argument, Arguments, Command, CommandError, found_nothing, succeeded
from lessor.model.json import Json
from lessor.model.message import DEBUG, ERROR, FATAL, INFO, WARN, Message

Callout = Callable[..., object]
"""Called with the event of its point; returns an outcome or None, or where the point waits an awaitable of that."""


@dataclass(frozen=True, slots=True)
class Hook:
    """What `setup` returns. `callouts` are by hook point; a point may have several, called in their order.

    `commands` are offered as long as the plug-in is loaded; their handlers are called with the Server that `setup` got.
    `close` is called once when the plug-in is unloaded, also when the configuration that it was set up for is refused.
    `rehearses`: the callouts do no more than look at, and change, what they are called with, so that `lessor explain`
    may call them too; of others it tells that they would be called.
    """

    callouts: Mapping[str, Callout | tuple[Callout, ...]] = field(default_factory=dict)
    commands: tuple[Command[Server], ...] = ()
    close: Callable[[], Awaitable[None] | None] | None = None
    rehearses: bool = False


__all__ = [
    "BOOLEAN",
    "CONTINUE",
    "DEBUG",
    "DROP",
    "ERROR",
    "FATAL",
    "INFO",
    "INTEGER",
    "LIST",
    "MAP",
    "NUMBER",
    "PARK",
    "SKIP",
    "STRING",
    "WARN",
    "Addr6Register",
    "Answer",
    "Argument",
    "Arguments",
    "Buffer4Receive",
    "Buffer4Send",
    "Buffer6Receive",
    "Buffer6Send",
    "Callout",
    "ClassSet",
    "Command",
    "CommandError",
    "CommandProcessed",
    "Event",
    "Hook",
    "Host4Identifier",
    "Host6Identifier",
    "HostView4",
    "HostView6",
    "Json",
    "Lease4Decline",
    "Lease4Expire",
    "Lease4Offer",
    "Lease4Recover",
    "Lease4Release",
    "Lease4Renew",
    "Lease4Select",
    "Lease4ServerDecline",
    "Lease6Decline",
    "Lease6Expire",
    "Lease6Rebind",
    "Lease6Recover",
    "Lease6Release",
    "Lease6Renew",
    "Lease6Select",
    "LeaseView4",
    "LeaseView6",
    "Leases",
    "Leases4Committed",
    "Leases6Committed",
    "Log",
    "Message",
    "Octets",
    "Options4",
    "Options6",
    "Outcome",
    "Parameter",
    "ParameterError",
    "Pkt4Receive",
    "Pkt4Send",
    "Pkt6Receive",
    "Pkt6Send",
    "Query4",
    "Query6",
    "Relay6View",
    "Response4",
    "Response6",
    "Server",
    "SrvConfigured",
    "Statistics",
    "Subnet4Select",
    "Subnet6Select",
    "SubnetView4",
    "SubnetView6",
    "Ticket",
    "UnknownOption",
    "found_nothing",
    "read_parameters",
    "succeeded",
]
