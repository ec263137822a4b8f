"""Tests of lessor.engine.autoconf."""

import pytest

from lessor.engine.autoconf import auto_configure
from lessor.wire.options import tlv
from tests.engine.test_request4 import read
from tests.flows.conversation import plan

NO = tlv(116, b"\x00")


@pytest.mark.parametrize(
    ("sent", "asked", "unasked", "told"),
    [
        (b"\x01", b"\x01", (), NO),
        (b"\x01", b"\x74", (), b""),
        (b"\x01", b"\x01", (116,), b""),
        (b"\x00", b"\x01", (), None),
        (b"", b"\x01", (), None),
        (b"\x01\x01", b"\x01", (), None),
    ],
)
def test_who_is_told_whether_to_make_up_an_address(
    sent: bytes, asked: bytes, unasked: tuple[int, ...], told: bytes | None
) -> None:
    request = read({116: sent, 55: asked})
    assert auto_configure(request, plan(tlvs={116: NO}, unasked=unasked)) == told
    assert auto_configure(request, plan(tlvs={})) is None
