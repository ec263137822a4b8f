"""The optional compiled build: `LESSOR_COMPILE=1 pip install .`, with a C compiler, makes C extensions of COMPILED.

They come from the same sources as without, by mypyc, and behave in the same way; without the variable nothing here asks
for a compiler. LESSOR_COMPILE=1 while a source tree is installed editable would leave extensions beside the sources,
which hide later changes of these: install a compiled build on its own, as `make compiled` does.
"""

import os
import shutil
import sys
from typing import Final

SOURCES: Final = "src/lessor"

COMPILED: Final = {
    "wire": "errors frames ia identity names octets options options6 packet4 packet6",
    "model": "datagram datagram6 facts facts6 keys lease lease6 message",
    "engine": "adopt allocate allocate6 assign6 autoconf case6 classify decide4 decide6 decision6 extended4 extended6"
    " giveback6 hostname hosts hosts6 lenient locate6 mac6 naming naming6 network occupancy offers overlay overlay6"
    " promise6 recognise4 refusal reply4 reply6 request4 request6 reservation reuse reuse6 select select6 story story6"
    " tables tables6 terms4 terms6 vendors6",
    "engine/expression": "compile facts4 facts6",
    "engine/pickers": "iterative queue random",
    "hooks": "callouts",
    "store": "columns columns6 expiry fields index journal memfile memory memory6 ordered swap view",
    "service": "batch chronicle4 chronicle6 exchange4 exchange6 reclaim settle",
    "service/counting": "counters ledger samples statistics",
    "service/net": "inflow listener4 listener6 poll raw4 sockets4 sockets6 udp4 udp6",
    "service/sql": "sqlreclaim",
    "service/why": "rehearsal4 rehearsal6",
}
"""Modules on the way of every packet, and those whose records or functions they use all the time."""

LEFT_PLAIN: Final = {
    "config/recent": "asked once for each new plan",
    "config/variants": "asked once for each new plan",
    "service/sql/told": "stands for any chronicle by __getattr__, which makes attributes",
}
"""Modules marked [hot] that are not compiled, and why."""

WHEN_ASKED_WHAT_IS_NEEDED: Final = ("egg_info", "dist_info")
"""Steps of a build before it has what it asked for."""


def modules() -> list[str]:
    """Return the paths of the modules to compile."""
    return [f"{SOURCES}/{package}/{name}.py" for package, names in COMPILED.items() for name in names.split()]


def build() -> None:
    """Run the build step that was asked for."""
    from setuptools import setup

    if not os.environ.get("LESSOR_COMPILE"):
        setup()
    elif sys.argv[1] in WHEN_ASKED_WHAT_IS_NEEDED:
        setup(setup_requires=["mypy>=1.18"])
    else:
        from mypyc.build import mypycify

        # extensions that an earlier table made would be installed too
        shutil.rmtree("build", ignore_errors=True)
        # what is not compiled may use packages that are not there while building: its types are no matter then;
        # and no debug information: nobody would look at it
        paths = ["--follow-imports=silent", *modules()]
        setup(ext_modules=mypycify(paths, opt_level="2", debug_level="0", multi_file=True))


if __name__ == "__main__":
    build()
