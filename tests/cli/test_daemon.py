import subprocess
import sys
from pathlib import Path

import pytest

from lessor import KEA_VERSION, __version__
from lessor.cli import kea_dhcp4, kea_dhcp6
from lessor.cli.daemon import Arguments, Program, UsageError, parse, run_program

FOUR, SIX = kea_dhcp4.PROGRAM, kea_dhcp6.PROGRAM
both = pytest.mark.parametrize("program", [FOUR, SIX], ids=["dhcp4", "dhcp6"])


def run(program: Program, *words: str) -> subprocess.CompletedProcess[str]:
    module = f"lessor.cli.{program.name.replace('-', '_')}"
    return subprocess.run([sys.executable, "-m", module, *words], capture_output=True, text=True, timeout=60)


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
    assert parse(FOUR, words.split()) == arguments


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
        parse(FOUR, words.split())
    assert str(raised.value) == complaint
    assert run_program(FOUR, words.split()) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == (f"{complaint}\n" if complaint else "") + FOUR.usage + "\n"


@both
def test_usage_names_the_program(program: Program, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_program(program, ["-c", "a.conf", "-y"]) == 1
    printed = capsys.readouterr().err.splitlines()
    assert printed[0] == f"{program.name}: invalid option -- 'y'"
    assert printed[1].startswith(f"Kea {program.title} server, version {KEA_VERSION} ")
    assert printed[3].startswith(f"Usage: {program.name} -[v|V|W]")


@both
def test_version_is_keas(program: Program) -> None:
    process = run(program, "-v")
    assert (process.returncode, process.stdout, process.stderr) == (0, f"{KEA_VERSION}\n", "")


def test_versions_and_build_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_program(SIX, ["-V"]) == 0
    versions = capsys.readouterr().out.splitlines()
    assert versions[:2] == [KEA_VERSION, f"lessor {__version__}"]
    assert any(line.startswith("CPython 3.") for line in versions)
    assert run_program(FOUR, ["-W"]) == 0
    report = capsys.readouterr().out
    assert f"  Prefix:           {sys.prefix}\n" in report


@both
def test_flags_are_answered_without_loading_the_server(program: Program) -> None:
    module = program.name.replace("-", "_")
    code = (
        f"import sys; from lessor.cli.{module} import main; sys.argv[1:] = ['-v']; main();"
        " print([m for m in sys.modules if m in HEAVY])"
    )
    heavy = f"{{'asyncio', 'click', 'rich', 'json', {program.module!r}, 'lessor.service.logs.messages', 'ipaddress'}}"
    process = subprocess.run(
        [sys.executable, "-c", f"HEAVY = {heavy}\n{code}"], capture_output=True, text=True, timeout=60
    )
    assert process.stdout == f"{KEA_VERSION}\n[]\n"


def test_check_prints_every_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bad.conf"
    file.write_text('{"Dhcp4": {\n"valid-lifetim": 600,\n"subnet4": 7\n}}')
    assert run_program(FOUR, ["-t", str(file)]) == 1
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
        '{"Dhcp4": {"dhcp4o6-port": 7, "subnet4": [{"id": 1, "subnet": "192.0.2.0/24", "renew-timer": 7}]}}'
    )
    for flag in ("-t", "-T"):
        assert run_program(FOUR, [flag, str(file)]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        no_effect, subnet, verdict = printed.out.splitlines()
        assert no_effect.startswith("LESSOR_CONFIG_NO_EFFECT ") and "dhcp4o6-port: has no effect yet" in no_effect
        assert subnet.endswith("192.0.2.0/24 with params: t1=7, valid-lifetime=7200")
        assert verdict == f"Syntax check OK: {file}: added IPv4 subnets: 1; DDNS: disabled"


def test_check_of_dhcpv6_says_what_its_subnets_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "good.conf"
    file.write_text(
        '{"Dhcp6": {"preferred-lifetime": 3000, "valid-lifetime": 4000, "rebind-timer": 9,'
        ' "subnet6": [{"id": 1, "subnet": "2001:db8::/64"}]}}'
    )
    assert run_program(SIX, ["-t", str(file)]) == 0
    subnet, verdict = capsys.readouterr().out.splitlines()
    times = "t2=9, preferred-lifetime=3000, valid-lifetime=4000, rapid-commit is false"
    assert subnet.endswith(f"a new subnet has been added to configuration: 2001:db8::/64 with params: {times}")
    assert verdict == f"Syntax check OK: {file}: added IPv6 subnets: 1; DDNS: disabled"


def test_check_of_a_missing_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_program(SIX, ["-t", "/nonexistent.conf"]) == 1
    assert capsys.readouterr().err.startswith("Error encountered: /nonexistent.conf:")


@both
def test_serving_without_a_file_is_refused(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEA_PIDFILE_DIR", str(tmp_path))
    process = run(program, "-c", str(tmp_path / "missing.conf"))
    assert process.returncode == 1
    assert f"{program.title.replace('v', '').upper()}_INIT_FAIL failed to initialize Kea server: " in process.stderr
