"""Who is who in DHCPv6: associations, reservations, shared networks, registered addresses."""

from pathlib import Path
from typing import Final

import pytest

from lessor.config.compile6 import compile6
from lessor.config.load import load6
from lessor.engine.tables6 import Host6
from lessor.model.lease6 import NA, PD, REGISTERED
from lessor.wire.ia import NO_ADDRS_AVAIL, SUCCESS, write_address
from lessor.wire.options6 import tlv6
from lessor.wire.packet6 import ADDR_REG_INFORM, ADDR_REG_REPLY, ADVERTISE, IAADDR, REPLY
from tests.flows.conversation6 import (
    SERVER_DUID,
    Client6,
    Server6,
    duid,
    na,
    network6,
    number,
    pd,
    plan6,
    reservation6,
    subnet6,
)

FIRST = "2001:db8:1::100"
SECOND = "2001:db8:1::101"
MINE = "2001:db8:1:0:5054:ff:fed6:c2a9"
ALSO_MINE = "2001:db8:1::10a"
MY_PREFIX = "2001:db8:aaaa::/56"
VIP = 77


def reserved(addresses: str = MINE, prefixes: str = MY_PREFIX, **fields: object) -> dict[tuple[str, bytes], Host6]:
    return reservation6(duid(VIP), addresses, prefixes, **fields)


class TestReservation:
    def test_outside_the_pool(self) -> None:
        server = Server6(subnet6(hosts=reserved()))
        client = Client6(server, VIP)
        client.solicit(na(1, FIRST), pd(1)).expect(ADVERTISE, MINE, MY_PREFIX)
        client.request(na(1, FIRST), pd(1)).expect(REPLY, MINE, MY_PREFIX)
        assert server.leases()[MINE].pool_id == 0
        client.renew(na(1, MINE), pd(1, MY_PREFIX)).expect(REPLY, MINE, MY_PREFIX)
        assert client.release(na(1, MINE), pd(1, MY_PREFIX)).overall == SUCCESS

    def test_by_hardware_address(self) -> None:
        hosts = {("hw-address", bytes.fromhex("02000000004d")): Host6((number(MINE),))}
        Client6(Server6(subnet6(hosts=hosts)), VIP).solicit(na(1)).expect(ADVERTISE, MINE)

    def test_several_for_several_associations_in_order(self) -> None:
        server = Server6(subnet6(hosts=reserved(f"{MINE},{ALSO_MINE}", f"{MY_PREFIX},2001:db8:8000:700::/56")))
        client = Client6(server, VIP)
        answer = client.request(na(1), na(2), na(3), pd(1), pd(2), pd(3)).expect(REPLY)
        items = answer.items
        assert items[:2] == [MINE, ALSO_MINE]
        assert items[2] not in (MINE, ALSO_MINE)
        assert items[3:5] == [MY_PREFIX, "2001:db8:8000:700::/56"]
        # and each keeps its own
        client.renew(na(3), na(2), na(1)).expect(REPLY, items[2], ALSO_MINE, MINE)

    def test_is_kept_from_others(self) -> None:
        server = Server6(subnet6(pools=f"{ALSO_MINE}-{ALSO_MINE}", hosts=reserved(ALSO_MINE, "2001:db8:8000:700::/56")))
        other = Client6(server)
        answer = other.request(na(1, ALSO_MINE), pd(1, "2001:db8:8000:700::/56"))
        assert answer.status(NA, 1) == NO_ADDRS_AVAIL
        assert answer.item != "2001:db8:8000:700::/56"
        owner = Client6(server, VIP)
        owner.release(na(1, owner.lease(na(1))))
        assert other.solicit(na(1)).status(NA, 1) == NO_ADDRS_AVAIL

    def test_a_client_moves_to_what_was_reserved_for_it(self) -> None:
        server = Server6(subnet6())
        Client6(server, VIP).request(na(1), pd(1)).expect(REPLY, FIRST, "2001:db8:8000::/56")
        changed = Server6(subnet6(hosts=reserved()), store=server.store)
        client = Client6(changed, VIP)
        client.solicit(na(1), pd(1)).expect(ADVERTISE, MINE, MY_PREFIX)
        answer = client.renew(na(1, FIRST), pd(1, "2001:db8:8000::/56")).expect(REPLY, MINE, MY_PREFIX)
        assert answer.withdrawn == [FIRST, "2001:db8:8000::/56"]
        assert set(changed.leases()) == {MINE, MY_PREFIX}

    def test_while_another_client_still_has_the_address(self) -> None:
        server = Server6(subnet6())
        Client6(server).request(na(1, ALSO_MINE)).expect(REPLY, ALSO_MINE)
        changed = Server6(subnet6(hosts=reserved(ALSO_MINE, "")), store=server.store)
        squatter, owner = Client6(changed), Client6(changed, VIP)
        address = owner.lease(na(1))
        assert address != ALSO_MINE
        # the squatter has to leave, and then the owner moves
        answer = squatter.renew(na(1, ALSO_MINE))
        assert answer.withdrawn == [ALSO_MINE]
        answer = owner.renew(na(1, address)).expect(REPLY, ALSO_MINE)
        assert answer.withdrawn == [address]

    def test_global(self) -> None:
        everywhere = {("duid", duid(VIP)): Host6((number(MINE), number("2001:db8:9::1")), hostname="vip")}
        Client6(Server6(subnet6(), global_hosts=everywhere), VIP).solicit(na(1)).expect(ADVERTISE, FIRST)
        server = Server6(
            subnet6(reservations_global=True, reservations_in_subnet=False, rapid_commit=True), global_hosts=everywhere
        )
        # only addresses of the client's link are of use to it
        Client6(server, VIP).rapid(na(1), na(2)).expect(REPLY, MINE, FIRST)
        assert server.leases()[FIRST].hostname == "vip"

    def test_options_of_its_own(self) -> None:
        hosts = reserved(tlvs={23: tlv6(23, bytes(16)), 24: tlv6(24, b"\x03vip\x00")}, unasked=(24,))
        server = Server6(subnet6(hosts=hosts))
        for _ in range(2):
            answer = Client6(server, VIP).solicit(na(1))
            assert (answer.option(23), answer.option(24)) == (bytes(16), b"\x03vip\x00")
        assert Client6(server).solicit(na(1)).option(24) is None

    def test_of_a_prefix_with_an_exclusion(self) -> None:
        hosts = {("duid", duid(VIP)): Host6((), {number("2001:db8:aaaa::"): (56, tlv6(67, b"\x40\x01"))})}
        server = Server6(subnet6(hosts=hosts))
        client = Client6(server, VIP)
        packet = client.message(1, pd(1))
        packet.options[6] = [b"\x00\x43"]
        reply = server.hear(client.received(packet))[0]
        assert b"\x00\x43\x00\x02\x40\x01" in reply.data


