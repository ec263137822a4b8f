"""The collector rests, and is back afterwards."""

import gc

import pytest

from lessor.config.collector import resting_collector


def test_it_rests_and_comes_back() -> None:
    assert gc.isenabled()
    with resting_collector():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_comes_back_after_an_error() -> None:
    with pytest.raises(ValueError, match="x"), resting_collector():
        raise ValueError("x")
    assert gc.isenabled()


def test_one_that_was_off_stays_off() -> None:
    with resting_collector():
        with resting_collector():
            pass
        assert not gc.isenabled()
