"""What a survey reads from the machine and from a link."""

import pytest

from lessor.model.interface import Interface
from lessor.service.labs import survey
from lessor.service.labs.derive import Refusal
from lessor.service.labs.survey import find_interface, read_resolvers, read_resolvers6, settled, sweep
from lessor.wire.arp import decode_arp, encode_answer
from tests.service.links import FakeLink

US, THEM = bytes.fromhex("00005e005301"), bytes.fromhex("00005e005302")
OWN = 0xC0000201


def present(*addresses: int) -> FakeLink:
    """A link on which these addresses answer."""

    def answer(frame: bytes) -> list[bytes]:
        _, sender, source, target = decode_arp(frame)
        return [encode_answer(THEM, target, sender, source)] if target in addresses else []

    return FakeLink(US, answer)


def test_sweep_finds_who_answers() -> None:
    addresses = range(OWN, OWN + 254)
    assert sweep(present(OWN + 7, OWN + 200), OWN, addresses) == {OWN + 7, OWN + 200}


def test_sweep_does_not_ask_for_our_own_address_and_asks_the_silent_again() -> None:
    link = present(OWN + 1)
    sweep(link, OWN, range(OWN, OWN + 3))
    assert [decode_arp(frame)[3] - OWN for frame in link.sent] == [1, 2, 2]


def test_sweep_counts_only_the_addresses_asked_for() -> None:
    link = present()
    link.bring([encode_answer(THEM, OWN + 99, US, OWN), b"\0" * 60, encode_answer(THEM, OWN + 2, US, OWN)])
    assert sweep(link, OWN, range(OWN, OWN + 10)) == {OWN + 2}


@pytest.mark.parametrize(
    ("text", "servers", "domain"),
    [
        ("nameserver 192.0.2.53\nnameserver 198.51.100.53\n", (0xC0000235, 0xC6336435), ""),
        ("nameserver 127.0.0.53\nsearch example.org example.net\n", (), "example.org"),
        ("nameserver 0.0.0.0\nnameserver 2001:db8::53\nnameserver fe80::1%eth0\n", (), ""),
        ("# nameserver 192.0.2.1\ndomain example.org\noptions edns0\nnameserver\n", (), "example.org"),
        ("search .\n", (), ""),
    ],
)
def test_only_resolvers_that_others_can_ask_are_named(text: str, servers: tuple[int, ...], domain: str) -> None:
    assert read_resolvers(text) == (servers, domain)


@pytest.mark.parametrize(
    ("text", "servers"),
    [
        ("nameserver 192.0.2.53\nnameserver 2001:db8::53\n", (0x20010DB8 << 96 | 0x53,)),
        ("nameserver ::1\nnameserver ::\nnameserver fe80::1%eth0\nnameserver fe80::1\nnameserver\n", ()),
    ],
)
def test_only_resolvers_that_others_can_ask_over_ipv6_are_named(text: str, servers: tuple[int, ...]) -> None:
    assert read_resolvers6(text) == servers


def test_addresses_still_being_checked_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, ready = Interface("eth1", 2, tentative6=(1,)), Interface("eth1", 2, addresses6=(1,), prefix_lengths6=(64,))
    looks = iter([waiting, ready])
    monkeypatch.setattr(survey, "find_interface", lambda name: next(looks))
    assert settled(waiting) == ready


def test_address_that_stays_tentative_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = Interface("eth1", 2, tentative6=(1,))
    monkeypatch.setattr(survey, "SETTLE_TIME", 0.0)
    assert settled(waiting) is waiting


def test_unknown_interface_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refusal, match="there is no interface nowhere; the machine has"):
        find_interface("nowhere")


def test_loopback_is_found() -> None:
    assert find_interface("lo").loopback
