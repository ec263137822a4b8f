"""What is measured, as a table."""

from dataclasses import dataclass
from typing import Final

from bench.place import EVERY_CLIENT


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of work for a server."""

    name: str
    about: str
    renew: bool = False
    """Leases are made first; then only renewals are sent."""
    clients: int = EVERY_CLIENT
    hosts: int = 0
    """Reservations in the configuration, for the clients themselves."""
    subnets: int = 0
    """Subnets behind relays; each client is behind one of them."""
    classes: int = 0
    """Client classes; each client is in the last one, which has options."""
    relayed: bool = True
    """Clients are behind the relays of the subnets, if there are any; else on the link."""
    family: int = 4
    """DHCPv4 or DHCPv6."""
    prefixes: bool = False
    """A prefix for each client as well as an address (DHCPv6)."""
    severity: str = "WARN"
    """What the log tells."""
    hook: bool = False
    """The trivial hook is loaded."""

    @property
    def plain(self) -> bool:
        """Whether every exchange is a new client of one subnet."""
        special = self.renew or self.subnets or self.hosts or self.classes or self.hook
        return not special and self.severity == "WARN"


@dataclass(frozen=True, slots=True)
class Start:
    """One kind of start: how long until the first answer?"""

    name: str
    about: str
    subnets: int = 0
    hosts: int = 0
    classes: int = 0
    relayed: bool = True
    leases: int = 0
    family: int = 4
    prefixes: bool = False
    severity: str = "WARN"
    hook: bool = False


RENEWED: Final = 20_000
"""Leases that are made before renewals are measured."""

SCENARIOS: Final = (
    Scenario("v4-dora", "new leases, every exchange a new client"),
    Scenario("v4-renew", f"renewals of {RENEWED} leases", renew=True),
    Scenario("v4-subnets5k", "new leases in 5001 subnets behind 5000 relays", subnets=5000),
    Scenario("v4-hosts10k", "10000 clients with reservations", clients=10_000, hosts=10_000),
    Scenario("v4-info", "new leases, each told in the log (INFO)", severity="INFO"),
    Scenario("v4-hook", "new leases, one trivial hook loaded, called for each message", hook=True),
    Scenario("v4-classes200", "new leases, 200 client classes", classes=200),
    Scenario(
        "v4-everything",
        "100,000 clients with reservations, 10,001 subnets, 200 client classes",
        clients=100_000,
        hosts=100_000,
        subnets=10_000,
        classes=200,
        relayed=False,
    ),
    Scenario("v6-sarr", "new addresses, every exchange a new client", family=6),
    Scenario("v6-sarr-pd", "new addresses and prefixes, every exchange a new client", family=6, prefixes=True),
    Scenario("v6-subnets5k", "new addresses in 5001 subnets behind 5000 relays", family=6, subnets=5000),
    Scenario("v6-renew", f"renewals of {RENEWED} addresses", family=6, renew=True),
    Scenario("v6-renew-pd", f"renewals of {RENEWED} addresses and prefixes", family=6, renew=True, prefixes=True),
)
STARTS: Final = (
    Start("start-plain", "one subnet"),
    Start("start-subnets10k", "10001 subnets", subnets=10_000),
    Start(
        "start-everything",
        "10,001 subnets, 100,000 reservations, 200 client classes",
        subnets=10_000,
        hosts=100_000,
        classes=200,
        relayed=False,
    ),
    Start("start-leases100k", "100,000 leases in the file", leases=100_000),
    Start("start-leases1m", "1,000,000 leases in the file", leases=1_000_000),
)
BASE: Final = ("v4-dora", "v4-renew", "v6-sarr", "v6-renew")
"""The scenarios that most is asked of: two fixed rates, and a peer without syncs."""
BESIDE_SIMPLE: Final = ("v4-subnets5k", "v4-hosts10k", "v4-classes200")
"""Scenarios that should not be much slower than new leases without all that."""
QUICK: Final = ("v4-dora", "v4-renew", "v6-sarr", "v6-renew", "start-plain", "start-leases100k")
