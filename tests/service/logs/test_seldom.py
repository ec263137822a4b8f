from pathlib import Path

from lessor.service.logs.log import Loggers
from lessor.service.logs.messages import DHCPSRV_CLOSE_DB, LESSOR_REPLIES_WITHHELD
from lessor.service.logs.seldom import PERIOD, Seldom


def test_the_same_line_comes_once_in_a_while(tmp_path: Path) -> None:
    loggers = Loggers("kea-dhcp4", tmp_path, {"KEA_LOGGER_DESTINATION": "log"})
    seldom = Seldom(loggers)
    due = []
    for now in (0.0, 1000.0, 1001.0, 1000.0 + PERIOD, 5.0, 6.0):
        loggers.clock = lambda now=now: now  # type: ignore[misc]  # the time as it is in this round
        due.append(seldom.is_due(LESSOR_REPLIES_WITHHELD))
    assert due == [True, True, False, True, True, False]
    assert seldom.is_due(DHCPSRV_CLOSE_DB)
    loggers.close()
