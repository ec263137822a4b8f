"""The server's DUID as configured; what is refused was compared with Kea 2.2."""

import pytest

from lessor.model.network6 import ServerId
from tests.config.configurations import Json, dashed, only
from tests.config.configurations6 import config, problems, warnings


def test_nothing_said_is_for_the_server_to_choose() -> None:
    assert config().server_id == ServerId("LLT", b"", 0, 0, 0, True)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (
            {"type": "LLT", "htype": 8, "time": 1234, "identifier": "A65DC7410F"},
            ServerId("LLT", b"\xa6\x5d\xc7A\x0f", 1234, 8),
        ),
        ({"type": "EN", "enterprise_id": 2495, "identifier": " 87ABEF "}, ServerId("EN", b"\x87\xab\xef", 0, 0, 2495)),
        ({"type": "LL", "htype": 1, "persist": False}, ServerId("LL", b"", 0, 1, 0, False)),
    ],
)
def test_each_type(members: dict[str, Json], expected: ServerId) -> None:
    assert config(server_id=dashed(members)).server_id == expected
    assert warnings(server_id=dashed(members)) == []


@pytest.mark.parametrize("identifier", ["1", "xx", "01:02", "0x0102", "'ab'", "00" * 127])
def test_identifiers_that_are_refused(identifier: str) -> None:
    problem = only(problems(server_id={"type": "LL", "identifier": identifier}))
    assert problem.key == "server-id.identifier"


def test_the_longest_identifier() -> None:
    assert len(config(server_id={"type": "LL", "identifier": "00" * 126}).server_id.identifier) == 126


@pytest.mark.parametrize(("kind", "key"), [("EN", "time"), ("EN", "htype"), ("LL", "time"), ("LLT", "enterprise-id")])
def test_what_a_type_does_not_hold_is_doubted(kind: str, key: str) -> None:
    warning = only(warnings(server_id={"type": kind, key: 7}))
    assert (warning.key, warning.wrong) == (f"server-id.{key}", f"a DUID of type {kind} has none")
    assert warnings(server_id={"type": kind, key: 0}) == []
