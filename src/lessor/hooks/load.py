"""From the name of a plug-in to its module.

`library` may be

- the file name of one of Kea's libraries, with any directory: what stands for it here (hooks/libraries.py);
- a Python file or package: in the directory for plug-ins, as a bare name or with that directory before it. Files
  elsewhere are refused, and those that others than the server's user and root may write: whoever can write a plug-in
  can do whatever the server can, and a configuration may come from somebody who cannot. `-X` allows both;
- the name of an entry point of the group `lessor.hooks`, of any installed distribution.

A module is read anew from its file each time.
"""

import importlib
import importlib.util
import os
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Final

from lessor.hooks.libraries import LIBRARIES

GROUP: Final = "lessor.hooks"
PLUGINS: Final = "lessor.plugins"


class HookError(Exception):
    """A plug-in cannot be loaded; `path` leads to what is wrong in its entry of `hooks-libraries`."""

    def __init__(self, text: str, *path: str | int) -> None:
        super().__init__(text)
        self.text = text
        self.path = path


@dataclass(frozen=True, slots=True)
class Place:
    """Where Python files are looked for: `directory`; anywhere when `unrestricted`."""

    directory: Path
    unrestricted: bool = False


@dataclass(slots=True)
class Module:
    """What was found: the `setup` of a plug-in, None for what is built in. `warnings` are about its file."""

    name: str
    setup: Callable[..., object] | None = None
    warnings: list[str] = field(default_factory=list)


def find_module(library: str, place: Place) -> Module:
    """Return the plug-in of this name. Raise HookError."""
    name = Path(library).name
    if name in LIBRARIES:
        return _kea_library(name)
    if name.endswith(".so"):
        known = ", ".join(row for row in LIBRARIES)
        raise HookError(f"a library in C++ cannot be loaded; write it in Python, or name one of {known}", "library")
    if name.endswith(".py") or name != library or (place.directory / name).is_dir():
        return _python(library, place)
    return _entry_point(library, place)


def _kea_library(name: str) -> Module:
    library = LIBRARIES[name]
    if library.instead:
        raise HookError(f"{name} ({library.about}) has nothing that stands for it here; {library.instead}", "library")
    if not library.plugin:
        return Module(name)
    path = f"{PLUGINS}.{library.plugin}.plugin"
    try:
        module = importlib.import_module(path)
    except ModuleNotFoundError as error:
        if error.name is None or not path.startswith(error.name):
            raise HookError(f"{name} needs the Python module {error.name}, which is not installed", "library") from None
        raise HookError(f"{name} ({library.about}) is not part of this release", "library") from None
    return Module(name, _setup_of(module, name))


def _entry_point(name: str, place: Place) -> Module:
    # brings thirty modules, of mail and of archives, which a start need not wait for
    from importlib.metadata import entry_points

    found = entry_points(group=GROUP, name=name)
    if not found:
        raise HookError(
            f"no plug-in of this name: neither a Python file in {place.directory}, nor an entry point of {GROUP}, "
            "nor a library of Kea's",
            "library",
        )
    try:
        loaded = next(iter(found)).load()
    except Exception as error:  # the code is somebody else's
        raise HookError(f"entry point {name!r} cannot be loaded: {told(error)}", "library") from error
    setup = loaded if callable(loaded) else _setup_of(loaded, name)
    return Module(name, setup)


def _python(library: str, place: Place) -> Module:
    path = Path(library)
    # a bare name is one in the directory for plug-ins
    path = place.directory / path if path.name == library else path
    warnings = []
    if path.resolve().parent != place.directory.resolve():
        wrong = f"invalid path specified: '{path.parent}', supported path is '{place.directory}'"
        if not place.unrestricted:
            raise HookError(wrong, "library")
        warnings.append(wrong)
    file = path / "__init__.py" if path.is_dir() else path
    try:
        writable = writable_by_others(file) or writable_by_others(file.parent)
        source = file.read_bytes()
    except OSError as error:
        raise HookError(f"cannot read {file}: {error.strerror}", "library") from None
    if writable:
        if not place.unrestricted:
            raise HookError(f"{writable}; see who needs to, and take that right away (chmod go-w)", "library")
        warnings.append(writable)
    return Module(path.name, _setup_of(_executed(path, file, source), path.name), warnings)


def writable_by_others(path: Path) -> str:
    """Say who else can write here; empty when nobody can but root and the server's user and group."""
    info = path.stat()
    sticky = stat.S_ISDIR(info.st_mode) and info.st_mode & stat.S_ISVTX
    if info.st_uid not in (0, os.geteuid()):
        return f"{path} belongs to another user (number {info.st_uid})"
    if info.st_mode & stat.S_IWOTH and not sticky:
        return f"{path} may be written by everybody"
    if info.st_mode & stat.S_IWGRP and info.st_gid not in (0, os.getegid()) and not sticky:
        return f"{path} may be written by the group number {info.st_gid}"
    return ""


def _executed(path: Path, file: Path, source: bytes) -> ModuleType:
    """Run the code of a module as it is in its file now; an older one of the name is forgotten."""
    name = f"lessor_hook_{path.stem}"
    for loaded in [other for other in sys.modules if other == name or other.startswith(f"{name}.")]:
        del sys.modules[loaded]
    locations = [str(path)] if path.is_dir() else None
    spec = importlib.util.spec_from_file_location(name, file, submodule_search_locations=locations)
    assert spec is not None  # the file is there and its name says that it is Python
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    importlib.invalidate_caches()
    try:
        # not by the loader: it would take a compiled file for new that is a second old
        exec(compile(source, str(file), "exec"), module.__dict__)
    except Exception as error:  # the code is somebody else's
        del sys.modules[name]
        raise HookError(f"cannot be loaded: {told(error)}", "library") from error
    return module


def _setup_of(module: ModuleType, name: str) -> Callable[..., object]:
    setup = getattr(module, "setup", None)
    if not callable(setup):
        raise HookError(f"{name} has no function setup(server, parameters)", "library")
    found: Callable[..., object] = setup
    return found


def told(error: BaseException) -> str:
    """Return what went wrong and where, the place of a syntax error included."""
    if isinstance(error, SyntaxError):
        return f"{error.msg} ({error.filename}:{error.lineno})"
    trace = error.__traceback__
    place = ""
    while trace is not None:
        place = f" ({trace.tb_frame.f_code.co_filename}:{trace.tb_lineno})"
        trace = trace.tb_next
    return f"{type(error).__name__}: {error}{place}"
