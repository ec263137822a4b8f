"""Expired leases, the packet queue, samples of statistics: `lessor.config.operation`."""

import pytest

from lessor.model.operation import ExpiredLeases, PacketQueue, SampleLimits
from tests.config import configurations6
from tests.config.configurations import Json, config, only, problems


def test_usual_values() -> None:
    for usual in (config(), configurations6.config()):
        assert usual.expired_leases == ExpiredLeases(10, 25, 3600, 100, 250, 5)
        assert usual.queue is None
        assert usual.samples == SampleLimits(20, 0)


def test_how_expired_leases_are_cleared_away() -> None:
    written: Json = {
        "reclaim-timer-wait-time": 1,
        "flush-reclaimed-timer-wait-time": 2,
        "hold-reclaimed-time": 3,
        "max-reclaim-leases": 4,
        "max-reclaim-time": 5,
        "unwarned-reclaim-cycles": 6,
    }
    for read in (config, configurations6.config):
        assert read(expired_leases_processing=written).expired_leases == ExpiredLeases(1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize(("flush_wait", "hold", "expected"), [(25, 3600, True), (0, 3600, False), (25, 0, False)])
def test_leases_are_kept_for_their_clients_if_they_are_held_and_removed_one_day(
    flush_wait: int, hold: int, expected: bool
) -> None:
    assert ExpiredLeases(flush_wait=flush_wait, hold=hold).affinity is expected


def test_a_queue() -> None:
    queue: Json = {"enable-queue": True, "capacity": 500}
    assert config(dhcp_queue_control=queue).queue == PacketQueue("kea-ring4", 500)
    assert configurations6.config(dhcp_queue_control=queue).queue == PacketQueue("kea-ring6", 500)
    assert config(dhcp_queue_control={"enable-queue": True}).queue == PacketQueue("kea-ring4", 64)


def test_what_is_said_of_a_queue_that_is_not_used_does_not_matter() -> None:
    assert config(dhcp_queue_control={"enable-queue": False, "queue-type": "other", "capacity": 0}).queue is None


@pytest.mark.parametrize(
    ("member", "value", "words"),
    [
        ("queue-type", "kea-ring6", "there is no queue type 'kea-ring6'"),
        ("capacity", 0, "cannot hold 0 messages"),
        ("capacity", 65537, "cannot hold 65537 messages"),
    ],
)
def test_queues_that_are_refused(member: str, value: str | int, words: str) -> None:
    problem = only(problems(dhcp_queue_control={"enable-queue": True, member: value}))
    assert problem.key == f"dhcp-queue-control.{member}"
    assert words in problem.wrong


def test_limits_of_samples() -> None:
    for read in (config, configurations6.config):
        read_limits = read(statistic_default_sample_count=3, statistic_default_sample_age=7).samples
        assert read_limits == SampleLimits(3, 7)
