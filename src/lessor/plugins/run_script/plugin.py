"""A program run at hook points, told what happens in its environment, as scripts written for Kea expect it.

The script runs beside the serving: nothing waits for it, and its outcome changes nothing.
"""

from collections.abc import Callable, Mapping
from typing import Final

from lessor.hooks.api import BOOLEAN, STRING, Event, Hook, Json, Parameter, ParameterError, Server, read_parameters
from lessor.plugins.programs import SCRIPTS, find_script
from lessor.plugins.run_script import messages
from lessor.plugins.run_script.points4 import POINTS4
from lessor.plugins.run_script.points6 import POINTS6
from lessor.plugins.run_script.runner import Runner
from lessor.plugins.run_script.texts import Variables

PARAMETERS: Final = {
    "name": Parameter(STRING, required=True, about="the script"),
    "sync": Parameter(BOOLEAN, False, about="to wait for the script; only false is supported"),
}


def setup(server: Server, parameters: Mapping[str, Json]) -> Hook:
    """Return a callout for every hook point that scripts are told of. Raise ParameterError."""
    values = read_parameters(parameters, PARAMETERS)
    if values["sync"]:
        raise ParameterError("enabling synchronous calls to external scripts is not supported", "sync")
    directory = server.directory(*SCRIPTS)
    script, wrong = find_script(str(values["name"]), directory, server.unrestricted, "name")
    if wrong:
        server.log.write(messages.LESSOR_RUN_SCRIPT_PATH, wrong)
    runner = Runner(script, server)
    points = POINTS4 if server.family == 4 else POINTS6
    server.log.write(messages.RUN_SCRIPT_LOAD)
    return Hook({point: _callout(point, tell, runner) for point, tell in points.items()}, close=runner.close)


def _callout(point: str, tell: Callable[[Event], Variables], runner: Runner) -> Callable[[Event], None]:
    def run_script(event: Event) -> None:
        runner.run(point, tell(event))

    return run_script
