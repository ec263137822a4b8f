"""Time what plug-ins add to the answer to one message: the exchange without, and with a callout that does nothing.

Prints microseconds per message at several percentiles; on a machine with other work the lowest ones count.
"""

import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.flows.conversation import LINK, SERVER, Client, Server, subnet
from tests.flows.hooked import hook4

from lessor.hooks.event import Event
from lessor.model.datagram import Received4, Reply4
from lessor.service.batch import Replies
from lessor.wire.packet4 import DISCOVER, encode4

BATCH = 30
ROUNDS = 1500

Answer = Callable[[Received4, int, Replies[Reply4]], None]


def main() -> None:
    """Answer one DISCOVER again and again, in turn without and with a callout at pkt4_receive."""
    server = Server(subnet())
    message = Client(server).message(DISCOVER, giaddr="192.0.2.2")
    received = Received4(encode4(message), LINK, SERVER, 1, 67)
    hooked = hook4(server, pkt4_receive=_nothing)
    without: list[float] = []
    with_hook: list[float] = []
    gc.disable()
    for _ in range(ROUNDS):
        without.append(_timed(server.exchange.answer, received, server.now))
        with_hook.append(_timed(hooked.answer, received, server.now))
    without.sort()
    with_hook.sort()
    for percent in (0, 5, 50):
        at = len(without) * percent // 100
        plain, called = without[at], with_hook[at]
        print(f"{percent:3} %: {plain:.2f} us without, {called:.2f} us with a callout: {called - plain:+.2f}")


def _nothing(event: Event) -> None:
    """Say nothing."""


def _timed(answer: Answer, received: Received4, now: int) -> float:
    replies: Replies[Reply4] = Replies()
    start = time.process_time_ns()
    for _ in range(BATCH):
        answer(received, now, replies)
    return (time.process_time_ns() - start) / BATCH / 1000


if __name__ == "__main__":
    main()
