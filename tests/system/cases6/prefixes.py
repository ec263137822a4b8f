"""Delegated prefixes: pools, wishes, lengths, renewal, what is excluded; what happens when nothing is left."""

from typing import Final

from tests.system.cases6.relay import through
from tests.system.conversation6 import Case, Client
from tests.system.packets6 import PD_EXCLUDE, address, ia_na, ia_pd, prefix, wanted

FREE: Final = "2001:db8:a120:100::/56"


def solicit_prefix(client: Client) -> None:
    """A prefix, then one with an address; two prefixes."""
    client.solicit(ia_pd(1))
    client.request()
    client.solicit(ia_pd(2), ia_na(2))
    client.request()
    client.solicit(ia_pd(3), ia_pd(4))
    client.request()


def hints(client: Client) -> None:
    """Wishes: a free prefix, one outside the pool, a wrong length, only a length, a length without a pool, nothing."""
    wishes = [FREE, "2001:db8:ee01:100::/56", "2001:db8:a121:100::/60", "2001:db8:a122:180::/56", "2001:db8:a123::/48"]
    wishes += [f"::/{length}" for length in (0, 40, 48, 52, 56, 60, 64, 80, 128, 200)]
    for iaid, wish in enumerate([*wishes, "2001:db8:a17f:100::/56"]):
        client.solicit(ia_pd(iaid, prefix(wish)))
    client.solicit(ia_pd(100, prefix("2001:db8:a124:100::/56", 7, 9), t1=5, t2=6))


def renew(client: Client) -> None:
    """RENEW and REBIND of a prefix held, without it, with another length, of another IAID."""
    client.bind(ia_pd(1))
    client.renew()
    client.rebind()
    client.renew(ia_pd(1))
    client.rebind(ia_pd(1))
    base = client.lease().partition("/")[0]
    client.renew(ia_pd(1, prefix(f"{base}/60")))
    client.renew(ia_pd(2, prefix(client.lease())))
    client.renew(ia_na(1, address("2001:db8:a1ee:100::")))


def renew_unknown(client: Client) -> None:
    """RENEW and REBIND of prefixes that the server does not know: free, outside the pool, foreign."""
    client.renew(ia_pd(1, prefix("2001:db8:a111:100::/56")))
    client.rebind(ia_pd(2, prefix("2001:db8:a112:100::/56")))
    client.renew(ia_pd(3, prefix("2001:db8:ee01::/56")))
    client.rebind(ia_pd(4, prefix("2001:db8:ee01::/56")))
    client.renew(ia_pd(5))
    client.rebind(ia_pd(6))
    other = client.other()
    other.bind(ia_pd(1))
    client.renew(ia_pd(7, prefix(other.lease())))
    client.rebind(ia_pd(8, prefix(other.lease())))
    client.request(ia_pd(9, prefix(other.lease())))


def release(client: Client) -> None:
    """RELEASE of a prefix: with another IAID, without it, by another client, held, again, another length."""
    client.bind(ia_pd(1))
    client.release(ia_pd(2, prefix(client.lease())))
    client.release(ia_pd(1))
    client.other().release(*client.bound)
    client.release()
    client.release()
    client.bind(ia_pd(1))
    base = client.lease().partition("/")[0]
    client.release(ia_pd(1, prefix(f"{base}/60")))


def decline(client: Client) -> None:
    """A prefix cannot be declined."""
    client.bind(ia_pd(1), ia_na(1))
    client.decline()


def confirm(client: Client) -> None:
    """CONFIRM of a prefix: alone, beside an address."""
    client.bind(ia_pd(1), ia_na(1))
    client.confirm()
    client.confirm(ia_pd(1, prefix(FREE)))


def options_of_the_pool(client: Client) -> None:
    """Options that the prefix pool has."""
    client.solicit(ia_pd(1), wanted(31))
    client.solicit(ia_pd(1), ia_na(1), wanted(31))
    client.solicit(ia_na(1), wanted(31))


