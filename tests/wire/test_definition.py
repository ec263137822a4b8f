from lessor.wire.definition import Definitions, OptionDefinition

ONE = OptionDefinition(1, "one", "space", "uint8")
TWO = OptionDefinition(2, "two", "space", "uint8")
OTHER = OptionDefinition(1, "one", "elsewhere", "string")


def test_found_within_their_space() -> None:
    definitions = Definitions((ONE, TWO, OTHER))
    assert definitions.by_code("space", 1) is ONE
    assert definitions.by_name("space", "two") is TWO
    assert definitions.by_code("elsewhere", 1) is OTHER
    assert definitions.names("space") == ["one", "two"]


def test_absent_ones_are_none() -> None:
    definitions = Definitions((ONE,))
    assert definitions.by_code("space", 2) is None
    assert definitions.by_name("nowhere", "one") is None
    assert definitions.names("nowhere") == []


def test_later_rows_count_and_the_first_definitions_stay() -> None:
    base = Definitions((ONE, TWO))
    mine = OptionDefinition(1, "mine", "space", "string")
    definitions = base.with_rows((mine,))
    assert definitions.by_code("space", 1) is mine
    assert definitions.by_name("space", "mine") is mine
    assert definitions.by_name("space", "two") is TWO
    assert base.by_code("space", 1) is ONE
