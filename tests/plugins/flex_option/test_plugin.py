"""Options set and removed by expressions, in conversations of both families."""

import pytest

from lessor.engine.classify import Classifier
from lessor.hooks.api import Json, ParameterError
from lessor.plugins.flex_option.plugin import setup
from lessor.wire.packet4 import OFFER
from lessor.wire.packet6 import ADVERTISE
from tests.flows.conversation import Answer, Client, Server, octets, rule, subnet
from tests.flows.conversation6 import Answer6, Client6, Server6, na, subnet6
from tests.flows.hooked import hook4, hook6
from tests.plugins.fakes import FakeServer


def offered(around: FakeServer, *entries: Json, **sent: bytes) -> Answer:
    """The offer of a server with these entries, to a client that sends some options."""
    server = Server(subnet(), classifier=Classifier([rule("gold", lambda request: request.hwaddr[-1] == 10)]))
    hook4(server, **setup(around, {"options": list(entries)}).callouts)
    return Client(server).discover(**sent).expect(OFFER)


def advertised(around: FakeServer, *entries: Json) -> Answer6:
    server = Server6(subnet6())
    hook6(server, **setup(around, {"options": list(entries)}).callouts)
    return Client6(server).solicit(na(1)).expect(ADVERTISE)


BOOT = "ifelse(option[host-name].exists, concat(option[host-name].text, '.boot'), '')"


def test_an_option_is_added_where_the_expression_has_a_value() -> None:
    entry: Json = {"code": 67, "add": BOOT}
    assert offered(FakeServer(), entry, option12=b"foo").field("option67") == b"foo.boot"
    assert offered(FakeServer(), entry).field("option67") is None


def test_an_option_that_is_there_is_not_added() -> None:
    assert offered(FakeServer(), {"code": 3, "add": "1.2.3.4"}).field("option3") == octets("192.0.2.254")


def test_an_option_is_superseded_or_left_alone() -> None:
    around = FakeServer()
    assert offered(around, {"name": "routers", "supersede": "1.2.3.4"}).field("option3") == octets("1.2.3.4")
    assert around.log.of("FLEX_OPTION_PROCESS_SUPERSEDE") == [("3", "0x01020304")]
    assert offered(around, {"code": 3, "supersede": "''"}).field("option3") == octets("192.0.2.254")
    assert offered(around, {"code": 67, "supersede": "'new'"}).field("option67") == b"new"


def test_an_option_is_removed_where_the_condition_holds() -> None:
    around = FakeServer()
    assert offered(around, {"code": 3, "remove": "option[12].exists"}, option12=b"x").field("option3") is None
    assert offered(around, {"code": 3, "remove": "option[12].exists"}).field("option3") is not None
    assert offered(around, {"code": 67, "remove": "option[12].exists"}, option12=b"x").field("option67") is None
    assert around.log.of("FLEX_OPTION_PROCESS_REMOVE") == [("3",)]


def test_text_is_packed_by_the_definition() -> None:
    entry: Json = {"code": 119, "supersede": "'example.com, example.org'", "csv-format": True}
    assert offered(FakeServer(), entry).field("option119") == b"\7example\3com\0\7example\3org\0"
    mask: Json = {"code": 1, "supersede": "'255.255.255.255'", "csv-format": True}
    assert offered(FakeServer(), mask).field("option1") == b"\xff" * 4


def test_a_class_guards_an_entry() -> None:
    entry: Json = {"code": 67, "add": "'x'", "client-class": "gold"}
    assert offered(FakeServer(), entry).field("option67") == b"x"
    other: Json = {"code": 67, "add": "'x'", "client-class": "iron"}
    assert offered(FakeServer(), other).field("option67") is None


def test_entries_are_done_in_their_order() -> None:
    entries: list[Json] = [{"code": 67, "add": "'a'"}, {"code": 67, "supersede": "'b'"}, {"code": 67, "add": "'c'"}]
    assert offered(FakeServer(), *entries).field("option67") == b"b"


def test_what_does_not_fit_ends_the_entries_and_the_answer_leaves() -> None:
    around = FakeServer()
    answer = offered(
        around,
        {"code": 67, "add": "'a'"},
        {"code": 3, "supersede": "'nonsense'", "csv-format": True},
        {"code": 66, "add": "'b'"},
    )
    assert (answer.field("option67"), answer.field("option66")) == (b"a", None)
    assert answer.field("option3") == octets("192.0.2.254")
    assert len(around.log.of("FLEX_OPTION_PROCESS_ERROR")) == 1


def test_an_expression_may_read_the_answer_and_an_option_of_the_client_be_set() -> None:
    answer = offered(
        FakeServer(),
        {"code": 67, "add": "addrtotext(pkt4.yiaddr)", "source": "response"},
        {"code": 61, "supersede": "'flexible'", "destination": "query"},
    )
    assert answer.field("option67") == b"192.0.2.10"
    assert answer.field("option61") == b"flexible"


def sub(**entry: Json) -> Json:
    return {"code": 43, "sub-options": [{name.replace("_", "-"): value for name, value in entry.items()}]}


