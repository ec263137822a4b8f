"""Doubts about the classes that guards name."""

import pytest

from tests.config import configurations6 as six
from tests.config.configurations import Json, option, subnet, warnings

GUARDED: list[dict[str, Json]] = [
    {"subnet4": [subnet(id=1, client_classes=["x"])]},
    {"subnet4": [subnet(id=1, client_class="x")]},
    {"subnet4": [subnet(id=1, evaluate_additional_classes=["x"])]},
    {"subnet4": [subnet(id=1, require_client_classes=["x"])]},
    {"subnet4": [subnet(id=1, pools=[{"pool": "192.0.2.0/30", "client-classes": ["x"]}])]},
    {"shared-networks": [{"name": "n", "client-classes": ["x"], "subnet4": [subnet(id=1)]}]},
    {"shared-networks": [{"name": "n", "evaluate-additional-classes": ["x"], "subnet4": [subnet(id=1)]}]},
    {"option-data": [option(250, "01", client_classes=["x"])]},
    {"client-classes": [{"name": "a", "option-data": [option(250, "01", client_classes=["x"])]}]},
    {
        "subnet4": [
            subnet(
                id=1,
                reservations=[{"hw-address": "01:02", "option-data": [option(250, "01", client_classes=["x"])]}],
            )
        ]
    },
]


def doubts(members: dict[str, Json]) -> list[str]:
    return [f"{problem.key}: {problem.wrong}" for problem in warnings(**members)]


@pytest.mark.parametrize("members", GUARDED)
def test_a_class_that_nobody_is_in(members: dict[str, Json]) -> None:
    (told,) = doubts(members)
    assert told.endswith(": no class 'x' is defined")
    assert told.startswith(next(iter(members)))


@pytest.mark.parametrize("members", GUARDED)
@pytest.mark.parametrize(
    "more",
    [
        {"client-classes": [{"name": "x"}]},
        {"reservations": [{"hw-address": "01:02:03", "client-classes": ["x"]}]},
    ],
)
def test_a_class_that_is_defined_or_reserved(members: dict[str, Json], more: dict[str, Json]) -> None:
    if "client-classes" in more:
        more = {"client-classes": [{"name": "x"}, *_classes(members)]}
    assert doubts({**members, **more}) == []


def _classes(members: dict[str, Json]) -> list[Json]:
    classes = members.get("client-classes", [])
    assert isinstance(classes, list)
    return classes


@pytest.mark.parametrize("name", ["ALL", "BOOTP", "VENDOR_CLASS_x", "HA_server1", "SPAWN_t_5"])
def test_classes_that_are_there_by_themselves(name: str) -> None:
    template: Json = {"name": "t", "template-test": "option[61].hex"}
    assert doubts({"subnet4": [subnet(id=1, client_classes=[name])], "client-classes": [template]}) == []


def test_each_place_is_named() -> None:
    pools: Json = [{"pool": "192.0.2.0/30", "client-classes": ["x", "y"]}]
    assert doubts({"subnet4": [subnet(id=1, client_class="x", pools=pools)]}) == [
        "subnet4[0].client-class: no class 'x' is defined",
        "subnet4[0].pools[0].client-classes: no class 'x' is defined",
        "subnet4[0].pools[0].client-classes: no class 'y' is defined",
    ]


LATE: list[Json] = [{"name": "late", "test": "member('KNOWN')"}, {"name": "later", "test": "member('late')"}]


@pytest.mark.parametrize("name", ["KNOWN", "UNKNOWN", "late", "later"])
def test_classes_known_too_late_to_select_a_subnet(name: str) -> None:
    members: dict[str, Json] = {"client-classes": LATE, "subnet4": [subnet(id=1, client_classes=[name])]}
    (told,) = doubts(members)
    assert told.startswith(f"subnet4[0].client-classes: the class '{name}' depends on reservations")
    assert doubts({**members, "early-global-reservations-lookup": True}) == []


def test_pools_may_be_for_classes_known_late() -> None:
    pools: Json = [{"pool": "192.0.2.0/30", "client-classes": ["later"]}]
    assert doubts({"client-classes": LATE, "subnet4": [subnet(id=1, pools=pools)]}) == []


def test_prefix_pools_of_dhcpv6() -> None:
    pool = six.pd("2001:db8:1::", 48, 56, client_classes=["x"])
    (told,) = six.warnings(subnet6=[six.subnet(id=1, pd_pools=[pool])])
    assert (told.key, told.wrong) == ("subnet6[0].pd-pools[0].client-classes", "no class 'x' is defined")
