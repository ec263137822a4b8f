"""Commands about single DHCPv4 leases and lists of them: the family that Kea has in libdhcp_lease_cmds.so."""

from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from lessor.control.given import Given
from lessor.control.identifiers import read_client_id, read_hwaddr
from lessor.control.leasearguments import (
    CHOICE4,
    FILE,
    FORCE_CREATE,
    FOUND_MANY,
    FOUND_ONE,
    LEASE4,
    LIBRARY,
    PAGE,
    STATE,
    SUBNETS,
    UPDATE_DDNS,
    WIPED,
)
from lessor.control.leasechoice import ADDRESS, DUID, HWADDR, Choice, changed_meanwhile, choice, ddns_address
from lessor.control.leaseinput import lease4
from lessor.control.leaselists import (
    file_name,
    hostname_of,
    listed,
    page_of,
    state_of,
    subnets_of,
    text_of,
    wiped,
    wiped_subnets,
)
from lessor.control.leases import Leases4
from lessor.engine.tables import Tables
from lessor.model.command import (
    READ,
    WRITE,
    Answer,
    Argument,
    Arguments,
    Command,
    CommandError,
    found_nothing,
    succeeded,
)
from lessor.model.lease import Lease4
from lessor.store.objects import object4

V4: Final = frozenset({4})


class Server(Protocol):
    """What these commands ask of a server."""

    @property
    def tables(self) -> Tables: ...
    @property
    def leases(self) -> Leases4: ...
    def now(self) -> int: ...


# One lease


async def _get(server: Server, arguments: Arguments) -> Answer:
    chosen = choice("lease4-get", arguments, 4)
    if chosen.by == DUID:
        raise CommandError("Query by duid is not allowed in v4.")
    lease = await _find(server, chosen)
    return found_nothing("Lease not found.") if lease is None else succeeded("IPv4 lease found.", object4(lease))


async def _add(server: Server, arguments: Arguments) -> Answer:
    if not arguments:
        raise CommandError("no parameters specified for the command")
    given = Given("lease4-add", arguments)
    lease = lease4(given, server.tables, server.now())
    # of no use here, but to be true or false
    given.flag("force-create")
    if not await server.leases.add(lease):
        raise CommandError("IPv4 lease already exists.")
    address = given.address("ip-address")
    return succeeded(f"Lease for address {address}, subnet-id {lease.subnet_id} added.")


async def _update(server: Server, arguments: Arguments) -> Answer:
    if not arguments:
        raise CommandError("no parameters specified for lease4-update command")
    given = Given("lease4-update", arguments)
    lease = lease4(given, server.tables, server.now())
    create = given.flag("force-create")
    before = await server.leases.get(lease.address)
    if before is None and create:
        if not await server.leases.add(lease):
            raise CommandError("lost race between calls to get and add")
        return succeeded("IPv4 lease added.")
    if before is None or not await server.leases.update(before, lease):
        raise changed_meanwhile(str(given.address("ip-address")))
    return succeeded("IPv4 lease updated.")


async def _del(server: Server, arguments: Arguments) -> Answer:
    chosen = choice("lease4-del", arguments, 4)
    if chosen.by == DUID:
        raise CommandError("Delete by duid is not allowed in v4.")
    lease = await _find(server, chosen)
    # what changed between two steps is looked for again
    while lease is not None and not await server.leases.remove(lease):
        lease = await _find(server, chosen)
    return found_nothing("IPv4 lease not found.") if lease is None else succeeded("IPv4 lease deleted.")


async def _find(server: Server, chosen: Choice) -> Lease4 | None:
    if chosen.by == ADDRESS:
        return None if chosen.address is None else await server.leases.get(chosen.address)
    by = server.leases.by_hwaddr if chosen.by == HWADDR else server.leases.by_client_id
    found = [lease for lease in await by(chosen.identifier) if lease.subnet_id == chosen.subnet_id]
    return found[0] if found else None


async def _resend_ddns(server: Server, arguments: Arguments) -> Answer:
    ddns_address(arguments, 4)
    raise CommandError("DDNS updating is not enabled")


# Many leases


