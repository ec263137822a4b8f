"""`lessor client` on the command line; its conversations are in tests/system/test_newcomer.py."""

import pytest
from click.testing import CliRunner

from lessor.cli.client import client

WRONG = [
    (["eth0", "--mac", "02:00"], "2 octets instead of 6"),
    (["eth0", "--mac", "nonsense"], "not a hexadecimal octet"),
    (["eth0", "--client-id", "xx"], "not a hexadecimal octet"),
    (["eth0", "--ask", "192.0.2"], "not an IPv4 address"),
    (["eth0", "--wait", "0"], "--wait"),
    ([], "INTERFACE"),
]


@pytest.mark.parametrize(("words", "complaint"), WRONG)
def test_wrong_words_are_a_usage_error(words: list[str], complaint: str) -> None:
    result = CliRunner().invoke(client, words)
    assert result.exit_code == 2
    assert complaint in result.output


def test_unknown_interface_is_named() -> None:
    result = CliRunner().invoke(client, ["nowhere"])
    assert result.exit_code == 1
    assert "lessor client: there is no interface nowhere" in result.output
