"""Messages of the plug-in; those that are not in the reference tables begin with LESSOR."""

from typing import Final

from lessor.hooks.api import DEBUG, ERROR, INFO, WARN, Message

LOGGER: Final = "run-script-hooks"

RUN_SCRIPT_LOAD: Final = Message(
    "RUN_SCRIPT_LOAD",
    LOGGER,
    INFO,
    0,
    "the script will be run",
    "The parameters are right; the script is run at its hook points from now on.",
)
LESSOR_RUN_SCRIPT_PATH: Final = Message(
    "LESSOR_RUN_SCRIPT_PATH",
    LOGGER,
    WARN,
    0,
    "the script would be refused without -X: %1",
    "Scripts belong into the directory for scripts, where only root and the server's user may write.",
)
LESSOR_RUN_SCRIPT_FAILED: Final = Message(
    "LESSOR_RUN_SCRIPT_FAILED",
    LOGGER,
    ERROR,
    0,
    "%1 cannot be run for %2: %3",
    "The system could not start the script. Leases and answers do not depend on it.",
)
LESSOR_RUN_SCRIPT_ENDED: Final = Message(
    "LESSOR_RUN_SCRIPT_ENDED",
    LOGGER,
    DEBUG,
    40,
    "the script has ended for %1 with status %2",
    "A script ran to its end; a negative status is the number of the signal that ended it.",
)
LESSOR_RUN_SCRIPT_OVERLOAD: Final = Message(
    "LESSOR_RUN_SCRIPT_OVERLOAD",
    LOGGER,
    WARN,
    0,
    "the script is too slow: %1 waits behind %2 others and is left out",
    "More happens than the script keeps up with, or it hangs. What is left out is counted (run-script-dropped); this "
    "line is written once a minute at most.",
)