def lengths(client: Client) -> None:
    """One prefix of each length a pool has, at the same time; then lengths between those of the pools."""
    wishes = ia_pd(1, prefix("::/64")), ia_pd(2, prefix("::/48")), ia_pd(3, prefix("::/56"))
    client.solicit(*wishes)
    client.request(*wishes)
    client.renew(*wishes)
    client.solicit(ia_pd(4, prefix("::/62")))
    client.solicit(ia_pd(5, prefix("::/50")))


def excluded(client: Client) -> None:
    """A pool with an excluded prefix: not asked for, asked for, in a renewal."""
    through(client, "SOLICIT", ia_pd(1))
    through(client, "SOLICIT", ia_pd(1), wanted(PD_EXCLUDE))
    through(client, "REQUEST", *client.advertised, wanted(PD_EXCLUDE))
    through(client, "RENEW", *client.bound, wanted(PD_EXCLUDE))
    through(client, "RENEW", *client.bound)
    through(client.other(), "SOLICIT", ia_pd(1), wanted(PD_EXCLUDE))
    through(client.other(0xF1), "REQUEST", ia_pd(1), wanted(PD_EXCLUDE))


def small_pool(client: Client) -> None:
    """A pool of four prefixes for five clients, the fifth asks for a length too."""
    for number in range(4):
        through(client.other(0xE0 + number), "REQUEST", ia_pd(1), link="2001:db8:5::1")
    through(client, "SOLICIT", ia_pd(1), link="2001:db8:5::1")
    through(client, "SOLICIT", ia_pd(1, prefix("::/64")), link="2001:db8:5::1")
    through(client, "REQUEST", ia_pd(1), link="2001:db8:5::1")


def exhausted(client: Client) -> None:
    """One address and one prefix for two clients: SOLICIT, REQUEST, RENEW, REBIND of the second one."""
    other = client.other()
    other.bind(ia_na(1), ia_pd(1))
    client.solicit(ia_na(1))
    client.solicit(ia_pd(1))
    client.solicit(ia_na(1), ia_pd(1))
    client.request(ia_na(1))
    client.request(ia_pd(1))
    client.request(ia_na(1), ia_pd(1))
    client.renew(ia_na(1))
    client.renew(ia_na(1), ia_pd(1))
    client.rebind(ia_na(1))
    client.rebind(ia_na(1), ia_pd(1))
    other.solicit(ia_na(1), ia_na(2), ia_pd(1), ia_pd(2))
    other.request(ia_na(1), ia_na(2))
    other.renew(ia_na(1, address(other.lease())), ia_na(2))
    other.release()
    client.solicit(ia_na(1), ia_pd(1))


def no_pools(client: Client) -> None:
    """A subnet without any pool, one without prefixes, one without addresses."""
    for link in ("2001:db8:2::1", "2001:db8:5::1", "2001:db8:6::1"):
        through(client, "SOLICIT", ia_na(1), link=link)
        through(client, "SOLICIT", ia_pd(1), link=link)
        through(client, "SOLICIT", ia_na(1), ia_pd(1), link=link)
        through(client, "REQUEST", ia_na(1), ia_pd(1), link=link)
        through(client, "RENEW", ia_na(2), ia_pd(2), link=link)
        through(client, "REBIND", ia_na(3), ia_pd(3), link=link)


def no_such_link(client: Client) -> None:
    """A link that no subnet is on, each message."""
    for kind in ("SOLICIT", "REQUEST", "RENEW", "REBIND", "CONFIRM", "RELEASE", "DECLINE"):
        through(client, kind, ia_na(1, address("2001:db8:1::2b0")), ia_pd(1), link="2001:db8:77::1")
    through(client, "INFORMATION-REQUEST", link="2001:db8:77::1")


PLAIN: Final[tuple[Case, ...]] = (solicit_prefix, hints, renew, renew_unknown, release, decline, confirm)
SEVERAL: Final[tuple[Case, ...]] = (*PLAIN, options_of_the_pool, lengths, excluded, small_pool)
EXHAUSTED: Final[tuple[Case, ...]] = (exhausted, no_pools, no_such_link)
