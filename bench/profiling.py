"""Where lessor spends its time under load: py-spy where it is installed, else Python's own profiler."""

import pstats
import shutil
import signal
import subprocess
import sys
from typing import Final

from bench.load import Load, run
from bench.peers import Definition
from bench.place import RESULTS
from bench.scenarios import Scenario
from bench.servers import Running

RATE: Final = 3000
LINES: Final = 45


def profile(lessor: Definition, scenario: Scenario, seconds: float) -> None:
    """Profile lessor while it serves a scenario, and say where the result is."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    if shutil.which("py-spy"):
        sample(lessor, scenario, seconds)
    else:
        trace(lessor, scenario, seconds)


def sample(lessor: Definition, scenario: Scenario, seconds: float) -> None:
    """Sample the running server; it is hardly disturbed."""
    picture = RESULTS / f"profile-{scenario.name}.svg"
    server = Running(lessor, scenario)
    try:
        server.start()
        command = ["py-spy", "record", "--rate", "500", "--duration", str(int(seconds)), "--output", str(picture)]
        watcher = subprocess.Popen([*command, "--pid", str(server.pid)])
        serve(server, scenario, seconds)
        watcher.wait()
    finally:
        server.remove()
    print(picture)


def trace(lessor: Definition, scenario: Scenario, seconds: float) -> None:
    """Run the server under cProfile: calls are counted exactly, times are too long by what counting costs."""
    output = RESULTS / f"profile-{scenario.name}.prof"
    server = Running(lessor, scenario, wrapper=[sys.executable, "-m", "cProfile", "-o", str(output)])
    try:
        server.start()
        serve(server, scenario, seconds)
        assert server.process is not None
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(30)
    finally:
        server.remove()
    pstats.Stats(str(output)).sort_stats("tottime").print_stats(LINES)
    print(output)


def serve(server: Running, scenario: Scenario, seconds: float) -> None:
    result = run(server, Load(RATE, seconds, scenario.clients))
    print(f"{result.completed} exchanges, {result.cpu_us:.1f} us each, {result.loss:.1%} lost", file=sys.stderr)
