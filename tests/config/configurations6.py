"""Short ways to DHCPv6 configurations, as configurations.py has them for DHCPv4."""

from lessor.config.compile6 import compile6
from lessor.config.read6 import read6
from lessor.engine.tables6 import Tables6
from tests.config.configurations import Json, Shortcuts, dashed

_dhcp6 = Shortcuts("Dhcp6", read6)
tree, config, problems, warnings = _dhcp6.tree, _dhcp6.config, _dhcp6.problems, _dhcp6.warnings


def tables(**members: Json) -> Tables6:
    """The compiled configuration."""
    return compile6(config(**members))


def subnet(prefix: str = "2001:db8::/64", /, **members: Json) -> Json:
    """One subnet."""
    return {"subnet": prefix, **dashed(members)}


def pd(prefix: str, length: int, delegated: int, **members: Json) -> Json:
    """A pool of prefixes."""
    return {"prefix": prefix, "prefix-len": length, "delegated-len": delegated, **dashed(members)}


def option(code: int, data: str, space: str = "dhcp6", **members: Json) -> Json:
    """One entry of option-data, its value in hexadecimal."""
    return {"code": code, "data": data, "space": space, "csv-format": False, **dashed(members)}
