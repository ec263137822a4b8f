"""Rows of lease files for tests: some of many leases, with now and then a field that is anything else."""

from typing import TypeVar

from hypothesis import strategies as st

from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.store import columns, columns6

AnyLease = TypeVar("AnyLease", Lease4, Lease6)

FIELDS = st.one_of(
    st.text(st.characters(blacklist_characters="\n"), max_size=8),
    st.integers(-9, 2**33).map(str),
    st.sampled_from(["", "00", "00:00:00", "0", "1", "129", "2001:db8::1", "192.0.2.1", "A", "a&#x2cb", "1,1"]),
)


@st.composite
def rows_of(draw: st.DrawFn, leases: st.SearchStrategy[AnyLease], known: int) -> list[str]:
    """Return rows of these leases, without newlines."""
    rows = [_show(lease).removesuffix("\n").split(",") for lease in draw(st.lists(leases, min_size=1, max_size=5))]
    for row in rows:
        if draw(st.booleans()):
            row[draw(st.integers(0, known - 1))] = draw(FIELDS)
    return [",".join(row) for row in rows]


def _show(lease: Lease4 | Lease6) -> str:
    return columns.show(lease) if isinstance(lease, Lease4) else columns6.show(lease)
