"""Reservations out of databases, made ready for the engine."""

from lessor.config.storedhosts import MOST_VARIANTS, StoredVariants, completed, stored_host4, stored_host6
from lessor.config.universe import OPTIONS4, OPTIONS6
from lessor.engine.tables import Host
from lessor.model.host import Host4
from lessor.model.network6 import Host6
from lessor.model.options import OptionData
from lessor.wire.options import tlv

SERVER = OptionData(42, "dhcp4", b"", csv_format=True, text="192.0.2.1", always_send=True)
OCTETS = OptionData(42, "dhcp4", b"\xc0\0\2\2", csv_format=False)


def test_texts_and_octets_become_what_goes_out() -> None:
    for option, last in ((SERVER, 1), (OCTETS, 2)):
        host = stored_host4(Host4("duid", b"\1", options=(option,)), OPTIONS4.standard, print).host
        assert host.tlvs == {42: tlv(42, bytes((192, 0, 2, last)))}
        assert host.unasked == ((42,) if option.always_send else ())


def test_options_have_their_names() -> None:
    assert [option.name for option in completed((SERVER, OCTETS), OPTIONS4.standard, OPTIONS4, print)] == [
        "ntp-servers"
    ] * 2


def test_what_fits_no_definition_is_left_out_and_told() -> None:
    told: list[str] = []
    wrong = OptionData(3, "dhcp4", b"", csv_format=True, text="no address")
    unknown = OptionData(250, "dhcp4", b"", csv_format=True, text="what is this")
    host = stored_host4(Host4("duid", b"\1", options=(wrong, unknown, OCTETS)), OPTIONS4.standard, told.append).host
    assert list(host.tlvs or ()) == [42]
    assert len(told) == 2


def test_options_of_classes_are_for_their_members() -> None:
    red = OptionData(3, "dhcp4", b"", csv_format=True, text="192.0.2.1", client_classes=("red",))
    blue = OptionData(3, "dhcp4", b"", csv_format=True, text="192.0.2.2", client_classes=("blue", "green"))
    host, limited = stored_host4(Host4("duid", b"\1", 1, 9, options=(red, blue, SERVER)), OPTIONS4.standard, print)
    assert limited is not None
    assert limited.guards == {"red", "blue", "green"}
    assert list(host.tlvs or ()) == [42]
    assert limited.host_for(("ALL", "green")).tlvs == {3: tlv(3, b"\xc0\0\2\2"), 42: tlv(42, b"\xc0\0\2\1")}
    assert limited.host_for(("red",)).tlvs == {3: tlv(3, b"\xc0\0\2\1"), 42: tlv(42, b"\xc0\0\2\1")}
    assert limited.host_for(("red",)) is limited.host_for(("red", "pink"))
    assert limited.host_for(()).address == 9


def test_only_so_many_variants_are_remembered() -> None:
    names = tuple(f"class{i}" for i in range(MOST_VARIANTS + 1))
    many = OptionData(3, "dhcp4", b"", csv_format=True, text="192.0.2.1", client_classes=names)
    limited = stored_host4(Host4("duid", b"\1", options=(many,)), OPTIONS4.standard, print).limited
    assert limited is not None
    for name in names:
        assert list(limited.host_for((name,)).tlvs or ()) == [3]
    assert len(limited._made) == 1


def test_variants_of_the_configuration_stay() -> None:
    configured, others = Host(address=1), Host(address=2)
    variants: StoredVariants[Host] = StoredVariants(lambda host, key: others if host is configured else host)
    red = OptionData(3, "dhcp4", b"", csv_format=True, text="192.0.2.1", client_classes=("red",))
    stored, limited = stored_host4(Host4("duid", b"\1", options=(red,)), OPTIONS4.standard, print)
    assert limited is not None
    variants.add(stored, limited)
    assert variants(configured, ("red",)) is others
    assert list(variants(stored, ("red",)).tlvs or ()) == [3]
    variants.remove(stored)
    assert variants(stored, ("red",)) is stored


def test_header_fields_and_classes_come_along() -> None:
    host = stored_host4(
        Host4("duid", b"\1", 1, 9, "name", 8, "server", "file", (), ("red",)), OPTIONS4.standard, print
    ).host
    assert (host.address, host.hostname, host.next_server, host.classes) == (9, "name", 8, ("red",))
    assert (host.server_hostname[:6], host.boot_file_name[:4]) == (b"server", b"file")


def test_dhcpv6() -> None:
    servers = OptionData(23, "dhcp6", b"", csv_format=True, text="2001:db8::1")
    host = stored_host6(
        Host6("duid", b"\1", 1, (5,), ((16, 64),), (None,), "name", (servers,)), OPTIONS6.standard, print
    ).host
    assert (host.addresses, host.prefixes, list(host.tlvs or ())) == ((5,), {16: (64, b"")}, [23])
