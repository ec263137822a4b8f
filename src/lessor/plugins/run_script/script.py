"""The check of the script before it is trusted with what the server may do.

Whoever can write the script can do whatever the server can, and a configuration may come from somebody who cannot: so
scripts are found in one directory, and may be written by root and the server's user alone. `-X` allows others.
"""

import os
from pathlib import Path
from typing import Final

from lessor.hooks.api import ParameterError
from lessor.hooks.load import writable_by_others

NAME: Final = "name"


def find_script(name: str, directory: Path, unrestricted: bool) -> tuple[Path, str]:
    """Return the script and what would be wrong with it if the server were not `unrestricted`. Raise ParameterError."""
    if not name:
        raise ParameterError("the name of a script is expected", NAME)
    path = Path(name)
    path = directory / path if path.name == name else path
    wrong = ""
    if path.resolve().parent != directory.resolve():
        wrong = f"invalid path specified: '{path.parent}', supported path is '{directory}'"
    if wrong and not unrestricted:
        raise ParameterError(wrong, NAME)
    if not path.is_file():
        raise ParameterError(f"file not found: {path}", NAME)
    if not os.access(path, os.X_OK):
        raise ParameterError(f"file not executable: {path}", NAME)
    wrong = wrong or writable_by_others(path) or writable_by_others(path.resolve().parent)
    if wrong and not unrestricted:
        raise ParameterError(wrong, NAME)
    return path, wrong
