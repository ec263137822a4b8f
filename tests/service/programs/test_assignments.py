import subprocess

import pytest

from lessor.service.programs.assignments import AssignmentError, read_assignments

KEACTRL = """\
# prefix holds the location where the server is installed.
prefix=/usr
exec_prefix=${prefix}

# Location of configuration files.
kea_dhcp4_config_file=/etc/kea/kea-dhcp4.conf
dhcp4_srv=${exec_prefix}/sbin/kea-dhcp4   # the program
dhcp4_cli_options="-p 6767 -P 6868"

dhcp4=yes
kea_verbose=no
"""


def test_a_usual_file() -> None:
    assert read_assignments(KEACTRL, {}) == {
        "prefix": "/usr",
        "exec_prefix": "/usr",
        "kea_dhcp4_config_file": "/etc/kea/kea-dhcp4.conf",
        "dhcp4_srv": "/usr/sbin/kea-dhcp4",
        "dhcp4_cli_options": "-p 6767 -P 6868",
        "dhcp4": "yes",
        "kea_verbose": "no",
    }


@pytest.mark.parametrize(
    "text",
    [
        "a=",
        "a=b#c",
        "a=b #c",
        "a='$HOME'",
        'a="$B/c"',
        'a="\\$B \\x \\""',
        "a=\\$B\\ x",
        "a=x\"y z\"'w v'",
        "a=${NO:-else}/x",
        "a=${B:-else}",
        "a=$B$B.x",
        "a=1 \n a=${a}2",
        "export a=1",
        "a=1; b=2",
        "a=one\\\ntwo",
        "B=c\na=$B",
    ],
)
def test_values_are_those_of_a_shell(text: str) -> None:
    environment = {"B": "from the environment", "HOME": "/home"}
    shell = subprocess.run(
        ["/bin/sh", "-c", f'{text}\nprintf %s "$a"'], env=environment, capture_output=True, text=True, check=True
    )
    assert read_assignments(text, environment)["a"] == shell.stdout


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("\nrm -rf x", "line 2: this is no assignment: rm -rf x"),
        ("a=$(id)", "line 1: this is not understood: $(id)"),
        ("a=`id`", "line 1: commands are not run: `id`"),
        ('a="`id`"', "line 1: commands are not run: `id`"),
        ("a=x|id", "line 1: commands are not run: x|id"),
        ("a=x id", "line 1: this is no assignment: id"),
        ("a=${b:=$c}", "line 1: this is not understood: ${b:=$c}"),
        ('a="x', 'line 1: a quotation mark is not closed: "x'),
        ('a="x\\"', 'line 1: a quotation mark is not closed: "x\\"'),
        ("if true; then", "line 1: this is no assignment: if true; then"),
    ],
)
def test_what_is_no_setting_is_refused(text: str, reason: str) -> None:
    with pytest.raises(AssignmentError) as raised:
        read_assignments(text, {})
    assert str(raised.value) == reason
