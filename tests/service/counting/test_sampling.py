import asyncio
import signal
import time

import pytest

import lessor
from lessor.cli.build import is_compiled
from lessor.service.counting.sampling import ELSEWHERE, STEPS, Sampler, step_of
from lessor.wire.packet4 import decode4, encode4


def decode_for(seconds: float) -> None:
    """Spend processor time with messages."""
    from lessor.service.labs.client4 import Identity, discover

    octets = encode4(discover(Identity(b"\2\0\0\0\0\1"), 1))
    end = time.process_time() + seconds
    while time.process_time() < end:
        for _ in range(200):
            decode4(octets)


@pytest.mark.skipif(is_compiled(), reason="compiled modules have no frames to look at")
def test_what_takes_the_time_is_seen_from_the_first_question_on() -> None:
    async def look() -> dict[str, float]:
        sampler = Sampler(asyncio.get_running_loop())
        assert sampler.parts() == {}
        decode_for(0.5)
        found = sampler.parts()
        sampler.end()
        return found

    found = asyncio.run(look())
    assert next(iter(found)) == "read and write messages"
    assert sum(found.values()) == pytest.approx(1)


def test_nobody_looks_any_more_after_the_end() -> None:
    async def look() -> None:
        sampler = Sampler(asyncio.get_running_loop())
        sampler.end()
        sampler.parts()
        assert signal.getitimer(signal.ITIMER_PROF)[1] > 0
        sampler.end()
        assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
        signal.raise_signal(signal.SIGPROF)

    asyncio.run(look())


@pytest.mark.parametrize(
    ("module", "step"),
    [
        ("lessor.wire.options", "read and write messages"),
        ("lessor.engine.select6", "find the subnet"),
        ("lessor.engine.decide4", "decide"),
        ("lessor.service.exchange4", "lead through the exchange"),
        ("lessor.service.programs.daemon", ELSEWHERE),
        ("", ELSEWHERE),
    ],
)
def test_steps(module: str, step: str) -> None:
    assert step_of(module) == step


def test_every_beginning_can_count() -> None:
    beginnings = [beginning for beginning, _ in STEPS]
    assert all(step_of(f"{lessor.__name__}.{beginning}") == step for beginning, step in STEPS)
    assert len(set(beginnings)) == len(beginnings)
