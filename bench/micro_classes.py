"""Time client classes alone: the tests that configurations have, and the classification of a message.

Prints nanoseconds. Run it before and after a change on one machine and compare; single figures mean little.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.engine.expression.messages import DEFINITIONS4, DEFINITIONS6, message4, message6

from lessor.engine.classify import Classifier, Rule
from lessor.engine.expression import condition4, condition6, rule4
from lessor.engine.request4 import Request4

ROUNDS = 7
CALLS = 20_000
CLASSES = 200

TESTS4 = (
    "option[77].hex == 'iPXE'",
    "substring(option[60].hex,0,9) == 'PXEClient'",
    "substring(option[60].hex,0,9) == 'PXEClient' and option[93].hex == 0x0007",
    "pkt4.mac == 0x02000000000a",
    "substring(pkt4.mac,0,3) == 0x020000",
    "relay4[1].hex == 'port 7'",
    "option[12].text == 'host'",
    "pkt4.giaddr == 192.0.2.1",
    "member('ALL') and not member('KNOWN')",
    "option[61].exists",
    "split(option[60].hex, ':', 3) == '00007'",
    "hexstring(pkt4.mac, ':') == '02:00:00:00:00:0a'",
    "vendor[4491].option[2].hex == 'x'",
    "match('PXEClient:Arch:[0-9]{5}:.*', option[60].hex)",
    "option[53].text == 'type=053, len=001: 1 (uint8)'",
)
TESTS6 = ("option[16].hex == 'x'", "relay6[-1].option[18].hex == 'port'", "vendor-class[*].data == 'docsis3.0'")


def best(what: str, work: Callable[[], object]) -> None:
    """Report the nanoseconds of one call."""
    times = []
    for _ in range(ROUNDS):
        start = time.thread_time_ns()
        for _ in range(CALLS):
            work()
        times.append((time.thread_time_ns() - start) / CALLS)
    print(f"{what:<80} {min(times):>8,.0f} ns")


def rules(test: str) -> list[Rule[Request4]]:
    made: dict[str, Rule[Request4]] = {}
    for i in range(CLASSES):
        made[f"c{i}"] = rule4(f"c{i}", test.format(i=i, before=f"c{i - 1}" if i else "ALL"), DEFINITIONS4, made)
    return list(made.values())


def main() -> None:
    """Time tests, then messages."""
    request4 = message4({60: b"PXEClient:Arch:00007:UNDI:003016", 93: b"\0\7", 61: b"\1ab", 12: b"host"}, "ALL")
    request6 = message6({16: [b"\0\0\x11\x8b\0\x09docsis3.0"]}, classes=("ALL",))
    best("a call of nothing", lambda: None)
    for text in TESTS4:
        test4 = condition4(text, DEFINITIONS4, ())
        best(text, lambda test4=test4: test4(request4))  # type: ignore[misc]
    for text in TESTS6:
        test6 = condition6(text, DEFINITIONS6, ())
        best(text, lambda test6=test6: test6(request6))  # type: ignore[misc]
    architecture = "option[60].hex == 'PXEClient:Arch:00007:UNDI:003016' and option[93].hex == 0x0007"
    by_vendor = rules("option[60].hex == 'v{i}'")
    for what, made in (
        ("no classes", []),
        (f"{CLASSES} classes by vendor class, none holds", by_vendor),
        (
            f"{CLASSES} classes by vendor class, one holds",
            [*by_vendor[1:], rule4("pxe", architecture, DEFINITIONS4, {})],
        ),
        (f"{CLASSES} classes that need another class", rules("member('{before}') and option[60].hex == ''")),
        (f"{CLASSES} classes without an index", rules("not option[60].hex == 'v{i}'")),
    ):
        classifier = Classifier(made)
        best(f"receive: {what}", lambda classifier=classifier: classifier.receive(request4))  # type: ignore[misc]


if __name__ == "__main__":
    main()
