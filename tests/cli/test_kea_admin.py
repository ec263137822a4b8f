"""The program kea-admin: flags, lines and exit states, beside those of Debian's."""

import subprocess
import sys
from pathlib import Path

import pytest

from lessor import KEA_VERSION
from lessor.cli.kea_admin import DEFAULT, PASSWORD_VARIABLE, Arguments, UsageError, main, parse, settings_of
from lessor.model.database import DatabaseSettings
from lessor.store import columns
from tests.servers.kea import KEA_ADMIN, flags, kea_admin
from tests.store.leases import a_lease, numbered_lease


def ours(command: str, settings: DatabaseSettings, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lessor.cli.kea_admin", command, *flags(settings), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["kea-admin", *words])
    return main(), capsys.readouterr().out


def test_flags() -> None:
    words = "lease-dump mysql -h db -P 3307 -u user -n name -x --socket=/s --extra --ssl-ca=ca -6 -o file -y -p secret"
    assert parse(words.split()) == Arguments(
        "lease-dump",
        "mysql",
        {"host": "db", "port": "3307", "user": "user", "name": "name", "output": "file"},
        ["--socket=/s", "--ssl-ca=ca"],
        6,
        "secret",
        yes=True,
    )


def test_whatever_follows_the_password_flag_is_the_password() -> None:
    assert parse(["db-init", "pgsql", "-p", "-n", "x"][:4]).password == "-n"
    alone = parse(["db-init", "pgsql", "--password"])
    assert (alone.ask, alone.password) == (True, "")


def test_who_says_nothing_is_the_usual_user() -> None:
    settings = settings_of(parse(["db-version", "mysql"]), {})
    assert settings == DatabaseSettings("mysql", DEFAULT, "localhost", 0, DEFAULT, DEFAULT)


def test_where_the_database_is() -> None:
    words = ["db-version", "mysql", "-x", "--socket=/s --ssl-ca=ca", "-x", "--port=3307"]
    settings = settings_of(parse(words), {})
    assert (settings.host, settings.port, settings.trust_anchor) == ("/s", 3307, "ca")


def test_a_password_from_the_environment(capsys: pytest.CaptureFixture[str]) -> None:
    environment = {PASSWORD_VARIABLE: "sesame"}
    assert settings_of(parse(["db-version", "mysql"]), environment).password == "sesame"
    said = capsys.readouterr().out
    assert said == f"Using the value of {PASSWORD_VARIABLE} for authentication...\n"
    assert settings_of(parse(["db-version", "mysql", "-p", "mine"]), environment).password == "mine"
    assert settings_of(parse(["db-version", "pgsql", "-p", "mine"]), {"PGPASSWORD": "first"}).password == "first"


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("", "missing command"),
        ("db-drop mysql", "invalid command: db-drop"),
        ("db-init", "missing backend"),
        ("db-init oracle", "invalid backend: oracle"),
        ("db-init mysql --more", "invalid option: --more"),
        ("db-init mysql -h", "-h or --host requires a parameter"),
        ("lease-dump mysql -4 -6", "you may not specify both -4 and -6"),
    ],
)
def test_what_is_not_understood(words: str, wrong: str) -> None:
    with pytest.raises(UsageError, match=f"^{wrong}$"):
        parse(words.split())


@pytest.mark.parametrize("words", [["-P", "many"], ["-P", "70000"], ["-x", "--force"], ["-x", "--socket"]])
def test_values_that_are_none(words: list[str]) -> None:
    with pytest.raises(UsageError):
        settings_of(parse(["db-version", "mysql", *words]), {})


QUESTIONS = [
    "",
    "db-drop",
    "db-init",
    "db-init oracle",
    "db-init memfile",
    "db-version memfile",
    "db-upgrade memfile",
    "lease-dump memfile",
    "lease-upload memfile",
    "stats-recount memfile",
    "db-init pgsql --more",
    "db-version pgsql -n",
    "lease-dump pgsql -6 -4",
    "lease-upload pgsql -4",
]


