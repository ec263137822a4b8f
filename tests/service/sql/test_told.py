"""What is kept until it is true."""

from lessor.service.sql.told import Told, tell


class Chronicle:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.limit = 3

    def noted(self, what: str, number: int) -> None:
        self.lines.append(f"{what} {number}")


def test_what_happened_is_told_in_its_order() -> None:
    chronicle = Chronicle()
    told = Told(chronicle)
    for number in (0, 1, -1):
        told.turn(number)
        told.noted("first", number)
        told.noted("second", number)
    assert chronicle.lines == []
    kept = told.take()
    assert sorted(kept) == [-1, 0, 1]
    tell(kept[1])
    assert chronicle.lines == ["first 1", "second 1"]
    assert told.take() == {}


def test_outside_of_turns_things_are_told_at_once() -> None:
    chronicle = Chronicle()
    told = Told(chronicle)
    told.noted("before", 0)
    told.turn(0)
    told.noted("kept", 0)
    told.take()
    told.noted("after", 0)
    assert chronicle.lines == ["before 0", "after 0"]


def test_other_attributes_are_those_of_the_chronicle() -> None:
    assert Told(Chronicle()).limit == 3
