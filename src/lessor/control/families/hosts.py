"""Commands about reservations: show, list, add, replace, delete; in the configuration, in databases, or both.

Who only looks is told of all sources, the configuration first; what is changed is changed in the databases, unless
`operation-target` says otherwise.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final, Protocol

from lessor.config.addresses import IPV4, IPV6
from lessor.control.given import UINT32, Given
from lessor.control.hostarguments import (
    ALL,
    DATABASE,
    SUBNET,
    TARGET,
    Client,
    address,
    client,
    optional_subnet,
    sources,
    there,
    whom,
)
from lessor.control.hostforms import read, shown
from lessor.control.hosts import Host, HostSource, HostSources
from lessor.model.command import EMPTY, READ, WRITE, Answer, Argument, Arguments, Command, CommandError, succeeded
from lessor.model.host import Host4
from lessor.model.json import Json
from lessor.model.options import OptionLayout

LIBRARY: Final = "libdhcp_host_cmds.so"


class Subnet(Protocol):
    """What is needed of a subnet."""

    @property
    def id(self) -> int: ...
    @property
    def prefix(self) -> int: ...
    @property
    def length(self) -> int: ...


class Config(Protocol):
    """What is needed of a configuration."""

    @property
    def option_layouts(self) -> tuple[OptionLayout, ...]: ...
    @property
    def subnets(self) -> Sequence[Subnet]: ...


class Server(Protocol):
    """What these commands ask of a server."""

    family: int

    @property
    def config(self) -> Config: ...
    @property
    def hosts(self) -> HostSources: ...


# Looking


async def _get(server: Server, arguments: Arguments) -> Answer:
    there(arguments)
    subnet = Given("reservation-get", arguments).number(SUBNET)
    wanted = whom(arguments, server.family)
    for source in sources(arguments, server.hosts, ALL):
        host = await _one(source, wanted, subnet)
        if host is not None:
            return succeeded("Host found.", _form(host))
    return {"result": EMPTY, "text": "Host not found."}


async def _get_all(server: Server, arguments: Arguments) -> Answer:
    there(arguments)
    subnet = Given("reservation-get-all", arguments).number(SUBNET)
    found = [await source.in_subnet(subnet) for source in sources(arguments, server.hosts, ALL)]
    return _listed(server, _joined(found))


async def _get_by_hostname(server: Server, arguments: Arguments) -> Answer:
    there(arguments)
    given = Given("reservation-get-by-hostname", arguments)
    subnet, hostname = optional_subnet(given), given.text("hostname")
    if not hostname:
        raise CommandError("Empty hostname")
    found = [await source.by_hostname(hostname, subnet) for source in sources(arguments, server.hosts, ALL)]
    return _listed(server, _joined(found))


async def _get_by_address(server: Server, arguments: Arguments) -> Answer:
    there(arguments)
    given = Given("reservation-get-by-address", arguments)
    given.text("ip-address")
    subnet, wanted = optional_subnet(given), address(arguments, server.family)
    found = [await source.by_address(wanted, subnet) for source in sources(arguments, server.hosts, ALL)]
    return _listed(server, _joined(found))


async def _get_by_id(server: Server, arguments: Arguments) -> Answer:
    there(arguments)
    if SUBNET in arguments:
        raise CommandError("'subnet-id' is forbidden in reservation-get-by-id")
    wanted = client(arguments)
    asked = sources(arguments, server.hosts, ALL)
    found = [await source.all_by_identifier(wanted.kind, wanted.identifier) for source in asked]
    return _listed(server, _joined(found))


async def _get_page(server: Server, arguments: Arguments) -> Answer:
    """Go on in the source that the caller names; the next source comes when one has nothing more."""
    there(arguments)
    given = Given("reservation-get-page", arguments)
    subnet = optional_subnet(given)
    limit = given.number("limit")
    if not limit:
        raise CommandError("page size value must not be zero")
    index, after = given.number("source-index", 0, most=UINT32), given.number("from", 0, most=_LARGEST_NUMBER)
    every = [server.hosts.configured, *server.hosts.databases]
    for position, source in enumerate(every[index:], index):
        page = await source.page(after, limit, subnet)
        if page:
            hosts: list[Json] = [_form(host) for _, host in page]
            following: Json = {"from": page[-1][0], "source-index": position}
            return succeeded(_count(server, len(page)), {"count": len(page), "hosts": hosts, "next": following})
        after = 0
    return {"result": EMPTY, "text": _count(server, 0), "arguments": {"count": 0, "hosts": []}}


_LARGEST_NUMBER: Final = (1 << 63) - 1


# Changing


async def _add(server: Server, arguments: Arguments) -> Answer:
    host = _reservation(server, arguments, "add")
    asked = _writable(arguments, server, "Host database not available, cannot add host.")
    for source in asked:
        await source.add(host)
    return succeeded("Host added.")


async def _update(server: Server, arguments: Arguments) -> Answer:
    host = _reservation(server, arguments, "update")
    asked = _writable(arguments, server, "host database not available, cannot update host")
    done = [await source.update(host) for source in asked]
    return succeeded("Host updated.") if any(done) else {"result": EMPTY, "text": "Host not updated (not found)."}


async def _delete(server: Server, arguments: Arguments) -> Answer:
    there(arguments)
    subnet = Given("reservation-del", arguments).number(SUBNET)
    wanted = whom(arguments, server.family)
    asked = _writable(arguments, server, "Unable to delete a host because there is no hosts-databases configured.")
    deleted = False
    for source in asked:
        host = await _one(source, wanted, subnet)
        deleted = (host is not None and await source.remove(host)) or deleted
    return succeeded("Host deleted.") if deleted else {"result": EMPTY, "text": "Host not deleted (not found)."}


def _writable(arguments: Arguments, server: Server, otherwise: str) -> Sequence[HostSource]:
    """Return the sources to change, of which there must be one."""
    asked = sources(arguments, server.hosts, DATABASE)
    if not asked:
        raise CommandError(otherwise)
    return asked


def _reservation(server: Server, arguments: Arguments, verb: str) -> Host:
    there(arguments)
    if "reservation" not in arguments:
        raise CommandError("reservation must be specified")
    reservation = arguments["reservation"]
    if not isinstance(reservation, dict):
        raise CommandError(
            f"invalid command: expected 'reservation' to be a map, got {_KINDS[type(reservation)]} instead"
        )
    if SUBNET not in reservation:
        raise CommandError("Mandatory 'subnet-id' parameter missing.")
    subnet = Given(f"reservation-{verb}", arguments, "reservation").number(SUBNET)
    members = {key: value for key, value in reservation.items() if key != SUBNET}
    host = read(members, subnet, server.family, server.config)
    _check_subnet(server, host)
    return host


_KINDS: Final = {str: "string", int: "integer", float: "real", bool: "boolean", list: "list", type(None): "null"}


def _check_subnet(server: Server, host: Host) -> None:
    """Raise CommandError when the subnet is not there, or the addresses of the host are not in it."""
    if not host.subnet_id:
        return
    subnet = next((one for one in server.config.subnets if one.id == host.subnet_id), None)
    if subnet is None:
        raise CommandError(f"IPv{server.family} subnet with ID of '{host.subnet_id}' is not configured")
    family = IPV4 if server.family == 4 else IPV6
    prefix = subnet.prefix, subnet.length
    for reserved in (host.address,) if isinstance(host, Host4) else host.addresses:
        if reserved and not prefix[0] <= reserved <= family.last(prefix):
            raise CommandError(
                f"specified reservation '{family.show(reserved)}' is not matching the {family.name} subnet prefix "
                f"'{family.show_prefix(prefix)}'"
            )


# Answers


async def _one(source: HostSource, wanted: Client | int, subnet: int) -> Host | None:
    if isinstance(wanted, Client):
        return await source.by_identifier(subnet, wanted.kind, wanted.identifier)
    return next(iter(await source.by_address(wanted, subnet)), None)


def _joined(found: Iterable[Sequence[Host]]) -> list[Host]:
    return [host for hosts in found for host in hosts]


def _listed(server: Server, hosts: Sequence[Host]) -> Answer:
    listed: list[Json] = [_form(host) for host in hosts]
    answer = succeeded(_count(server, len(hosts)), {"hosts": listed})
    return answer if hosts else {**answer, "result": EMPTY}


def _form(host: Host) -> dict[str, Json]:
    return {**shown(host), SUBNET: host.subnet_id}


def _count(server: Server, number: int) -> str:
    return f"{number} IPv{server.family} host(s) found."


_SUBNET: Final = Argument(SUBNET, "integer", "the id of the subnet, 0 for global reservations")
_MUST: Final = Argument(SUBNET, "integer", _SUBNET.about, required=True)
_ADDRESS: Final = Argument("ip-address", "string", "the address, or where the prefix begins")
_KIND: Final = Argument("identifier-type", "string", "hw-address, duid, flex-id, and in DHCPv4 circuit-id or client-id")
_IDENTIFIER: Final = Argument("identifier", "string", "hexadecimal, or text in single quotes")
_TARGET: Final = Argument(TARGET, "string", "memory (the configuration), database, all, or default")
_HOST: Final = Argument("reservation", "map", "the reservation as in a configuration, and subnet-id", required=True)

_ONE: Final = (_MUST, _ADDRESS, _KIND, _IDENTIFIER, _TARGET)
_LIST: Final = "`hosts`"

Handler = Callable[[Server, Arguments], Awaitable[Answer]]


def _row(
    verb: str,
    about: str,
    handle: Handler,
    arguments: tuple[Argument, ...],
    since: str,
    answer: str = "",
    access: str = READ,
) -> Command[Server]:
    return Command(f"reservation-{verb}", about, handle, access, arguments, answer, since, library=LIBRARY)


COMMANDS: Final[tuple[Command[Server], ...]] = (
    _row(
        "get", "Show the reservation of an address or of a client in a subnet.", _get, _ONE, "1.2.0", "the reservation"
    ),
    _row("get-all", "Show all reservations of a subnet.", _get_all, (_MUST, _TARGET), "1.6.0", _LIST),
    _row(
        "get-page",
        "Show some reservations, in an order in which the next ones can be asked for.",
        _get_page,
        (
            Argument("limit", "integer", "how many at most", required=True),
            _SUBNET,
            Argument("from", "integer", "where to go on: `from` of the page before"),
            Argument("source-index", "integer", "in which source: that of the page before"),
        ),
        "1.6.0",
        "`hosts`, `count`, and `next` with the arguments of the next page",
    ),
    _row(
        "get-by-hostname",
        "Show the reservations of a name.",
        _get_by_hostname,
        (Argument("hostname", "string", "the name", required=True), _SUBNET, _TARGET),
        "1.7.1",
        _LIST,
    ),
    _row(
        "get-by-address",
        "Show who has an address reserved, in one subnet or all.",
        _get_by_address,
        (Argument("ip-address", "string", _ADDRESS.about, required=True), _SUBNET, _TARGET),
        "2.4.0",
        _LIST,
    ),
    _row(
        "get-by-id",
        "Show the reservations of a client in all subnets.",
        _get_by_id,
        (
            Argument(_KIND.name, "string", _KIND.about, required=True),
            Argument(_IDENTIFIER.name, "string", _IDENTIFIER.about, required=True),
            _TARGET,
        ),
        "1.9.0",
        _LIST,
    ),
    _row("add", "Add a reservation.", _add, (_HOST, _TARGET), "1.2.0", access=WRITE),
    _row(
        "update", "Replace the reservation of a client in a subnet.", _update, (_HOST, _TARGET), "2.3.7", access=WRITE
    ),
    _row(
        "del", "Delete the reservation of an address or of a client in a subnet.", _delete, _ONE, "1.2.0", access=WRITE
    ),
)
