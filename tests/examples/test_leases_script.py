"""The example of a script: what it writes, given what run_script tells it."""

import subprocess
from pathlib import Path

import pytest

from tests.examples.loading import EXAMPLES


def said(tmp_path: Path, point: str, **variables: str) -> list[str]:
    """Run the script with another logger and return what it logs."""
    script = tmp_path / "leases.sh"
    script.write_text((EXAMPLES / "leases.sh").read_text().replace("/usr/bin/logger -t dhcp", "echo"))
    done = subprocess.run(["/bin/sh", "-eu", str(script), point], env=variables, text=True, stdout=-1, check=True)
    return done.stdout.splitlines()


def test_every_lease_of_a_message_has_a_line(tmp_path: Path) -> None:
    lines = said(
        tmp_path,
        "leases6_committed",
        LEASES6_SIZE="2",
        LEASES6_AT0_ADDRESS="2001:db8::1",
        LEASES6_AT0_PREFIX_LEN="128",
        LEASES6_AT0_DUID="00:01",
        LEASES6_AT1_ADDRESS="2001:db8:1::",
        LEASES6_AT1_PREFIX_LEN="56",
        LEASES6_AT1_DUID="00:01",
    )
    assert lines == ["2001:db8::1/128 is leased to 00:01", "2001:db8:1::/56 is leased to 00:01"]
    assert said(tmp_path, "leases4_committed", LEASES4_SIZE="0") == []


@pytest.mark.parametrize("hostile", ["$(echo broken)", "`echo broken`", '"; echo broken; "'])
def test_what_a_client_says_is_not_run(tmp_path: Path, hostile: str) -> None:
    lines = said(
        tmp_path,
        "leases4_committed",
        LEASES4_SIZE="1",
        LEASES4_AT0_ADDRESS="192.0.2.1",
        LEASES4_AT0_HWADDR=hostile,
    )
    assert lines == [f"192.0.2.1 is leased to {hostile}"]


@pytest.mark.parametrize(
    ("point", "line"),
    [
        ("lease4_release", "192.0.2.1 is given back by 02:00"),
        ("lease4_decline", "192.0.2.1 is used by somebody else, says 02:00"),
        ("lease4_expire", "192.0.2.1 of 02:00 has expired"),
    ],
)
def test_one_lease(tmp_path: Path, point: str, line: str) -> None:
    assert said(tmp_path, point, LEASE4_ADDRESS="192.0.2.1", LEASE4_HWADDR="02:00") == [line]
    assert said(tmp_path, "lease4_renew", LEASE4_ADDRESS="192.0.2.1") == []
