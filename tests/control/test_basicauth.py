from pathlib import Path

import pytest

from lessor.control.basicauth import LONGEST_SECRET, Gatekeeper, credentials, identity
from lessor.model.control import Authentication, Client


def test_credentials_of_rfc_7617() -> None:
    # section 2, and 2.1 for characters beyond ASCII
    assert credentials("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==") == b"Aladdin:open sesame"
    assert credentials("basic dGVzdDoxMjPCow==") == "test:123£".encode()


@pytest.mark.parametrize(
    "header", ["", "Basic", "Basic ", "Basic !", "Bearer QQ==", "Basic Q", "Basic QQ==\xff", "QQ=="]
)
def test_headers_without_credentials(header: str) -> None:
    assert not credentials(header)


def test_the_realm_is_quoted() -> None:
    assert Gatekeeper(Authentication('a"b\\c')).challenge == 'Basic realm="a\\"b\\\\c"'


def test_secrets_in_files(tmp_path: Path) -> None:
    (tmp_path / "user").write_text("admin\n")
    (tmp_path / "password").write_text(" pass word \r\n")
    (tmp_path / "both").write_text("bob:a:b\n")
    user, password, both = (str(tmp_path / name) for name in ("user", "password", "both"))
    assert identity(Client(user_file=user, password_file=password)) == ("admin", " pass word ")
    assert identity(Client(user_file=user, password="x")) == ("admin", "x")
    assert identity(Client(user="admin", password_file=password)) == ("admin", " pass word ")
    assert identity(Client(user_file=both)) == ("bob", "a:b")


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff", b"x" * (LONGEST_SECRET + 1)])
def test_files_that_hold_no_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "user").write_bytes(content)
    with pytest.raises(OSError, match="user"):
        identity(Client(user_file=str(tmp_path / "user"), password="x"))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"can't open file '.*/none': No such file or directory"):
        Gatekeeper(Authentication("r", (Client(user="a", password_file=str(tmp_path / "none")),)))


def test_passwords_are_not_shown() -> None:
    assert "hidden" not in repr(Client(user="a", password="hidden"))
