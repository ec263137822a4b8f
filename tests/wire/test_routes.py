import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.wire.errors import WireError
from lessor.wire.routes import pack_routes, show_routes, tidy_routes

# RFC 3442 page 4: destination -> its octets on the wire; router 192.0.2.1 behind each.
RFC = [
    ("0.0.0.0/0", "00"),
    ("10.0.0.0/8", "080a"),
    ("10.0.0.0/24", "180a0000"),
    ("10.17.0.0/16", "100a11"),
    ("10.27.129.0/24", "180a1b81"),
    ("10.229.0.128/25", "190ae50080"),
    ("10.198.122.47/32", "200ac67a2f"),
]


@pytest.mark.parametrize(("destination", "data"), RFC)
def test_examples_of_rfc_3442(destination: str, data: str) -> None:
    text = f"{destination} - 192.0.2.1"
    octets = bytes.fromhex(data + "c0000201")
    assert pack_routes(text) == octets
    assert show_routes(octets) == text


def test_several_routes() -> None:
    text = "10.229.0.128/25 - 10.229.0.1, 10.198.122.47/32 - 10.198.122.1"
    octets = pack_routes(text)
    assert octets.hex() == "190ae500800ae50001200ac67a2f0ac67a01"
    assert show_routes(octets) == text


@pytest.mark.parametrize("text", ["080ac0000201", "0x080ac0000201", "08:0a:c0:00:02:01", " 08 0a c0 00 02 01 "])
def test_octets_instead(text: str) -> None:
    assert pack_routes(text) == pack_routes("10.0.0.0/8-192.0.2.1")


def test_bits_behind_the_length_are_zero() -> None:
    assert pack_routes("10.1.2.3/12 - 192.0.2.1") == pack_routes("10.0.0.0/12 - 192.0.2.1")
    assert tidy_routes(bytes.fromhex("0c0affc0000201")).hex() == "0c0af0c0000201"


@pytest.mark.parametrize(
    "text",
    [
        *["", "10.0.0.0 - 192.0.2.1", "10.0.0.0/33 - 192.0.2.1", "10.0.0.0/8 - ::1", "10.0.0/8 - 192.0.2.1"],
        *["10.0.0.0/8 -", "xyz", "08", "210a000000c0000201"],
    ],
)
def test_refused_text(text: str) -> None:
    with pytest.raises(ValueError):
        pack_routes(text)


@pytest.mark.parametrize(("data", "offset"), [("", 0), ("21", 0), ("080ac00002", 0), ("080ac000020108", 6)])
def test_refused_octets(data: str, offset: int) -> None:
    with pytest.raises(WireError) as error:
        show_routes(bytes.fromhex(data))
    assert error.value.offset == offset


@given(st.binary(max_size=40))
def test_octets_give_routes_or_wire_error(data: bytes) -> None:
    try:
        tidy = tidy_routes(data)
    except WireError:
        return
    assert pack_routes(show_routes(data)) == tidy
