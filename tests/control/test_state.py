from collections.abc import Callable

from lessor.control.state import DATABASE, LOCAL_PARTNER, PARTNERS_END, REMOTE_PARTNER, USER, ServiceState


class Timer:
    """A call to come."""

    def __init__(self, delay: float, callback: Callable[[], None]) -> None:
        self.delay = delay
        self.callback = callback
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


class Clock:
    """Makes timers that a test lets run out."""

    def __init__(self) -> None:
        self.timers: list[Timer] = []

    def later(self, delay: float, callback: Callable[[], None]) -> Timer:
        self.timers.append(Timer(delay, callback))
        return self.timers[-1]


def test_what_one_disabled_another_does_not_enable() -> None:
    state = ServiceState(Clock().later)
    assert state.enabled
    state.disable()
    state.disable(REMOTE_PARTNER)
    state.enable()
    assert not state.enabled
    state.enable(REMOTE_PARTNER)
    assert state.enabled


def test_a_period_ends_by_itself() -> None:
    clock = Clock()
    state = ServiceState(clock.later)
    state.disable(USER, 20)
    assert clock.timers[0].delay == 20
    clock.timers[0].callback()
    assert state.enabled


def test_a_new_period_takes_the_place_of_the_old_one() -> None:
    clock = Clock()
    state = ServiceState(clock.later)
    state.disable(USER, 20)
    state.disable(USER, 30)
    assert [timer.cancelled for timer in clock.timers] == [True, False]
    state.disable(USER)
    assert clock.timers[1].cancelled and not state.enabled
    state.disable(USER, 5)
    state.enable(USER)
    assert clock.timers[2].cancelled and state.enabled


def test_who_has_disabled_the_service_is_told() -> None:
    state = ServiceState(Clock().later)
    for origin in (REMOTE_PARTNER + 1, REMOTE_PARTNER, LOCAL_PARTNER, DATABASE):
        state.disable(origin)
    assert state.disabled_by(USER, DATABASE) == []
    assert state.disabled_by(DATABASE, LOCAL_PARTNER) == [DATABASE]
    assert state.disabled_by(LOCAL_PARTNER, REMOTE_PARTNER) == [LOCAL_PARTNER]
    assert state.disabled_by(REMOTE_PARTNER, PARTNERS_END) == [REMOTE_PARTNER, REMOTE_PARTNER + 1]


def test_only_changes_are_told() -> None:
    state = ServiceState(Clock().later)
    told: list[bool] = []
    state.on_change = told.append
    state.enable()
    state.disable()
    state.disable(LOCAL_PARTNER)
    state.enable()
    state.enable(LOCAL_PARTNER)
    assert told == [False, True]


def test_at_the_end_nothing_is_waited_for() -> None:
    clock = Clock()
    state = ServiceState(clock.later)
    state.disable(USER, 20)
    state.disable(LOCAL_PARTNER)
    state.close()
    assert clock.timers[0].cancelled