class TestPrefixLength:
    """RFC 8168 section 3.2."""

    @pytest.mark.parametrize(
        ("hint", "given"),
        [
            ("::/56", "2001:db8:8000::/56"),
            ("::/60", "2001:db8:9000::/60"),
            ("::/62", "2001:db8:9000::/60"),
            ("::/58", "2001:db8:8000::/56"),
            ("::/48", "2001:db8:8000::/56"),
            ("2001:db8:9000:10::/60", "2001:db8:9000:10::/60"),
            ("2001:db8:9000:10::/64", "2001:db8:9000:10::/60"),
            ("2001:db8:77::/60", "2001:db8:9000::/60"),
            ("2001:db8:9000:11::/64", "2001:db8:9000:10::/60"),
            ("::/0", "2001:db8:8000::/56"),
        ],
    )
    def test_the_pool_that_fits(self, hint: str, given: str) -> None:
        server = Server6(subnet6(prefixes="2001:db8:8000::/52>56,2001:db8:9000::/56>60"))
        Client6(server).solicit(pd(1, hint)).expect(ADVERTISE, given)

    def test_another_pool_when_that_is_used_up(self) -> None:
        server = Server6(subnet6(prefixes="2001:db8:8000::/56>56,2001:db8:9000::/56>60"))
        Client6(server, 11).request(pd(1, "::/56"))
        Client6(server).solicit(pd(1, "::/56")).expect(ADVERTISE, "2001:db8:9000::/60")


