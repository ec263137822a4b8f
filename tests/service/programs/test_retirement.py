"""Tests of lessor.service.programs.retirement: tables that are out of use go by themselves, a slice at a time."""

import gc
from collections.abc import Callable, Iterator

import pytest

from lessor.engine.tables import Pool, Subnet
from lessor.engine.tables6 import Pool6, Subnet6
from lessor.model.network import Subnet4
from lessor.service import setup as setups
from lessor.service.programs.retirement import GRACE, MOST_WAITING, SLICE, Retirement, take_apart
from lessor.service.setup import Written, let_go
from lessor.service.setup4 import Setup4, receive_setup4
from lessor.service.setup6 import Setup6, receive_setup6
from tests.config.configurations import Json

NETWORK4: Json = {
    "interfaces-config": {"interfaces": []},
    "client-classes": [
        {"name": "a", "test": "member('ALL')", "option-data": [{"name": "routers", "data": "10.0.0.1"}]}
    ],
    "shared-networks": [
        {"name": "n", "subnet4": [{"id": i, "subnet": f"10.0.{i}.0/24"} for i in range(1, 3)]},
    ],
    "subnet4": [
        {
            "id": 9,
            "subnet": "10.0.9.0/24",
            "pools": [{"pool": "10.0.9.1 - 10.0.9.9"}],
            "reservations": [{"hw-address": "02:00:00:00:00:01", "ip-address": "10.0.9.5"}],
        }
    ],
}
NETWORK6: Json = {
    "interfaces-config": {"interfaces": []},
    "shared-networks": [
        {"name": "n", "subnet6": [{"id": i, "subnet": f"2001:db8:{i}::/64"} for i in range(1, 3)]},
    ],
    "subnet6": [
        {
            "id": 9,
            "subnet": "2001:db8:9::/64",
            "pools": [{"pool": "2001:db8:9::/112"}],
            "pd-pools": [{"prefix": "2001:db8:1000::", "prefix-len": 48, "delegated-len": 56}],
        }
    ],
}


@pytest.fixture
def uncollected() -> Iterator[None]:
    """Nothing but the count of references frees anything."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def subnets_and_pools() -> int:
    """How many there are, wherever they are."""
    return sum(isinstance(one, (Subnet, Subnet6, Pool, Pool6)) for one in gc.get_objects())


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize(
    ("make", "number"),
    [(lambda: receive_setup4({"Dhcp4": NETWORK4}), 4), (lambda: receive_setup6({"Dhcp6": NETWORK6}), 5)],
    ids=["4", "6"],
)
def test_a_setup_goes_without_a_search(make: Callable[[], Setup4 | Setup6], number: int) -> None:
    before = subnets_and_pools()
    setup = make()
    setup.write()
    assert subnets_and_pools() == before + number
    steps = setup.retire()
    del setup
    assert len(list(steps)) == 1
    assert subnets_and_pools() == before
    assert gc.collect() == 0


class Link:
    """A subnet, as far as it matters."""

    def __init__(self) -> None:
        self.siblings: tuple[object, ...] = (self,)
        self.shared: object = self


def test_it_takes_as_many_steps_as_there_are_slices() -> None:
    links = {number: Link() for number in range(2 * SLICE + 1)}
    first = links[0]
    assert len(list(take_apart(links))) == 3
    assert links == {}
    assert (first.siblings, first.shared) == ((), None)


class Later:
    """A loop whose time the tests turn."""

    def __init__(self) -> None:
        self.calls: list[tuple[float, Callable[[], None]]] = []

    def __call__(self, seconds: float, call: Callable[[], None]) -> None:
        self.calls.append((seconds, call))

    def pass_time(self, seconds: float) -> None:
        due = [call for after, call in self.calls if after <= seconds]
        self.calls = [(after - seconds, call) for after, call in self.calls if after > seconds]
        for call in due:
            call()


def counted(done: list[str], name: str, steps: int = 2) -> Iterator[None]:
    for _ in range(steps):
        done.append(name)
        yield


def test_one_slice_a_turn_after_a_while() -> None:
    done: list[str] = []
    later = Later()
    Retirement(later).add(counted(done, "a"))
    later.pass_time(GRACE - 1)
    assert done == []
    for expected in (["a"], ["a", "a"], ["a", "a"]):
        later.pass_time(1)
        assert done == expected
    assert later.calls == []


def test_when_many_wait_the_oldest_go_sooner_and_once() -> None:
    done: list[str] = []
    later = Later()
    retirement = Retirement(later)
    names = [str(number) for number in range(MOST_WAITING + 1)]
    for name in names:
        retirement.add(counted(done, name, 1))
    assert done == ["0"]
    later.pass_time(GRACE)
    assert done == names


@pytest.mark.usefixtures("uncollected")
def test_the_large_parts_of_a_setup_go_in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    def configured() -> int:
        return sum(type(one) is Subnet4 for one in gc.get_objects())

    monkeypatch.setattr(setups, "PARTS", 1)
    before = configured()
    setup = receive_setup4({"Dhcp4": NETWORK4})
    setup.write()
    steps = let_go(setup)
    next(steps)
    del setup
    counts = [configured() - before, *(configured() - before for _ in steps), configured() - before]
    assert counts[0] == 3
    assert sorted(set(counts), reverse=True) == [3, 2, 1, 0]


def test_a_tree_that_was_not_made_is_not_made_to_let_go_of_it() -> None:
    setup = receive_setup4({"Dhcp4": NETWORK4})
    assert isinstance(setup.write, Written)
    list(let_go(setup))
    assert not setup.write.made
