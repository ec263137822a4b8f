"""Where in its files a configuration says something: for those who ask why a server does what it does.

Records of a checked configuration stand in the order of the file, subnets of shared networks before the others, so the
place of a record is found by its position.
"""

from typing import Final, NamedTuple

from lessor.config.syntax import Node

SUBNETS: Final = {"Dhcp4": "subnet4", "Dhcp6": "subnet6"}


class Scope(NamedTuple):
    """A map of the configuration: what people call it, and where it is."""

    label: str
    node: Node


class Origin:
    """The maps of one server's section."""

    def __init__(self, root: Node, section: str) -> None:
        file = _members(root)
        self.server = Scope("global", file.get(section, root))
        subnets = SUBNETS[section]
        networks = [
            Scope(f"shared network {_text(node, 'name')}", node) for node in _maps(self.server, "shared-networks")
        ]
        self._around: list[tuple[Scope, ...]] = [
            (_subnet(node), network, self.server) for network in networks for node in _maps(network, subnets)
        ]
        self._around += [(_subnet(node), self.server) for node in _maps(self.server, subnets)]

    def around(self, subnet: int) -> tuple[Scope, ...]:
        """Return the scopes that hold for the subnet at this position, innermost first."""
        return self._around[subnet]

    def pool(self, subnet: int, pool: int, key: str = "pools") -> Scope:
        """Return a pool of a subnet, both by position; `key` is `pools` or `pd-pools`."""
        node = _maps(self._around[subnet][0], key)[pool]
        return Scope(f"pool {_text(node, 'pool') or _text(node, 'prefix')}", node)

    def host(self, scope: Scope, host: int) -> Scope:
        """Return a reservation of a scope by position."""
        return Scope("reservation", _maps(scope, "reservations")[host])

    def client_class(self, name: str) -> Scope | None:
        """Return the definition of a class, None when it is built in."""
        for node in _maps(self.server, "client-classes"):
            if _text(node, "name") == name:
                return Scope(f"class {name}", node)
        return None


def place(node: Node) -> str:
    """Return where a value stands, as `file:line`."""
    return f"{node.file}:{node.line}"


def setting(scopes: tuple[Scope, ...], *keys: str) -> tuple[Scope, Node] | None:
    """Return the innermost scope that has one of these keys, and its value."""
    for scope in scopes:
        members = _members(scope.node)
        for key in keys:
            if key in members:
                return scope, members[key]
    return None


def _subnet(node: Node) -> Scope:
    return Scope(f"subnet {_text(node, 'subnet')}", node)


def _maps(scope: Scope, key: str) -> list[Node]:
    node = _members(scope.node).get(key)
    return node.value if node is not None and isinstance(node.value, list) else []


def _members(node: Node) -> dict[str, Node]:
    return node.value if isinstance(node.value, dict) else {}


def _text(node: Node, key: str) -> str:
    member = _members(node).get(key)
    return member.value if member is not None and isinstance(member.value, str) else ""
