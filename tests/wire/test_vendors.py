import pytest

from lessor.wire.vendors import DOCSIS3, SPACE_NAMES, VENDORS4, enterprise_of


@pytest.mark.parametrize(
    ("space", "enterprise"),
    [("vendor-4491", 4491), ("vendor-0", 0), ("vendor-4294967295", 0xFFFFFFFF), ("vendor-4294967296", None)]
    + [(space, None) for space in ("vendor-", "vendor-x", "vendor-1x", "dhcp4", "vendor-encapsulated-options-space")],
)
def test_enterprise_of(space: str, enterprise: int | None) -> None:
    assert enterprise_of(space) == enterprise


def test_docsis_has_two_names() -> None:
    assert SPACE_NAMES["docsis3-v4"] == DOCSIS3
    assert enterprise_of(DOCSIS3) == 4491


def test_rows_are_in_spaces_of_enterprises() -> None:
    assert [row.name for row in VENDORS4 if enterprise_of(row.space) is None] == []
