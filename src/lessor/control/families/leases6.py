"""Commands about single DHCPv6 leases and lists of them: the family that Kea has in libdhcp_lease_cmds.so."""

from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from lessor.control.given import Given
from lessor.control.identifiers import read_duid, read_hwaddr
from lessor.control.leasearguments import (
    CHOICE6,
    FILE,
    FORCE_CREATE,
    FOUND_MANY,
    FOUND_ONE,
    LEASE6,
    LIBRARY,
    PAGE,
    STATE,
    SUBNETS,
    UPDATE_DDNS,
    WIPED,
)
from lessor.control.leasechoice import changed_meanwhile, choice, ddns_address
from lessor.control.leasechoice6 import find
from lessor.control.leaseinput import NO_DUIDS, lease6
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
from lessor.control.leases import Leases6
from lessor.engine.tables6 import Tables6
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
from lessor.model.lease6 import NA, Lease6
from lessor.store.objects import object6

V6: Final = frozenset({6})


class Server(Protocol):
    """What these commands ask of a server."""

    @property
    def tables(self) -> Tables6: ...
    @property
    def leases(self) -> Leases6: ...
    def now(self) -> int: ...


# One lease


async def _get(server: Server, arguments: Arguments) -> Answer:
    lease = await find(server.leases, choice("lease6-get", arguments, 6), "Query")
    return found_nothing("Lease not found.") if lease is None else succeeded("IPv6 lease found.", object6(lease))


async def _add(server: Server, arguments: Arguments) -> Answer:
    if not arguments:
        raise CommandError("no parameters specified for the command")
    given = Given("lease6-add", arguments)
    lease = lease6(given, server.tables, server.now())
    # of no use here, but to be true or false
    given.flag("force-create")
    if not await server.leases.add(lease):
        raise CommandError("IPv6 lease already exists.")
    address = given.address("ip-address")
    what = f"address {address}" if lease.type == NA else f"prefix {address}/{lease.prefix_length}"
    return succeeded(f"Lease for {what}, subnet-id {lease.subnet_id} added.")


async def _update(server: Server, arguments: Arguments) -> Answer:
    if not arguments:
        raise CommandError("no parameters specified for lease6-update command")
    given = Given("lease6-update", arguments)
    lease = lease6(given, server.tables, server.now())
    create = given.flag("force-create")
    before = await server.leases.get(lease.type, lease.address)
    if before is None and create:
        if not await server.leases.add(lease):
            raise CommandError("lost race between calls to get and add")
        return succeeded("IPv6 lease added.")
    if before is None or not await server.leases.update(before, lease):
        raise changed_meanwhile(str(given.address("ip-address")))
    return succeeded("IPv6 lease updated.")


async def _del(server: Server, arguments: Arguments) -> Answer:
    chosen = choice("lease6-del", arguments, 6)
    lease = await find(server.leases, chosen, "Delete")
    # what changed between two steps is looked for again
    while lease is not None and not await server.leases.remove(lease):
        lease = await find(server.leases, chosen, "Delete")
    return found_nothing("IPv6 lease not found.") if lease is None else succeeded("IPv6 lease deleted.")


async def _resend_ddns(server: Server, arguments: Arguments) -> Answer:
    ddns_address(arguments, 6)
    raise CommandError("DDNS updating is not enabled")


# Many leases


async def _get_all(server: Server, arguments: Arguments) -> Answer:
    ids = subnets_of(arguments)
    if ids is None:
        return await listed(await server.leases.of_subnets(), object6, 6)
    by_subnet: dict[int, list[Lease6]] = {id: [] for id in ids}
    for lease in await server.leases.of_subnets(by_subnet):
        by_subnet[lease.subnet_id].append(lease)
    return await listed([lease for id in ids for lease in by_subnet[id]], object6, 6)


