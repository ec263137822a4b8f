"""What the bench's command lines have in common: what happens on standard error, and names chosen by patterns."""

import sys
import time
from fnmatch import fnmatchcase


def say(text: str) -> None:
    """Tell the person at the screen, with the time."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def chosen(name: str, patterns: str) -> bool:
    """Tell whether one of the patterns, separated by commas, fits a name."""
    return any(fnmatchcase(name, pattern) for pattern in patterns.split(","))
