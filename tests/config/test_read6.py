"""The whole DHCPv6 configuration: global settings, and options of every kind."""

import pytest

from lessor.config.compile6 import compile6
from lessor.config.errors import ConfigError
from lessor.config.read6 import read6
from lessor.config.syntax import parse
from lessor.model.network6 import Config6
from lessor.wire.options6 import tlv6
from tests.config.configurations import Json, only
from tests.config.configurations6 import config, option, problems, subnet, tables, warnings

BLOG = """
{ "Dhcp6": { "renew-timer": 1000, "rebind-timer": 2000, "preferred-lifetime": 3000, "valid-lifetime": 4000,
  "lease-database": { "type": "memfile", "persist": true, "name": "/tmp/kea-leases6.csv", "lfc-interval": 1800 },
  "interfaces-config": { "interfaces": [ "eth1/2001:db8::1" ] },
  "mac-sources": ["duid"],
  "subnet6": [ { "subnet": "2001:db8::/64", "id": 1024, "interface": "eth1",
    "pools": [ { "pool": "2001:db8::100-2001:db8::ffff" } ],
    "pd-pools": [ { "prefix": "2001:db8:fff::", "prefix-len": 48, "delegated-len": 60 } ],
    "reservations": [ { "hw-address": "52:54:00:d6:c2:a9",
                        "ip-addresses": [ "2001:db8::5054:ff:fed6:c2a9" ] } ] } ] } }
"""


def test_an_empty_configuration_is_the_usual_one() -> None:
    assert config() == Config6()


def test_a_configuration_many_people_started_with() -> None:
    found = read6(parse(BLOG, "f"))
    assert found.interfaces.interfaces == ("eth1/2001:db8::1",)
    assert (found.lease_file.name, found.mac_sources) == ("/tmp/kea-leases6.csv", ("duid",))
    at = compile6(found).subnets[1024]
    assert (at.plan.renew, at.plan.rebind) == (1000, 2000)
    assert (at.plan.preferred_default, at.plan.valid_default) == (3000, 4000)
    assert (at.pools[0].occupancy.size, at.prefix_pools[0].occupancy.size) == (0xFF00, 4096)
    host = at.hosts["hw-address", bytes.fromhex("525400d6c2a9")]
    assert host.addresses == (0x20010DB800000000505400FFFED6C2A9,)


def test_global_settings() -> None:
    found = config(
        decline_probation_period=7,
        sanity_checks={"lease-checks": "del"},
        compatibility={"lenient-option-parsing": True},
        allow_address_registration=False,
        server_tag="one",
        user_context={"a": 1},
        comment="mine",
        reservations=[{"duid": "01:02", "hostname": "a"}],
        data_directory="/somewhere",
        loggers=[{"name": "kea-dhcp6"}],
    )
    assert (found.decline_probation_period, found.lease_checks, found.lenient_option_parsing) == (7, "del", True)
    assert (found.allow_address_registration, found.server_tag) == (False, "one")
    assert (found.user_context, len(found.hosts)) == ({"a": 1, "comment": "mine"}, 1)
    assert [logger.name for logger in found.loggers] == ["kea-dhcp6"]


def test_host_identifiers() -> None:
    assert config(host_reservation_identifiers=["auto"]).host_identifiers == ("hw-address", "duid", "flex-id")
    assert config(host_reservation_identifiers=["duid"]).host_identifiers == ("duid",)


def test_mac_sources_have_one_name() -> None:
    written: Json = ["rfc4580", "rfc6939", "duid", "rfc4649", "docsis-cmts"]
    assert config(mac_sources=written).mac_sources == (
        "subscriber-id",
        "client-link-addr-option",
        "duid",
        "remote-id",
        "docsis-cmts",
    )
    problem = only(problems(mac_sources=["rfc6939", "client-link-addr-option"]))
    assert (problem.key, "specified twice" in problem.wrong) == ("mac-sources[1]", True)


def test_relay_supplied_options_join_the_standard_ones() -> None:
    definition: Json = {"name": "mine", "code": 300, "type": "uint8"}
    written: Json = ["dns-servers", "110", "110", "mine"]
    found = config(relay_supplied_options=written, option_def=[definition])
    assert found.relay_supplied_options == (23, 65, 110, 300)
    assert config(relay_supplied_options=[]).relay_supplied_options == (65,)


@pytest.mark.parametrize("text", ["0", "-1", "65536", "9" * 5000, "x", "0x10", "", "\u0663"])
def test_relay_supplied_options_that_are_none(text: str) -> None:
    assert only(problems(relay_supplied_options=[text])).key == "relay-supplied-options[0]"


def option_tlvs(*entries: Json, **members: Json) -> dict[int, bytes]:
    return tables(option_data=list(entries), **members).plan.tlvs


def csv(name: str, data: str = "", space: str = "dhcp6") -> Json:
    return {"name": name, "data": data, "space": space}


