"""What is given up, by a program of its own for each test: what is gone does not come back."""

import os
import subprocess
import sys

import pytest

from lessor.service.programs.privileges import CAP_DAC_OVERRIDE, CAP_NET_ADMIN, CAP_NET_BIND_SERVICE, CAP_NET_RAW

SHOW = "print(open('/proc/self/status').read())"
DROP = f"from lessor.service.programs.privileges import drop_privileges; drop_privileges(); {SHOW}"
CAP_SYS_ADMIN = 21
NEEDED = 1 << CAP_NET_RAW | 1 << CAP_NET_BIND_SERVICE

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def held(program: str, *before: str) -> dict[str, int]:
    """Return the sets of capabilities of a program, and whether it may gain privileges."""
    done = subprocess.run([*before, sys.executable, "-c", program], capture_output=True, text=True, check=True)
    fields = dict(line.split(":\t", 1) for line in done.stdout.splitlines() if ":\t" in line)
    return {name: int(value, 16) for name, value in fields.items() if name.startswith(("Cap", "NoNew"))}


def test_root_keeps_its_files_and_the_network() -> None:
    kept = held(DROP)
    for name in ("CapPrm", "CapEff", "CapBnd"):
        for number in (CAP_NET_RAW, CAP_NET_BIND_SERVICE, CAP_NET_ADMIN, CAP_DAC_OVERRIDE):
            assert kept[name] >> number & 1
        assert not kept[name] >> CAP_SYS_ADMIN & 1
    assert kept["CapInh"] == kept["CapAmb"] == 0
    assert kept["NoNewPrivs"] == 1


def test_what_it_starts_cannot_get_them_back() -> None:
    program = f"import subprocess, sys; {DROP[: -len(SHOW)]} subprocess.run([sys.executable, '-c', {SHOW!r}])"
    assert not held(program)["CapPrm"] >> CAP_SYS_ADMIN & 1


def test_who_has_only_what_is_needed_gives_up_nothing() -> None:
    bounded = ("setpriv", "--bounding-set", "-all,+net_raw,+net_bind_service", "--inh-caps", "-all")
    kept = held(DROP, *bounded)
    assert kept["CapPrm"] == kept["CapEff"] == NEEDED
    assert kept["NoNewPrivs"] == 0, "nothing was to be done"