class TestSharedNetwork:
    @pytest.fixture
    def server(self) -> Server6:
        one = subnet6(pools=f"{FIRST}-{FIRST}", prefixes="")
        two = subnet6("2001:db8:2::/64", "2001:db8:2::10-2001:db8:2::10", id=2, hosts=reserved("2001:db8:2::77"))
        return Server6(*network6(one, two))

    def test_goes_on_in_the_next_subnet_when_one_is_full(self, server: Server6) -> None:
        client = Client6(server)
        client.request(na(1), na(2), pd(1)).expect(REPLY, FIRST, "2001:db8:2::10", "2001:db8:8000::/56")
        assert [lease.subnet_id for lease in server.leases().values()] == [1, 2, 2]
        client.renew(na(2, "2001:db8:2::10"), pd(1)).expect(REPLY, "2001:db8:2::10", "2001:db8:8000::/56")
        assert client.confirm(na(1, FIRST), na(2, "2001:db8:2::10")).overall == SUCCESS
        assert Client6(server, 11).solicit(na(1)).status(NA, 1) == NO_ADDRS_AVAIL
        assert server.count("v6-allocation-fail-shared-network") == 1

    def test_a_wish_in_any_of_its_subnets(self, server: Server6) -> None:
        Client6(server).solicit(na(1, "2001:db8:2::10")).expect(ADVERTISE, "2001:db8:2::10")

    def test_finds_a_reservation_in_any_of_its_subnets(self, server: Server6) -> None:
        Client6(server, VIP).solicit(na(1), pd(1)).expect(ADVERTISE, "2001:db8:2::77", MY_PREFIX)

    def test_options_are_those_of_the_subnet_it_ends_up_in(self) -> None:
        elsewhere = plan6(tlvs={23: tlv6(23, bytes(16))})
        one = subnet6(pools="", prefixes="")
        two = subnet6("2001:db8:2::/64", "2001:db8:2::10-2001:db8:2::10", id=2, its_plan=elsewhere)
        assert Client6(Server6(*network6(one, two))).solicit(na(1)).option(23) == bytes(16)


class TestName:
    def test_is_kept_in_every_lease(self) -> None:
        server = Server6(subnet6(qualifying_suffix="example.org"))
        answer = Client6(server).request(na(1), pd(1), (39, b"\x00\x04host\x00"))
        assert answer.option(39) == b"\x04\x04host\x00"
        assert [lease.hostname for lease in server.leases().values()] == ["host."] * 2

    def test_that_cannot_be_read_ends_the_message(self) -> None:
        server = Server6(subnet6())
        Client6(server).request(na(1), (39, b"")).expect_silence()
        assert server.count("pkt6-parse-failed") == 1


class TestRegistration:
    """RFC 9686."""

    OWN = "2001:db8:1::abcd"

    @pytest.fixture
    def server(self) -> Server6:
        return Server6(subnet6())

    def test_is_written_down(self, server: Server6) -> None:
        answer = Client6(server).register(self.OWN).expect(ADDR_REG_REPLY)
        assert answer.reply is not None
        assert answer.reply.destination == number(self.OWN)
        assert answer.option(IAADDR) == bytes.fromhex("20010db800010000 000000000000abcd 00000bb8 00000fa0")
        lease = server.leases()[self.OWN]
        assert (lease.state, lease.iaid, lease.valid_lifetime, lease.subnet_id) == (REGISTERED, 0, 4000, 1)
        assert (server.count("registered", 1), server.count("assigned-nas")) == (1, 0)
        assert (server.count("cumulative-registered"), server.count("pkt6-addr-reg-reply-sent")) == (1, 1)

    def test_again_and_by_another_client(self, server: Server6) -> None:
        Client6(server).register(self.OWN).expect(ADDR_REG_REPLY)
        server.now += 10
        Client6(server).register(self.OWN).expect(ADDR_REG_REPLY)
        Client6(server, 11).register(self.OWN).expect(ADDR_REG_REPLY)
        assert (server.leases()[self.OWN].duid, server.count("registered", 1)) == (duid(11), 1)

    def test_is_nobodys_lease(self, server: Server6) -> None:
        client = Client6(server)
        client.register(FIRST).expect(ADDR_REG_REPLY)
        assert client.request(na(0, FIRST)).item != FIRST
        assert client.release(na(0, FIRST)).told[NA, 0].status != SUCCESS
        assert server.leases()[FIRST].state == REGISTERED

    def test_through_a_relay(self, server: Server6) -> None:
        Client6(server, link="2001:db8:1::1").register(self.OWN).expect(ADDR_REG_REPLY)

    def test_only_for_oneself(self, server: Server6) -> None:
        Client6(server).register(self.OWN, source="2001:db8:1::bad").expect_silence()
        Client6(server, link="2001:db8:1::1").register(self.OWN, source="2001:db8:1::bad").expect_silence()
        assert not server.leases()

    def test_only_on_its_link(self, server: Server6) -> None:
        Client6(server).register("2001:db8:9::1").expect_silence()

    def test_asks_for_no_options(self, server: Server6) -> None:
        client = Client6(server, source=self.OWN)
        address = IAADDR, write_address(number(self.OWN), 3000, 4000)[4:]
        client.send(client.message(ADDR_REG_INFORM, address)).expect_silence()
        assert not server.leases()

    def test_not_what_is_leased(self, server: Server6) -> None:
        Client6(server).request(na(1)).expect(REPLY, FIRST)
        Client6(server).register(FIRST).expect_silence()
        server.now += 5000
        Client6(server).register(FIRST).expect(ADDR_REG_REPLY)

    def test_needs_exactly_one_address(self, server: Server6) -> None:
        client = Client6(server)
        client.send(client.message(36)).expect_silence()
        address = (IAADDR, number(self.OWN).to_bytes(16, "big") + bytes(8))
        client.send(client.message(36, address, address)).expect_silence()

    def test_can_be_turned_off(self) -> None:
        server = Server6(subnet6(), allow_address_registration=False)
        Client6(server).register(self.OWN).expect_silence()
        assert not server.leases()