async def _get_page(server: Server, arguments: Arguments) -> Answer:
    after, limit = page_of(arguments, "lease6-get-page", 6)
    return await listed(await server.leases.page(after, limit), object6, 6, counted=True)


async def _by_hw_address(server: Server, arguments: Arguments) -> Answer:
    return await listed(await server.leases.by_hwaddr(read_hwaddr(text_of(arguments, "hw-address"))), object6, 6)


async def _by_duid(server: Server, arguments: Arguments) -> Answer:
    duid = read_duid(text_of(arguments, "duid"))
    return await listed([] if duid in NO_DUIDS else await server.leases.by_duid(duid), object6, 6)


async def _by_hostname(server: Server, arguments: Arguments) -> Answer:
    return await listed(await server.leases.by_hostname(hostname_of(arguments)), object6, 6)


async def _by_state(server: Server, arguments: Arguments) -> Answer:
    return await listed(await server.leases.by_state(*state_of(arguments)), object6, 6)


async def _wipe(server: Server, arguments: Arguments) -> Answer:
    ids = wiped_subnets(arguments, "lease6-wipe", server.tables.subnets)
    return wiped(await server.leases.wipe(ids), ids, 6)


async def _write(server: Server, arguments: Arguments) -> Answer:
    path = await server.leases.write(file_name(arguments, "lease6-write"))
    return succeeded(f"IPv6 lease database into '{path}'.")


def _row(
    name: str,
    handle: Callable[[Server, Arguments], Awaitable[Answer]],
    about: str,
    arguments: tuple[Argument, ...],
    since: str,
    access: str = READ,
    answer: str = "",
) -> Command[Server]:
    return Command(name, about, handle, access, arguments, answer, since, V6, LIBRARY)


BY_ADDRESS: Final = (Argument("ip-address", "string", "the leased address", required=True),)
BY_HW_ADDRESS: Final = (Argument("hw-address", "string", "hardware address of the client", required=True),)
BY_DUID: Final = (Argument("duid", "string", "DUID of the client", required=True),)
BY_HOSTNAME: Final = (Argument("hostname", "string", "name of the client, in any case", required=True),)

COMMANDS: Final[tuple[Command[Server], ...]] = (
    _row("lease6-add", _add, "Add a lease.", LEASE6, "1.3.0", WRITE),
    _row("lease6-del", _del, "Remove a lease.", (*CHOICE6, UPDATE_DDNS), "1.3.0", WRITE),
    _row("lease6-get", _get, "Look up a lease.", CHOICE6, "1.3.0", answer=FOUND_ONE),
    _row("lease6-get-all", _get_all, "Look up all leases.", SUBNETS, "1.3.0", answer=FOUND_MANY),
    _row("lease6-get-by-duid", _by_duid, "Look up leases.", BY_DUID, "1.7.1", answer=FOUND_MANY),
    _row("lease6-get-by-hostname", _by_hostname, "Look up leases.", BY_HOSTNAME, "1.7.1", answer=FOUND_MANY),
    _row("lease6-get-by-hw-address", _by_hw_address, "Look up leases.", BY_HW_ADDRESS, "3.1.1", answer=FOUND_MANY),
    _row("lease6-get-by-state", _by_state, "Look up leases.", STATE, "3.1.5", answer=FOUND_MANY),
    _row("lease6-get-page", _get_page, "Look up leases by address, page by page.", PAGE, "1.5.0", answer=FOUND_MANY),
    _row("lease6-resend-ddns", _resend_ddns, "Put a lease's name into DNS again.", BY_ADDRESS, "1.7.6", WRITE),
    _row("lease6-update", _update, "Replace a lease.", (*LEASE6, FORCE_CREATE), "1.3.0", WRITE),
    _row("lease6-wipe", _wipe, "Remove all leases of subnets.", WIPED, "1.3.0", WRITE),
    _row("lease6-write", _write, "Write all leases to a file.", FILE, "2.3.1", WRITE),
)
