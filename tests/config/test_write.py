"""Configurations as they are shown: as Kea 2.2 shows them, and the same again when they are read."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from lessor.config.load import Loaded4, Loaded6, load4, load6, load_tree4, load_tree6
from lessor.config.write import written4, written6
from lessor.model.json import Json
from tests.config.kea import needs_kea, shown_by_kea

HERE = Path(__file__).parent
SHOWN = sorted((HERE / "shown").glob("*.json"))
"""`given` is a configuration, `shown` what Kea 2.2.0 answers to `config-get` with it."""

FILES = {
    "4": sorted([*HERE.glob("samples/*.json"), *HERE.parent.glob("system/cases/*.json")]),
    "6": sorted([*HERE.glob("samples6/*.json"), *HERE.parent.glob("system/cases6/*.json")]),
}

Tree = dict[str, Json]

DIFFERENT: dict[str, dict[str, tuple[Json, Json]]] = {
    "empty4": {},
    "empty6": {
        # what is not said follows the valid lifetime, whoever says that
        "Dhcp6.preferred-lifetime": (None, 3600),
    },
    "many4": {
        # a name that only the class knows is as good as another
        "Dhcp4.client-classes[0].option-data[0].name": ("zz", None),
        # would be lost otherwise
        "Dhcp4.compatibility": ({"lenient-option-parsing": True}, None),
        # one old word says three things
        "Dhcp4.subnet4[1].reservations-out-of-pool": (False, None),
    },
    "many6": {
        "Dhcp6.compatibility": ({"lenient-option-parsing": True}, None),
        "Dhcp6.subnet6[1].reservations-out-of-pool": (False, None),
    },
    "modes4": {
        # Kea makes a usual lifetime of the longest one
        "Dhcp4.client-classes[1].max-valid-lifetime": (9, None),
        "Dhcp4.client-classes[1].valid-lifetime": (None, 9),
        # Kea has no queue beside its threads
        "Dhcp4.dhcp-queue-control.enable-queue": (True, False),
    },
    "modes6": {"Dhcp6.preferred-lifetime": (None, 3600)},
}
"""What we show on purpose otherwise than Kea: (ours, Kea's), None for nothing."""


def differences(ours: Json, theirs: Json, path: str = "") -> Iterator[tuple[str, tuple[Json, Json]]]:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted({*ours, *theirs}):
            yield from differences(ours.get(key), theirs.get(key), f"{path}.{key}" if path else key)
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        if path.endswith("reservations"):  # Kea has them in the order of its indexes
            ours, theirs = sorted(ours, key=json.dumps), sorted(theirs, key=json.dumps)
        for i, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(mine, other, f"{path}[{i}]")
    elif ours != theirs or type(ours) is not type(theirs):
        yield path, (ours, theirs)


def case(path: Path) -> dict[str, Tree]:
    found: dict[str, Tree] = json.loads(path.read_text())
    return found


def again(tree: Tree) -> Tree:
    """The tree that is shown of a tree."""
    return written4(load_tree4(tree)) if "Dhcp4" in tree else written6(load_tree6(tree))


def settled(record: object) -> object:
    """A configuration without what only tells how it was written."""
    if isinstance(record, tuple):
        return tuple(settled(member) for member in record)
    if is_dataclass(record) and not isinstance(record, type):
        kept = [field.name for field in fields(record) if field.name not in ("place", "text")]
        return type(record), *((name, settled(getattr(record, name))) for name in kept)
    return record


def meant(loaded: Loaded4 | Loaded6) -> object:
    """What a configuration means; the order of subnets and networks means nothing."""
    config = loaded.config
    subnets = tuple(sorted(config.subnets, key=lambda subnet: subnet.id))
    networks = tuple(sorted(config.networks, key=lambda network: network.name))
    return settled(replace(config, subnets=subnets, networks=networks))  # type: ignore[arg-type]  # of one kind


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.stem)
def test_what_is_shown_is_what_kea_shows(path: Path) -> None:
    known = case(path)
    assert dict(differences(again(known["given"]), known["shown"])) == DIFFERENT[path.stem]


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.stem)
def test_what_kea_shows_is_shown_the_same(path: Path) -> None:
    known = case(path)
    names_of_classes = {key: value for key, value in DIFFERENT[path.stem].items() if key.endswith("].name")}
    assert dict(differences(again(known["shown"]), known["shown"])) == names_of_classes


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.stem)
def test_what_is_shown_can_be_given_again(path: Path) -> None:
    tree = again(case(path)["given"])
    assert json.dumps(again(json.loads(json.dumps(tree)))) == json.dumps(tree)


@pytest.mark.parametrize("path", FILES["4"], ids=lambda path: path.stem)
def test_a_dhcpv4_configuration_means_the_same_when_it_is_given_again(path: Path) -> None:
    loaded = load4(str(path))
    tree = written4(loaded)
    given_again = load_tree4(json.loads(json.dumps(tree)))
    assert json.dumps(written4(given_again)) == json.dumps(tree)
    assert meant(given_again) == meant(loaded)


@pytest.mark.parametrize("path", FILES["6"], ids=lambda path: path.stem)
def test_a_dhcpv6_configuration_means_the_same_when_it_is_given_again(path: Path) -> None:
    loaded = load6(str(path))
    tree = written6(loaded)
    given_again = load_tree6(json.loads(json.dumps(tree)))
    assert json.dumps(written6(given_again)) == json.dumps(tree)
    assert meant(given_again) == meant(loaded)


def test_a_tree_is_nobody_elses() -> None:
    loaded = load_tree4(case(HERE / "shown" / "many4.json")["given"])
    tree = written4(loaded)
    before = json.dumps(tree)
    spoil(tree)
    assert json.dumps(written4(loaded)) == before


def spoil(value: Json) -> None:
    """Empty every map and list in a tree."""
    if isinstance(value, dict | list):
        for member in [*(value.values() if isinstance(value, dict) else value)]:
            spoil(member)
        value.clear()


def test_ids_are_those_the_subnets_got() -> None:
    loaded = load_tree4({"Dhcp4": {"subnet4": [{"subnet": "192.0.2.0/24"}, {"subnet": "10.0.0.0/8"}]}})
    daemon = written4(loaded)["Dhcp4"]
    assert isinstance(daemon, dict) and isinstance(daemon["subnet4"], list)
    shown = [(subnet["id"], subnet["subnet"]) for subnet in daemon["subnet4"] if isinstance(subnet, dict)]
    assert shown == [(1, "192.0.2.0/24"), (2, "10.0.0.0/8")]


def test_loggers_of_old_stand_where_they_are_now() -> None:
    tree = again({"Dhcp4": {}, "Logging": {"loggers": [{"name": "kea-dhcp4", "severity": "debug"}]}})
    assert tree.keys() == {"Dhcp4"}
    assert isinstance(tree["Dhcp4"], dict)
    assert tree["Dhcp4"]["loggers"] == [{"debuglevel": 0, "name": "kea-dhcp4", "severity": "DEBUG"}]


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.stem)
@needs_kea[0]
@needs_kea[1]
def test_kea_shows_what_was_recorded(path: Path, tmp_path: Path) -> None:
    known = case(path)
    assert shown_by_kea(known["given"], tmp_path) == known["shown"]
