"""Mixed traffic of many clients behind a relay, as a process of its own: what clients do in a year, in minutes.

    python -m bench.traffic 4 --seconds 60 --rate 200

New leases, renewals, rebinding, leases given back and declined, questions without a lease, clients that forgot all,
and garbage. What was promised is held against what is promised to others. Ends with one line of JSON: what was sent
and answered, when a client had no answer, and which leases two clients had at once.
"""

import argparse
import json
import random
import selectors
import socket
import sys
import time
from collections import Counter
from types import ModuleType
from typing import Final

from bench import mixed4, mixed6
from bench.words import Answer, Client

FAMILIES: Final = {4: mixed4, 6: mixed6}
CLIENTS: Final = 3000
STRANGERS: Final = 0x7F800000
"""Numbers of clients from here on are those of garbage."""
PATIENCE: Final = 2.0
SLACK: Final = 2.0
"""Seconds by which the clocks of client and server may count a lease's end differently: servers count whole ones."""
GARBAGE: Final = 0.1
"""Share of all messages."""
ACTIONS: Final = {"renew": 60, "rebind": 12, "release": 10, "decline": 3, "inform": 5, "begin": 10}
"""What a client with a lease does, and how often. `begin`: it has forgotten its lease."""


class Traffic:
    """Clients of one family and what became of them."""

    def __init__(self, words: ModuleType, seed: int) -> None:
        self.words = words
        self.random = random.Random(seed)
        family = socket.AF_INET if words is mixed4 else socket.AF_INET6
        self.socket = socket.socket(family, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.socket.bind(words.ADDRESS)
        self.socket.setblocking(False)
        self.clients = {number: Client(number) for number in range(CLIENTS)}
        self.owners: dict[str, tuple[int, float]] = {}
        self.sent: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.unanswered: list[float] = []
        self.doubles: list[str] = []

    def run(self, seconds: float, rate: float) -> None:
        """Have clients do something `rate` times a second."""
        selector = selectors.DefaultSelector()
        selector.register(self.socket, selectors.EVENT_READ)
        begun = time.monotonic()
        done = 0
        while (passed := time.monotonic() - begun) < seconds:
            while done < passed * rate:
                self.act()
                done += 1
            if selector.select(min(0.05, 1 / rate)):
                self.listen()
        self.settle(selector)

    def settle(self, selector: selectors.BaseSelector) -> None:
        """Wait for the last answers."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and selector.select(0.3):
            self.listen()

    def act(self) -> None:
        if self.random.random() < GARBAGE:
            self.rubbish()
            return
        client = self.clients[self.random.randrange(CLIENTS)]
        now = time.time()
        if client.asked:
            if now - client.since < PATIENCE:
                return
            self.unanswered.append(client.since)
            client.asked = ""
        has = client.leases and now < client.until
        kind = self.random.choices([*ACTIONS], [*ACTIONS.values()])[0] if has else "begin"
        if kind == "begin":
            self.forget(client)
        self.send(kind, client)
        if kind in ("release", "decline"):
            self.forget(client)

    def send(self, kind: str, client: Client) -> None:
        self.sent[kind] += 1
        self.put(self.words.write(kind, client))
        client.since = time.time()
        client.asked = "" if kind in self.words.SILENT else kind

    def put(self, data: bytes) -> None:
        try:
            self.socket.sendto(data, self.words.TO)
        except OSError:
            self.sent["refused"] += 1  # nobody listens while the server starts again

    def rubbish(self) -> None:
        """Send what no client sends: random octets, or the damaged message of a stranger."""
        self.sent["garbage"] += 1
        draw = self.random
        if draw.random() < 0.3:
            self.put(draw.randbytes(draw.randrange(1, 600)))
            return
        stranger = Client(STRANGERS + draw.randrange(0x1000), server_id=draw.randbytes(14))
        data = bytearray(self.words.write(draw.choice([*self.words.KINDS]), stranger))
        for _ in range(draw.randrange(1, 6)):
            # not in the client's number: it must not become one of ours
            data[draw.randrange(240 if self.words is mixed4 else 42, len(data))] = draw.randrange(256)
        self.put(bytes(data[: draw.randrange(len(data) // 2, len(data) + 1)]))

    def listen(self) -> None:
        while True:
            try:
                data = self.socket.recv(4096)
            except BlockingIOError:
                return
            except OSError:
                continue
            answer = self.words.read(data)
            client = self.clients.get(answer.number) if answer else None
            if answer is not None and client is not None and client.asked:
                self.take(client, answer)

    def take(self, client: Client, answer: Answer) -> None:
        asked, client.asked = client.asked, ""
        self.answered[f"{asked}: {answer.kind}"] += 1
        client.server_id = answer.server_id or client.server_id
        if answer.kind == "offer" and asked == "begin":
            client.leases = answer.leases
            if answer.leases:
                self.send("request", client)
        elif answer.kind == "grant":
            self.hold(client, answer)
        elif answer.kind == "refusal":
            self.forget(client)

    def hold(self, client: Client, answer: Answer) -> None:
        now = time.time()
        self.forget(client)
        client.leases = answer.leases
        client.until = client.since + answer.lifetime
        for lease in answer.leases:
            number, until = self.owners.get(lease, (client.number, 0.0))
            if number != client.number and until > now + SLACK:
                self.doubles.append(f"{lease}: client {number} until {until:.1f}, client {client.number} at {now:.1f}")
            self.owners[lease] = client.number, client.until

    def forget(self, client: Client) -> None:
        for lease in client.leases:
            if self.owners.get(lease, (None, 0.0))[0] == client.number:
                del self.owners[lease]
        client.leases = ()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.traffic", description="Do what clients do, all of it.")
    parser.add_argument("family", type=int, choices=FAMILIES)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=200, help="actions a second")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    traffic = Traffic(FAMILIES[options.family], options.seed)
    traffic.run(options.seconds, options.rate)
    json.dump(
        {
            "sent": traffic.sent,
            "answered": traffic.answered,
            "unanswered": traffic.unanswered,
            "doubles": traffic.doubles,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
