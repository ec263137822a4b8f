"""Tests of lessor.model.lease and lease6: a copy is equal and apart."""

from copy import copy

import pytest

from lessor.model.lease import FIELDS, Lease4
from lessor.model.lease6 import FIELDS as FIELDS6
from lessor.model.lease6 import Lease6

LEASE4 = Lease4(1, b"2", b"3", 4, 5, 6, True, True, "7", 8, "9", 10)
LEASE6 = Lease6(1, 2, 3, b"4", 5, 6, 7, 8, 9, b"10", 11, 12, True, True, "13", 14, "15", 16)


@pytest.mark.parametrize(("lease", "fields"), [(LEASE4, FIELDS), (LEASE6, FIELDS6)])
def test_a_copy_is_equal_in_every_field_and_apart(lease: Lease4 | Lease6, fields: tuple[str, ...]) -> None:
    twin = copy(lease)
    assert twin == lease and twin is not lease
    assert [getattr(twin, name) for name in fields] == [getattr(lease, name) for name in fields]
    twin.state = 1
    assert twin != lease
