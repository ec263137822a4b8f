"""How this lessor was built: the modules on the way of a packet may be compiled (setup.py)."""

from importlib.util import find_spec
from typing import Final

SAMPLE: Final = "lessor.wire.packet4"
"""A module that is compiled wherever any is."""


def is_compiled() -> bool:
    """Tell whether the modules on the way of a packet are compiled. Loads none of them."""
    spec = find_spec(SAMPLE)
    return spec is not None and spec.origin is not None and not spec.origin.endswith(".py")


def packet_path() -> str:
    """Return in a word how packets are worked on."""
    return "compiled" if is_compiled() else "interpreted"
