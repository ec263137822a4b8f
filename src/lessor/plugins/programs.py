"""Programs that plug-ins run: found and checked before they are trusted with what the server may do, and started.

Whoever can write the script can do whatever the server can, and a configuration may come from somebody who cannot: so
scripts are found in one directory, and may be written by root and the server's user alone. `-X` allows others.
"""

import asyncio
import os
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from lessor.hooks.api import ParameterError
from lessor.hooks.load import writable_by_others

SCRIPTS: Final = ("KEA_HOOK_SCRIPTS_PATH", "share/kea/scripts")
"""Where they are: what says another place, and the usual one."""

WITHOUT_INPUT: Final = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
# Python ignores these; a program expects them as the system has them.
USUAL_SIGNALS: Final = (signal.SIGPIPE, signal.SIGXFSZ)


def find_script(name: str, directory: Path, unrestricted: bool, parameter: str) -> tuple[Path, str]:
    """Return the script and what would be wrong with it if the server were not `unrestricted`. Raise ParameterError."""
    if not name:
        raise ParameterError("the name of a script is expected", parameter)
    path = Path(name)
    path = directory / path if path.name == name else path
    wrong = ""
    if path.resolve().parent != directory.resolve():
        wrong = f"invalid path specified: '{path.parent}', supported path is '{directory}'"
    if wrong and not unrestricted:
        raise ParameterError(wrong, parameter)
    if not path.is_file():
        raise ParameterError(f"file not found: {path}", parameter)
    if not os.access(path, os.X_OK):
        raise ParameterError(f"file not executable: {path}", parameter)
    wrong = wrong or writable_by_others(path) or writable_by_others(path.resolve().parent)
    if wrong and not unrestricted:
        raise ParameterError(wrong, parameter)
    return path, wrong


def start(script: Path, arguments: list[str], variables: Mapping[str, str], ended: Callable[[int], None]) -> None:
    """Start a program with these variables as its environment; `ended` is called with its status when it has ended.

    Nobody waits for it, and it runs on when its plug-in is unloaded. Raise OSError where it cannot be started,
    ValueError where an argument or variable holds an octet 0. Only in the event loop.
    """
    path = str(script)
    pid = os.posix_spawn(
        path, [path, *arguments], variables, file_actions=WITHOUT_INPUT, setsigdef=USUAL_SIGNALS, setsigmask=()
    )
    loop = asyncio.get_running_loop()
    descriptor = os.pidfd_open(pid)

    def reap() -> None:
        loop.remove_reader(descriptor)
        os.close(descriptor)
        _, status = os.waitpid(pid, 0)
        ended(os.waitstatus_to_exitcode(status))

    loop.add_reader(descriptor, reap)
