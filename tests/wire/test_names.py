import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.wire.errors import WireError
from lessor.wire.names import pack_name, pack_partial_name, unpack_name, unpack_names, unpack_partial_name

LONG = "x" * 63

# (text, octets) of complete names.
NAMES = [
    ("example.org.", b"\7example\3org\0"),
    ("a.", b"\1a\0"),
    (".", b"\0"),
    ("EXAMPLE.Org.", b"\7EXAMPLE\3Org\0"),
    ("-a_b.*.", b"\4-a_b\1*\0"),
    (r"a\.b.c.", b"\3a.b\1c\0"),
    (r"a\\.c.", b"\2a\\\1c\0"),
    (r"\000\255.", b"\2\0\xff\0"),
    (f"{LONG}.", b"\x3f" + LONG.encode() + b"\0"),
    (f"{LONG}.{LONG}.{LONG}.{'x' * 61}.", (b"\x3f" + LONG.encode()) * 3 + b"\x3d" + b"x" * 61 + b"\0"),
]


@pytest.mark.parametrize(("text", "data"), NAMES)
def test_complete_names_both_ways(text: str, data: bytes) -> None:
    assert pack_name(text) == data
    assert unpack_name(data) == (text, len(data))


def test_a_complete_name_needs_no_dot() -> None:
    assert pack_name("example.org") == pack_name("example.org.")


@pytest.mark.parametrize(
    ("text", "data"),
    [("host", b"\4host"), ("host.lan", b"\4host\3lan"), ("host.", b"\4host\0"), ("", b""), (r"a\.", b"\2a.")],
)
def test_partial_names_both_ways(text: str, data: bytes) -> None:
    assert pack_partial_name(text) == data
    assert unpack_partial_name(data) == text


@pytest.mark.parametrize(
    "text",
    [
        *["", "a..b", ".a", "..", "a b", "ü.org", "a\0", r"\256", r"\25", "a\\"],
        *["x" * 64, ".".join([LONG] * 4), f"{LONG}.{LONG}.{LONG}.{'x' * 62}"],
    ],
)
def test_refused_text(text: str) -> None:
    with pytest.raises(ValueError):
        pack_name(text)


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (b"", 0),
        (b"\1a", 0),
        (b"\2a", 0),
        (b"\1a\xc0\0", 2),
        (b"\x40a\0", 0),
        (b"\x80a\0", 0),
        ((b"\x3f" + b"x" * 63) * 4 + b"\0", 192),
    ],
)
def test_refused_octets(data: bytes, offset: int) -> None:
    with pytest.raises(WireError) as error:
        unpack_name(data)
    assert error.value.offset == offset


def test_partial_name_ends_with_its_octets() -> None:
    with pytest.raises(WireError, match="after the name"):
        unpack_partial_name(b"\1a\0\1b")


def test_names_follow_each_other() -> None:
    assert unpack_name(b"\1a\0\1b\0", 3) == ("b.", 6)


def test_search_list_of_rfc_3397() -> None:
    # The example of section 3: "eng.apple.com" and "marketing.apple.com", the end of the second a pointer.
    data = b"\3eng\5apple\3com\0\x09marketing\xc0\x04"
    assert unpack_names(data) == ["eng.apple.com.", "marketing.apple.com."]


@pytest.mark.parametrize(
    ("data", "names"),
    [(b"", []), (b"\1a\0\xc0\0", ["a.", "a."]), (b"\1a\0\1b\xc0\0\1c\xc0\3", ["a.", "b.a.", "c.b.a."]), (b"\0", ["."])],
)
def test_search_lists(data: bytes, names: list[str]) -> None:
    assert unpack_names(data) == names


@pytest.mark.parametrize(
    "data",
    [
        b"\xc0\0",  # points to itself
        b"\1a\xc0\0",  # into its own name
        b"\1a\xc0\4\1b\xc0\0",  # forwards
        b"\1a\0\1b\xc0\3",  # loop through its own start
        b"\1a\0\xc0",
        b"\1a",
        b"\1a\0\2b",
        b"\x40a\0",
    ],
)
def test_broken_search_lists(data: bytes) -> None:
    with pytest.raises(WireError):
        unpack_names(data)


def test_pointers_do_not_make_endless_names() -> None:
    label = b"\x3f" + b"x" * 63
    with pytest.raises(WireError, match="longer"):
        unpack_names(label * 3 + b"\0" + label + b"\xc0\0")


def test_long_chains_of_pointers_are_refused() -> None:
    def chain(jumps: int) -> bytes:
        return b"\1a\0" + b"\xc0\0" + b"".join(bytes((0xC0, 3 + 2 * i)) for i in range(jumps - 1))

    assert unpack_names(chain(32)) == ["a."] * 33
    with pytest.raises(WireError, match="too many pointers"):
        unpack_names(chain(33))


@given(st.binary(max_size=300))
def test_octets_give_names_or_wire_error(data: bytes) -> None:
    try:
        names = unpack_names(data)
    except WireError:
        return
    assert unpack_names(b"".join(pack_name(name) for name in names)) == names


@given(st.binary(max_size=300))
def test_partial_names_return(data: bytes) -> None:
    try:
        text = unpack_partial_name(data)
    except WireError:
        return
    assert pack_partial_name(text) == data


@given(st.text(max_size=300))
def test_text_gives_a_name_or_value_error(text: str) -> None:
    try:
        data = pack_name(text)
    except ValueError:
        return
    assert pack_name(unpack_name(data)[0]) == data
