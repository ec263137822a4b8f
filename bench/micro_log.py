"""Time what a line of the log costs: formatted, laid out, and written to a file with the others of its turn.

Prints microseconds a line for turns of the event loop with few and with many lines. The turn itself is subtracted. Run
it before and after a change on one machine and compare; single figures mean little.
"""

import asyncio
import tempfile
import time
from pathlib import Path

from lessor.model.network import LoggerConfig, LoggerOutput
from lessor.service.logs import messages
from lessor.service.logs.log import Logger, Loggers

LINES = 40000
ROUNDS = 5
WHO = "[hwtype=1 02:00:00:00:00:01], cid=[no info], tid=0x12345678"


async def turns(logger: Logger, number: int) -> float:
    """Write LINES lines, so many a turn; return the seconds of a line."""
    start = time.perf_counter()
    for _ in range(LINES // number if number else LINES):
        for _ in range(number):
            logger.write(messages.DHCP4_LEASE_OFFER, WHO, "192.0.2.44")
        await asyncio.sleep(0)
    return (time.perf_counter() - start) / LINES


async def measure(directory: Path) -> None:
    """Print the cost of a line for each number of lines in a turn."""
    loggers = Loggers("kea-dhcp4", directory)
    loggers.configure((LoggerConfig("kea-dhcp4", outputs=(LoggerOutput(str(directory / "log")),)),), debug=False)
    loggers.attach(asyncio.get_running_loop())
    logger = loggers.get("leases")
    turn = min([await turns(logger, 0) for _ in range(ROUNDS)])
    for number in (1, 4, 16, 64, 256):
        line = min([await turns(logger, number) for _ in range(ROUNDS)])
        print(f"{number:4} lines a turn: {(line - turn / number) * 1e6:.2f} us a line")
    loggers.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(measure(Path(place)))