@pytest.mark.kea
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_answers_as_from_kea(
    question: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if not KEA_ADMIN.exists():
        pytest.skip("needs Debian's kea-admin")
    kea = subprocess.run([str(KEA_ADMIN), *question.split()], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    status, said = run(capsys, monkeypatch, *question.split())
    assert status == kea.returncode
    assert said.splitlines()[0] == kea.stdout.splitlines()[0]
    # usage is shown by both or neither
    assert ("Usage" in said) == ("Usage" in kea.stdout)


def test_its_version(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(capsys, monkeypatch, "--version") == (0, f"{KEA_VERSION}\n")


def test_the_life_of_a_database(database: DatabaseSettings, tmp_path: Path) -> None:
    first, newest = {"postgresql": ("13.0", "34.0"), "mysql": ("14.0", "35.0")}[database.type]
    made = ours("db-init", database)
    assert made.returncode == 0
    assert f"Database version reported after initialization: {first}" in made.stdout
    assert ours("db-version", database).stdout.strip() == first

    path, dumped = tmp_path / "leases.csv", tmp_path / "dumped.csv"
    path.write_text(f"{columns.HEADER}\n{columns.show(a_lease())}{columns.show(numbered_lease(7))}")
    uploaded = ours("lease-upload", database, "-4", "-i", str(path))
    assert (uploaded.returncode, uploaded.stdout.splitlines()[-1]) == (
        0,
        "INFO/kea-admin: Successfully updated table lease4.",
    )
    assert ours("stats-recount", database).stdout == "Recount lease statistics from database\n"
    upgraded = ours("db-upgrade", database)
    assert upgraded.returncode == 0
    assert upgraded.stdout.splitlines() == [
        f"Database version reported before upgrade: {first}",
        f"Database version reported after upgrade: {newest}",
    ]
    done = ours("lease-dump", database, "-4", "-o", str(dumped))
    assert done.returncode == 0
    assert dumped.read_text() == path.read_text()
    assert "dumped" in done.stdout

    refused = ours("lease-dump", database, "-4", "-o", str(dumped))
    assert (refused.returncode, refused.stdout.splitlines()) == (
        1,
        [
            f"Output file, {dumped}, exists and will be overwritten.",
            "Do you wish to continue? (y/N)",
            "WARNING/kea-admin: Non-interactive tty detected. Assuming no.",
            "lease-dump aborted by user.",
        ],
    )
    assert ours("lease-dump", database, "-4", "-y", "-o", str(dumped)).returncode == 0


@pytest.mark.kea
def test_exit_states_are_those_of_kea(database: DatabaseSettings) -> None:
    if not KEA_ADMIN.exists():
        pytest.skip("needs Debian's kea-admin")
    for command, *words in (["db-version"], ["db-init"], ["db-init"], ["lease-dump", "-4"], ["stats-recount"]):
        # Debian's first: what it makes is there for ours, but for the first db-init
        kea = kea_admin(command, database, *words).returncode
        mine = ours(command, database, *words).returncode
        assert mine == kea or (command == "db-init" and kea == 0), command


def test_no_password_is_said(database: DatabaseSettings) -> None:
    secret = "open sesame"
    wrong = ["-u", database.user, "-n", database.name, "-p", secret]
    for command in ("db-version", "db-init", "db-upgrade", "stats-recount"):
        done = ours(command, database, *wrong)
        assert done.returncode != 0
        assert secret not in done.stdout
        assert database.password not in done.stdout


def test_a_lease_file_without_leases(database: DatabaseSettings, tmp_path: Path) -> None:
    path = tmp_path / "leases.csv"
    path.write_text(f"{columns.HEADER}\n")
    done = ours("lease-upload", database, "-4", "-i", str(path))
    assert (done.returncode, done.stdout) == (1, "ERROR/kea-admin: CSV file has no leases\n")
    missing = ours("lease-upload", database, "-4", "-i", str(tmp_path / "none"))
    assert missing.returncode == 1
    assert "No such file" in missing.stdout