async def _get_all(server: Server, arguments: Arguments) -> Answer:
    ids = subnets_of(arguments)
    if ids is None:
        return await listed(await server.leases.of_subnets(), object4, 4)
    by_subnet: dict[int, list[Lease4]] = {id: [] for id in ids}
    for lease in await server.leases.of_subnets(by_subnet):
        by_subnet[lease.subnet_id].append(lease)
    return await listed([lease for id in ids for lease in by_subnet[id]], object4, 4)


async def _get_page(server: Server, arguments: Arguments) -> Answer:
    after, limit = page_of(arguments, "lease4-get-page", 4)
    return await listed(await server.leases.page(after, limit), object4, 4, counted=True)


async def _by_hw_address(server: Server, arguments: Arguments) -> Answer:
    return await listed(await server.leases.by_hwaddr(read_hwaddr(text_of(arguments, "hw-address"))), object4, 4)


async def _by_client_id(server: Server, arguments: Arguments) -> Answer:
    return await listed(await server.leases.by_client_id(read_client_id(text_of(arguments, "client-id"))), object4, 4)


async def _by_hostname(server: Server, arguments: Arguments) -> Answer:
    return await listed(await server.leases.by_hostname(hostname_of(arguments)), object4, 4)


async def _by_state(server: Server, arguments: Arguments) -> Answer:
    return await listed(await server.leases.by_state(*state_of(arguments)), object4, 4)


async def _wipe(server: Server, arguments: Arguments) -> Answer:
    ids = wiped_subnets(arguments, "lease4-wipe", server.tables.subnets)
    return wiped(await server.leases.wipe(ids), ids, 4)


async def _write(server: Server, arguments: Arguments) -> Answer:
    path = await server.leases.write(file_name(arguments, "lease4-write"))
    return succeeded(f"IPv4 lease database into '{path}'.")


def _row(
    name: str,
    handle: Callable[[Server, Arguments], Awaitable[Answer]],
    about: str,
    arguments: tuple[Argument, ...],
    since: str,
    access: str = READ,
    answer: str = "",
) -> Command[Server]:
    return Command(name, about, handle, access, arguments, answer, since, V4, LIBRARY)


BY_ADDRESS: Final = (Argument("ip-address", "string", "the leased address", required=True),)
BY_HW_ADDRESS: Final = (Argument("hw-address", "string", "hardware address of the client", required=True),)
BY_CLIENT_ID: Final = (Argument("client-id", "string", "client identifier", required=True),)
BY_HOSTNAME: Final = (Argument("hostname", "string", "name of the client, in any case", required=True),)

COMMANDS: Final[tuple[Command[Server], ...]] = (
    _row("lease4-add", _add, "Add a lease.", LEASE4, "1.3.0", WRITE),
    _row("lease4-del", _del, "Remove a lease.", (*CHOICE4, UPDATE_DDNS), "1.3.0", WRITE),
    _row("lease4-get", _get, "Look up a lease.", CHOICE4, "1.3.0", answer=FOUND_ONE),
    _row("lease4-get-all", _get_all, "Look up all leases.", SUBNETS, "1.4.0", answer=FOUND_MANY),
    _row("lease4-get-by-client-id", _by_client_id, "Look up leases.", BY_CLIENT_ID, "1.7.1", answer=FOUND_MANY),
    _row("lease4-get-by-hostname", _by_hostname, "Look up leases.", BY_HOSTNAME, "1.7.1", answer=FOUND_MANY),
    _row("lease4-get-by-hw-address", _by_hw_address, "Look up leases.", BY_HW_ADDRESS, "1.7.1", answer=FOUND_MANY),
    _row("lease4-get-by-state", _by_state, "Look up leases.", STATE, "3.1.5", answer=FOUND_MANY),
    _row("lease4-get-page", _get_page, "Look up leases by address, page by page.", PAGE, "1.5.0", answer=FOUND_MANY),
    _row("lease4-resend-ddns", _resend_ddns, "Put a lease's name into DNS again.", BY_ADDRESS, "1.7.6", WRITE),
    _row("lease4-update", _update, "Replace a lease.", (*LEASE4, FORCE_CREATE), "1.3.0", WRITE),
    _row("lease4-wipe", _wipe, "Remove all leases of subnets.", WIPED, "1.3.0", WRITE),
    _row("lease4-write", _write, "Write all leases to a file.", FILE, "2.3.1", WRITE),
)
