"""The real kea-lfc stands for Kea: it loads lease files with the server's code, and writes what it understood."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from lessor.store.loading import with_suffix

needs_kea = [
    pytest.mark.kea,
    pytest.mark.skipif(shutil.which("kea-lfc") is None, reason="kea-lfc is not installed"),
]


def clean_up(path: Path, family: int) -> str:
    """Let kea-lfc work on the lease file as a server of family 4 or 6 would; return what it said."""
    path.rename(with_suffix(path, ".1"))
    files = [("-x", ".2"), ("-i", ".1"), ("-o", ".output"), ("-f", ".completed"), ("-p", ".pid")]
    arguments = [text for option, suffix in files for text in (option, str(with_suffix(path, suffix)))]
    # its usual place for a lock exists only where Kea was started as a service
    environment = {**os.environ, "KEA_LOCKFILE_DIR": str(path.parent)}
    command = ["kea-lfc", "-d", f"-{family}", *arguments, "-c", "ignored"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, env=environment)
    return done.stdout + done.stderr
