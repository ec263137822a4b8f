"""The examples as a server loads them, and what they run in."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar, cast

from lessor.hooks.api import Hook, Json, Server
from lessor.hooks.load import Place, find_module
from tests.flows.hooked import TurnByTurn

EXAMPLES = Path(__file__).parents[2] / "examples" / "hooks"

Result = TypeVar("Result")


def load(file: str, server: Server, parameters: dict[str, Json]) -> Hook:
    """Return the hook in one of the example files."""
    # a checkout may be writable by a group
    setup = find_module(str(EXAMPLES / file), Place(EXAMPLES, unrestricted=True)).setup
    assert setup is not None
    hook = setup(server, parameters)
    assert isinstance(hook, Hook)
    return hook


def loop() -> TurnByTurn:
    """The running loop, in the place of one that turns when it is told to."""
    return cast(TurnByTurn, asyncio.get_running_loop())


async def until(true: Callable[[], bool]) -> None:
    """Let the loop turn until something is true."""
    while not true():
        await asyncio.sleep(0.005)


def run(work: Callable[[], Awaitable[Result]]) -> Result:
    """Run a test's coroutine with a limit."""

    async def limited() -> Result:
        return await asyncio.wait_for(work(), 20)

    return asyncio.run(limited())
