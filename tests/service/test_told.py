"""What is kept until it is true."""

from lessor.service.told import Told


class Chronicle:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.limit = 3

    def noted(self, what: str, number: int) -> None:
        self.lines.append(f"{what} {number}")


def test_what_happened_is_told_in_its_order_and_the_rest_forgotten() -> None:
    chronicle = Chronicle()
    told = Told(chronicle)
    for number in (0, 1, -1):
        told.turn(number)
        told.noted("first", number)
        told.noted("second", number)
    assert chronicle.lines == []
    assert sorted(told.numbers()) == [-1, 0, 1]
    told.tell(1)
    assert chronicle.lines == ["first 1", "second 1"]
    told.forget(0)
    told.tell(0)
    told.tell(1)
    assert chronicle.lines == ["first 1", "second 1"]
    told.clear()
    assert told.numbers() == []


def test_other_attributes_are_those_of_the_chronicle() -> None:
    assert Told(Chronicle()).limit == 3
