"""One of several servers that race for the addresses of one pool: `python -m tests.stores.racer DATABASE FIRST COUNT`.

DATABASE is a DatabaseSettings as JSON. The clients FIRST to FIRST + COUNT - 1 ask this server for an address, all of
them at once, again and again until they have one or there is none. For each acknowledgement that is sent a line is
written: the number of the client, and the address. What it says is out of the server's hands: it must be true.
"""

import json
import sys
from ipaddress import IPv4Address

from lessor.model.database import DatabaseSettings
from lessor.model.datagram import Reply4
from lessor.service.sql.refresh import Refresh
from lessor.wire.packet4 import ACK, DISCOVER, OFFER, REQUEST, decode4
from tests.flows.conversation import Client, octets, subnet
from tests.service.sqlservers import SqlServer

POOL = "192.0.2.10-192.0.2.209"
POOL_SIZE = 200
ROUNDS = 12
BATCH = 64


class Racer(SqlServer):
    """A server whose acknowledgements are told to the world when they are sent."""

    def answers(self, kind: int, clients: dict[int, Client], options: dict[int, dict[int, bytes]]) -> list[Reply4]:
        batch = []
        for number, client in clients.items():
            message = client.message(kind, options.get(number, {}))
            message.xid = number
            batch.append(client.received(message))
        return self.hear(*batch)


def race(server: Racer, clients: dict[int, Client]) -> None:
    """Serve clients until all have an address, or there was none for a while."""
    for _ in range(ROUNDS):
        # so that a look at the subnet is taken in each round
        server.driver.refresh = Refresh()
        for numbers in batches(list(clients)):
            some = {number: clients[number] for number in numbers}
            offered = given(server.answers(DISCOVER, some, {}), OFFER)
            asked = {
                number: {50: address.to_bytes(4, "big"), 54: octets("192.0.2.1")} for number, address in offered.items()
            }
            some = {number: clients[number] for number in offered}
            for number, address in given(server.answers(REQUEST, some, asked), ACK).items():
                print(number, IPv4Address(address), flush=True)
                del clients[number]


def batches(numbers: list[int]) -> list[list[int]]:
    return [numbers[begin : begin + BATCH] for begin in range(0, len(numbers), BATCH)]


def given(replies: list[Reply4], kind: int) -> dict[int, int]:
    """Return the addresses in the replies of this kind, by client."""
    packets = [decode4(reply.data) for reply in replies]
    return {packet.xid: packet.yiaddr for packet in packets if packet.options[53] == bytes((kind,))}


def client(server: Racer, number: int) -> Client:
    return Client(server, f"02:00:00:{number >> 16:02x}:{number >> 8 & 255:02x}:{number & 255:02x}")


def main() -> None:
    settings, first, count = sys.argv[1:]
    server = Racer(DatabaseSettings(**json.loads(settings)), subnet(pools=POOL))
    print("ready", flush=True)
    sys.stdin.readline()
    numbers = range(int(first), int(first) + int(count))
    race(server, {number: client(server, number) for number in numbers})
    server.close()


if __name__ == "__main__":
    main()
