"""Where a configuration says what."""

from lessor.config.origin import Origin, place, setting
from lessor.config.read4 import read4
from lessor.config.syntax import parse

TEXT = """\
{ "Dhcp4": {
  "valid-lifetime": 4000,
  "client-classes": [ { "name": "phones",
    "test": "option[60].text == 'phone'" } ],
  "subnet4": [
    { "subnet": "10.1.0.0/16", "id": 7,
      "pools": [ { "pool": "10.1.0.10-10.1.0.20" },
                 { "pool": "10.1.1.0/24" } ] } ],
  "shared-networks": [ { "name": "floor",
    "valid-lifetime": 600,
    "subnet4": [
      { "subnet": "10.2.0.0/16", "id": 8,
        "reservations": [ { "hw-address": "02:00:00:00:00:01", "hostname": "a" } ] } ] } ]
} }
"""
ROOT = parse(TEXT, "kea.conf")
ORIGIN = Origin(ROOT, "Dhcp4")


def test_subnets_are_in_the_order_in_which_they_are_read() -> None:
    read = [subnet.id for subnet in read4(ROOT).subnets]
    found = [ORIGIN.around(i)[0].label for i in range(2)]
    assert dict(zip(read, found, strict=True)) == {8: "subnet 10.2.0.0/16", 7: "subnet 10.1.0.0/16"}


def test_the_innermost_scope_that_says_something_counts() -> None:
    inside, value = setting(ORIGIN.around(0), "valid-lifetime") or (None, None)
    assert inside and inside.label == "shared network floor"
    assert value and place(value) == "kea.conf:10"
    outside, value = setting(ORIGIN.around(1), "valid-lifetime") or (None, None)
    assert outside and outside.label == "global"
    assert value and place(value) == "kea.conf:2"
    assert setting(ORIGIN.around(1), "renew-timer") is None


def test_pools_reservations_and_classes_have_places() -> None:
    assert (ORIGIN.pool(1, 1).label, place(ORIGIN.pool(1, 1).node)) == ("pool 10.1.1.0/24", "kea.conf:8")
    host = ORIGIN.host(ORIGIN.around(0)[0], 0)
    assert place(host.node) == "kea.conf:13"
    phones = ORIGIN.client_class("phones")
    assert phones and place(phones.node) == "kea.conf:3"
    assert ORIGIN.client_class("KNOWN") is None