def test_sub_options_are_added_with_what_is_around_them() -> None:
    around = FakeServer()
    assert offered(around, sub(code=1, add="'foobar'")).field("option43") == b"\1\6foobar"
    assert offered(around, sub(code=1, add="'foobar'", container_add=False)).field("option43") is None
    two: list[Json] = [sub(code=1, add="'a'"), sub(code=1, add="'b'"), sub(code=2, add="'c'")]
    assert offered(around, *two).field("option43") == b"\1\1a\2\1c"
    assert offered(around, *two, sub(code=1, supersede="'xy'")).field("option43") == b"\1\2xy\2\1c"
    assert around.log.of("FLEX_OPTION_PROCESS_SUB_SUPERSEDE") == [("1", "43", "0x7879")]


def test_sub_options_are_removed_with_what_is_around_them() -> None:
    one = sub(code=1, add="'a'")
    gone = "option[53].exists"
    assert offered(FakeServer(), one, sub(code=1, remove=gone)).field("option43") is None
    assert offered(FakeServer(), one, sub(code=1, remove=gone, container_remove=False)).field("option43") == b""
    assert offered(FakeServer(), one, sub(code=2, remove=gone)).field("option43") == b"\1\1a"


def vivso(**entry: Json) -> Json:
    return {"code": 125, "sub-options": [{"space": "vendor-4491", **entry}]}


def test_sub_options_of_an_enterprise() -> None:
    made = b"\0\0\x11\x8b\3\2\1a"
    around = FakeServer()
    assert offered(around, vivso(code=2, add="'a'")).field("option125") == made
    foreign: Json = {"code": 125, "add": "0x0000000905010161"}
    assert offered(around, foreign, vivso(code=2, add="'a'")).field("option125") == b"\0\0\0\x09\5\1\1a"
    assert around.log.of("FLEX_OPTION_PROCESS_VENDOR_ID_MISMATCH") == [("125", "9", "4491")]


def test_dhcpv6_options_and_sub_options() -> None:
    around = FakeServer(6)
    answer = advertised(
        around,
        {"code": 23, "supersede": "'2001:db8::1, 2001:db8::2'", "csv-format": True},
        {"code": 59, "add": "'tftp://x'"},
        {"code": 17, "sub-options": [{"space": "vendor-4491", "code": 33, "add": "0x0a"}]},
    )
    assert answer.option(23) == bytes.fromhex("20010db8" + "00" * 11 + "01" + "20010db8" + "00" * 11 + "02")
    assert answer.option(59) == b"tftp://x"
    assert answer.option(17) == b"\0\0\x11\x8b\0\x21\0\1\x0a"


def test_what_is_in_an_identity_association_follows_its_own_values() -> None:
    around = FakeServer(6)
    entry: Json = {"code": 3, "sub-options": [{"space": "dhcp6", "code": 13, "add": "0x0000", "container-add": False}]}
    answer = advertised(around, entry)
    found = answer.option(3)
    assert found is not None
    assert found.endswith(b"\0\x0d\0\2\0\0")
    assert answer.items == ["2001:db8:1::100"]


@pytest.mark.parametrize(
    ("entry", "path"),
    [
        (7, ()),
        ({"add": "'a'"}, ()),
        ({"code": 12}, ()),
        ({"code": 12, "add": "'a'", "remove": "option[1].exists"}, ()),
        ({"code": 0, "add": "'a'"}, ("code",)),
        ({"code": 255, "add": "'a'"}, ("code",)),
        ({"code": "12", "add": "'a'"}, ("code",)),
        ({"name": "no-such", "add": "'a'"}, ("name",)),
        ({"name": "host-name", "code": 13, "add": "'a'"}, ("code",)),
        ({"code": 12, "add": "option[1].exists"}, ("add",)),
        ({"code": 12, "remove": "'a'"}, ("remove",)),
        ({"code": 12, "add": 7}, ("add",)),
        ({"code": 250, "add": "'a'", "csv-format": True}, ("csv-format",)),
        ({"code": 12, "add": "'a'", "client-class": 1}, ("client-class",)),
        ({"code": 12, "add": "'a'", "source": "response", "destination": "query"}, ("source",)),
        ({"code": 12, "add": "'a'", "more": 1}, ("more",)),
        ({"code": 43, "sub-options": [{"add": "'a'"}]}, ("sub-options", 0)),
        ({"code": 43, "sub-options": [{"code": 1}]}, ("sub-options", 0)),
        ({"code": 12, "sub-options": [{"code": 1, "add": "'a'"}]}, ("sub-options", 0)),
        ({"code": 125, "sub-options": [{"code": 1, "space": "x", "add": "'a'"}]}, ("sub-options", 0, "space")),
    ],
)
def test_wrong_entries_are_named(entry: Json, path: tuple[str | int, ...]) -> None:
    with pytest.raises(ParameterError) as caught:
        setup(FakeServer(), {"options": [{"code": 67, "add": "'a'"}, entry]})
    assert caught.value.path == ("options", 1, *path)


def test_the_list_must_be_there() -> None:
    with pytest.raises(ParameterError):
        setup(FakeServer(), {})
    with pytest.raises(ParameterError):
        setup(FakeServer(), {"options": {}})
    assert not setup(FakeServer(), {"options": []}).callouts
