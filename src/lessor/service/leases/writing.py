"""Files that are written whole or not at all."""

import json
import os
import stat
import tempfile
from pathlib import Path
from typing import Final

from lessor.model.json import Json

MODE: Final = 0o640
"""Rights of a new file: a configuration may hold passwords."""


def replace_file(path: Path, content: bytes) -> int:
    """Put this content in the place of a file, which keeps its rights; return its octets. Raise OSError."""
    # what a link points to is replaced, not the link
    path = path.resolve()
    mode, owner = _rights(path)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(descriptor, mode)
            if owner is not None and os.geteuid() == 0:
                os.fchown(descriptor, *owner)
            os.fsync(descriptor)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return len(content)


def spelled(tree: dict[str, Json]) -> bytes:
    """Return a configuration as it is written to its file."""
    encoder = json.JSONEncoder(ensure_ascii=False, indent=4)
    # piece by piece: one call for all of it would keep the event loop waiting
    text = "".join(encoder.iterencode(tree))
    return f"{text}\n".encode(errors="surrogateescape")


def _rights(path: Path) -> tuple[int, tuple[int, int] | None]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return MODE, None
    return stat.S_IMODE(found.st_mode), (found.st_uid, found.st_gid)
