"""Tests of lessor.engine.promise6: what is promised to a client and to others."""

from lessor.engine.case6 import Case6, Offers6
from lessor.engine.hosts6 import find_hosts6
from lessor.engine.promise6 import exclusion, is_promised, owner, owners, reservations, reserved_for_other
from lessor.engine.tables6 import Host6, Subnet6
from lessor.model.facts6 import Facts6
from lessor.model.lease6 import NA, PD
from tests.engine.messages6 import DUID, read
from tests.flows.conversation6 import NOW, network6, number, reservation6, subnet6, tables6

MINE, THEIRS = number("2001:db8:1::105"), number("2001:db8:1::106")
PREFIX = number("2001:db8:8000:500::")
OTHER, THIRD = b"another client", b"a third client"


def case(here: Subnet6, global_hosts: dict[tuple[str, bytes], Host6] | None = None) -> Case6:
    tables, request = tables6(*here.siblings, global_hosts=global_hosts), read()
    hosts = find_hosts6(tables, here, request)
    return Case6(tables, request, here, hosts, Facts6([], {}, {}), Offers6(), NOW)


def test_mine_and_theirs() -> None:
    here = subnet6(hosts=reservation6(DUID, "2001:db8:1::105") | reservation6(OTHER, "2001:db8:1::106"))
    stands = case(here)
    assert is_promised(stands, NA, MINE, 128)
    assert not is_promised(stands, NA, THEIRS, 128)
    assert [reserved_for_other(stands, here, NA, address) for address in (MINE, THEIRS, 1)] == [False, True, False]


def test_several_owners() -> None:
    shared = "2001:db8:1::106", "2001:db8:8000:500::/56"
    here = subnet6(hosts=reservation6(OTHER, *shared) | reservation6(THIRD, *shared))
    assert len(owners(here, NA, THEIRS)) == len(owners(here, PD, PREFIX)) == 2
    assert owners(here, NA, MINE) == []
    assert reserved_for_other(case(here), here, PD, PREFIX)


def test_a_global_one_counts_where_its_address_lies() -> None:
    one, two = network6(
        subnet6(reservations_global=True), subnet6("2001:db8:2::/64", "", "", id=2, reservations_global=True)
    )
    everywhere = reservation6(DUID, "2001:db8:2::7,2001:db8:9::7", "2001:db8:8000:500::/56")
    stands = case(one, everywhere)
    assert reservations(stands, NA) == [(two, number("2001:db8:2::7"), 128)]
    assert reservations(stands, PD) == [(one, PREFIX, 56)]


def test_out_of_pool() -> None:
    hosts = reservation6(DUID, "2001:db8:1::105,2001:db8:1::999") | reservation6(OTHER, "2001:db8:1::106")
    here = subnet6(hosts=hosts, reservations_out_of_pool=True)
    assert reservations(case(here), NA) == [(here, number("2001:db8:1::999"), 128)]
    assert owner(here, NA, THEIRS) is None
    assert owner(here, NA, number("2001:db8:1::999")) is hosts["duid", DUID]


def test_exclusions() -> None:
    here = subnet6(hosts={("duid", DUID): Host6((), {PREFIX: (56, b"own")})})
    here.prefix_pools[0].exclude = b"pool's"
    stands = case(here)
    assert exclusion(stands, here.prefix_pools[0], PREFIX) == b"own"
    assert exclusion(stands, here.prefix_pools[0], PREFIX + 1) == b"pool's"
    assert exclusion(case(subnet6()), None, PREFIX) == b""
