"""One run of a load generator against a running server, and what it showed."""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.lab import inside
from bench.place import CLIENT_NAMESPACE, SERVER
from bench.processes import QUIET, Machine, cpu_seconds, wait_for_quiet
from bench.servers import Running, generator

LOSS: Final = 0.01
"""Share of either half of the exchange that may be lost."""
TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Result:
    """What one run showed. Times in microseconds; `offer` and `ack` are the halves of the exchange."""

    rate: float
    """Exchanges completed a second."""
    completed: int
    loss: float
    cpu_us: float
    """Processor time of the server for an exchange."""
    cpu_share: float
    """Of one core, by the server."""
    offer_p50: int
    offer_p99: int
    ack_p50: int
    ack_p99: int
    started: int
    naks: int
    foreign: float
    late_generator: bool
    """The generator itself could not keep the rate."""
    generator_share: float = 0.0
    """Of one core, by the generator."""

    @property
    def passed(self) -> bool:
        """Whether this rate was served."""
        return self.completed > 0 and self.loss <= LOSS


@dataclass(frozen=True, slots=True)
class Load:
    """What to send."""

    rate: float
    seconds: float
    clients: int
    first: int = 0
    renew: bool = False
    state: Path | None = None
    limit: int = 0


def run(server: Running, load: Load) -> Result:
    """Run dhcpload against a server."""
    command = [*generator(server.scenario), "-r", str(load.rate), "-p", str(load.seconds)]
    command += ["-n", str(load.clients), "-b", str(load.first), "-m", "renew" if load.renew else "dora"]
    command += ["-S", str(load.state)] if load.state else []
    command += ["-c", str(load.limit)] if load.limit else []
    machine, cpu = Machine.now(), cpu_seconds(server.pid)
    output = subprocess.run(inside(CLIENT_NAMESPACE, *command), stdout=subprocess.PIPE, check=True).stdout
    used = cpu_seconds(server.pid) - cpu
    shown = json.loads(output)
    offer, ack = shown["offer"], shown["ack"]
    completed = ack["received"]
    return Result(
        rate=completed / shown["send_seconds"],
        completed=completed,
        loss=max(1 - half["received"] / half["sent"] if half["sent"] else 0.0 for half in (offer, ack)),
        cpu_us=used * 1e6 / max(1, completed),
        cpu_share=used / shown["total_seconds"],
        offer_p50=offer["p50_us"],
        offer_p99=offer["p99_us"],
        ack_p50=ack["p50_us"],
        ack_p99=ack["p99_us"],
        started=shown["started"],
        naks=shown["naks"],
        foreign=Machine.now().foreign_since(machine, used + shown["cpu_seconds"]),
        late_generator=shown["started"] < 0.97 * load.rate * shown["send_seconds"],
        generator_share=shown["cpu_seconds"] / shown["total_seconds"],
    )


def run_undisturbed(server: Running, load: Load, patience: float) -> Result:
    """Run when the machine is quiet, and again when others disturbed it; return the least disturbed result."""
    results: list[Result] = []
    while len(results) < TRIES:
        wait_for_quiet(patience)
        results.append(run(server, load))
        if results[-1].foreign <= QUIET:
            return results[-1]
    return min(results, key=lambda result: result.foreign)


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """What perfdhcp says of the same rate: processor time for an exchange, loss."""

    cpu_us: float
    loss: float


def perfdhcp(server: Running, rate: int, seconds: int, first: int) -> SecondOpinion:
    """Run perfdhcp against a server."""
    mac = ":".join(f"{octet:02x}" for octet in b"\x02\x0c" + first.to_bytes(4, "big"))
    words = ["/usr/sbin/perfdhcp", "-4", "-g", "multi", "-r", str(rate), "-R", "4000000", "-p", str(seconds)]
    command = inside(CLIENT_NAMESPACE, *words, "-W", "1000000", "-b", f"mac={mac}", SERVER)
    cpu = cpu_seconds(server.pid)
    text = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout
    used = cpu_seconds(server.pid) - cpu
    sent = [int(number) for number in re.findall(r"^sent packets: (\d+)", text, re.MULTILINE)]
    received = [int(number) for number in re.findall(r"^received packets: (\d+)", text, re.MULTILINE)]
    loss = max((1 - back / out for out, back in zip(sent[:2], received[:2], strict=True) if out), default=1.0)
    return SecondOpinion(used * 1e6 / max(1, received[1] if len(received) > 1 else 0), loss)