def test_prefixes_and_addresses_of_one_association_number_are_apart() -> None:
    server = Server6(subnet6())
    client = Client6(server)
    client.request(na(1), pd(1))
    client.release(na(1, FIRST))
    assert [lease.type for lease in server.leases().values()] == [PD]


def test_what_relays_said_is_kept() -> None:
    server = Server6(subnet6(store_extended_info=True))
    Client6(server, link="2001:db8:1::7").request(na(1))
    context = server.leases()[FIRST].user_context
    assert '"link": "2001:db8:1::7"' in context
    Client6(server).renew(na(1, FIRST))
    assert server.leases()[FIRST].user_context == context


def test_a_change_of_mind_about_the_length() -> None:
    server = Server6(subnet6(prefixes="2001:db8:8000::/52>56,2001:db8:9000::/56>60"))
    client = Client6(server)
    client.solicit(pd(1)).expect(ADVERTISE, "2001:db8:8000::/56")
    client.solicit(pd(1, "::/60")).expect(ADVERTISE, "2001:db8:9000::/60")
    client.solicit(pd(1, "::/62")).expect(ADVERTISE, "2001:db8:9000::/60")
    client.solicit(pd(1)).expect(ADVERTISE, "2001:db8:9000::/60")


def test_options_of_both_pools() -> None:
    base = plan6(tlvs={23: tlv6(23, b"subnet"), 24: tlv6(24, b"subnet")})
    here = subnet6(its_plan=base)
    here.pools[0].plan = plan6(tlvs={23: tlv6(23, b"address"), 24: tlv6(24, b"subnet")}, unasked=(24,))
    here.prefix_pools[0].plan = plan6(tlvs={23: tlv6(23, b"prefix"), 24: tlv6(24, b"prefix")})
    client = Client6(Server6(here))
    for _ in range(2):
        answer = client.solicit(na(1), na(2), pd(1), pd(2))
        assert (answer.option(23), answer.option(24)) == (b"address", b"prefix")
    assert client.solicit(na(1)).option(24) == b"subnet"
    assert client.solicit(pd(1)).option(23) == b"prefix"
    client.request(na(1), pd(1), pd(2), na(2))
    assert len(here.pools[0].plan.beside) == 1


BLOG: Final = """
{ "Dhcp6": { "renew-timer": 1000, "rebind-timer": 2000, "preferred-lifetime": 3000, "valid-lifetime": 4000,
  "lease-database": { "type": "memfile", "persist": true, "name": "/tmp/kea-leases6.csv", "lfc-interval": 1800 },
  "interfaces-config": { "interfaces": [ "eth0/2001:db8::1" ] },
  "mac-sources": ["duid"],
  "subnet6": [ { "subnet": "2001:db8::/64", "id": 1024, "interface": "eth0",
    "pools": [ { "pool": "2001:db8::100-2001:db8::ffff" } ],
    "pd-pools": [ { "prefix": "2001:db8:fff::", "prefix-len": 48, "delegated-len": 60 } ],
    "reservations": [ { "hw-address": "52:54:00:d6:c2:a9", "ip-addresses": [ "2001:db8::5054:ff:fed6:c2a9" ] } ] } ] } }
"""


def test_a_configuration_people_found_in_a_blog(tmp_path: Path) -> None:
    """As Kea 2.2 answers it: known by the address in its DUID-LLT, an address of the pool, a /60 for a router."""
    file = tmp_path / "kea-dhcp6.conf"
    file.write_text(BLOG)
    server = Server6()
    server.exchange.install(compile6(load6(str(file)).config, SERVER_DUID))
    known, other = Client6(server), Client6(server, 11)
    known.duid = bytes.fromhex("00010001 1d2f3a4b 525400d6c2a9")
    known.solicit(na(1)).expect(ADVERTISE, "2001:db8::5054:ff:fed6:c2a9")
    known.request(na(1)).expect(REPLY, "2001:db8::5054:ff:fed6:c2a9")
    told = other.request(na(1), pd(1)).expect(REPLY, "2001:db8::100", "2001:db8:fff::/60").told
    assert [(one.t1, one.t2, *one.items.values()) for one in told.values()] == [(1000, 2000, (3000, 4000))] * 2
    assert {lease.subnet_id for lease in server.leases().values()} == {1024}
