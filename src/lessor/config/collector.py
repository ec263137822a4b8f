"""The garbage collector rests while a configuration is built.

A large configuration is millions of new objects of which none is garbage; looking for some again and again takes as
long as building it.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting_collector() -> Iterator[None]:
    """Stop collecting for the time of a `with` block, if it was on."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
