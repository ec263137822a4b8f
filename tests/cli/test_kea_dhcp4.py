import subprocess
import sys
from pathlib import Path

import pytest

from lessor import KEA_VERSION, __version__
from lessor.cli.kea_dhcp4 import USAGE, Arguments, UsageError, main, parse


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lessor.cli.kea_dhcp4", *words], capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("-c a.conf", Arguments(file="a.conf")),
        ("-ca.conf", Arguments(file="a.conf")),
        ("-d -c a.conf", Arguments(file="a.conf", debug=True)),
        ("-dca.conf", Arguments(file="a.conf", debug=True)),
        ("-t a.conf", Arguments(file="a.conf", check=True)),
        ("-T a.conf", Arguments(file="a.conf", check=True)),
        ("-c a.conf -p 6700 -P 6800 -X", Arguments(file="a.conf", port=6700, client_port=6800, unrestricted=True)),
        ("-c a.conf -p1 -P65535", Arguments(file="a.conf", port=1, client_port=65535)),
        ("-v", Arguments(show="v")),
        ("-c a.conf -V", Arguments(show="V")),
        ("-W -v", Arguments(show="W")),
    ],
)
def test_flags(words: str, arguments: Arguments) -> None:
    assert parse(words.split()) == arguments


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("", "Configuration file not specified."),
        ("-d", "Configuration file not specified."),
        ("-c", "kea-dhcp4: option requires an argument -- 'c'"),
        ("-x", "kea-dhcp4: invalid option -- 'x'"),
        ("--version", "kea-dhcp4: invalid option -- '-'"),
        ("-R -c a.conf", "kea-dhcp4: invalid option -- 'R'"),
        ("-c a.conf extra", ""),
        ("-c a.conf -p 0", "Failed to parse server port number: [0], 1-65535 allowed."),
        ("-c a.conf -p 65536", "Failed to parse server port number: [65536], 1-65535 allowed."),
        ("-c a.conf -p x", "Failed to parse server port number: [x], 1-65535 allowed."),
        ("-c a.conf -P -1", "Failed to parse client port number: [-1], 1-65535 allowed."),
        ("-c a.conf -P ٣", "Failed to parse client port number: [٣], 1-65535 allowed."),
    ],
)
def test_wrong_flags(words: str, complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError) as raised:
        parse(words.split())
    assert str(raised.value) == complaint
    assert main(words.split()) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == (f"{complaint}\n" if complaint else "") + USAGE + "\n"


def test_version_is_keas() -> None:
    process = run("-v")
    assert (process.returncode, process.stdout, process.stderr) == (0, f"{KEA_VERSION}\n", "")


def test_versions_and_build_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-V"]) == 0
    versions = capsys.readouterr().out.splitlines()
    assert versions[:2] == [KEA_VERSION, f"lessor {__version__}"]
    assert any(line.startswith("CPython 3.") for line in versions)
    assert main(["-W"]) == 0
    report = capsys.readouterr().out
    assert f"  Prefix:           {sys.prefix}\n" in report


def test_flags_are_answered_without_loading_the_server() -> None:
    code = (
        "import sys; from lessor.cli.kea_dhcp4 import main; main(['-v']); print([m for m in sys.modules if m in HEAVY])"
    )
    heavy = "{'asyncio', 'click', 'rich', 'json', 'lessor.service.dhcp4', 'lessor.service.messages', 'ipaddress'}"
    process = subprocess.run(
        [sys.executable, "-c", f"HEAVY = {heavy}\n{code}"], capture_output=True, text=True, timeout=60
    )
    assert process.stdout == f"{KEA_VERSION}\n[]\n"


def test_check_prints_every_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bad.conf"
    file.write_text('{"Dhcp4": {\n"valid-lifetim": 600,\n"subnet4": 7\n}}')
    assert main(["-t", str(file)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert [line.split(": ")[:2] for line in printed.err.splitlines()] == [
        ["Error encountered", f"{file}:2:1"],
        ["Error encountered", f"{file}:3:12"],
    ]


def test_check_accepts_a_good_file_and_says_what_has_no_effect(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "good.conf"
    file.write_text(
        '{"Dhcp4": {"lease-database": {"type": "mysql"},'
        ' "subnet4": [{"id": 1, "subnet": "192.0.2.0/24", "renew-timer": 7}]}}'
    )
    for flag in ("-t", "-T"):
        assert main([flag, str(file)]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        no_effect, subnet, verdict = printed.out.splitlines()
        assert (
            no_effect.startswith("LESSOR_CONFIG_NO_EFFECT ") and "lease-database.type: has no effect yet" in no_effect
        )
        assert subnet.endswith("192.0.2.0/24 with params: t1=7, valid-lifetime=7200")
        assert verdict == f"Syntax check OK: {file}: added IPv4 subnets: 1; DDNS: disabled"


def test_check_of_a_missing_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-t", "/nonexistent.conf"]) == 1
    assert capsys.readouterr().err.startswith("Error encountered: /nonexistent.conf:")


def test_serving_without_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEA_PIDFILE_DIR", str(tmp_path))
    process = run("-c", str(tmp_path / "missing.conf"))
    assert process.returncode == 1
    assert "DHCP4_INIT_FAIL failed to initialize Kea server: " in process.stderr
