"""A file with all leases of a server, in the format of lease files, written while the server serves."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from lessor.model.command import CommandError
from lessor.store.fields import ENCODING, ERRORS

MODE: Final = 0o640
PIECE: Final = 1 << 18
"""Characters written at once, by a thread."""


def dump_path(name: str, lease_file: Path) -> Path:
    """Return where a dump of this name goes: beside the lease file, the names of which are the server's own.

    Raise CommandError for a name that leads elsewhere: whoever may send commands may not write any file.
    """
    directory = lease_file.parent
    path = Path(name)
    if path.name in ("", "..") or "\0" in name or (path.name != name and path.parent != directory):
        raise CommandError(f"invalid path specified: '{name}', supported path is '{directory}'")
    if path.name.startswith(lease_file.name):
        raise CommandError(f"invalid file name specified: '{name}', files of this name are the server's own")
    return directory / path.name


async def dump(path: Path, header: str, rows: AsyncIterator[str]) -> None:
    """Write header and rows to the file, which is there whole or not at all. Raise CommandError when it cannot be."""
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, MODE)
        with open(descriptor, "w", encoding=ENCODING, errors=ERRORS) as file:
            piece = [header + "\n"]
            size = 0
            async for row in rows:
                piece.append(row)
                size += len(row)
                if size > PIECE:
                    await asyncio.to_thread(file.write, "".join(piece))
                    piece, size = [], 0
            await asyncio.to_thread(file.write, "".join(piece))
            await asyncio.to_thread(file.flush)
            await asyncio.to_thread(os.fsync, descriptor)
        os.replace(unfinished, path)
    except OSError as error:
        raise CommandError(f"unable to write the leases to '{path}': {error.strerror or error}") from None
