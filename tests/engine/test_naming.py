"""Tests of lessor.engine.naming beside the conversations in flows/test_content4.py."""

import pytest

from lessor.engine.naming import client_name
from lessor.engine.tables import Subnet
from tests.engine.test_request4 import read
from tests.flows.conversation import number, subnet

MADE_UP = "myhost-192-0-2-5.suf.test."


def stored(option: int, value: bytes, here: Subnet) -> str:
    return client_name(read({option: value}), None, here, number("192.0.2.5")).stored


@pytest.mark.parametrize("flags", [1, 5])
def test_a_name_made_up_is_qualified_once(flags: int) -> None:
    assert stored(81, bytes((flags, 0, 0)), subnet(qualifying_suffix="suf.test")) == MADE_UP
    assert stored(12, b".", subnet(qualifying_suffix="suf.test")) == MADE_UP.removesuffix(".")


def test_a_name_that_cannot_be_written_is_replaced() -> None:
    longest = (b"\x3f" + b"a" * 63) * 3 + b"\x39" + b"b" * 57
    assert stored(81, b"\x05\0\0" + longest, subnet(qualifying_suffix="suf.test")) == MADE_UP
    assert stored(81, b"\x05\0\0\x03a b\0", subnet(hostname_pattern="")) == "myhost-192-0-2-5."
