"""What administrators write beside subnets and classes for plug-ins: `user-context`, by subnet and by class."""

from collections.abc import Iterator, Mapping

from lessor.model.json import Json

Map = dict[str, Json]


def subnet_contexts(config: Mapping[str, Json], family: int) -> dict[int, Map]:
    """Return the contexts of all subnets that have one, by id; `config` is a whole configuration."""
    return {number: context for number, context in _subnets(config, family) if context}


def class_contexts(config: Mapping[str, Json], family: int) -> dict[str, Map]:
    """Return the contexts of all client classes that have one, by name."""
    daemon = _map(config.get(f"Dhcp{family}"))
    rows = ((row.get("name"), _map(row.get("user-context"))) for row in _maps(daemon.get("client-classes")))
    return {name: context for name, context in rows if isinstance(name, str) and context}


def _subnets(config: Mapping[str, Json], family: int) -> Iterator[tuple[int, Map]]:
    daemon = _map(config.get(f"Dhcp{family}"))
    for place in (daemon, *_maps(daemon.get("shared-networks"))):
        for subnet in _maps(place.get(f"subnet{family}")):
            number = subnet.get("id")
            # the whole configuration has the ids that subnets without one were given
            if isinstance(number, int):
                yield number, _map(subnet.get("user-context"))


def _map(value: Json) -> Map:
    return value if isinstance(value, dict) else {}


def _maps(value: Json) -> list[Map]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
