import pytest

from lessor.wire.definition import OptionDefinition
from lessor.wire.vendors import DOCSIS3, ISC, SPACE_NAMES4, SPACE_NAMES6, VENDORS4, VENDORS6, enterprise_of


@pytest.mark.parametrize(
    ("space", "enterprise"),
    [("vendor-4491", 4491), ("vendor-0", 0), ("vendor-4294967295", 0xFFFFFFFF), ("vendor-4294967296", None)]
    + [(space, None) for space in ("vendor-", "vendor-x", "vendor-1x", "dhcp4", "vendor-encapsulated-options-space")],
)
def test_enterprise_of(space: str, enterprise: int | None) -> None:
    assert enterprise_of(space) == enterprise


def test_spaces_with_two_names() -> None:
    assert SPACE_NAMES4["docsis3-v4"] == SPACE_NAMES6["docsis3-v6"] == DOCSIS3
    assert SPACE_NAMES6["4o6"] == ISC
    assert (enterprise_of(DOCSIS3), enterprise_of(ISC)) == (4491, 2495)


@pytest.mark.parametrize("rows", [VENDORS4, VENDORS6])
def test_rows_are_in_spaces_of_enterprises(rows: tuple[OptionDefinition, ...]) -> None:
    assert [row.name for row in rows if enterprise_of(row.space) is None] == []