@pytest.mark.parametrize(
    ("entries", "tlvs"),
    [
        ([csv("dns-servers", "2001:db8::1")], {23: tlv6(23, bytes.fromhex("20010db8000000000000000000000001"))}),
        ([csv("domain-search", "a.example, b")], {24: tlv6(24, b"\1a\7example\0\1b\0")}),
        ([csv("bootfile-param", "ab, c")], {60: tlv6(60, b"\0\2ab\0\1c")}),
        ([option(65535, "0102")], {65535: tlv6(65535, b"\1\2")}),
        (
            [csv("s46-cont-lw"), csv("s46-br", "2001:db8::2", "s46-cont-lw-options")],
            {96: tlv6(96, tlv6(90, bytes.fromhex("20010db8000000000000000000000002")))},
        ),
        (
            [
                csv("s46-cont-mape"),
                csv("s46-rule", "128, 0, 24, 192.0.2.0, 2001:db8::/64", "s46-cont-mape-options"),
                csv("s46-portparams", "0, 3/4", "s46-rule-options"),
            ],
            {
                94: tlv6(
                    94,
                    tlv6(
                        89,
                        bytes.fromhex("800018c0000200") + bytes.fromhex("4020010db800000000") + tlv6(93, b"\0\4\x30\0"),
                    ),
                )
            },
        ),
        (
            [csv("vendor-opts", "4491"), csv("config-file", "x", "vendor-4491"), csv("device-type", "y", "docsis3-v6")],
            {17: tlv6(17, b"\0\0\x11\x8b" + tlv6(2, b"y") + tlv6(33, b"x"))},
        ),
    ],
)
def test_options(entries: list[Json], tlvs: dict[int, bytes]) -> None:
    assert option_tlvs(*entries) == tlvs
    assert warnings(option_data=entries) == []


def test_definitions_count() -> None:
    definitions: Json = [
        {"name": "box", "code": 2000, "type": "empty", "encapsulate": "things"},
        {"name": "thing", "code": 400, "type": "record", "record-types": "uint8, tuple", "space": "things"},
    ]
    found = option_tlvs(csv("box"), csv("thing", "7, abc", "things"), option_def=definitions)
    assert found == {2000: tlv6(2000, tlv6(400, b"\7\0\3abc"))}


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        (option(0, "01"), "code"),
        (option(65536, "01"), "code"),
        (csv("routers", "192.0.2.1"), "name"),
        (csv("dns-servers", "192.0.2.1"), "data"),
        (option(23, "0102"), "data"),
        (csv("routers", "192.0.2.1", "dhcp4"), "space"),
        ({"code": 70, "data": "01"}, "code"),
    ],
)
def test_options_that_are_refused(entry: Json, key: str) -> None:
    assert only(problems(option_data=[entry])).key == f"option-data[0].{key}"


@pytest.mark.parametrize(
    ("definition", "key"),
    [
        ({"name": "mine", "code": 23, "type": "uint8"}, "code"),
        ({"name": "dns-servers", "code": 300, "type": "uint8"}, "name"),
        ({"name": "mine", "code": 0, "type": "uint8"}, "code"),
        ({"name": "mine", "code": 65536, "type": "uint8"}, "code"),
    ],
)
def test_definitions_that_are_refused(definition: Json, key: str) -> None:
    assert only(problems(option_def=[definition])).key == f"option-def[0].{key}"


def test_options_of_a_scope_have_an_end() -> None:
    most = option(300, "00" * 8191)
    assert config(option_data=[most], subnet6=[subnet(option_data=[most])])
    found = only(problems(option_data=[most, option(301, "00")]))
    assert (found.key, "have 8192 octets, 8191 are the most" in found.wrong) == ("option-data", True)


def test_what_the_server_knows_itself_is_warned_of() -> None:
    assert "never sends this value" in only(warnings(option_data=[option(2, "00030001")])).wrong


def test_enterprises_keep_options_apart() -> None:
    entries: list[Json] = [option(code, f"0000000{number}") for code in (16, 17) for number in (1, 2)]
    assert len(config(option_data=entries).options) == 4


def test_mistakes_are_told_all_at_once_in_the_order_of_the_file() -> None:
    found = problems(
        interfaces_config={"interfaces": ["/"]},
        server_id={"identifier": "x"},
        subnet6=[subnet("x"), subnet(pools=[{"pool": "y"}], reservations=[{"duid": "z"}])],
        option_data=[{"name": "no-such-option"}],
    )
    assert [problem.key for problem in found] == [
        "interfaces-config.interfaces[0]",
        "server-id.identifier",
        "subnet6[0].subnet",
        "subnet6[1].pools[0].pool",
        "subnet6[1].reservations[0].duid",
        "option-data[0].name",
    ]


def test_the_daemons_section_must_be_there() -> None:
    with pytest.raises(ConfigError, match="missing parameter 'Dhcp6'"):
        read6(parse('{"Dhcp4": {}}', "f"))
